"""One writer at a time: a lock beside the results that are written.

The lock is the operating system's own and goes with its process, however that ends; the note
beside it says who holds it. Whoever comes second is told, and waits.
"""

import json
import os
import platform
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import BaseFileLock, FileLock, SoftFileLock, Timeout

from secondcoder.errors import SecondcoderError, what_to_do, why
from secondcoder.publish.files import make_folder, share_file, write_whole
from secondcoder.publish.moves import clear_away

LOCK, NOTE = ".secondcoder.lock", ".secondcoder.lock.json"
MOST_SECONDS = 3600.0
"""To wait for another process: longer than a run of 100,000 passages took (not measured beyond)."""
_EVERY = 0.2
Say = Callable[[str], None]


@contextmanager
def locked(
    folder: Path, *, task: str, say: Say = lambda _: None, wait: float = MOST_SECONDS
) -> Iterator[None]:
    """Hold the lock of a folder of results; ``task`` is what others are told is going on.

    Raises ``SecondcoderError`` if the folder cannot be written, or if another process still holds
    the lock after ``wait`` seconds.
    """
    with _explained(folder):
        make_folder(folder)
        lock = _lock(folder)
    _acquire(lock, folder, say=say, wait=wait)
    try:
        share_file(folder / LOCK)
        _leave_note(folder, task)
        yield
    finally:
        clear_away(folder / NOTE)
        lock.release()


def _lock(folder: Path) -> BaseFileLock:
    """Return the folder's lock; where the disk knows no locks, one that is a file's existence."""
    lock: BaseFileLock = FileLock(folder / LOCK, mode=_rights(folder), thread_local=False)
    try:
        lock.acquire(timeout=0)
    except NotImplementedError:
        return SoftFileLock(folder / f"{LOCK}.held", mode=_rights(folder), thread_local=False)
    except Timeout:
        return lock
    lock.release()
    return lock


def _rights(folder: Path) -> int:
    """Return the rights of the lock: for the group too, where the folder is shared."""
    return 0o660 if os.name != "nt" and folder.stat().st_mode & stat.S_IWGRP else 0o600


def _acquire(lock: BaseFileLock, folder: Path, *, say: Say, wait: float) -> None:
    until = time.monotonic() + wait
    told = False
    while True:
        try:
            with _explained(folder):
                lock.acquire(timeout=_EVERY)
        except Timeout:
            who = _who(folder)
            if time.monotonic() >= until:
                raise SecondcoderError(
                    f"{folder}: {who} is writing results here",
                    hint="Wait until it has finished, or stop it, and try again.",
                ) from None
            if not told:
                say(f"Waiting: {who} is writing results in {folder}")
                told = True
        else:
            return


def _leave_note(folder: Path, task: str) -> None:
    note = {"task": task, "process": os.getpid(), "computer": platform.node()}
    with _explained(folder):
        write_whole(folder / NOTE, json.dumps(note).encode())


def _who(folder: Path) -> str:
    try:
        note = json.loads((folder / NOTE).read_text("utf-8"))
        return f"{note['task']} (process {note['process']} on {note['computer']})"
    except (OSError, ValueError, KeyError, TypeError):
        return "another secondcoder"


@contextmanager
def _explained(folder: Path) -> Iterator[None]:
    try:
        yield
    except Timeout:  # is an OSError, and no failure to write
        raise
    except OSError as error:
        raise SecondcoderError(
            f"{folder}: results cannot be written here ({why(error)})", hint=_hint(error, folder)
        ) from error


def _hint(error: OSError, folder: Path) -> str:
    if isinstance(error, FileExistsError | NotADirectoryError | IsADirectoryError):
        return f"Move what is named {error.filename or folder} out of the way."
    if isinstance(error, PermissionError):
        return "Make the folder writable, or copy the study to one that is."
    return what_to_do(error, at=folder)
