"""The documents of a study: patterns to files, files to documents with unique names."""

import difflib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from secondcoder.errors import SecondcoderError
from secondcoder.file_names import as_on_disk, is_pattern, relative_name
from secondcoder.reading.documents.account import LeftOut
from secondcoder.reading.documents.captions import read_captions
from secondcoder.reading.documents.plain import read_plain
from secondcoder.reading.documents.reader import Read
from secondcoder.reading.documents.rich import RICH_SUFFIXES, read_rich
from secondcoder.reading.documents.rows import read_rows
from secondcoder.reading.documents.speakers import told_of, with_speakers
from secondcoder.reading.documents.twins import without_twins
from secondcoder.reading.documents.word import read_word
from secondcoder.reading.files.text import normalise, sha256_as_read
from secondcoder.reading.tables.attributes import with_attributes
from secondcoder.reading.tables.tables import TABLE_SUFFIXES
from secondcoder.records.study import Notice
from secondcoder.records.text import Document
from secondcoder.study.schema import Documents
from secondcoder.study.walk import found_by

TEXT_SUFFIXES = frozenset({".txt", ".md"})
CAPTION_SUFFIXES = frozenset({".vtt", ".srt", ".sbv"})
SUFFIXES = (
    *(".txt", ".md", ".docx", ".odt", ".rtf", ".pdf", ".html", ".htm", ".epub", ".otr"),
    *(".vtt", ".srt", ".sbv", ".csv", ".tsv", ".xlsx"),
)
"""What can be read, as messages list it."""


@dataclass(frozen=True, slots=True)
class DocumentsRead:
    """All documents of a study, what was noticed, and the files they came from."""

    documents: tuple[Document, ...]
    notices: tuple[Notice, ...]
    inputs: tuple[tuple[str, str], ...]
    """Path relative to the study's folder, with ``/``, and sha256; each file once."""
    left_out: tuple[tuple[str, LeftOut], ...] = ()
    """File, and what of it is in no block of its document."""


def read_documents(
    folder: Path, sources: Sequence[Documents], *, coded: frozenset[str] = frozenset()
) -> DocumentsRead:
    """Read the files that a study's ``[[documents]]`` name; patterns in alphabetical order.

    ``coded`` are ids and texts of answers that people coded: they are kept, whatever they say.
    """
    found = [(source, file) for source in sources for file in find_files(folder, source.path)]
    _refuse_twice(folder, found)
    reads = [
        (source, _read(file, relative_name(folder, file), source, coded)) for source, file in found
    ]
    reads, described = with_attributes(folder, reads)
    reads, notices = with_speakers(reads)
    notices += list(_passed_over(folder, sources))
    left_out = [(_source_of(read), left) for _, read in reads for left in read.left_out]
    documents, doubled = without_twins(
        _unique_names([(source.sheet, read) for source, read in reads])
    )
    files = dict.fromkeys(file for _, file in found)
    return DocumentsRead(
        tuple(documents),
        (*notices, *doubled),
        tuple((relative_name(folder, file), sha256_as_read(file)) for file in (*files, *described)),
        tuple(left_out),
    )


def _source_of(read: Read) -> str:
    return next((document.source for document in read.documents), "")


def _passed_over(folder: Path, sources: Sequence[Documents]) -> Iterator[Notice]:
    """Yield a notice for the hidden files and lock files that a pattern would find."""
    for pattern in dict.fromkeys(source.path.replace("\\", "/") for source in sources):
        if is_pattern(pattern) and not (folder / pattern).is_file():
            names = [relative_name(folder, file) for file in found_by(folder, pattern, hidden=True)]
            hidden = [name for name in names if _is_hidden(name)]
            if hidden:
                message = f"{len(hidden)} hidden files or lock files were passed over: "
                yield Notice("passed over", message + _some(hidden), pattern)
            unread = [n for n in names if not _is_hidden(n) and not _is_readable(n)]
            if unread:
                message = f"{len(unread)} files of kinds that are not read were passed over: "
                yield Notice("passed over", message + _some(unread), pattern)


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:8]) + (", …" if len(names) > 8 else "")


def _is_hidden(match: str) -> bool:
    return any(
        part.startswith((".", "~$")) and part not in {".", ".."} for part in Path(match).parts
    )


def _is_readable(match: str) -> bool:
    return Path(match).suffix.lower() in SUFFIXES


