"""Top-level codes of people against those of the machine.

The reader’s question: what is taken for what?
"""

from collections import Counter
from typing import Any

import pandas as pd

from secondcoder.page.figures.style import (
    BLUE,
    INK,
    PALE,
    QUIET,
    SMALL,
    WIDTH,
    Sketch,
    as_svg,
    canvas,
    short,
    write,
)

MOST = 14
NONE = "none"
OTHER = "other codes"
_LEFT, _TOP = 1.75, 0.5


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


def draw_matrix(counts: pd.DataFrame) -> str:
    """Return the figure below as SVG text, or an empty string."""
    return as_svg(sketch_matrix(counts))


def sketch_matrix(counts: pd.DataFrame) -> Sketch | None:
    """Return the counts as a grid; columns bear the numbers that stand before the rows' names."""
    if len(counts) < 2 or not counts.to_numpy().sum():
        return None
    from matplotlib.patches import Rectangle

    size = min(0.36, (WIDTH - _LEFT - 0.08) / len(counts))
    figure, axes = canvas(_TOP + size * len(counts) + 0.1)
    write(
        axes,
        _LEFT + size * len(counts) / 2,
        0.12,
        "machine",
        ha="center",
        color=QUIET,
        fontsize=SMALL,
    )
    write(axes, _LEFT - 0.1, 0.32, "person", ha="right", color=QUIET, fontsize=SMALL)
    most = counts.to_numpy().max()
    for row, name in enumerate(counts.index):
        y = _TOP + size * (row + 0.5)
        last = row == len(counts) - 1
        mark = NONE if last else str(row + 1)
        label = NONE if last else f"{short(name, 24)}  {row + 1}"
        write(axes, _LEFT - 0.1, y, label, ha="right", fontsize=SMALL)
        write(axes, _LEFT + size * (row + 0.5), 0.36, mark, ha="center", fontsize=7.5)
        for column, count in enumerate(counts.iloc[row].tolist()):
            x = _LEFT + size * column
            depth = count / most
            face = tint(depth) if count else PALE if row == column and not last else "#f8f9fa"
            edge: dict[str, Any] = {"edgecolor": "white", "linewidth": 1.2}
            axes.add_patch(Rectangle((x, y - size / 2), size, size, facecolor=face, **edge))
            if count:
                colour = "white" if depth > 0.55 else INK
                write(axes, x + size / 2, y, str(count), ha="center", fontsize=7.5, color=colour)
    return Sketch(figure, "matrix")


def tint(depth: float) -> str:
    """Return a tint from nearly white (0) to the palette's blue (1)."""
    ends = [
        (int(a, 16), int(b, 16))
        for a, b in zip(("e3", "ee", "f7"), (BLUE[1:3], BLUE[3:5], BLUE[5:7]), strict=True)
    ]
    return "#" + "".join(f"{round(a + (b - a) * depth):02x}" for a, b in ends)
