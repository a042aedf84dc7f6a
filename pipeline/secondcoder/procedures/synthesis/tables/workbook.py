"""The workbook of a synthesis: the grid and the matrices as they are read, the steps below."""

from collections.abc import Mapping
from typing import Any

from secondcoder.procedures.synthesis.tables.grid import GRID, grid_sheet
from secondcoder.procedures.synthesis.tables.matrices import (
    THEME_BY_CASE,
    THEME_BY_HEADING,
    case_sheet,
    heading_sheet,
)
from secondcoder.publish.schema import Tables
from secondcoder.publish.sheets import Sheet, sheets_of
from secondcoder.publish.workbook import build_book

ABOUT = (
    (
        "What this is",
        (
            "A synthesis of case studies in four steps: a sentence for every cell of the grid, "
            "themes under each heading, general themes across headings, and general themes merged "
            "where they repeat each other. Every sentence and quotation is the source’s own, word "
            "for word, unless a person’s name stands beside it."
        ),
    ),
    (
        "What it does not claim",
        (
            "That similar wording is the same experience, that a theme is more than a group of "
            "similar answers, or that a case without a theme says nothing of it. The machine "
            "proposes; people decide, in the tables of the folder synthesis."
        ),
    ),
)


def build_synthesis_workbook(
    tables: Tables, record: Mapping[str, Any], *, counted: bool = True
) -> bytes:
    """Return the workbook's bytes."""
    return build_book(synthesis_sheets(tables, counted=counted), record, about=ABOUT)


def synthesis_sheets(tables: Tables, *, counted: bool = True) -> list[Sheet]:
    """Return the sheets in the order of their tabs; long tables in the form they are read in."""
    as_read = {
        GRID.sheet: grid_sheet(tables[GRID]),
        THEME_BY_HEADING.sheet: heading_sheet(tables[THEME_BY_HEADING]),
        THEME_BY_CASE.sheet: case_sheet(tables[THEME_BY_CASE]),
    }
    return [as_read.get(sheet.name, sheet) for sheet in sheets_of(tables, counted=counted)]