def find_files(folder: Path, pattern: str) -> list[Path]:
    """Return the file of that name, or the files that the pattern finds, in order.

    What is hidden, the lock files of word processors (``~$…``) and files of kinds that are not
    read, such as ``desktop.ini``, are passed over under a pattern.
    """
    pattern = pattern.replace("\\", "/")
    files = _found(folder, pattern)
    if not files:
        raise SecondcoderError(
            f"documents -> path: {_not_found(pattern)}", hint=_near(folder, pattern)
        )
    return files


def any_files(folder: Path, sources: Sequence[Documents]) -> bool:
    """Say whether any of the files that a study's ``[[documents]]`` name is there."""
    return any(_found(folder, source.path.replace("\\", "/")) for source in sources)


def _found(folder: Path, pattern: str) -> list[Path]:
    named = as_on_disk(folder / pattern)
    if named.is_file():
        return [named]
    if not is_pattern(pattern):
        return []
    found = found_by(folder, pattern)
    return [f for f in found if not f.name.startswith("~$") and _is_readable(f.name)]


def _not_found(pattern: str) -> str:
    if is_pattern(pattern):
        return f"the pattern {pattern!r} finds no file that can be read"
    return f"there is no file {pattern!r}"


def _near(folder: Path, pattern: str) -> str:
    """Return a hint with names that resemble the missing one, or with what lies there."""
    parent = (folder / pattern).parent
    if not parent.is_dir():
        return f"There is no folder {Path(pattern).parent.as_posix()!r} beside the study file."
    names = sorted(entry.name for entry in parent.iterdir() if entry.suffix.lower() in SUFFIXES)
    near = difflib.get_close_matches(Path(pattern).name, names, n=3, cutoff=0.5)  # a hint only
    if near:
        return f"Did you mean {' or '.join(map(repr, near))}?"
    listed = ", ".join(names[:8]) or "no file that can be read"
    return f"The folder holds: {listed}."


def _refuse_twice(folder: Path, found: Sequence[tuple[Documents, Path]]) -> None:
    times = Counter((file.resolve(), source.sheet) for source, file in found)
    for source, file in found:
        if times[file.resolve(), source.sheet] > 1:
            raise SecondcoderError(
                f"documents -> path: {relative_name(folder, file)} is named more than once",
                hint="Let only one [[documents]] entry find it.",
            )


def _read(file: Path, name: str, source: Documents, coded: frozenset[str]) -> Read:
    suffix = file.suffix.lower()
    told = told_of(source, file.stem, file.name)
    if suffix in TABLE_SUFFIXES:
        return read_rows(file, source=name, columns=source, coded=coded, told=told)
    if suffix == ".docx":
        return read_word(file, source=name, told=told)
    if suffix in RICH_SUFFIXES:
        return read_rich(file, source=name, told=told, encoding=source.encoding)
    if suffix in CAPTION_SUFFIXES:
        return read_captions(file, source=name, told=told, encoding=source.encoding)
    if suffix in TEXT_SUFFIXES:
        return read_plain(file, source=name, told=told, encoding=source.encoding)
    raise SecondcoderError(
        f"documents -> path: {name} is not a kind of file that can be read",
        hint=f"Save it as one of: {' '.join(SUFFIXES)}.",
    )


def _unique_names(reads: Sequence[tuple[str | None, Read]]) -> tuple[Document, ...]:
    """Name documents apart: by file where the names of files or rows collide.

    macOS writes letters with accents as two signs in names of files; names are NFC as texts are.
    """
    reads = [(sheet, replace(read, documents=_composed(read))) for sheet, read in reads]
    times = Counter(document.name for _, read in reads for document in read.documents)
    documents = tuple(
        document
        if times[document.name] == 1
        else replace(document, name=_full_name(document, sheet))
        for sheet, read in reads
        for document in read.documents
    )
    taken = Counter(document.name for document in documents)
    for document in documents:
        if taken[document.name] > 1:
            raise SecondcoderError(
                f"{document.source}: two documents would be called {document.name!r}",
                hint="Rename one of them.",
            )
    return documents


def _composed(read: Read) -> tuple[Document, ...]:
    return tuple(replace(one, name=normalise(one.name)) for one in read.documents)


def _full_name(document: Document, sheet: str | None) -> str:
    place = f"{document.source} [{sheet}]" if sheet else document.source
    if document.unit == "row" and document.name != Path(document.source).stem:
        return f"{place}: {document.name}"
    return place
