"""Bytes to text: encodings, line ends and normal form are settled here and nowhere else."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from secondcoder.errors import SecondcoderError, what_to_do, why
from secondcoder.file_names import as_on_disk
from secondcoder.reading.files.encodings import guess
from secondcoder.records.study import Notice

_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


_OTHER_KINDS = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a Word, Excel or zip file"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
    (b"{\\rtf", "a rich-text file (RTF)"),
)
_SPOKEN = {
    "cp1252": "Windows-1252 (Western European)",
    "mac_roman": "mac_roman (older Macs)",
    "cp1250": "Windows-1250 (Central European)",
    "cp1251": "Windows-1251 (Cyrillic)",
    "cp1253": "Windows-1253 (Greek)",
    "cp1254": "Windows-1254 (Turkish)",
    "cp1257": "Windows-1257 (Baltic)",
}
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1f]")


_LINE_ENDS = str.maketrans(dict.fromkeys("\r\x0b\x0c\u2028\u2029", "\n"))
"""Signs that end a line: old Macs, breaks of lines and pages as word processors copy them."""


def normalise(text: str) -> str:
    r"""Return the text in NFC with ``\n`` line ends and without a byte-order mark."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").translate(_LINE_ENDS)
    return unicodedata.normalize("NFC", text)


def decode(data: bytes, *, name: str, encoding: str | None = None) -> str:
    """Decode a text file: as it is told, by its byte-order mark, as UTF-8, or by a guess.

    A guess is noted; `encoding_notices` says it.
    """
    kind = next((kind for mark, kind in _OTHER_KINDS if data.startswith(mark)), "")
    if kind:
        raise _not_text(name, f"it is {kind}")
    marked = next((code for mark, code in _BYTE_ORDER_MARKS if data.startswith(mark)), None)
    used = encoding or marked or "utf-8"
    try:
        text = data.decode(used)
    except (UnicodeError, LookupError) as error:
        reason = f"{getattr(error, 'reason', error)} at byte {getattr(error, 'start', 0)}"
        if encoding:
            raise _wrongly_told(name, encoding, reason) from error
        if marked:
            raise _not_text(name, reason) from error
        text = guessed_text(data, name=name)
    if "\x00" in text or len(_CONTROL.findall(text)) > len(text) / 1000:
        raise _not_text(name, "it holds bytes that no text has")
    return normalise(text)


def _not_text(name: str, reason: str) -> SecondcoderError:
    return SecondcoderError(
        f"{name}: this is not text that can be read ({reason})",
        hint="Save the file as plain text in UTF-8 and try again.",
    )


def _wrongly_told(name: str, encoding: str, reason: str) -> SecondcoderError:
    return SecondcoderError(
        f"{name}: the file is not in the encoding {encoding!r} ({reason})",
        hint="Correct encoding in study.toml, or remove it to have the encoding recognised.",
    )


_GUESSED: ContextVar[dict[str, str] | None] = ContextVar("encodings guessed", default=None)
_NOTED: ContextVar[dict[Path, str] | None] = ContextVar("files read so far", default=None)


@contextmanager
def noting_files() -> Iterator[None]:
    """Keep in mind the hash of every file that is read meanwhile: what counts is what was read.

    Encodings that were guessed meanwhile are kept too.
    """
    token, guesses = _NOTED.set({}), _GUESSED.set({})
    try:
        yield
    finally:
        _NOTED.reset(token)
        _GUESSED.reset(guesses)


def guessed_text(data: bytes, *, name: str) -> str:
    """Return the text of bytes that are not UTF-8 by a guess, which is noted."""
    text, encoding = guess(data)
    guessed = _GUESSED.get()
    if guessed is not None:
        guessed[name] = encoding
    return text


def encoding_notices() -> tuple[Notice, ...]:
    """Return a notice for each file whose encoding was guessed since `noting_files` began."""
    return tuple(
        Notice(
            "encoding",
            f"the file is not in UTF-8; its encoding was guessed as {_SPOKEN.get(code, code)}. If "
            f"letters are wrong, write its encoding under the entry of the file in study.toml, "
            f'such as encoding = "mac_roman"',
            name,
        )
        for name, code in (_GUESSED.get() or {}).items()
    )


def read_bytes(path: Path, *, name: str) -> bytes:
    """Return a file's bytes, or say why it cannot be read, or that it changed meanwhile."""
    try:
        path = as_on_disk(path)
        data = path.read_bytes()
    except OSError as error:
        raise SecondcoderError(
            f"{name}: the file cannot be read ({why(error)})", hint=what_to_do(error, at=path)
        ) from error
    noted = _NOTED.get()
    if noted is not None:
        total = hashlib.sha256(data).hexdigest()
        if noted.setdefault(path.resolve(), total) != total:
            raise SecondcoderError(
                f"{name}: the file was changed while the study was read",
                hint="Run the command again once nobody writes to it.",
            )
    return data


def sha256_as_read(path: Path) -> str:
    """Return the sha256 of a file in hexadecimal: of the bytes that were read, if they were."""
    noted = _NOTED.get() or {}
    known = noted.get(as_on_disk(path).resolve())
    return known or hashlib.sha256(read_bytes(path, name=path.name)).hexdigest()
