"""How often the first suggestion is right by how many coded passages were learnt from.

The reader’s question: would more coding make the suggestions better?
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from secondcoder.page.figures.plot import add_legend, canvas, legend_height
from secondcoder.page.figures.style import BLUE, Drawn, styled
from secondcoder.procedures.second_coder.tables.advice import LearningRow

_HEIGHT = 2.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Mean:
    """What learning from one share of the coding brought, over its draws."""

    share: float
    documents: float
    passages: float
    right: float
    low: float
    """The lowest and the highest draw."""
    high: float
    right_in_three: float


def mean_curve(points: Sequence[LearningRow]) -> list[Mean]:
    """Return the means for each share, the smallest first."""
    by_share: dict[float, list[LearningRow]] = {}
    for point in points:
        by_share.setdefault(point.share, []).append(point)
    return [
        Mean(
            share=share,
            documents=fmean(one.documents for one in draws),
            passages=float(round(fmean(one.passages for one in draws))),
            right=fmean(one.right for one in draws),
            low=min(one.right for one in draws),
            high=max(one.right for one in draws),
            right_in_three=fmean(one.right_in_three for one in draws),
        )
        for share, draws in sorted(by_share.items())
    ]


@dataclass(frozen=True, slots=True)
class Point:
    """How often the first suggestion was right after learning from so many passages."""

    passages: float
    right: float
    low: float
    high: float


def learning_points(points: Sequence[LearningRow]) -> list[Point]:
    """Return the means with the span of the draws."""
    return [Point(one.passages, one.right, one.low, one.high) for one in mean_curve(points)]


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
