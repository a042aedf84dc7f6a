"""Top-level codes of people against those of the machine.

The reader’s question: what is taken for what?
"""

from collections import Counter

import pandas as pd

from secondcoder.page.figures.heat import EMPTY, MARKED, Cell, Side, draw_grid
from secondcoder.page.figures.style import Drawn, styled

MOST = 14
"""Codes that have a row; with more, a cell would be too narrow for its number."""
NONE = "none"
OTHER = "other codes"


def confusion(comparison: pd.DataFrame, codes: pd.DataFrame) -> pd.DataFrame:
    """Return counts with people's top-level codes as rows and the machine's as columns.

    For each passage and coder: a code that both applied counts on the diagonal; a code that one
    alone applied counts against each code that the other alone applied, or against ``none``.
    """
    tops = dict(zip(codes["code_id"], codes["top_id"], strict=True))
    names = dict(zip(codes["code_id"], codes["code"], strict=True))
    used = comparison[(comparison["human"] == "yes") | (comparison["machine"] == "yes")]
    used = used.assign(top=used["code_id"].map(tops))
    kept = (
        used["top"]
        .value_counts(sort=False)
        .sort_index()
        .sort_values(ascending=False, kind="stable")
        .index[:MOST]
    )
    used = used.assign(top=used["top"].where(used["top"].isin(kept), OTHER))
    order = [top for top in dict.fromkeys(codes["top_id"]) if top in set(kept)]
    order += [OTHER] if (used["top"] == OTHER).any() else []
    counts = pd.DataFrame(0, index=[*order, NONE], columns=[*order, NONE])
    sides: dict[tuple[str, str], tuple[set[str], set[str]]] = {}
    columns = (used[name].tolist() for name in ("passage_id", "coder", "top", "human", "machine"))
    for passage, coder, top, by_human, by_machine in zip(*columns, strict=True):
        human, machine = sides.setdefault((passage, coder), (set(), set()))
        if by_human == "yes":
            human.add(top)
        if by_machine == "yes":
            machine.add(top)
    pairs = Counter(pair for both in sides.values() for pair in _pairs(*both))
    for (row, column), number in pairs.items():
        counts.loc[row, column] = number
    return counts.rename(index=names, columns=names)


def _pairs(human: set[str], machine: set[str]) -> list[tuple[str, str]]:
    pairs = [(code, code) for code in human & machine]
    if human != machine:
        rows, columns = (human - machine) or {NONE}, (machine - human) or {NONE}
        pairs += [(row, column) for row in rows for column in columns]
    return pairs


@styled()
def draw_matrix(counts: pd.DataFrame) -> Drawn | None:
    """Return the counts as a grid; columns bear the numbers that stand before the rows' names."""
    names, numbers = list(counts.index), counts.to_numpy().tolist()
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
    grid = draw_grid(cells, Side("person’s code", rows), Side("machine’s code, by number", columns))
    return Drawn("machine_and_people", grid)
