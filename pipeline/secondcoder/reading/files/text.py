"""Bytes to text: encodings, line ends and normal form are settled here and nowhere else."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from secondcoder.errors import SecondcoderError

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
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1f]")


def normalise(text: str) -> str:
    r"""Return the text in NFC with ``\n`` line ends and without a byte-order mark."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text)


def decode(data: bytes, *, name: str) -> str:
    """Decode a text file: by its byte-order mark, as UTF-8, or else as Windows-1252."""
    kind = next((kind for mark, kind in _OTHER_KINDS if data.startswith(mark)), "")
    if kind:
        raise _not_text(name, f"it is {kind}")
    encoding = next((code for mark, code in _BYTE_ORDER_MARKS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding != "utf-8":
            raise _not_text(name, f"{error.reason} at byte {error.start}") from error
        text = data.decode("cp1252", errors="replace")
    if "\x00" in text or len(_CONTROL.findall(text)) > len(text) / 1000:
        raise _not_text(name, "it holds bytes that no text has")
    return normalise(text)


def _not_text(name: str, reason: str) -> SecondcoderError:
    return SecondcoderError(
        f"{name}: this is not text that can be read ({reason})",
        hint="Save the file as plain text in UTF-8 and try again.",
    )


_NOTED: ContextVar[dict[Path, str] | None] = ContextVar("files read so far", default=None)


@contextmanager
def noting_files() -> Iterator[None]:
    """Keep in mind the hash of every file that is read meanwhile: what counts is what was read."""
    token = _NOTED.set({})
    try:
        yield
    finally:
        _NOTED.reset(token)


def read_bytes(path: Path, *, name: str) -> bytes:
    """Return a file's bytes, or say why it cannot be read, or that it changed meanwhile."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SecondcoderError(
            f"{name}: the file cannot be read ({error.strerror or error})",
            hint="Check that it exists, is a file, and may be read.",
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
    known = noted.get(path.resolve())
    return known or hashlib.sha256(read_bytes(path, name=path.name)).hexdigest()
