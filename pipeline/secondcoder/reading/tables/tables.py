"""CSV and Excel to a table of text, with the row numbers that its user sees."""

import csv
import datetime as dt
import difflib
import io
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from secondcoder.errors import SecondcoderError
from secondcoder.reading.files.text import decode, normalise, read_bytes

TABLE_SUFFIXES = frozenset({".csv", ".tsv", ".xlsx"})
MAX_CELL = 10_000_000
"""Characters of a cell; Python's own limit of 131,072 is less than a long interview."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as a spreadsheet shows it, and its cells by column."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        """Return the cell, stripped of surrounding blanks."""
        return self.cells[column].strip()


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet of text cells under named columns."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def require(self, column: str, *, key: str) -> str:
        """Return the column's name, or refuse with the nearest one; ``key`` names the setting."""
        if column in self.columns:
            return column
        near = difflib.get_close_matches(column, self.columns, n=1)
        raise SecondcoderError(
            f"{key}: {self.name} has no column {column!r}",
            hint=(f"Did you mean {near[0]!r}? " if near else "")
            + f"Its columns are: {', '.join(self.columns)}.",
        )

    def at(self, row: Row, column: str | None = None) -> str:
        """Say where a row, or a cell of it, stands: for messages."""
        return f"{self.name}, row {row.number}" + (f", column {column!r}" if column else "")


def read_table(path: Path, *, name: str, sheet: str | None = None) -> Table:
    """Read a ``.csv``, ``.tsv`` or ``.xlsx`` file; empty rows are left out, cells are text."""
    suffix = path.suffix.lower()
    data = read_bytes(path, name=name)
    if suffix == ".xlsx":
        return _table(name, _sheet_rows(data, name=name, sheet=sheet))
    if suffix in TABLE_SUFFIXES:
        return _table(name, _csv_rows(decode(data, name=name), name=name))
    raise SecondcoderError(
        f"{name}: a table must be .csv, .tsv or .xlsx, not {suffix or 'without an ending'}",
        hint="Save the sheet as Excel workbook (.xlsx) or CSV.",
    )


def sheet_names(path: Path, *, name: str) -> list[str]:
    """Return the names of a workbook's sheets, in order."""
    workbook = _open_workbook(read_bytes(path, name=name), name=name)
    names: list[str] = workbook.sheetnames
    workbook.close()
    return names


def _csv_rows(text: str, *, name: str) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=False)
    try:
        yield from enumerate(reader, start=1)
    except csv.Error as error:
        raise SecondcoderError(
            f"{name}: the table breaks off near line {reader.line_num} ({error})",
            hint="Open it in a spreadsheet, check the quotation marks there, and save it again.",
        ) from error


def _delimiter(text: str) -> str:
    """Return whichever of comma, semicolon and tab the header line holds most of."""
    header = text.split("\n", 1)[0]
    outside_quotes = "".join(header.split('"')[::2])
    return max(",;\t", key=outside_quotes.count)


def _open_workbook(data: bytes, *, name: str) -> Any:
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        return openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, OSError, ValueError) as error:
        raise SecondcoderError(
            f"{name}: this is not an Excel workbook that can be opened ({error})",
            hint="Open it in a spreadsheet, remove any password, and save it as .xlsx again.",
        ) from error


def _sheet_rows(data: bytes, *, name: str, sheet: str | None) -> Iterator[tuple[int, list[str]]]:
    workbook = _open_workbook(data, name=name)
    if sheet is not None and sheet not in workbook.sheetnames:
        raise SecondcoderError(
            f"{name}: the workbook has no sheet {sheet!r}",
            hint=f"Its sheets are: {', '.join(workbook.sheetnames)}.",
        )
    worksheet = workbook[sheet] if sheet else workbook.worksheets[0]
    worksheet.reset_dimensions()
    for number, values in enumerate(worksheet.iter_rows(values_only=True), start=1):
        yield number, [_cell_text(value) for value in values]
    workbook.close()


def _cell_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return normalise(str(value))


def _table(name: str, numbered: Iterator[tuple[int, Sequence[str]]]) -> Table:
    filled = ((number, cells) for number, cells in numbered if any(cell.strip() for cell in cells))
    first = next(filled, None)
    if first is None:
        raise SecondcoderError(
            f"{name}: the table is empty", hint="It needs a row of column names and rows below it."
        )
    columns = [cell.strip() for cell in first[1]]
    while columns and not columns[-1]:
        columns.pop()
    repeated = [column for column, times in Counter(columns).items() if column and times > 1]
    if repeated:
        raise SecondcoderError(
            f"{name}, row {first[0]}: the column name {repeated[0]!r} stands more than once",
            hint="Give every column a name of its own.",
        )
    columns = [column or f"column {place}" for place, column in enumerate(columns, start=1)]
    rows = []
    for number, cells in filled:
        if any(cell.strip() for cell in cells[len(columns) :]):
            raise SecondcoderError(
                f"{name}, row {number}: there are {len(cells)} cells under {len(columns)} columns",
                hint="Text that holds the separator must stand in quotation marks.",
            )
        padded = [*cells, *[""] * (len(columns) - len(cells))]
        rows.append(Row(number, dict(zip(columns, padded, strict=False))))
    return Table(name, tuple(columns), tuple(rows))
