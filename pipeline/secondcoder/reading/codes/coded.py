"""What rows of codings give, before any of them is placed: coded passages, rows that go on."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from secondcoder.names import loosely
from secondcoder.non_answers import is_no_code
from secondcoder.reading.codes.cells import is_given
from secondcoder.reading.codes.entries import listed_columns
from secondcoder.reading.tables.tables import Row, Table, read_table
from secondcoder.study.schema import CodingSource


def coded_cells(folder: Path, sources: Sequence[CodingSource]) -> frozenset[str]:
    """Return what the passage columns hold in rows with a code: ids, and texts loosely spelt.

    A column that a table lacks counts for nothing here; the reader of codings refuses it.
    """
    found: set[str] = set()
    for source in sources:
        table = read_table(
            folder / source.path, name=source.path, sheet=source.sheet, encoding=source.encoding
        )
        if source.passage in table.columns:
            cells = [row[source.passage] for row in table.rows if is_coded(row, source)]
            found |= {spelt for cell in cells for spelt in (cell, loosely(cell)) if spelt}
    return frozenset(found)


def is_coded(row: Row, source: CodingSource) -> bool:
    """Say whether a row gives any code."""
    named = [
        name for key in (source.code, source.codes, source.coders) for name in listed_columns(key)
    ]
    codes = (row.cells.get(name, "").strip() for name in named)
    marks = (row.cells.get(name, "").strip() for name in source.marks or ())
    return any(code and not is_no_code(code) for code in codes) or any(map(is_given, marks))


def filled_down(table: Table, source: CodingSource) -> tuple[Table, list[int]]:
    """Return the table with passages of the row above in rows that give a code and name none.

    So a sheet looks whose cells were merged and that was saved as CSV. Where there is a column for
    the document, it is blank as well, or a quotation is simply lacking; an empty row parts. The
    coder comes from the row above where it is blank too. The numbers of such rows are returned.
    """
    if source.passage is None or source.start is not None:
        return table, []
    shared = [source.passage, source.document, source.coder_column]
    rows: list[Row] = []
    numbers: list[int] = []
    for row in table.rows:
        above = rows[-1] if rows else None
        blank = not row[source.passage] and not (source.document and row[source.document])
        follows = above is not None and row.number == above.number + 1
        if above and follows and blank and above[source.passage] and is_coded(row, source):
            taken = {name: above[name] for name in shared if name and not row[name]}
            rows.append(Row(row.number, {**row.cells, **taken}))
            numbers.append(row.number)
        else:
            rows.append(row)
    return replace(table, rows=tuple(rows)), numbers
