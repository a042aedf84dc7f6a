"""A second process of this program, started early: it imports and computes beside the first.

Functions go there by name and what they are given by value, so what they come to is the same
wherever they run; without a second core, or if the process is lost, they run here.
"""

import importlib
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

Found = TypeVar("Found")


class Helper:
    """The second process, as ``Beside``. It ends with the ``with`` block, whatever it does."""

    def __init__(self) -> None:
        paths = [str(Path(path).resolve()) for path in sys.path if path]
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "secondcoder.beside.serve"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        )
        self._line = ThreadPoolExecutor(1)
        self._lost = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._line.shutdown(cancel_futures=True)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with suppress(OSError):  # what was not sent when the process ended
                    pipe.close()
        self._process.wait()

    def __call__(
        self, function: Callable[..., Found], *given: object, here: bool = True
    ) -> Callable[[], Found]:
        """Begin a call, after those that were begun before; what is returned waits for it.

        If its turn has not come by then it is made in this process, unless ``here`` is false.
        """
        begun = self._line.submit(self._ask, function, given)

        def waited() -> Found:
            if here and begun.cancel():
                return function(*given)
            try:
                whole, found = begun.result()
            except _LostError:
                return function(*given)
            if not whole:
                raise found
            answer: Found = found
            return answer

        return waited

    def prepare(self, modules: Sequence[str]) -> None:
        """Let the process import what it will need; nothing waits for it."""
        self._line.submit(self._ask, imported, (tuple(modules),))

    def _ask(self, function: Callable[..., Any], given: tuple[object, ...]) -> tuple[bool, Any]:
        """Return whether a call came to something, and to what; raise if the process is lost."""
        asked = pickle.dumps((function, given), pickle.HIGHEST_PROTOCOL)
        pipes = self._process.stdin, self._process.stdout
        if self._lost or pipes[0] is None or pipes[1] is None:
            raise _LostError
        try:
            pipes[0].write(asked)
            pipes[0].flush()
            whole, found = pickle.load(pipes[1])  # noqa: S301 - from our own child alone
        except (OSError, EOFError, ValueError, pickle.UnpicklingError) as error:
            self._lost = True
            raise _LostError from error
        return whole, found


class _LostError(Exception):
    """The process has ended, or what it says cannot be read."""


def imported(modules: Sequence[str]) -> None:
    """Import modules by name."""
    for name in modules:
        importlib.import_module(name)
