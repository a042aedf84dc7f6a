"""Whether a Word file is a codebook set as a table or written as prose."""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from secondcoder.errors import SecondcoderError
from secondcoder.reading.files.text import read_bytes
from secondcoder.reading.tables.tables import read_table
from secondcoder.reading.tables.word_tables import words_outside_tables
from secondcoder.study.codebooks import as_codebook, is_named_codebook
from secondcoder.study.tables import Sheet, sheet_of


def word_codebook(folder: Path, path: str) -> Iterator[Sheet]:
    """Yield a Word file's table that is a codebook by its name or by most of its words.

    A file that is called a codebook and has no table may be one in prose.
    """
    try:
        outside, inside = words_outside_tables(read_bytes(folder / path, name=path), name=path)
        if inside < outside and not is_named_codebook(PurePosixPath(path).name):
            return
        sheet = sheet_of(path, None, read_table(folder / path, name=path))
    except SecondcoderError:
        return  # the reader of documents says what is wrong with the file
    source = as_codebook(sheet)
    if source is not None and (source.definition or is_named_codebook(PurePosixPath(path).name)):
        yield sheet
