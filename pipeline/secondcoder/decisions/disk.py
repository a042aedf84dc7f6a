"""The record on disk: text files to which lines are only ever added, a pair for each author.

Every file below the folder that holds lines of a record is read, whatever its name: programs that
keep folders alike rename what two computers wrote. Hidden files and folders are passed over.
"""

import getpass
import hashlib
import os
import platform
import re
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from filelock import FileLock, SoftFileLock, Timeout

from secondcoder.decisions.chains import Fault
from secondcoder.decisions.lines import (
    BrokenLineError,
    LaterFormError,
    Line,
    bare,
    read_line,
)
from secondcoder.decisions.rows import Row
from secondcoder.errors import SecondcoderError, what_to_do, why
from secondcoder.publish.files import make_folder, share_file, sync_folder, write_through

ACTS, WORDS = ".jsonl", ".words.jsonl"
LOCK = ".lock"
MERGED, TAKEN_BACK = "merged-", ".taken-back-"
"""Folders that a merging made, and what they are called once it was taken back."""
_WAIT_SECONDS = 10.0
_LARGEST = 1 << 30
"""Bytes of one file that are read; a record of 100,000 decisions has some 60 million."""
_SLUG = re.compile(r"[^a-z0-9]+")
_COMPARED = 64
"""Bytes by which a file that grew is told from one that was rewritten."""
_NO_LINE = 2
"""Bytes, at most, that are left over between two lines in UTF-16."""
_ENDS = re.compile(rb"\r\n|\n|\r")
_BINARY = getattr(os, "O_BINARY", 0)


@dataclass(slots=True, kw_only=True)
class Held:
    """What of a file has been read."""

    state: tuple[int, int, int]
    """Its size, time and number on the disk when it was read."""
    end: int
    """Up to which byte whole lines were read."""
    count: int
    """Lines until there."""
    hashes: set[str] = field(default_factory=set)
    """Of the acts that it holds."""
    faults: list[Fault] = field(default_factory=list)
    unfinished: list[Fault] = field(default_factory=list)
    """A last line that is not whole; its rest may come."""
    last: bytes = b""
    """The last bytes that were read as whole lines."""


def files_of(folder: Path, *, hidden: bool = False) -> Iterator[Path]:
    """Yield the files below a record's folder, in the order of their names.

    What is hidden is passed over, unless it is asked for.
    """
    if not folder.is_dir():
        return
    for path, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if hidden or not name.startswith("."))
        for name in sorted(names):
            if (hidden or not name.startswith(".")) and (Path(path) / name).is_file():
                yield Path(path) / name


def read_file(path: Path, folder: Path, held: Held | None) -> tuple[Held, list[Line]]:
    """Read a file, or what was added since; return what is held now and the new lines.

    A last line without its end is taken if it is whole; else it waits for its rest.
    """
    found = path.stat()
    state = (found.st_size, found.st_mtime_ns, found.st_ino)
    if held is not None and held.state == state:
        return held, []
    with path.open("rb") as file:
        if held is None or not _only_grew(file, held, state):
            held = Held(state=state, end=0, count=0)
        file.seek(max(0, held.end - _COMPARED))
        before = file.read(held.end - file.tell())
        data = file.read(_LARGEST)
    whole, end, rest = data.rpartition(b"\n")
    held.state, held.unfinished = state, []
    if not _is_record(path, held, data):
        return held, []  # something else that somebody put there
    name = path.relative_to(folder).as_posix()
    new = list(_read(lines_in(whole), path, name, held, held.faults)) if end else []
    held.end += len(whole + end)
    held.last = (before + whole + end)[-_COMPARED:]
    count = held.count
    new += _read(lines_in(rest), path, name, held, held.unfinished)
    held.count = count
    held.hashes.update(line.hash for line in new if isinstance(line, Row))
    return held, new


def was_taken_back(path: Path, folder: Path) -> bool:
    """Say whether a file that is gone was part of a merging that was taken back."""
    first = path.relative_to(folder).parts[0]
    return first.startswith(MERGED) and any(folder.glob(f"{TAKEN_BACK}*-{first}"))


def lines_in(data: bytes) -> list[bytes]:
    """Part bytes into lines, whichever ends a program has given them."""
    return _ENDS.split(data)


def parse(data: bytes) -> Iterator[Line]:
    """Yield the lines of a file that hold; what is none, or was changed, is passed over."""
    for line in map(bare, lines_in(data)):
        if line.startswith(b"{"):
            with suppress(ValueError, LaterFormError):
                yield read_line(line)


