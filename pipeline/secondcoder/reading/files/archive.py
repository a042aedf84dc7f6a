"""Zip files from elsewhere: read in memory, within limits, never unpacked to disk."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from secondcoder.errors import SecondcoderError
from secondcoder.reading.files.text import read_bytes

MAX_ENTRIES = 50_000
MAX_ENTRY = 128 * 2**20
MAX_TOTAL = 512 * 2**20
"""Entries, bytes of one and bytes of all that a zip may unpack to, against hostile files. Not
measured."""
MAX_RATIO = 250
"""Bytes out for each byte in, from ``RATIO_FROM`` bytes on; texts and XML stay under 60."""
RATIO_FROM = 2**20
"""Not measured; smaller entries do little harm whatever their ratio."""
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError)


class Archive:
    """A zip file whose entries can be read, each and all together up to a limit.

    Entries whose name leads out of the archive are not offered; ``refused`` lists them.
    """

    def __init__(self, data: bytes, *, name: str) -> None:
        self.name = name
        self._read = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        except (*_BROKEN, ValueError) as error:
            raise self._error(
                f"this is not a whole zip file ({error})",
                "Export it again from the other software; a download may have broken off.",
            ) from error
        if len(entries) > MAX_ENTRIES:
            raise self._error(f"it holds {len(entries):,} files, more than any project", "")
        self.refused = tuple(e.filename for e in entries if not _is_safe(e.filename))
        self._entries = {
            e.filename.replace("\\", "/"): e
            for e in entries
            if _is_safe(e.filename) and not e.is_dir()
        }
        self._folded = {name.casefold(): name for name in reversed(self._entries)}

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the files, with ``/``, in the order of the archive."""
        return tuple(self._entries)

    def find(self, name: str) -> str:
        """Return the entry of that name in any letter case, or an empty string."""
        if name in self._entries:
            return name
        return self._folded.get(name.casefold(), "")

    def read(self, name: str) -> bytes:
        """Return a file's bytes; one that is too large, locked or damaged is refused."""
        entry = self._entries[name]
        if entry.flag_bits & 1:
            raise self._error(f"{name} is locked with a password", "Export it without one.")
        try:
            with self._zip.open(entry) as file:
                data = b"".join(self._chunks(file, entry))
        except _BROKEN as error:
            raise self._error(
                f"{name} in it is damaged ({error})", "Export it again from the other software."
            ) from error
        return data

    def _chunks(self, file: object, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        size = 0
        packed = max(entry.compress_size, 1)
        while chunk := file.read(2**20):  # type: ignore[attr-defined]  # zipfile's own class
            size += len(chunk)
            self._read += len(chunk)
            if size > RATIO_FROM and size / packed > MAX_RATIO:
                raise self._error(
                    f"{entry.filename} swells to more than {MAX_RATIO} times its packed size",
                    "No text does; the file is damaged or was made to do harm.",
                )
            if size > MAX_ENTRY or self._read > MAX_TOTAL:
                raise self._error(
                    f"{entry.filename} is larger than can be read",
                    f"At most {MAX_ENTRY // 2**20} MiB a file, {MAX_TOTAL // 2**20} MiB in all.",
                )
            yield chunk

    def _error(self, what: str, hint: str) -> SecondcoderError:
        return SecondcoderError(f"{self.name}: {what}", hint=hint)


def open_archive(path: Path) -> Archive:
    """Open a zip file."""
    return Archive(read_bytes(path, name=path.name), name=path.name)


def _is_safe(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return not (path.is_absolute() or ".." in path.parts or ":" in name or "\x00" in name)
