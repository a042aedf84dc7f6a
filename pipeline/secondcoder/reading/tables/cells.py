"""Tables of any form to numbered rows of text cells, before anything is known of their columns."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import count, islice
from pathlib import Path

from secondcoder.errors import SecondcoderError
from secondcoder.reading.files.boundary import third_party
from secondcoder.reading.files.text import decode, read_bytes
from secondcoder.reading.tables.word_prose import prose_said
from secondcoder.reading.tables.word_tables import word_rows, words_outside_tables
from secondcoder.reading.tables.workbook import workbook_rows, workbook_sheets

TABLE_SUFFIXES = frozenset({".csv", ".tsv", ".xlsx"})
MAX_CELL = 10_000_000
"""Characters of a cell; Python's own limit of 131,072 is less than a long interview."""
_DELIMITERS = ",;\t"
_SEPARATOR_SAID = re.compile(r"\"?sep=(.)\"?(?:\n|$)", re.IGNORECASE)
"""The first line by which Excel is told the sign between cells."""
_LOOKED_AT = 40
"""Rows by which the delimiter is told; a title and a header stand well within them."""

Rows = list[tuple[int, list[str]]]
"""Each row's number as a spreadsheet shows it, and its cells; empty rows are left out."""


def rows_of(
    path: Path, *, name: str, sheet: str | None = None, encoding: str | None = None
) -> Rows:
    """Return the filled rows of a ``.csv``, ``.tsv``, ``.xlsx`` or of the tables of a ``.docx``."""
    suffix = path.suffix.lower()
    data = read_bytes(path, name=name)
    if suffix == ".xlsx":
        return _filled(workbook_rows(data, name=name, sheet=sheet))
    if suffix == ".docx":
        return _filled(enumerate(word_rows(data, name=name), start=1))
    if suffix in TABLE_SUFFIXES:
        return _filled(_csv_rows(decode(data, name=name, encoding=encoding), name=name))
    raise SecondcoderError(
        f"{name}: a table must be .csv, .tsv or .xlsx, not {suffix or 'without an ending'}",
        hint="Save the sheet as Excel workbook (.xlsx) or CSV.",
    )


def prose_codebook_said(path: Path, *, name: str) -> list[str]:
    """Return how a ``.docx`` without tables was read as a codebook; nothing if it has tables."""
    data = read_bytes(path, name=name)
    return [] if words_outside_tables(data, name=name)[1] else prose_said(data, name=name)


def sheet_names(path: Path, *, name: str) -> list[str]:
    """Return the names of a workbook's sheets, in order."""
    return workbook_sheets(read_bytes(path, name=name), name=name)


def _filled(numbered: Iterator[tuple[int, Sequence[str]]]) -> Rows:
    return [
        (number, list(cells)) for number, cells in numbered if any(cell.strip() for cell in cells)
    ]


def _csv_rows(text: str, *, name: str) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(MAX_CELL)
    said = _SEPARATOR_SAID.match(text)  # Excel's own line, which it shows as no row
    text, delimiter = (text[said.end() :], said[1]) if said else (text, _delimiter(text))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=False)
    hint = "Open it in a spreadsheet, check the quotation marks there, and save it again."
    for number in count(1):
        with third_party(name, f"the table breaks off near line {reader.line_num}", hint=hint):
            row = next(reader, None)
        if row is None:
            return
        yield number, row


def _delimiter(text: str) -> str:
    """Return whichever of comma, semicolon and tab cuts the largest share of rows alike.

    A share, not a number: read with a sign that stands inside quoted text, one row becomes many.
    The first line decides between those that do equally well.
    """
    head = text.split("\n", 1)[0]
    outside_quotes = "".join(head.split('"')[::2])

    def regularity(delimiter: str) -> tuple[float, int, int]:
        widths = Counter(_widths(text, delimiter))
        regular = {width: rows for width, rows in widths.items() if width > 1}
        width = max(regular, key=lambda width: (regular[width], width), default=0)
        share = regular.get(width, 0) / max(widths.total(), 1)
        return share, outside_quotes.count(delimiter), width

    return max(_DELIMITERS, key=regularity)


def _widths(text: str, delimiter: str) -> list[int]:
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=False)
    try:
        return [len(cells) for cells in islice(reader, _LOOKED_AT) if any(cells)]
    except csv.Error:
        return []