def _only_grew(file: BinaryIO, held: Held, state: tuple[int, int, int]) -> bool:
    """Say whether lines were added to a file; programs that keep folders alike rewrite some."""
    if state[2] != held.state[2] or state[0] <= held.state[0]:
        return False
    file.seek(held.end - len(held.last))
    return file.read(len(held.last)) == held.last


def _is_record(path: Path, held: Held, data: bytes) -> bool:
    return held.count > 0 or ACTS in path.name.casefold() or any(True for _ in parse(data))


def _read(
    lines: Sequence[bytes], path: Path, name: str, held: Held, faults: list[Fault]
) -> Iterator[Line]:
    """Yield the lines that hold; note what does not."""
    for raw in lines:
        held.count += 1
        line = bare(raw)
        if not line and len(raw.strip()) <= _NO_LINE:
            continue
        try:
            yield read_line(line)
        except BrokenLineError as error:
            faults.append(Fault(error.author, error.place, name, str(error)))
        except ValueError as error:
            faults.append(Fault("", held.count, name, str(error)))
        except LaterFormError as error:
            raise SecondcoderError(
                f"{path}: the record was written by a later version of secondcoder "
                f"(form {error}, line {held.count})",
                hint="Use that version.",
            ) from error


def as_bytes(lines: Iterable[str]) -> bytes:
    """Return lines as they stand in a file."""
    return "".join(f"{line}\n" for line in lines).encode("ascii")


def add_lines(path: Path, lines: Sequence[str]) -> None:
    """Add lines to a file and bring them down to the disk; a line that was cut off stays apart."""
    if not lines:
        return
    if not path.exists():
        make_folder(path.parent)
        write_through(path, b"")
        sync_folder(path.parent)
    data = as_bytes(lines)
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | _BINARY)
    try:
        size = os.fstat(descriptor).st_size
        try:
            if size and not _ends(descriptor, size):
                data = b"\n" + data
            _write(descriptor, data)
            os.fsync(descriptor)
        except OSError:
            os.ftruncate(descriptor, size)
            raise
    finally:
        os.close(descriptor)


def pair_of_files(folder: Path, author: str, chain: str) -> tuple[Path, Path]:
    """Return where an author's acts and their words are kept by this computer."""
    slug = _SLUG.sub("-", author.lower()).strip("-")[:40]
    digest = hashlib.sha256(author.encode("utf-8", "surrogatepass")).hexdigest()[:6]
    own = folder / (f"{slug}-{digest}" if slug else digest)
    return own / f"{chain}{ACTS}", own / f"{chain}{WORDS}"


def chain_of_here(folder: Path) -> str:
    """Return the name of the chains that this computer writes in this folder.

    Each computer, and each copy of a folder, adds to files of its own: what keeps folders alike
    then never has to choose between two versions of one file.
    """
    parts = (
        f"{uuid.getnode():x}",
        platform.node(),
        _user(),
        str(folder.resolve()),
    )
    return hashlib.sha256("\x00".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:8]


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Say in words what the disk refused."""
    try:
        yield
    except OSError as error:
        raise SecondcoderError(
            f"{path}: the record cannot be read or written ({why(error)})",
            hint=f"Nothing that was acknowledged is lost. {what_to_do(error)}",
        ) from error


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Hold the lock of a record while lines are added to it."""
    make_folder(folder)
    path = folder / LOCK
    try:
        lock: FileLock | SoftFileLock = FileLock(path, mode=0o600, thread_local=False)
        try:
            lock.acquire(timeout=_WAIT_SECONDS)
        except NotImplementedError:  # the disk knows no locks
            lock = SoftFileLock(folder / f"{LOCK}.held", mode=0o600, thread_local=False)
            lock.acquire(timeout=_WAIT_SECONDS)
    except Timeout as error:
        raise SecondcoderError(
            f"{folder}: another program is writing to the record",
            hint="Try again; if it stays so, close other review pages of this study.",
        ) from error
    share_file(path)
    try:
        yield
    finally:
        lock.release()


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # no such user, as in some containers
        return ""


def _ends(descriptor: int, size: int) -> bool:
    os.lseek(descriptor, size - 1, os.SEEK_SET)
    return os.read(descriptor, 1) == b"\n"


def _write(descriptor: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(descriptor, left) :]
