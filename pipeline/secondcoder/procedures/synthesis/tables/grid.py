"""The grid of case studies as a table, and as the sheet on which it is read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated

from secondcoder.procedures.synthesis.records import Cell, Grid
from secondcoder.procedures.synthesis.tables.common import Case, CellId, Heading
from secondcoder.procedures.synthesis.tables.wide import wide
from secondcoder.publish.schema import Column, Table
from secondcoder.publish.sheets import Sheet

_WIDE_ABOUT = "What every case says under every heading."
_WIDTHS = (24, 60)
"""Of the column of cases, and of each heading."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GridRow:
    """A cell: what one case says under one heading."""

    cell_id: CellId
    case: Case
    heading: Heading
    text: Annotated[
        str,
        Column(
            "What the case says there, word for word; empty where nothing.", width=70, words=True
        ),
    ]
    document: Annotated[
        str, Column("The document in which the cell begins; empty where nothing stands.", width=20)
    ]
    start: Annotated[
        int | None, Column("Its first character in the document, in code points from 0.")
    ]
    end: Annotated[
        int | None,
        Column("The character after its last; empty if the cell ends in another document."),
    ]
    pieces: Annotated[int, Column("Stretches of text that the cell is made of.")]


GRID = Table(
    "grid",
    GridRow,
    "The data-extraction grid, a row for every cell: what each case says under each heading.",
    sheet="Grid",
)


def grid_rows(grid: Grid) -> Iterator[GridRow]:
    """Yield a row for every cell, heading by heading."""
    return map(_row, grid.cells)


def grid_sheet(rows: Iterable[GridRow]) -> Sheet:
    """Return the grid as it is read: a row for each case, a column for each heading."""
    cells: dict[str, dict[str, str]] = {}
    for row in rows:
        cells.setdefault(row.case, {})[row.heading] = row.text
    return wide(
        GRID,
        "case",
        list(cells.items()),
        about=_WIDE_ABOUT,
        widths=_WIDTHS,
    )


def _row(cell: Cell) -> GridRow:
    first, last = (cell.pieces[0], cell.pieces[-1]) if cell.pieces else (None, None)
    return GridRow(
        cell_id=cell.id,
        case=cell.case,
        heading=cell.heading,
        text=cell.text,
        document=first.document if first else "",
        start=first.start if first else None,
        end=last.end if first and last and last.document == first.document else None,
        pieces=len(cell.pieces),
    )
