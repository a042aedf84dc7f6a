"""Different codes met after one document, two documents, and so on.

The reader’s question: would more documents have brought more codes?
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from secondcoder.page.figures.plot import add_legend, canvas, legend_height
from secondcoder.page.figures.style import BLUE, GREEN, ORANGE, PURPLE, Drawn, styled
from secondcoder.page.figures.text import wrapped
from secondcoder.procedures.second_coder.tables.units import SaturationRow
from secondcoder.records.coders import in_words

_FIELD = 2.1
_NAME = 1.6
"""Inches for a machine's name in the legend."""
PEOPLE = "people"
MOST = 3
"""Machines that are drawn; the others stand in the table."""


@dataclass(frozen=True, slots=True)
class _Look:
    line: Mapping[str, Any]
    mark: str
    band: Mapping[str, Any]


_PEOPLE = _Look(
    {"color": ORANGE, "linestyle": "solid"}, "o", {"facecolor": "#fbe8c3", "edgecolor": ORANGE}
)
_MACHINES = tuple(
    _Look(
        {"color": color, "linestyle": line},
        mark,
        {"facecolor": "none", "edgecolor": edge, "hatch": hatch},
    )
    for color, line, mark, edge, hatch in (
        (BLUE, "dashed", "x", "#8fbfdd", "////"),
        (GREEN, "dotted", "+", "#8fd0b8", "\\\\\\\\"),
        (PURPLE, "dashdot", "^", "#d9a9c4", "||||"),
    )
)
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
    """Return the points of people and of each machine in the table of saturation."""
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
        for reader in dict.fromkeys(one.reader for one in table)
    }
    machines = [reader for reader in curves if reader != PEOPLE][:MOST]
    return {reader: points for reader, points in curves.items() if reader in {PEOPLE, *machines}}


@styled()
def draw_saturation(curves: Mapping[str, Sequence[Point]]) -> Drawn | None:
    """Return a curve with its band for people and machines, and marks for the study's order."""
    if not curves:
        return None
    from matplotlib.ticker import MaxNLocator

    entries = 3 * len(curves)
    top = legend_height(entries, len(curves))
    figure, grid = canvas(top + _FIELD + 0.44, top=top)
    axes = grid[0, 0]
    free = iter(_MACHINES)
    looks = {reader: _PEOPLE if reader == PEOPLE else next(free) for reader in curves}
    handles = [
        handle
        for reader, points in curves.items()
        for handle in _draw(axes, reader, points, looks[reader])
    ]
    axes.set_ylim(bottom=0)
    axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    axes.yaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.set_xlabel("documents read")
    axes.set_ylabel("different codes met")
    add_legend(figure, handles, columns=len(curves))
    return Drawn("saturation", figure)


def _draw(axes: Any, reader: str, points: Sequence[Point], look: _Look) -> list[Any]:
    """Draw one reader; return what the legend shows."""
    name = reader if reader == PEOPLE else wrapped(_named(reader), _NAME, lines=1)
    xs = [one.documents for one in points]
    lows, highs = [one.low for one in points], [one.high for one in points]
    label = "nine in ten orders"
    band = axes.fill_between(xs, lows, highs, linewidth=0.6, label=label, **look.band)
    (mean,) = axes.plot(xs, [one.mean for one in points], label=f"{name}: mean", **look.line)
    mark = {"color": look.line["color"], "linestyle": "none", "marker": look.mark}
    in_order = [one.in_order for one in points]
    (own,) = axes.plot(xs, in_order, label="the study’s own order", markersize=3.5, **mark)
    return [mean, band, own]


def _named(label: str) -> str:
    return in_words(label).removeprefix("the ")
