"""CSV, Excel and Word tables to a table of text, with the row numbers that its user sees."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from secondcoder.errors import SecondcoderError
from secondcoder.reading.tables.cells import (
    MAX_CELL,
    TABLE_SUFFIXES,
    Rows,
    prose_codebook_said,
    rows_of,
    sheet_names,
)
from secondcoder.reading.tables.characters import with_characters
from secondcoder.reading.tables.header import header_of
from secondcoder.records.study import Notice

__all__ = ["MAX_CELL", "TABLE_SUFFIXES", "Row", "Table", "read_table", "sheet_names"]


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as a spreadsheet shows it, and its cells by column."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        """Return the cell, stripped of surrounding blanks."""
        return self.cells[column].strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A sheet of text cells under named columns."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    labels: Mapping[str, str] = field(default_factory=dict)
    """What columns are called in full, where their name is short: the words of a question."""
    said: tuple[str, ...] = ()
    """What was passed over or assumed to find the column names, in words."""

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

    def label(self, column: str) -> str:
        """Return what a column is called in full."""
        return self.labels.get(column, column)

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What was passed over or assumed, as notices."""
        return tuple(Notice("column names", message, self.name) for message in self.said)


def read_table(
    path: Path, *, name: str, sheet: str | None = None, encoding: str | None = None
) -> Table:
    """Read a table; empty rows are left out, cells are text.

    The column names may stand below a title, in two rows, or above a row of question texts.
    """
    rows, spelled = with_characters(rows_of(path, name=name, sheet=sheet, encoding=encoding))
    table = _table(name, rows)
    said = prose_codebook_said(path, name=name) if path.suffix.lower() == ".docx" else []
    if spelled:
        say = "characters were spelled as HTML (such as &amp;) and are read as what they are"
        said = [*said, f"{spelled:,} {say}"]
    return replace(table, said=(*table.said, *said))


def _table(name: str, rows: Rows) -> Table:
    if not rows:
        raise SecondcoderError(
            f"{name}: the table is empty", hint="It needs a row of column names and rows below it."
        )
    header = header_of(rows)
    columns = header.columns
    below = []
    for number, cells in rows[header.body :]:
        if any(cell.strip() for cell in cells[len(columns) :]):
            raise SecondcoderError(
                f"{name}, row {number}: there are {len(cells)} cells under {len(columns)} columns",
                hint="Text that holds the separator must stand in quotation marks.",
            )
        padded = [*cells, *[""] * (len(columns) - len(cells))]
        below.append(Row(number, dict(zip(columns, padded, strict=False))))
    return Table(
        name=name, columns=columns, rows=tuple(below), labels=header.labels, said=header.said
    )
