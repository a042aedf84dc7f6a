"""Themes divided by the values of a facet that their codes carry.

The reader’s question: how is each theme spoken of?
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from secondcoder.page.figures.plot import row_plot
from secondcoder.page.figures.style import (
    BLUE,
    GREEN,
    ORANGE,
    PURPLE,
    QUIET,
    RED,
    Drawn,
    styled,
)
from secondcoder.page.figures.text import wrapped
from secondcoder.procedures.content.figures.percents import BAR, MOST
from secondcoder.procedures.content.tables.facets import FacetCountRow

_VALUES = ((BLUE, ""), (ORANGE, "////"), (GREEN, "...."), (RED, "\\\\\\\\"), (PURPLE, "xxxx"))
"""Colours with hatches; with more values than these nothing is drawn."""
_NONE = "no value"
_NAME = 1.8
"""Inches for a name in the legend."""


@dataclass(frozen=True, slots=True)
class Divided:
    """Codes of each theme by the value that they carry."""

    facet: str
    values: list[str]
    themes: list[str]
    codes: list[list[int]]


def divided_themes(table: Sequence[FacetCountRow], facet: str) -> Divided:
    """Return what is drawn of one facet."""
    own = [row for row in table if row.facet == facet]
    values = list(dict.fromkeys(row.value for row in own))
    themes = list(dict.fromkeys(row.theme for row in own))[:MOST]
    sums: Counter[tuple[str, str]] = Counter()
    for row in own:
        sums[row.theme, row.value] += row.codes
    codes = [[sums[theme, value] for value in values] for theme in themes]
    return Divided(facet, values, themes, codes)


@styled()
def draw_facet(found: Divided, name: str) -> Drawn | None:
    """Return a bar for each theme, divided by the values that its codes carry."""
    if not found.themes or len(found.values) > len(_VALUES):
        return None
    from matplotlib.patches import Patch
    from matplotlib.ticker import MaxNLocator

    looks: list[dict[str, Any]] = [
        {
            "facecolor": QUIET if value == _NONE else colour,
            "hatch": "" if value == _NONE else hatch,
            "edgecolor": "white",
        }
        for value, (colour, hatch) in zip(found.values, _VALUES, strict=False)
    ]
    plot = row_plot(
        found.themes,
        header="theme",
        x_title="codes",
        aside=[" + ".join(map(str, row)) for row in found.codes],
        aside_header="codes",
        legend=[
            Patch(label=wrapped(value, _NAME, lines=1), **look)
            for value, look in zip(found.values, looks, strict=True)
        ],
    )
    for row, place in zip(found.codes, plot.places, strict=True):
        for column, (number, look) in enumerate(zip(row, looks, strict=True)):
            plot.axes.barh(place, number, left=sum(row[:column]), height=BAR, lw=0.5, **look)
    plot.axes.set_xlim(0, max(map(sum, found.codes)) or 1)
    plot.axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    return Drawn(name, plot.figure)
