"""What goes on, as lines of JSON in a file: for a page, or whatever else started the command.

Each line is one thing: ``{"process": 4711, "at": …}``, ``{"stage": "…", "usual": 12.5, "at": …}``,
``{"done": 20, "total": 300}``, and at the end ``{"finished": "…"}`` or
``{"failed": "…", "hint": "…"}``. A lock beside the file is held for as long as the process lives,
however it ends.
"""

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TextIO

from filelock import FileLock, Timeout

_EVERY = 0.25
"""Seconds between two counts."""


_TOLD: "ContextVar[ProgressFile | None]" = ContextVar("the file that is told now", default=None)


@contextmanager
def telling(path: Path) -> "Iterator[ProgressFile]":
    """Tell a file of all that goes on meanwhile."""
    with ProgressFile(path) as file:
        token = _TOLD.set(file)
        try:
            yield file
        finally:
            _TOLD.reset(token)


def told_now() -> "ProgressFile | None":
    """Return the file that is told of what goes on, if there is one."""
    return _TOLD.get()


class ProgressFile:
    """Writes lines that others read while the command runs."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = lock_of(path)
        self._file: TextIO | None = None
        self._told = 0.0

    def __enter__(self) -> Self:
        self._lock.acquire()
        self._file = self._path.open("a", encoding="utf-8")
        self.line(process=os.getpid(), at=time.time())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if isinstance(error, KeyboardInterrupt):
            self.line(stopped=True)
        elif error is not None:
            said = getattr(error, "message", "") or f"{type(error).__name__}: {error}"
            self.line(failed=said, hint=getattr(error, "hint", ""))
        if self._file is not None:
            with suppress(OSError):
                self._file.close()
        self._lock.release()

    def stage(self, stage: str, usual: float | None) -> None:
        """Note that a stage begins, and how long it usually takes."""
        self.line(stage=stage, usual=usual, at=time.time())

    def count(self, done: int, total: int) -> None:
        """Note how many texts are done; not every one."""
        now = time.monotonic()
        if done >= total or now - self._told >= _EVERY:
            self._told = now
            self.line(done=done, total=total)

    def finished(self, result: Path) -> None:
        """Note where the result is."""
        self.line(finished=str(result))

    def line(self, **said: Any) -> None:
        """Write one line."""
        if self._file is not None:
            with suppress(OSError):  # on a full disk the work fails by itself, and says why
                self._file.write(json.dumps(said, ensure_ascii=False) + "\n")
                self._file.flush()


def lock_of(path: Path) -> FileLock:
    """Return the lock that the process holds which writes the file."""
    return FileLock(path.with_name(f"{path.name}.lock"), mode=0o600, thread_local=False)


def is_alive(path: Path) -> bool:
    """Say whether the process that writes the file is still there."""
    lock = lock_of(path)
    if not path.with_name(f"{path.name}.lock").exists():
        return False
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return True
    except OSError:  # on a disk that can only be read nobody writes
        return False
    lock.release()
    return False
