"""Precision and recall against each person over thresholds of the machine’s confidence.

The reader’s question: what would a stricter or a more generous machine share with people?
"""

import pandas as pd

from secondcoder.page.figures.plot import Field
from secondcoder.page.figures.style import (
    BLUE,
    GREEN,
    INK,
    ORANGE,
    QUIET,
    RED,
    SMALL,
    WIDTH,
    Sketch,
    as_svg,
    canvas,
    short,
    write,
)
from secondcoder.page.values import rows as rows_of

MOST = 4
_PANEL, _TOP = 1.75, 0.42
_LINES = {"precision": (BLUE, "solid"), "recall": (ORANGE, "solid")}
_BOTH = {**_LINES, "positive_agreement": (GREEN, "dashed")}


def draw_curve(points: pd.DataFrame, threshold: float | None) -> str:
    """Return the figure below as SVG text, or an empty string."""
    return as_svg(sketch_curve(points, threshold))


def sketch_curve(points: pd.DataFrame, threshold: float | None) -> Sketch | None:
    """Return a panel for each person, top level of codes; the line is the threshold in use."""
    if points.empty:
        return None
    own = points[points["scope"] == points["scope"].iloc[0]]
    coders = own["coder"].drop_duplicates().tolist()[:MOST]
    figure, axes = canvas(_TOP + _PANEL * len(coders) + 0.3)
    for place, (name, (colour, style)) in enumerate(_BOTH.items()):
        x = 0.1 + place * 1.15
        axes.plot([x, x + 0.22], [0.14] * 2, color=colour, linewidth=1.8, linestyle=style)
        write(axes, x + 0.3, 0.14, name.replace("_", " "), fontsize=SMALL, color=INK)
    limit = max(float(own["threshold"].quantile(0.9)), (threshold or 0) * 1.5, 0.05)
    for place, coder in enumerate(coders):
        top = _TOP + place * _PANEL + 0.24
        last = place == len(coders) - 1
        field = Field(0.42, WIDTH - 0.15, top, top + _PANEL - 0.55, (0, limit), (0, 1))
        step = next(one for one in (0.02, 0.05, 0.1, 0.2, 0.25) if limit / one <= 5.5)
        ticks = [round(step * number, 2) for number in range(int(limit / step) + 1)]
        title = "confidence from which a code counts as applied" if last else ""
        field.frame(axes, x_ticks=ticks, y_ticks=(0, 0.5, 1), x_title=title)
        write(axes, 0.1, top - 0.16, short(str(coder), 40), fontsize=SMALL)
        mine = rows_of(own[(own["coder"] == coder) & (own["threshold"] <= limit)])
        for name, (colour, style) in _BOTH.items():
            drawn = [(p.threshold, getattr(p, name)) for p in mine if pd.notna(getattr(p, name))]
            if drawn:
                field.line(axes, drawn, color=colour, linewidth=1.6, linestyle=style)
        if threshold is not None:
            ends = [(threshold, 0), (threshold, 1)]
            field.line(axes, ends, color=RED, linewidth=1, linestyle=(0, (3, 2)))
            x, y = field.at(threshold, 1)
            write(axes, x + 0.05, y - 0.1, "in use", fontsize=7, color=QUIET)
    return Sketch(figure, "curve")
