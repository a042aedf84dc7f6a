"""The data-extraction grid: case by heading, from passages that name both."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence

from secondcoder.procedures.synthesis.records import Cell, Grid, Piece
from secondcoder.records.study import Notice
from secondcoder.records.text import Passage

Placed = tuple[str, str, Piece]
"""Case, heading, and what stands there."""


def cell_id(case: str, heading: str) -> str:
    """Return a cell's id: ``x`` and ten hexadecimal digits of the sha256 of case and heading."""
    return "x" + hashlib.sha256(f"{case}\x1f{heading}".encode()).hexdigest()[:10]


def grid_of(placed: Iterable[Placed]) -> Grid:
    """Return the grid of pieces; cases and headings in the order in which they come first.

    Several pieces of one cell stay apart within it, in their order; a cell without any is there
    and empty.
    """
    cells: dict[tuple[str, str], list[Piece]] = {}
    for case, heading, piece in placed:
        cells.setdefault((heading, case), []).append(piece)
    headings = tuple(dict.fromkeys(heading for heading, _ in cells))
    cases = tuple(dict.fromkeys(case for _, case in cells))
    return Grid(
        cases,
        headings,
        tuple(
            Cell(cell_id(case, heading), case, heading, tuple(cells.get((heading, case), ())))
            for heading in headings
            for case in cases
        ),
    )


def placed_passages(passages: Sequence[Passage]) -> list[Placed]:
    """Return passages that stand under a heading with their case.

    Where no case is named the document stands for it; where no passage has a heading, the
    question does.
    """
    headed = any(one.heading for one in passages)
    named = [
        (one.case or one.document, one.heading if headed else one.question, one) for one in passages
    ]
    return [(case, heading, _piece(one, case)) for case, heading, one in named if heading]


def recurring(placed: Sequence[Placed]) -> tuple[list[Placed], list[Notice]]:
    """Return what stands under headings that at least two cases share, and what was left out."""
    cases = _cases_by_heading(placed)
    kept = [one for one in placed if len(cases[one[1]]) > 1]
    alone = [heading for heading, of in cases.items() if len(of) < 2]
    if not alone or not kept:
        return kept, []
    some = "; ".join(f"“{heading}”" for heading in alone[:6]) + ("; …" if len(alone) > 6 else "")
    message = f"{len(alone)} headings that only one case has are no part of the grid: {some}"
    return kept, [Notice("left out", message)]


def is_grid(placed: Sequence[Placed]) -> bool:
    """Say whether there is something to compare: two cases that share a heading."""
    return any(len(cases) > 1 for cases in _cases_by_heading(placed).values())


def missing(grid: Grid) -> list[Notice]:
    """Return a notice for every heading under which cases say nothing."""
    silent = {
        heading: [c.case for c in grid.cells if c.heading == heading and not c.pieces]
        for heading in grid.headings
    }
    return [
        Notice("missing cell", f"nothing stands under “{heading}” for: {'; '.join(cases)}")
        for heading, cases in silent.items()
        if cases
    ]


def _cases_by_heading(placed: Sequence[Placed]) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = {}
    for case, heading, _ in placed:
        found.setdefault(heading, set()).add(case)
    return found


def _piece(passage: Passage, case: str) -> Piece:
    """Return the passage without the case's name and a colon at its beginning."""
    label = re.match(rf"{re.escape(case)}\s*[:;]\s+(?=\S)", passage.text)
    skipped = label.end() if label else 0
    start = passage.start + skipped
    return Piece(passage.document, start, passage.end, passage.text[skipped:])
