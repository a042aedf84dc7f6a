"""The terminal as it is: its letters, how it is closed, and what it makes of quotation marks."""

import codecs
import os
import re
import signal
import sys
import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from types import FrameType

_PLAIN = {
    "‘": "'",
    "’": "'",
    "‚": "'",
    "“": '"',
    "”": '"',
    "„": '"',
    "«": '"',
    "»": '"',
    "…": "...",
    "–": "-",
    "—": "-",
    "−": "-",
    "×": "x",
    "≥": ">=",
    "≤": "<=",
    "›": ">",
    "→": "->",
    "▶": ">",
    "•": "*",
    "ł": "l",
    "Ł": "L",
    "đ": "d",
    "Đ": "D",
    "ı": "i",
    "ø": "o",
    "Ø": "O",
    "ß": "ss",
    "æ": "ae",
    "Æ": "AE",
    "œ": "oe",
    "Œ": "OE",
    "\xa0": " ",
}
"""What a letter is nearest to where a terminal lacks it and it is no letter with an accent."""


def _nearest(error: UnicodeError) -> tuple[str, int]:
    """Return the nearest letters that every terminal has, for codecs' own use."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    wanted = error.object[error.start : error.end]
    return "".join(map(_plain, wanted)), error.end


def _plain(letter: str) -> str:
    known = _PLAIN.get(letter) or unicodedata.normalize("NFKD", letter)
    return known.encode("ascii", "ignore").decode() or "?"


def let_every_print_pass() -> None:
    """Let no letter that a terminal or a file's code page lacks stop the program."""
    codecs.register_error("nearest", _nearest)
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, ValueError):  # something else stands in its place
            stream.reconfigure(errors="nearest")  # type: ignore[union-attr]


def let_closing_end_like_ctrl_c() -> None:
    """Let a terminal's window that is closed end the program as Ctrl+C does: with work put away.

    What the operator told to be ignored (``nohup``) stays ignored.
    """
    for name in ("SIGHUP", "SIGBREAK"):
        number = getattr(signal, name, None)
        with suppress(ValueError):  # not the main thread
            if number is not None and signal.getsignal(number) == signal.SIG_DFL:
                signal.signal(number, _closed)


def _closed(_number: int, frame: FrameType | None) -> None:
    """Stop as by Ctrl+C; the window is gone, and nothing can be printed to it.

    What takes Ctrl+C at the time takes this: a server ends in its own order. An exception would
    be lost where Python lets none through, as in the removal of an object.
    """
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        if os.isatty(stream):
            os.dup2(nowhere, stream)
    stop = signal.getsignal(signal.SIGINT)
    if not callable(stop):  # Ctrl+C was to be ignored; a closed window was not
        stop = signal.default_int_handler
    stop(signal.SIGINT, frame)


def as_argument(path: object) -> str:
    """Return a path as a terminal takes it: in quotation marks where it holds more than words."""
    text = str(path)
    return text if re.fullmatch(r"[\w./:\\~+-]+", text) else f'"{text}"'


def as_meant(arguments: Sequence[str]) -> list[str]:
    r"""Return arguments without the quotation mark that Windows leaves in them.

    ``"C:\My study\"`` arrives with a quotation mark at its end, and with what follows it.
    """
    meant: list[str] = []
    for argument in arguments:
        head, mark, rest = argument.partition('"')
        swallowed = mark and head and (not rest or rest.startswith(" -"))
        if not swallowed or os.path.lexists(argument):
            meant.append(argument)
        else:
            meant += [head, *rest.split()]
    return meant
