"""Names of files as every system knows them: accents, letter case, order, what is reserved.

macOS may write an accented letter as two signs; Windows and macOS know no letter case; Windows
keeps some names for devices. A name means the same file everywhere, and files stand in one order.
"""

import fnmatch
import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath
from typing import TypeVar

_DEVICES = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(\..*)?", re.IGNORECASE
)
_MAGIC = re.compile(r"[*?\[]")


def composed(name: str) -> str:
    """Return a name with each accented letter as one sign (NFC)."""
    return unicodedata.normalize("NFC", name)


def caseless(name: str) -> str:
    """Return what two spellings of one name have in common, whatever their case and accents."""
    return composed(composed(name).casefold())


def is_reserved(name: str) -> bool:
    """Say whether Windows keeps a name for a device, with any ending."""
    return _DEVICES.fullmatch(name) is not None


P = TypeVar("P", bound=PurePath)


def in_order(paths: Iterable[P]) -> list[P]:
    """Return paths in the order that they have on every system."""
    return sorted(paths, key=lambda path: (tuple(map(composed, path.parts)), path.parts))


def relative_name(folder: Path, file: Path) -> str:
    """Return a file's path relative to a folder, with ``/``; one on another drive in full."""
    try:
        path = os.path.relpath(file.absolute(), folder.absolute())
    except ValueError:  # Windows: there is no way from one drive to another
        path = str(file.absolute())
    return composed(Path(path).as_posix())


def as_on_disk(path: Path) -> Path:
    """Return the path as its names are spelt on the disk; a path that is not there as it is."""
    if os.path.lexists(path) or path == path.parent:
        return path
    above = as_on_disk(path.parent)
    alike = [entry for entry in _entries(above) if caseless(entry.name) == caseless(path.name)]
    near = [entry for entry in alike if composed(entry.name) == composed(path.name)]
    return (in_order(near or alike) or [above / path.name])[0]


def is_pattern(name: str) -> bool:
    """Say whether a name stands for several files."""
    return _MAGIC.search(name) is not None


def matching(folder: Path, pattern: str, *, hidden: bool = False) -> list[Path]:
    """Return the files that a pattern finds in a folder, in order, whatever their letter case.

    ``**`` stands for any folders; hidden files and folders are passed over unless ``hidden`` or
    the pattern names them with a dot.
    """
    path = Path(pattern)
    start = Path(path.anchor) if path.anchor else folder
    parts = path.parts[1:] if path.anchor else path.parts
    found = dict.fromkeys(_matching(start, parts, hidden=hidden))
    return in_order(file for file in found if file.is_file())


def fits(name: str, pattern: str) -> bool:
    """Say whether a pattern, or a name as people spell it, finds a file: both with ``/``."""
    return _fits(tuple(name.split("/")), tuple(pattern.replace("\\", "/").split("/")))


def _fits(name: tuple[str, ...], pattern: tuple[str, ...]) -> bool:
    if not pattern or not name:
        return not pattern and not name
    if pattern[0] == "**":
        return _fits(name, pattern[1:] or ("*",)) or _fits(name[1:], pattern)
    wanted = re.compile(fnmatch.translate(caseless(pattern[0])))
    alike = wanted.fullmatch if is_pattern(pattern[0]) else caseless(pattern[0]).__eq__
    return bool(alike(caseless(name[0]))) and _fits(name[1:], pattern[1:])


def _matching(folder: Path, parts: tuple[str, ...], *, hidden: bool) -> Iterator[Path]:
    if not parts:
        yield folder
        return
    part, rest = parts[0], parts[1:]
    if part == "**":
        yield from _matching(folder, rest or ("*",), hidden=hidden)
        for entry in _entries(folder):
            if entry.is_dir() and not entry.is_symlink() and (hidden or entry.name[0] != "."):
                yield from _matching(entry, parts, hidden=hidden)
    elif not is_pattern(part):
        yield from _matching(as_on_disk(folder / part), rest, hidden=hidden)
    else:
        wanted = re.compile(fnmatch.translate(caseless(part)))
        for entry in _entries(folder):
            seen = hidden or entry.name[0] != "." or part[0] == "."
            if seen and wanted.fullmatch(caseless(entry.name)):
                yield from _matching(entry, rest, hidden=hidden)


def _entries(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:  # no folder, or one that may not be looked into
        return []
