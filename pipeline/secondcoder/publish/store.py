"""Writing a result: as a whole or not at all. Whoever calls holds the lock of the folder above.

Files go to a hidden folder of a name of its own beside the target, the manifest last; the folder
is then renamed. A result that stood there is first moved aside and removed last. What a process
that was killed leaves behind is put right by whoever next holds the lock: hidden folders are never
taken for results. Other files that a user put into the folder of a result are carried over.
"""

import glob
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from uuid import uuid4

from secondcoder.errors import SecondcoderError, what_to_do, why
from secondcoder.publish.files import (
    kept_beside,
    make_folder,
    sync_folder,
    write_folder,
    write_through,
    write_whole,
)
from secondcoder.publish.manifest import (
    MANIFEST,
    RECORD,
    edited,
    is_complete,
    is_intact,
    read_manifest,
    verified,
)
from secondcoder.publish.moves import clear_away, refuse_held, refuse_long, remove_folder, rename

KEPT = (".cache",)
"""Entries of a folder that are neither a result's nor foreign: the vectors of an encoder."""
OLD, PART = ".old", ".part"
LONGEST_INSIDE = 60
"""Characters of the longest path of a file inside a result."""
_HALF_WRITTEN = re.compile(r"\.\..+\.[0-9a-f]{12}\.part")
"""A hidden file of ours, such as the note of the latest result, that a killed process began."""
_EARLIER_SUMS = "SHA256SUMS"
"""Listed the files of a result before there was a manifest."""
_OTHER_FOLDER = "Choose another folder with --out DIR."


def store_result(
    target: Path, files: Mapping[str, bytes], manifest: bytes, *, keep: tuple[str, ...] = KEPT
) -> None:
    """Write a result's files (relative path with ``/`` to bytes) as the folder ``target``.

    A result that stands there is replaced whole; if it holds the same bytes nothing is touched.
    ``keep`` names entries that never count as foreign. A folder that holds anything else is
    refused.
    """
    target = target.resolve()
    check_target(target, keep=keep)
    if _holds(target, files, manifest):
        return
    new = _sibling(target, PART)
    try:
        with _explained(target):
            _write(new, files, manifest)
            try:
                _swap(target, new)
            except PermissionError as error:
                kept = kept_beside(new, target, lambda f: _write(f, files, manifest), error)
                there = _what_is_there(target)
                raise SecondcoderError(kept.message, hint=f"{kept.hint} {there}") from error
            sync_folder(target.parent)
    finally:
        clear_away(new)
    _clear_kept(target)


def _write(folder: Path, files: Mapping[str, bytes], manifest: bytes) -> None:
    write_folder(folder, files)
    write_through(folder / MANIFEST, manifest)


def _clear_kept(target: Path) -> None:
    """Remove what was kept beside a result whose place is free now, unless somebody changed it."""
    for kept in target.parent.glob(f"{glob.escape(target.name)} (new*)"):
        if kept.is_dir() and is_intact(kept) and not _foreign(kept):
            clear_away(kept)


def _foreign(folder: Path) -> bool:
    own = _listed(folder)
    found = (path for path in folder.rglob("*") if path.is_file())
    return any(path.relative_to(folder).as_posix() not in own for path in found)


def check_target(target: Path, *, keep: tuple[str, ...] = KEPT) -> None:
    """Refuse a target that is a file, or a folder that holds something else than a result.

    Worth a call before long work as well.
    """
    if not os.path.lexists(target):
        return
    if not target.is_dir():
        raise SecondcoderError(f"{target}: this is a file, not a folder", hint=_OTHER_FOLDER)
    if target.is_mount():
        raise SecondcoderError(
            f"{target}: this is where a disk is mounted, and a result takes a folder's whole place",
            hint=f"Name a folder on it, such as --out {target / 'results'}.",
        )
    if _stands_in(target):
        raise SecondcoderError(
            f"{target}: this is the folder that you are in, and a result takes its place",
            hint="Go to another folder (cd ..) and name this one from there.",
        )
    entries = sorted(entry.name for entry in target.iterdir())
    foreign = [name for name in entries if name not in keep]
    if foreign and not {MANIFEST, RECORD} & set(entries):
        raise SecondcoderError(
            f"{target}: the folder holds files and is not an earlier result (it has {foreign[0]} "
            f"and no {MANIFEST})",
            hint=f"Nothing was written, to leave them whole. {_OTHER_FOLDER}",
        )


