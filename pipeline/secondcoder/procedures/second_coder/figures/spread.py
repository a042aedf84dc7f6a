"""Where codes stand: in documents, in kinds of source, and with each other, as grids.

The reader’s questions: which documents lack a code, where is it said more, what goes together?
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from secondcoder.page.figures.heat import MARKED, Cell, Side, draw_grid
from secondcoder.page.figures.style import Drawn, styled
from secondcoder.page.figures.text import clean
from secondcoder.procedures.second_coder.tables.codes import CodeRow
from secondcoder.procedures.second_coder.tables.comparison import SeenRow
from secondcoder.procedures.second_coder.tables.passages import PassageRow
from secondcoder.procedures.second_coder.tables.spread import (
    CodeDocumentRow,
    CodeGroupRow,
    CodePairRow,
)

MOST_CODES = 14
"""Codes of the top level that have a column, those with most passages; more would be too narrow."""
MOST_DOCUMENTS = 30
MOST_VALUES = 8


@dataclass(frozen=True, slots=True)
class Spread:
    """Numbers by rows and columns; nothing is drawn without either."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[float | None, ...], ...]
    """None: not known, such as a share of no passages."""
    people: bool
    """Whether people's coding is shown, or, without it, the machine's suggestions."""


def top_codes(codes: Sequence[CodeRow], *, people: bool) -> list[CodeRow]:
    """Return the codes of the top level with most passages, in the order of the codebook."""

    def size(code: CodeRow) -> int:
        return (code.passages_human if people else code.passages_machine) or 0

    tops = [code for code in codes if code.level == 1 and size(code)]
    kept = {code.code_id for code in sorted(tops, key=size, reverse=True)[:MOST_CODES]}
    return [code for code in tops if code.code_id in kept]


def by_people(codes: Sequence[CodeRow]) -> bool:
    """Return whether people's coding is there to be shown."""
    return any(code.passages_human for code in codes)


def spread_over_documents(
    rows: Sequence[CodeDocumentRow],
    codes: Sequence[CodeRow],
    passages: Sequence[PassageRow],
    seen: Sequence[SeenRow],
) -> Spread:
    """Return passages of each top code in each document, in the study's order.

    A document that no person saw lacks nothing: its cells are not known.
    """
    people = by_people(codes)
    read = {row.passage_id for row in seen}
    known = {one.document for one in passages if not people or one.passage_id in read}
    tops = top_codes(codes, people=people)
    number = {
        (row.document, row.code_id): (row.people if people else row.machine) or 0 for row in rows
    }
    documents = list(dict.fromkeys(passage.document for passage in passages))[:MOST_DOCUMENTS]
    return Spread(
        tuple(documents),
        tuple(code.code for code in tops),
        tuple(
            tuple(number.get((one, code.code_id), 0) if one in known else None for code in tops)
            for one in documents
        ),
        people,
    )


def spread_over_values(
    rows: Sequence[CodeGroupRow], codes: Sequence[CodeRow], attribute: str
) -> Spread:
    """Return the share of passages of each value that carry each top code."""
    people = by_people(codes)
    own = [row for row in rows if row.attribute == attribute]
    values = list(dict.fromkeys(row.value for row in own))[:MOST_VALUES]
    share = {
        (row.code_id, row.value): row.people_share if people else row.machine_share for row in own
    }
    sizes = {row.value: row.seen if people else row.passages for row in own}
    tops = top_codes(codes, people=people)
    return Spread(
        tuple(code.code for code in tops),
        tuple(f"{clean(value)}\nn = {sizes[value]}" for value in values),
        tuple(
            tuple(
                share.get((code.code_id, value), 0.0 if sizes[value] else None) for value in values
            )
            for code in tops
        ),
        people,
    )


def spread_of_pairs(rows: Sequence[CodePairRow], codes: Sequence[CodeRow]) -> Spread:
    """Return the passages that carry both of two top codes; the diagonal is empty."""
    people = by_people(codes)
    tops = top_codes(codes, people=people)
    both = {
        frozenset((row.code_id, row.other_id)): (row.people if people else row.machine) or 0
        for row in rows
    }
    return Spread(
        tuple(f"{number}  {code.code}" for number, code in enumerate(tops, start=1)),
        tuple(str(number) for number in range(1, len(tops) + 1)),
        tuple(
            tuple(
                None if one is other else both.get(frozenset((one.code_id, other.code_id)), 0)
                for other in tops
            )
            for one in tops
        ),
        people,
    )


@styled()
def draw_documents(found: Spread) -> Drawn | None:
    """Return documents in rows and codes in columns; empty cells lack the code."""
    return _grid("codes_by_document", found, Side("document", found.rows), "code")


@styled()
def draw_kinds_of_source(found: Spread) -> Drawn | None:
    """Return codes in rows and kinds of source in columns, in percent of passages."""
    side = Side("code", found.rows)
    return _grid("codes_by_kind", found, side, "kind of source", percent=True)


@styled()
def draw_together(found: Spread) -> Drawn | None:
    """Return codes in rows and columns; a cell is the passages that carry both."""
    return _grid("codes_together", found, Side("code", found.rows), "code, by number", least=2)


def _grid(
    name: str, found: Spread, rows: Side, columns: str, *, percent: bool = False, least: int = 1
) -> Drawn | None:
    numbers = [cell for row in found.cells for cell in row if cell]
    if not numbers or len(found.columns) < least or len(found.rows) < least:
        return None
    most = max(numbers)
    cells = [[_cell(cell, most, percent=percent) for cell in row] for row in found.cells]
    return Drawn(name, draw_grid(cells, rows, Side(columns, found.columns)))


def _cell(value: float | None, most: float, *, percent: bool) -> Cell:
    if value is None:
        return Cell("", empty=MARKED)
    if not value:
        return Cell("")
    said = f"{100 * value:.0f} %" if percent else f"{value:.0f}"
    return Cell(said, value / most)


def names_of(spread: Spread) -> Mapping[str, tuple[str, ...]]:
    """Return the rows and columns in one line each, for a table of the page."""
    return {
        "rows": spread.rows,
        "columns": tuple(" ".join(one.split()) for one in spread.columns),
    }
