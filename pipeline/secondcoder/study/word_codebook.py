"""Whether a Word file is a codebook or a table of coded quotations, and no text of its own."""

from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from secondcoder.errors import SecondcoderError
from secondcoder.reading.files.text import read_bytes
from secondcoder.reading.tables.tables import read_table
from secondcoder.reading.tables.word_tables import words_outside_tables
from secondcoder.study.codebooks import as_codebook, is_named_codebook
from secondcoder.study.columns import text_column
from secondcoder.study.quoting import quotes_texts
from secondcoder.study.tables import Sheet, sheet_of


def word_codebook(folder: Path, path: str) -> Iterator[Sheet]:
    """Yield a Word file's table that is a codebook by its name or by most of its words.

    A file that is called a codebook and has no table may be one in prose.
    """
    sheet = _sheet(folder, path)
    source = as_codebook(sheet) if sheet else None
    named = is_named_codebook(PurePosixPath(path).name)
    if sheet is not None and source is not None and (source.definition or named):
        yield sheet


def word_quotations(folder: Path, texts: Sequence[str]) -> Iterator[Sheet]:
    """Yield the tables of Word files that set codes beside quotations from the other texts."""
    for path in texts:
        sheet = _sheet(folder, path) if PurePosixPath(path).suffix.lower() == ".docx" else None
        if sheet is None or not sheet.codes or text_column(sheet.columns) is None:
            continue
        if quotes_texts(sheet, folder, tuple(one for one in texts if one != path)):
            yield sheet


def _sheet(folder: Path, path: str) -> Sheet | None:
    """Return the table of a Word file, if most of its words or its name say that it is one."""
    try:
        outside, inside = words_outside_tables(read_bytes(folder / path, name=path), name=path)
        if inside < outside and not is_named_codebook(PurePosixPath(path).name):
            return None
        return sheet_of(path, None, read_table(folder / path, name=path))
    except SecondcoderError:
        return None  # the reader of documents says what is wrong with the file
