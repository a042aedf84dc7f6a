"""How far each theme comes back when seeds and samples change.

The reader’s question: which themes hang on chance, and on which kind?
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from secondcoder.page.figures.plot import row_plot
from secondcoder.page.figures.style import BLUE, ORANGE, QUIET, Drawn, styled
from secondcoder.procedures.second_coder.tables.themes import ThemeRow

MOST = 25
"""Themes drawn; the rest stand in the table."""


@dataclass(frozen=True, slots=True)
class Pair:
    """The two stabilities of a theme."""

    label: str
    seeds: float
    samples: float


def stability_pairs(themes: Sequence[ThemeRow]) -> list[Pair]:
    """Return the themes of level 1, the most stable first."""
    tops = sorted((one for one in themes if one.level == 1), key=lambda one: -one.stability)
    return [Pair(one.label, one.stability_seeds, one.stability_samples) for one in tops[:MOST]]


@styled()
def draw_stability(pairs: Sequence[Pair]) -> Drawn | None:
    """Return a row with two marks for each theme, or nothing where no run was repeated."""
    if not any(pair.seeds or pair.samples for pair in pairs):
        return None
    from matplotlib.lines import Line2D

    seeds: dict[str, Any] = {"marker": "o", "ms": 7.5, "color": BLUE, "linestyle": "none"}
    samples: dict[str, Any] = {"marker": "D", "ms": 4, "color": ORANGE, "linestyle": "none"}
    plot = row_plot(
        [pair.label for pair in pairs],
        header="candidate theme",
        x_title="how far the theme comes back (Jaccard)",
        legend=[
            Line2D([], [], label="with other seeds", **seeds),
            Line2D([], [], label="on samples of the passages", **samples),
        ],
        ticks_above=True,
    )
    axes = plot.axes
    axes.set_xlim(-0.03, 1.03)
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "0.25", "0.5", "0.75", "1"])
    xs = [pair.seeds for pair in pairs], [pair.samples for pair in pairs]
    axes.hlines(plot.places, *xs, color=QUIET, linewidth=1, zorder=1)
    for values, look in zip(xs, (seeds, samples), strict=True):
        axes.plot(values, plot.places, **look)
    return Drawn("stability", plot.figure)
