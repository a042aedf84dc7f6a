"""A form with files, taken apart as it comes: files go to the disk, never whole into memory.

Names of files are kept as words beside them and lead to no place: each file lies under a number.
"""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from starlette.requests import Request

from secondcoder.publish.files import make_folder

MOST_HEADERS, MOST_FIELD, MOST_FIELDS = 16 * 1024, 64 * 1024, 500
"""Bytes of a part's headers and of a field, and fields of a form."""
MOST_FILES = 2_000
_DISPOSITION = re.compile(r'(?<![\w*])(name|filename)="([^"]*)"')
_ESCAPES = (("%22", '"'), ("%0D", " "), ("%0A", " "))
"""What browsers write in names for signs that would end them."""


class FormError(Exception):
    """What came is no form of these pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One file that came."""

    name: str
    """As the browser called it, with folders if a whole folder was chosen."""
    path: Path
    """Where it lies."""
    size: int
    """Bytes that came; more than the limit means that it was not kept."""


@dataclass(frozen=True, slots=True)
class Form:
    """Fields and files of a form."""

    fields: dict[str, list[str]] = field(default_factory=dict)
    files: list[Sent] = field(default_factory=list)


async def receive_form(request: Request, folder: Path, *, most: int, together: int) -> Form:
    """Take a form in; files go to ``folder``, as long as one has ``most`` bytes, all ``together``.

    What is larger is counted and not kept. Raises ``FormError``.
    """
    found = re.search(r'boundary="?([^";,]{1,200})"?', request.headers.get("content-type", ""))
    if not request.headers.get("content-type", "").startswith("multipart/form-data") or not found:
        raise FormError
    make_folder(folder)
    taken = _Taken(folder, most=most, together=together)
    try:
        await _take(request.stream(), b"\r\n--" + found[1].encode("latin-1", "replace"), taken)
    finally:
        taken.end_part(whole=False)
    return taken.form


async def _take(stream: AsyncIterator[bytes], delimiter: bytes, taken: "_Taken") -> None:
    buffer = bytearray(b"\r\n")
    inside = False
    async for data in stream:
        buffer += data
        while True:
            at = buffer.find(delimiter)
            if at < 0:
                ready = max(0, len(buffer) - len(delimiter) - 4)
                if inside and ready:
                    taken.write(bytes(buffer[:ready]))
                if ready:
                    del buffer[:ready]
                break
            if inside:
                taken.write(bytes(buffer[:at]))
                taken.end_part(whole=True)
                inside = False
                del buffer[:at]
                at = 0
            after = at + len(delimiter)
            if len(buffer) < after + 2:
                break
            if buffer[after : after + 2] == b"--":
                return
            end = _end_of_headers(buffer, after)
            if end < 0:
                break
            taken.begin_part(bytes(buffer[after:end]))
            inside = True
            del buffer[: end + 4]
    raise FormError  # it broke off


def _end_of_headers(buffer: bytearray, start: int) -> int:
    """Return where a part's headers end, -1 while they are still coming."""
    end = buffer.find(b"\r\n\r\n", start)
    if end < 0 and len(buffer) > start + MOST_HEADERS:
        raise FormError
    return end


class _Taken:
    """What has come so far."""

    def __init__(self, folder: Path, *, most: int, together: int) -> None:
        self.form = Form()
        self._folder, self._most, self._left = folder, most, together
        self._name = self._filename = ""
        self._value = bytearray()
        self._file: BinaryIO | None = None
        self._path = folder
        self._size = 0

    def begin_part(self, headers: bytes) -> None:
        """Begin a field or a file."""
        if len(headers) > MOST_HEADERS or sum(map(len, self.form.fields.values())) > MOST_FIELDS:
            raise FormError
        said = dict(_DISPOSITION.findall(headers.decode("utf-8", "replace")))
        self._name = said.get("name", "")
        self._filename = said.get("filename", "")
        for escape, sign in _ESCAPES:
            self._filename = self._filename.replace(escape, sign)
        self._value.clear()
        self._size = 0
        if self._filename:
            if len(self.form.files) >= MOST_FILES:
                raise FormError
            self._path = self._folder / f"{len(self.form.files):05}"
            self._file = self._path.open("xb")

    def write(self, data: bytes) -> None:
        """Take in what came of the part."""
        self._size += len(data)
        if self._file is None:
            if self._size > MOST_FIELD:
                raise FormError
            self._value += data
        elif self._size <= self._most and self._size <= self._left:
            self._file.write(data)

    def end_part(self, *, whole: bool) -> None:
        """End the part; one that is not whole does not count."""
        if self._file is not None:
            self._file.close()
            self._file = None
            if whole:
                kept = self._size <= self._most and self._size <= self._left
                self._left -= self._size if kept else 0
                size = self._size if kept else max(self._size, self._most + 1)
                self.form.files.append(Sent(name=self._filename, path=self._path, size=size))
        elif whole and self._name and not self._filename:
            values = self.form.fields.setdefault(self._name, [])
            values.append(self._value.decode("utf-8", "replace"))
