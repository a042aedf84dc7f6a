"""How often the first suggestion is right by how many coded passages were learnt from.

The reader’s question: would more coding make the suggestions better?
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from secondcoder.page.figures.plot import add_legend, canvas, legend_height
from secondcoder.page.figures.style import BLUE, Drawn, styled
from secondcoder.page.values import rows

_HEIGHT = 2.8


def mean_curve(points: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each share: means over its draws, and the lowest and highest draw."""
    grouped = points.groupby("share", sort=True)
    return pd.DataFrame(
        {
            "documents": grouped["documents"].mean(),
            "passages": grouped["passages"].mean().round(),
            "right": grouped["right"].mean(),
            "low": grouped["right"].min(),
            "high": grouped["right"].max(),
            "right_in_three": grouped["right_in_three"].mean(),
        }
    ).reset_index()


@dataclass(frozen=True, slots=True)
class Point:
    """How often the first suggestion was right after learning from so many passages."""

    passages: float
    right: float
    low: float
    high: float


def learning_points(points: pd.DataFrame) -> list[Point]:
    """Return the means of the table ``learning_curve`` with the span of the draws."""
    if points.empty:
        return []
    return [Point(one.passages, one.right, one.low, one.high) for one in rows(mean_curve(points))]


@styled()
def draw_learning(points: Sequence[Point]) -> Drawn | None:
    """Return the curve of means with the span of the draws at each point."""
    if not points:
        return None
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch
    from matplotlib.ticker import MaxNLocator, PercentFormatter

    line: dict[str, Any] = {"color": BLUE, "marker": "o", "markersize": 4}
    span: dict[str, Any] = {"color": BLUE, "alpha": 0.3}
    handles = [
        Line2D([], [], label="mean over the draws", **line),
        Patch(label="lowest to highest draw", lw=0, **span),
    ]
    figure, grid = canvas(_HEIGHT, left=0.65, top=legend_height(2, 2))
    axes = grid[0, 0]
    xs, means = [one.passages for one in points], [one.right for one in points]
    axes.vlines(xs, [one.low for one in points], [one.high for one in points], lw=5, **span)
    axes.plot(xs, means, **line)
    for x, mean, high in zip(xs, means, [one.high for one in points], strict=True):
        above = {"xytext": (0, 4), "textcoords": "offset points", "ha": "center", "va": "bottom"}
        axes.annotate(f"{100 * mean:.0f} %", (x, high), **above)
    edge = 0.06 * max(*xs, 1)  # room for the label of the first and the last point
    axes.set_xlim(-edge, max(*xs, 1) + edge)
    axes.set_ylim(0, 1.08)
    axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1])
    axes.yaxis.set_major_formatter(PercentFormatter(1, symbol=" %"))
    axes.set_xlabel("coded passages learnt from")
    axes.set_ylabel("first suggestion right")
    add_legend(figure, handles, columns=2)
    return Drawn("learning_curve", figure)