def try_place(target: Path) -> None:
    """Refuse a place that a result cannot take in the end; to be called before long work.

    Another program may hold a file of the result that stands there, or the path be too long.
    """
    refuse_held(target)
    refuse_long(
        target,
        LONGEST_INSIDE,
        hint="Move the study to a folder with a shorter path, such as C:\\studies, or name a "
        "shorter one with --out DIR.",
    )


def _stands_in(target: Path) -> bool:
    try:
        return Path.cwd().is_relative_to(target.resolve())
    except FileNotFoundError:  # the current folder was removed
        return False


def put_right(folder: Path) -> None:
    """Put right what killed processes left in a folder of results; the lock must be held."""
    if not folder.is_dir():
        return
    with _explained(folder):
        for old in sorted(folder.glob(f".*{OLD}")):
            if target := _target_of(old):
                _restore(target, old)
        for part in folder.glob(f".*{PART}"):
            half = _target_of(part) if part.is_dir() else _HALF_WRITTEN.fullmatch(part.name)
            if half:
                clear_away(part)
        for name in KEPT:
            for part in folder.glob(f"{name}/**/.*{PART}"):
                if _target_of(part):
                    clear_away(part)


def _swap(target: Path, new: Path) -> None:
    if not target.exists():
        rename(new, target)
        return
    old = _sibling(target, OLD)
    rename(target, old)
    try:
        rename(new, target)
    except BaseException:
        rename(old, target)
        raise
    _restore(target, old)


def _restore(target: Path, old: Path) -> None:
    """Let an old result stand again if nothing took its place; else empty it and remove it."""
    if not target.exists():
        rename(old, target)
        return
    with suppress(OSError):  # the new result stands; what is refused is put right the next time
        _carry_over(old, target, own=_listed(old), above="")
        _keep_edited(target, old)
        remove_folder(old)


def _carry_over(old: Path, target: Path, *, own: set[str], above: str) -> None:
    """Move what is not the old result's own, whole folders at once."""
    for entry in sorted(old.iterdir()):
        name = f"{above}{entry.name}"
        mixed = entry.is_dir() and any(one.startswith(f"{name}/") for one in own)
        if mixed:
            _carry_over(entry, target / entry.name, own=own, above=f"{name}/")
        elif name not in own and not os.path.lexists(target / entry.name):
            make_folder(target)
            rename(entry, target / entry.name)


def _keep_edited(target: Path, old: Path) -> None:
    """Keep what somebody wrote into files of the old result, beside the new ones."""
    try:
        theirs = edited(old)
    except SecondcoderError:  # of an earlier form, without hashes
        return
    for name, data in theirs.items():
        path = PurePosixPath(name)
        kept = target / path.with_name(f"{path.stem} (edited){path.suffix}")
        number = 2
        while kept.exists() and kept.read_bytes() != data:
            kept = target / path.with_name(f"{path.stem} (edited {number}){path.suffix}")
            number += 1
        write_whole(kept, data)


def _holds(target: Path, files: Mapping[str, bytes], manifest: bytes) -> bool:
    whole = {**files, MANIFEST: manifest}
    if not is_complete(target):
        return False
    paths = {name: target / name for name in whole}
    return all(path.is_file() and path.read_bytes() == whole[n] for n, path in paths.items())


def _listed(folder: Path) -> set[str]:
    """Return the files that a result's writer put there."""
    own = {MANIFEST, RECORD, _EARLIER_SUMS}
    try:
        return own | set(read_manifest(folder))
    except SecondcoderError:
        sums = folder / _EARLIER_SUMS
        lines = sums.read_text("utf-8").splitlines() if sums.is_file() else []
        return own | {line.split("  ", 1)[1] for line in lines if "  " in line}


def _sibling(target: Path, ending: str) -> Path:
    return target.with_name(f".{target.name}.{uuid4().hex[:12]}{ending}")


def _target_of(hidden: Path) -> Path | None:
    """Return the target for which a hidden folder was made; ``None`` if it is not one of ours."""
    name, _, mark = hidden.stem.removeprefix(".").rpartition(".")
    ours = bool(name) and len(mark) == 12 and not set(mark) - set("0123456789abcdef")
    return hidden.with_name(name) if ours else None


@contextmanager
def _explained(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise SecondcoderError(
            f"{target}: the results cannot be written ({why(error)})",
            hint=f"{_what_is_there(target)} {what_to_do(error)} Or choose another folder with "
            "--out DIR.",
        ) from error


def _what_is_there(target: Path) -> str:
    try:
        verified(target)
    except (SecondcoderError, OSError):
        return "There is no complete result there."
    return "The earlier result there is complete."
