"""The passages that people coded, by id or quotation, before any of them is placed."""

from collections.abc import Sequence
from pathlib import Path

from secondcoder.names import loosely
from secondcoder.non_answers import is_no_code
from secondcoder.reading.codes.cells import is_given
from secondcoder.reading.codes.entries import listed_columns
from secondcoder.reading.tables.tables import Row, read_table
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
            cells = [row[source.passage] for row in table.rows if _is_coded(row, source)]
            found |= {spelt for cell in cells for spelt in (cell, loosely(cell)) if spelt}
    return frozenset(found)


def _is_coded(row: Row, source: CodingSource) -> bool:
    named = [
        name for key in (source.code, source.codes, source.coders) for name in listed_columns(key)
    ]
    codes = (row.cells.get(name, "").strip() for name in named)
    marks = (row.cells.get(name, "").strip() for name in source.marks or ())
    return any(code and not is_no_code(code) for code in codes) or any(map(is_given, marks))
