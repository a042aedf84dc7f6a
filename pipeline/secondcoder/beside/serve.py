"""The second process: ``python -m secondcoder.beside.serve`` does what its parent asks, in turn.

It reads calls from its input and writes what they came to to its output, both from and to the
process that started it. When that ends, it ends.
"""

import os
import pickle
import signal
import sys
import traceback
from typing import Any, BinaryIO


def main() -> None:
    """Do what is asked until the parent ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent is stopped, and ends this process
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is no answer
    try:
        _serve(sys.stdin.buffer, answers)
    except OSError:  # the parent is gone
        os._exit(1)


def _serve(asked: BinaryIO, answers: BinaryIO) -> None:
    while True:
        try:
            function, given = pickle.load(asked)  # noqa: S301 - from our own parent alone
        except EOFError:
            return
        answers.write(_answer(function, given))
        answers.flush()


def _answer(function: Any, given: tuple[object, ...]) -> bytes:
    """Return what a call came to, or the error that it raised, as bytes."""
    try:
        return pickle.dumps((True, function(*given)), pickle.HIGHEST_PROTOCOL)
    except Exception as error:  # noqa: BLE001 - the parent raises it
        error.add_note(f"in the process beside:\n{traceback.format_exc()}")
        try:
            return pickle.dumps((False, error), pickle.HIGHEST_PROTOCOL)
        except Exception:  # noqa: BLE001 - an error of a library that cannot be sent
            return pickle.dumps((False, RuntimeError(traceback.format_exc())))


if __name__ == "__main__":
    main()
