"""Different codes met after one document, two documents, and so on.

The reader’s question: would more documents have brought more codes?
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from secondcoder.page.figures.plot import add_legend, canvas, legend_height
from secondcoder.page.figures.style import BLUE, ORANGE, Drawn, styled
from secondcoder.procedures.second_coder.tables.units import SaturationRow

_FIELD = 2.1
_LOOKS: dict[str, dict[str, Any]] = {
    "people": {"color": ORANGE, "linestyle": "solid"},
    "machine": {"color": BLUE, "linestyle": "dashed"},
}
_MARKS = {"people": "o", "machine": "x"}
_BANDS: dict[str, dict[str, Any]] = {
    "people": {"facecolor": "#fbe8c3", "edgecolor": ORANGE},
    "machine": {"facecolor": "none", "edgecolor": "#8fbfdd", "hatch": "////"},
}
"""Filled and hatched, so that both are seen where they overlap; SVG knows no clear hatches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Codes met after so many documents: mean and band of random orders, and the study's own."""

    documents: int
    mean: float
    low: float
    high: float
    in_order: int


def saturation_curves(table: Sequence[SaturationRow]) -> dict[str, list[Point]]:
    """Return the points of people and machine in the table of saturation."""
    curves = {
        reader: [
            Point(
                documents=one.documents,
                mean=one.mean,
                low=one.low,
                high=one.high,
                in_order=one.in_order,
            )
            for one in table
            if one.reader == reader
        ]
        for reader in _LOOKS
    }
    return {reader: points for reader, points in curves.items() if points}


@styled()
def draw_saturation(curves: Mapping[str, Sequence[Point]]) -> Drawn | None:
    """Return a curve with its band for people and machine, and marks for the study's order."""
    if not curves:
        return None
    from matplotlib.ticker import MaxNLocator

    entries = 3 * len(curves)
    top = legend_height(entries, len(curves))
    figure, grid = canvas(top + _FIELD + 0.44, top=top)
    axes = grid[0, 0]
    handles = [h for reader, points in curves.items() for h in _draw(axes, reader, points)]
    axes.set_ylim(bottom=0)
    axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    axes.yaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.set_xlabel("documents read")
    axes.set_ylabel("different codes met")
    add_legend(figure, handles, columns=len(curves))
    return Drawn("saturation", figure)


def _draw(axes: Any, reader: str, points: Sequence[Point]) -> list[Any]:
    """Draw one reader; return what the legend shows."""
    look = _LOOKS[reader]
    xs = [one.documents for one in points]
    lows, highs = [one.low for one in points], [one.high for one in points]
    label = "nine in ten orders"
    band = axes.fill_between(xs, lows, highs, linewidth=0.6, label=label, **_BANDS[reader])
    (mean,) = axes.plot(xs, [one.mean for one in points], label=f"{reader}: mean", **look)
    mark = {"color": look["color"], "linestyle": "none", "marker": _MARKS[reader]}
    in_order = [one.in_order for one in points]
    (own,) = axes.plot(xs, in_order, label="the study’s own order", markersize=3.5, **mark)
    return [mean, band, own]
