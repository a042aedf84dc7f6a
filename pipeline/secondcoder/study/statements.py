"""A ``study.toml`` as its lines: which lines say what, so that one can be changed and no other."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

Path = tuple[str | int, ...]
"""Names and places from the top, such as ``("documents", 0, "speakers")``."""
_HEADER = re.compile(r"\s*\[(?P<list>\[)?(?P<name>.*?)\]\]?\s*(#.*)?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One key with its value, or the heading of a section; ``start`` to ``end`` in lines."""

    path: Path
    start: int
    end: int
    heading: bool


def statements(lines: Sequence[str]) -> Iterator[Statement]:
    """Yield what a sound file says, in its order; comments and empty lines are passed over."""
    section: Path = ()
    counted: dict[Path, int] = {}
    at = 0
    while at < len(lines):
        words = lines[at].strip()
        if not words or words.startswith("#"):
            at += 1
            continue
        if words.startswith("["):
            found = _HEADER.match(lines[at].rstrip("\n"))
            section = _section(found, counted) if found else section
            yield Statement(path=section, start=at, end=at + 1, heading=True)
            at += 1
            continue
        end = at + 1
        while (said := parsed("".join(lines[at:end]))) is None and end < len(lines):
            end += 1
        keys: Path = tuple(_keys(said or {}, "".join(lines[at:end])))
        yield Statement(path=(*section, *keys), start=at, end=end, heading=False)
        at = end


def _section(found: re.Match[str], counted: dict[Path, int]) -> Path:
    """Return where a heading leads; a list of sections counts on."""
    names = list(_keys(parsed(f"{found['name']} = 0\n") or {}, "="))
    path: Path = ()
    for name in names[:-1]:
        path = (*path, name)
        path = (*path, counted[path]) if path in counted else path
    path = (*path, names[-1])
    if found["list"]:
        counted[path] = counted.get(path, -1) + 1
        return (*path, counted[path])
    return path


def _keys(said: dict[str, Any], line: str) -> Iterator[str]:
    """Yield the names before the sign of equality: as many as the dots there part."""
    before = re.match(r"""(?:[^=#"']|"(?:\\.|[^"\\])*"|'[^']*')*""", line)
    dotted = re.sub(r""""(?:\\.|[^"\\])*"|'[^']*'""", "", before[0] if before else "").count(".")
    names = _depth(said) if line == "=" else dotted + 1
    for _ in range(names):
        ((name, inside),) = said.items()
        yield name
        said = inside if isinstance(inside, dict) else {}


def _depth(said: Any) -> int:
    return 1 + _depth(next(iter(said.values()))) if isinstance(said, dict) and said else 0


def parsed(text: str) -> dict[str, Any] | None:
    """Return what a piece of TOML says, or ``None`` if it is none by itself."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


def divided(text: str) -> tuple[str, str]:
    """Return a statement without the comment at its end, and the comment without its sign."""
    whole = parsed(text)
    last = text.rstrip("\n").rfind("\n") + 1
    for found in re.finditer("#", text[last:]):
        before = text[: last + found.start()]
        if parsed(before) == whole:
            return before.rstrip(), text[last + found.end() :].strip()
    return text.rstrip(), ""
