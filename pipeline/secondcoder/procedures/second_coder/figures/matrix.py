"""Top-level codes of people against those of a machine.

The reader’s question: what is taken for what?
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from secondcoder.page.figures.heat import EMPTY, MARKED, Cell, Side, draw_grid
from secondcoder.page.figures.style import Drawn, styled
from secondcoder.procedures.second_coder.tables.codes import CodeRow
from secondcoder.procedures.second_coder.tables.comparison import ComparisonRow, side_by_side
from secondcoder.records.coders import in_words

MOST = 14
"""Codes that have a row; with more, a cell would be too narrow for its number."""
LONGEST = 40
"""Letters of a machine's name that a title has room for; the caption has it in full."""
NONE = "none"
OTHER = "other codes"


@dataclass(frozen=True, slots=True)
class Confusion:
    """Counts with people's top-level codes as rows and the machine's as columns."""

    names: tuple[str, ...]
    """Of the codes, in the order of the codebook; the last is ``none``."""
    counts: tuple[tuple[int, ...], ...]


def confusions(
    comparison: Sequence[ComparisonRow], codes: Sequence[CodeRow]
) -> dict[str, Confusion]:
    """Return for each machine, by its label, how often people's codes met its own."""
    rows: dict[str, list[ComparisonRow]] = {}
    for row in side_by_side(comparison):
        rows.setdefault(row.beside, []).append(row)
    return {label: confusion(part, codes) for label, part in rows.items()}


def figure_name(place: int) -> str:
    """Return the name of the figure of one machine, by its place among the machines from 0."""
    return f"machine_and_people_{place + 1}" if place else "machine_and_people"


def confusion(comparison: Sequence[ComparisonRow], codes: Sequence[CodeRow]) -> Confusion:
    """Return how often people's codes met those of one machine.

    For each passage and coder: a code that both applied counts on the diagonal; a code that one
    alone applied counts against each code that the other alone applied, or against ``none``.
    """
    tops = {code.code_id: code.top_id for code in codes}
    names = {code.code_id: code.code for code in codes}
    used = Counter(tops[row.code_id] for row in comparison)
    kept = {top for top, _ in sorted(used.items(), key=lambda one: (-one[1], one[0]))[:MOST]}
    order = [top for top in dict.fromkeys(code.top_id for code in codes) if top in kept]
    order += [OTHER] if set(used) - kept else []
    sides: dict[tuple[str, str], tuple[set[str], set[str]]] = {}
    for row in comparison:
        top = tops[row.code_id] if tops[row.code_id] in kept else OTHER
        human, machine = sides.setdefault((row.passage_id, row.coder), (set(), set()))
        if row.human:
            human.add(top)
        if row.machine:
            machine.add(top)
    pairs = Counter(pair for both in sides.values() for pair in _pairs(*both))
    keys = [*order, NONE]
    return Confusion(
        tuple(names.get(key, key) for key in keys),
        tuple(tuple(pairs[row, column] for column in keys) for row in keys),
    )


def _pairs(human: set[str], machine: set[str]) -> list[tuple[str, str]]:
    pairs = [(code, code) for code in human & machine]
    if human != machine:
        rows, columns = (human - machine) or {NONE}, (machine - human) or {NONE}
        pairs += [(row, column) for row in rows for column in columns]
    return pairs


@styled()
def draw_matrix(found: Confusion, *, machine: str = "", place: int = 0) -> Drawn | None:
    """Return the counts as a grid; columns bear the numbers that stand before the rows' names.

    ``machine`` is its label, ``place`` its place among the machines from 0.
    """
    names, numbers = found.names, found.counts
    most = max((number for row in numbers for number in row), default=0)
    if len(names) < 2 or not most:
        return None
    last = len(names) - 1
    cells = [
        [
            Cell(
                str(number) if number else "",
                number / most if number else None,
                empty=MARKED if row == column != last else EMPTY,
            )
            for column, number in enumerate(line)
        ]
        for row, line in enumerate(numbers)
    ]
    rows = [f"{number}  {name}" for number, name in enumerate(names, start=1)]
    columns = [str(number) for number in range(1, len(names) + 1)]
    grid = draw_grid(cells, Side("person’s code", rows), Side(_title(machine), columns))
    return Drawn(figure_name(place), grid)


def _title(label: str) -> str:
    """Return the title of the columns; no longer than a figure has room for."""
    words = in_words(label).removeprefix("the ")
    return f"{words if len(words) <= LONGEST else 'machine'}’s code, by number"
