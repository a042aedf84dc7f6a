"""How often the first suggestion is right by how many coded passages were learnt from.

The reader’s question: would more coding make the suggestions better?
"""

import pandas as pd

from secondcoder.page.figures.plot import Field, whole_ticks
from secondcoder.page.figures.style import BLUE, QUIET, SMALL, WIDTH, Sketch, as_svg, canvas, write
from secondcoder.page.values import rows as rows_of

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


def draw_learning(points: pd.DataFrame) -> str:
    """Return the figure below as SVG text, or an empty string."""
    return as_svg(sketch_learning(points))


def sketch_learning(points: pd.DataFrame) -> Sketch | None:
    """Return the curve of means with the span of the draws at each point."""
    if points.empty:
        return None
    curve = rows_of(mean_curve(points))
    figure, axes = canvas(_HEIGHT)
    most = max(int(curve[-1].passages), 1)
    field = Field(0.52, WIDTH - 0.3, 0.4, _HEIGHT - 0.55, (0, most), (0, 1))
    field.frame(
        axes,
        x_ticks=whole_ticks(most),
        y_ticks=(0, 0.25, 0.5, 0.75, 1),
        x_title="coded passages",
    )
    write(axes, 0.1, 0.2, "first suggestion right", fontsize=SMALL, color=QUIET)
    for one in curve:
        ends = [(one.passages, one.low), (one.passages, one.high)]
        field.line(axes, ends, color=BLUE, linewidth=4, alpha=0.25)
    field.line(axes, [(one.passages, one.right) for one in curve], color=BLUE, linewidth=1.8)
    for one in curve:
        x, y = field.at(one.passages, one.right)
        axes.plot([x], [y], marker="o", markersize=4, color=BLUE)
        write(
            axes, x, y - 0.14, f"{100 * one.right:.0f} %", ha="center", fontsize=SMALL, color=QUIET
        )
    return Sketch(figure, "learning")
