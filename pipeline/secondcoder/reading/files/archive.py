"""Zip files from elsewhere: read in memory, within limits, never unpacked to disk."""

import io
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from secondcoder.errors import SecondcoderError
from secondcoder.reading.files.boundary import third_party
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
MAX_PARSED = 16 * 2**20
"""Bytes of a part of a text document that is parsed as a whole: its tree takes up to fifty times
as much memory (736 MiB for 16 MiB of empty paragraphs). A novel of 200,000 words has
about 5 MiB."""
MAX_PARSED_RATIO = 120
"""Bytes out for each byte in of such a part, from ``RATIO_FROM`` bytes on."""
MAX_STREAMED = 64 * 2**20
"""Bytes of a worksheet or its shared strings, which are parsed row by row; a million cells."""
MAX_DOCUMENT = 256 * 2**20
"""Bytes of all parts of a document, pictures with it. None of the three is measured."""
_UTF8 = 0x800
"""The bit of an entry's flags that says that its name is in UTF-8."""
_STREAMED = ("xl/worksheets/", "xl/sharedstrings")
_PARSED = (".xml", ".rels", ".xhtml", ".html", ".htm", ".opf", ".ncx", ".vml")
_AGAIN = "Export it again from the other software"


class Archive:
    """A zip file whose entries can be read, each and all together up to a limit.

    Entries whose name leads out of the archive are not offered; ``refused`` lists them.
    """

    def __init__(self, data: bytes, *, name: str) -> None:
        self.name = name
        self._read = 0
        hint = f"{_AGAIN}; a download may have broken off."
        with third_party(name, "this is not a whole zip file", hint=hint):
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        if len(entries) > MAX_ENTRIES:
            raise self._error(f"it holds {len(entries):,} files, more than any project", "")
        self.refused = tuple(e.filename for e in entries if not _is_safe(e.filename))
        self._entries = {
            _name(e).replace("\\", "/"): e
            for e in entries
            if _is_safe(e.filename) and e.filename and not e.filename.endswith("/")
        }
        self._folded = {_folded(name): name for name in reversed(self._entries)}

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the files, with ``/``, in the order of the archive."""
        return tuple(self._entries)

    def find(self, name: str) -> str:
        """Return the entry of that name in any letter case and form, or an empty string."""
        if name in self._entries:
            return name
        return self._folded.get(_folded(name), "")

    def find_base(self, path: str) -> str:
        """Return the entry of a path's base name, or an empty string.

        Of several that which shares most folders with the path, then one in ``sources``.
        """
        sought = _folded_parts(path)
        found = [one for one in self._entries if _folded_parts(one)[-1:] == sought[-1:]]
        return min(
            found,
            key=lambda one: (
                -_shared_end(_folded_parts(one), sought),
                _folded_parts(one)[:-1] != ("sources",),
                PurePosixPath(one).name != PurePosixPath(path).name,
                len(PurePosixPath(one).parts),
                one,
            ),
            default="",
        )

    def read(self, name: str) -> bytes:
        """Return a file's bytes; one that is too large, locked or damaged is refused."""
        entry = self._entries[name]
        if entry.flag_bits & 1:
            raise self._error(f"{name} is locked with a password", "Export it without one.")
        with (
            third_party(self.name, f"{name} in it is damaged", hint=f"{_AGAIN}."),
            self._zip.open(entry) as file,
        ):
            return b"".join(self._chunks(file, entry))

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


def require_small(data: bytes, *, name: str) -> None:
    """Refuse a document in zip form (Word, Excel, ODT, EPUB) that would exhaust memory unpacked.

    The sizes that the zip states are an upper limit of what Python's reader unpacks, so nothing
    needs to be unpacked. Called inside the boundary of the reader, which says what is no zip.
    """
    entries = zipfile.ZipFile(io.BytesIO(data)).infolist()
    if len(entries) > MAX_ENTRIES:
        raise SecondcoderError(
            f"{name}: it holds {len(entries):,} parts, more than any document",
            hint="Open it in the program that made it and save it again.",
        )
    for entry in entries:
        most = _most_bytes(entry.filename.casefold())
        if entry.file_size > most:
            raise SecondcoderError(
                f"{name}: {entry.filename} in it unpacks to {_mebibytes(entry.file_size)}; at most "
                f"{_mebibytes(most)} are read",
                hint="Divide the document, or save its text as .txt or .csv.",
            )
        packed = max(entry.compress_size, 1)
        if RATIO_FROM < entry.file_size > MAX_PARSED_RATIO * packed and most == MAX_PARSED:
            raise SecondcoderError(
                f"{name}: {entry.filename} in it swells to more than {MAX_PARSED_RATIO} times its "
                "packed size",
                hint="No text does; the file is damaged or was made to do harm.",
            )
    total = sum(entry.file_size for entry in entries)
    if total > MAX_DOCUMENT:
        raise SecondcoderError(
            f"{name}: it unpacks to {_mebibytes(total)}; at most {_mebibytes(MAX_DOCUMENT)} are "
            "read",
            hint="Remove the pictures from a copy, or save its text as .txt.",
        )


def _most_bytes(entry: str) -> int:
    if entry.startswith(_STREAMED):
        return MAX_STREAMED
    return MAX_PARSED if entry.endswith(_PARSED) else MAX_ENTRY


def _mebibytes(size: int) -> str:
    return f"{-(-size // 2**20):,} MiB"


def _is_safe(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return not (path.is_absolute() or ".." in path.parts or ":" in name or "\x00" in name)


def _name(entry: zipfile.ZipInfo) -> str:
    """Return an entry's name; some zip programs write UTF-8 without saying so."""
    if entry.flag_bits & _UTF8:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return entry.filename


def _folded(name: str) -> str:
    """Return a name without letter case and in one form: macOS writes its accents apart."""
    return unicodedata.normalize("NFC", name).casefold()


def _folded_parts(path: str) -> tuple[str, ...]:
    return PurePosixPath(_folded(path)).parts


def _shared_end(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    """Return how many parts two paths share from the end on."""
    pairs = list(zip(reversed(one), reversed(other), strict=False))
    return next((n for n, (a, b) in enumerate(pairs) if a != b), len(pairs))
