"""Writing a result: as a whole or not at all. Whoever calls holds the lock of the folder above.

Files go to a hidden folder of a name of its own beside the target, the manifest last; the folder
is then renamed. A result that stood there is first moved aside and removed last. What a process
that was killed leaves behind is put right by whoever next holds the lock: hidden folders are never
taken for results. Other files that a user put into the folder of a result are carried over.
"""

import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from uuid import uuid4

from secondcoder.errors import SecondcoderError
from secondcoder.publish.files import (
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
    read_manifest,
    verified,
)

KEPT = (".cache",)
"""Entries of a folder that are neither a result's nor foreign: the vectors of an encoder."""
OLD, PART = ".old", ".part"
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
    with _explained(target):
        try:
            write_folder(new, files)
            write_through(new / MANIFEST, manifest)
            _swap(target, new)
        finally:
            if new.exists():
                shutil.rmtree(new, ignore_errors=True)
        sync_folder(target.parent)


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
            if part.is_dir() and _target_of(part):
                shutil.rmtree(part)
            elif part.is_file() and _HALF_WRITTEN.fullmatch(part.name):
                part.unlink()


def _swap(target: Path, new: Path) -> None:
    if not target.exists():
        os.replace(new, target)  # noqa: PTH105 - one seam for renames
        return
    old = _sibling(target, OLD)
    os.replace(target, old)  # noqa: PTH105
    try:
        os.replace(new, target)  # noqa: PTH105
    except BaseException:
        os.replace(old, target)  # noqa: PTH105
        raise
    _restore(target, old)


def _restore(target: Path, old: Path) -> None:
    """Let an old result stand again if nothing took its place; else empty it and remove it."""
    if not target.exists():
        os.replace(old, target)  # noqa: PTH105
        return
    _carry_over(old, target, own=_listed(old), above="")
    _keep_edited(target, old)
    shutil.rmtree(old)


def _carry_over(old: Path, target: Path, *, own: set[str], above: str) -> None:
    """Move what is not the old result's own, whole folders at once."""
    for entry in sorted(old.iterdir()):
        name = f"{above}{entry.name}"
        mixed = entry.is_dir() and any(one.startswith(f"{name}/") for one in own)
        if mixed:
            _carry_over(entry, target / entry.name, own=own, above=f"{name}/")
        elif name not in own and not os.path.lexists(target / entry.name):
            make_folder(target)
            entry.rename(target / entry.name)


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
            f"{target}: the results cannot be written ({error.strerror or error})",
            hint=f"{_what_is_there(target)} Free space or make the folder writable, or choose "
            "another with --out DIR.",
        ) from error


def _what_is_there(target: Path) -> str:
    try:
        verified(target)
    except (SecondcoderError, OSError):
        return "There is no complete result there."
    return "The earlier result there is complete."
