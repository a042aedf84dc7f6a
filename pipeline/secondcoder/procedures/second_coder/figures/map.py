"""Passages on a plane.

The reader’s question: what did the clustering see?
"""

import pandas as pd

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

LABELS = 8
_HEIGHT = 4.2
_EDGE = 0.35
_COLOURS = (BLUE, ORANGE, GREEN, RED, "#CC79A7", "#56B4E9", "#7a6a00", INK)


def draw_map(passages: pd.DataFrame, themes: pd.DataFrame) -> str:
    """Return the figure below as SVG text, or an empty string."""
    return as_svg(sketch_map(passages, themes))


def sketch_map(passages: pd.DataFrame, themes: pd.DataFrame) -> Sketch | None:
    """Return dots for passages, coloured and labelled for the largest themes."""
    if "map_x" not in passages or passages["map_x"].isna().all():
        return None
    placed = passages.dropna(subset=["map_x", "map_y"])
    x = _spread(placed["map_x"], WIDTH)
    y = _HEIGHT - _spread(placed["map_y"], _HEIGHT)
    figure, axes = canvas(_HEIGHT)
    tops = themes[themes["level"] == 1].sort_values("passages", ascending=False, kind="stable")
    named = tops.head(LABELS)
    rest = ~placed["theme_id"].isin(named["theme_id"])
    axes.scatter(x[rest], y[rest], s=9, color="#c3cad2", linewidths=0)
    centres = []
    for theme, colour in zip(rows_of(named), _COLOURS, strict=False):
        inside = placed["theme_id"] == theme.theme_id
        axes.scatter(x[inside], y[inside], s=14, color=colour, linewidths=0, alpha=0.85)
        if inside.any():
            centres.append([float(y[inside].mean()), float(x[inside].mean()), theme.label])
    _label(axes, centres)
    write(axes, 0.05, _HEIGHT - 0.08, "grey: smaller themes and none", fontsize=7, color=QUIET)
    return Sketch(figure, "map")


def _label(axes: object, centres: list[list[float | str]]) -> None:
    """Write the labels, pushed down where they would cover each other."""
    last = -1.0
    for y, x, label in sorted(centres, key=lambda one: one[0]):
        at = max(float(y), last + 0.2)
        last = at
        box = {"facecolor": "white", "alpha": 0.8, "edgecolor": "none", "pad": 1.2}
        held = min(max(float(x), 1.1), WIDTH - 1.1)
        write(axes, held, at, short(str(label), 30), ha="center", fontsize=SMALL, bbox=box)


def _spread(values: "pd.Series[float]", length: float) -> "pd.Series[float]":
    span = values.max() - values.min()
    return _EDGE + (length - 2 * _EDGE) * (values - values.min()) / (span or 1.0)
