"""Themes by their percent of the codes: of the whole study, and of one value of an attribute.

The reader’s question: how much is said of what, and how much does that vary?
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from secondcoder.page.figures.plot import RowPlot, row_plot
from secondcoder.page.figures.style import BLUE, INK, LIGHT_BLUE, RED, Drawn, styled
from secondcoder.page.values import percent2
from secondcoder.procedures.content.tables.by_value import CountByRow
from secondcoder.procedures.content.tables.counts import CountRow

MOST = 30
"""Themes drawn; the rest stand in the table."""
BAR = 0.16
"""Inches; the rest of a row parts it from the next."""
_BEYOND = 1.03
"""Room for the cap of the longest error bar."""
_MEAN: dict[str, Any] = {"color": RED, "linewidth": 1.1, "linestyle": (0, (4, 1.5))}
_GREATER: dict[str, Any] = {"facecolor": BLUE, "edgecolor": "none"}
_LESSER: dict[str, Any] = {"facecolor": LIGHT_BLUE, "edgecolor": "white", "hatch": "////"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A theme as it is drawn."""

    theme: str
    percent: float
    codes: int
    greater: bool
    """Above the mean, or of those that make at least half."""
    low: float = 0.0
    high: float = 0.0
    """Ends of the error bar."""


@dataclass(frozen=True, slots=True)
class Counts:
    """The themes in use, and the mean percent of all of them."""

    bars: list[Bar]
    mean: float


def count_bars(counts: Sequence[CountRow]) -> Counts:
    """Return the themes in use with the mean of their percents."""
    used = [row for row in counts if row.level == 1 and row.codes > 0]
    bars = [
        Bar(
            theme=row.theme,
            percent=row.percent or 0.0,
            codes=row.codes,
            greater=row.standing == "major",
        )
        for row in used[:MOST]
    ]
    return Counts(bars, fmean(row.percent or 0.0 for row in used) if used else 0.0)


def value_bars(part: Sequence[CountByRow]) -> list[Bar]:
    """Return the themes of the rows that are about one value."""
    found = []
    for row in part[:MOST]:
        percent = row.percent or 0.0
        low, high = row.low or 0.0, row.high or 0.0
        if row.sd is not None:
            low, high = percent - row.sd, percent + row.sd
        bar = Bar(
            theme=row.theme,
            percent=percent,
            codes=row.codes,
            greater=row.in_half,
            low=low,
            high=high,
        )
        found.append(bar)
    return found


def bar_kind(part: Sequence[CountByRow]) -> str:
    """Return what the error bars of a question are."""
    if any(row.sd is not None for row in part):
        return "±1 SD over documents"
    return "95 % intervals (Wilson)"


@styled()
def draw_counts(counts: Counts) -> Drawn | None:
    """Return bars for the themes, those above the mean dark; the line is the mean."""
    if not counts.bars:
        return None
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    legend = [
        Patch(label="major: above the mean", **_GREATER),
        Patch(label="minor", **_LESSER),
        Line2D([], [], label=f"mean {percent2(counts.mean)}", **_MEAN),
    ]
    plot = _bar_plot(counts.bars, legend, most=max(bar.percent for bar in counts.bars))
    plot.axes.axvline(counts.mean, **_MEAN)
    return Drawn("themes", plot.figure)


@styled()
def draw_value(bars: Sequence[Bar], error: str, name: str) -> Drawn | None:
    """Return bars with error bars; ``error`` says what these are, as ``bar_kind`` does."""
    if not bars:
        return None
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    look: dict[str, Any] = {"color": INK, "linewidth": 0.9}
    legend = [
        Patch(label="together at least half", **_GREATER),
        Patch(label="the others", **_LESSER),
        Line2D([], [], label=error, **look),
    ]
    most = min(100.0, _BEYOND * max(max(bar.percent, bar.high) for bar in bars))
    plot = _bar_plot(bars, legend, most=most)
    below = [max(bar.percent - bar.low, 0.0) for bar in bars]
    above = [max(bar.high - bar.percent, 0.0) for bar in bars]
    middle = [bar.percent for bar in bars]
    plot.axes.errorbar(middle, plot.places, xerr=[below, above], fmt="none", ecolor=INK, lw=0.9)
    plot.axes.set_xlim(0, most)  # an end that lies outside has no cap
    return Drawn(name, plot.figure)


def _bar_plot(bars: Sequence[Bar], legend: Sequence[Any], *, most: float) -> RowPlot:
    plot = row_plot(
        [bar.theme for bar in bars],
        header="theme",
        x_title="percent of the codes",
        aside=[f"{percent2(bar.percent)} · {bar.codes}" for bar in bars],
        aside_header="percent ·\ncodes",
        legend=legend,
    )
    for bar, place in zip(bars, plot.places, strict=True):
        look = _GREATER if bar.greater else _LESSER
        plot.axes.barh(place, bar.percent, height=BAR, linewidth=0, **look)
    plot.axes.set_xlim(0, most or 1)
    return plot
