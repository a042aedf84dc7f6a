"""Kappa for each code, sorted.

The reader’s question: where do machine and people agree, and people among themselves?
"""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from secondcoder.page.figures.style import (
    BLUE,
    ORANGE,
    QUIET,
    RULE,
    SMALL,
    WIDTH,
    Sketch,
    as_svg,
    canvas,
    short,
    write,
)
from secondcoder.page.values import rows as rows_of

MOST = 30
MOST_PEOPLE = 6
"""With more people their dots lie on one line, translucent and without intervals."""
_LEFT, _RIGHT = 0.12, WIDTH - 0.75
_TOP, _ROW = 0.78, 0.42


def draw_agreement(machine: pd.DataFrame, humans: pd.DataFrame, overall: Sequence[float]) -> str:
    """Return the figure below as SVG text, or an empty string."""
    return as_svg(sketch_agreement(machine, humans, overall))


def sketch_agreement(
    machine: pd.DataFrame, humans: pd.DataFrame, overall: Sequence[float]
) -> Sketch | None:
    """Return a row for each code with a defined kappa; ``overall`` values are drawn as lines.

    ``machine`` and ``humans`` are the tables ``agreement`` and ``agreement_humans`` of one level.
    """
    machine, humans = machine.dropna(subset=["kappa"]), humans.dropna(subset=["kappa"])
    order = machine.groupby("code_id")["kappa"].mean().sort_values(ascending=False, kind="stable")
    order = order.head(MOST)
    if order.empty:
        return None
    values = pd.concat([machine["kappa"], humans["kappa"], machine["kappa_low"].dropna()])
    low = min(0.0, float(values.min()))
    figure, axes = canvas(_TOP + _ROW * len(order) + 0.1)
    scale = _Scale(low)
    _frame(axes, scale, len(order), overall, people=not humans.empty)
    for row, code in enumerate(order.index):
        mine = machine[machine["code_id"] == code]
        y = _TOP + row * _ROW
        backing = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}
        write(axes, _LEFT, y + 0.1, short(mine["code"].iloc[0], 52), bbox=backing, zorder=3)
        axes.plot([scale(low), scale(1)], [y + 0.29] * 2, color=RULE, linewidth=0.8)
        _dots(axes, scale, y + 0.29, mine, humans[humans["code_id"] == code])
        used = mine["both"] + mine["human_only"]
        span = str(used.min()) if used.min() == used.max() else f"{used.min()}–{used.max()}"
        write(axes, WIDTH - 0.08, y + 0.29, span, ha="right", fontsize=SMALL, color=QUIET)
    return Sketch(figure, "agreement")


class _Scale:
    """Kappa to inches from the left."""

    def __init__(self, low: float) -> None:
        self.low = low

    def __call__(self, value: float) -> float:
        return _LEFT + (_RIGHT - _LEFT) * (value - self.low) / (1 - self.low)


def _frame(axes: Any, scale: _Scale, rows: int, overall: Sequence[float], *, people: bool) -> None:
    axes.plot([_LEFT + 0.04], [0.12], marker="o", markersize=6, color=BLUE)
    write(axes, _LEFT + 0.16, 0.12, "machine and a person", fontsize=SMALL, color=QUIET)
    if people:
        axes.plot([2.0], [0.12], marker="D", markersize=5, color=ORANGE, markerfacecolor="white")
        write(axes, 2.12, 0.12, "two people", fontsize=SMALL, color=QUIET)
    write(axes, WIDTH - 0.08, 0.5, "coded by\na person", ha="right", fontsize=7, color=QUIET)
    bottom = _TOP + _ROW * rows
    ticks = [tick for tick in (-0.5, 0.0, 0.25, 0.5, 0.75, 1.0) if tick >= scale.low]
    for tick in ticks:
        axes.plot([scale(tick)] * 2, [_TOP - 0.06, bottom], color=RULE, linewidth=0.6, zorder=0)
        write(axes, scale(tick), 0.64, f"{tick:g}", ha="center", fontsize=7, color=QUIET)
    for value in overall:
        line = {"color": BLUE, "linewidth": 1.2, "linestyle": (0, (3, 2)), "zorder": 1}
        axes.plot([scale(value)] * 2, [0.52, bottom], **line)
    if overall:
        values = sorted({f"{value:.2f}" for value in (min(overall), max(overall))})
        x = scale(sum(overall) / len(overall))
        said = f"overall {' to '.join(values)}"
        write(axes, x, 0.42, said, ha="center", fontsize=7, color=BLUE)


def _dots(axes: Any, scale: _Scale, y: float, machine: pd.DataFrame, humans: pd.DataFrame) -> None:
    many = len(machine) > MOST_PEOPLE
    apart = 0.07 if len(machine) > 1 and not many else 0.0
    if many:
        places = [scale(kappa) for kappa in machine["kappa"]]
        axes.plot(places, [y] * len(places), "o", markersize=5, color=BLUE, alpha=0.2, mew=0)
        return
    for place, one in enumerate(rows_of(machine)):
        at = y + apart * (place - (len(machine) - 1) / 2)
        if pd.notna(one.kappa_low):
            ends = [scale(max(one.kappa_low, scale.low)), scale(min(one.kappa_high, 1))]
            axes.plot(ends, [at] * 2, color=BLUE, linewidth=1.6, alpha=0.55)
        axes.plot([scale(one.kappa)], [at], marker="o", markersize=6, color=BLUE)
    for one in rows_of(humans):
        if pd.notna(one.kappa_low) and len(humans) == 1:
            ends = [scale(max(one.kappa_low, scale.low)), scale(min(one.kappa_high, 1))]
            axes.plot(ends, [y] * 2, color=ORANGE, linewidth=1.6, alpha=0.55, zorder=2)
        look = {"marker": "D", "markersize": 5, "color": ORANGE, "markerfacecolor": "white"}
        axes.plot([scale(one.kappa)], [y], markeredgewidth=1.4, zorder=4, **look)
