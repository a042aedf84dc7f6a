"""Candidate themes by size, with their stability.

The reader’s question: is each theme robust?
"""

from collections.abc import Sequence
from dataclasses import dataclass

from secondcoder.page.figures.plot import row_plot
from secondcoder.page.figures.style import BLUE, QUIET, Drawn, styled
from secondcoder.procedures.second_coder.page.words import stability_word
from secondcoder.procedures.second_coder.tables.themes import ThemeRow

MOST = 15
"""Themes drawn; the rest stand in the table."""
_BAR = 0.16
_TINTS = {"stable": BLUE, "fairly stable": "#6BAED6", "unstable": "#C6DBEF"}
"""Told apart by lightness; the word stands beside each bar too."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A theme as it is drawn."""

    label: str
    passages: int
    word: str
    stability: float


def theme_bars(themes: Sequence[ThemeRow]) -> list[Bar]:
    """Return the themes of level 1, largest first."""
    tops = sorted((one for one in themes if one.level == 1), key=lambda one: -one.passages)
    return [
        Bar(theme.label, theme.passages, stability_word(theme.stability), theme.stability)
        for theme in tops[:MOST]
    ]


@styled()
def draw_themes(bars: Sequence[Bar]) -> Drawn | None:
    """Return a bar of passages for each theme."""
    if not bars:
        return None
    from matplotlib.ticker import MaxNLocator

    plot = row_plot(
        [bar.label for bar in bars],
        header="candidate theme",
        x_title="passages",
        aside=[
            f"{bar.passages} · {bar.word} {bar.stability:.2f}" if bar.word else str(bar.passages)
            for bar in bars
        ],
        aside_header="passages ·\nstability",
    )
    colours = [_TINTS.get(bar.word, QUIET) for bar in bars]
    plot.axes.barh(plot.places, [bar.passages for bar in bars], height=_BAR, color=colours)
    plot.axes.set_xlim(0, max(bar.passages for bar in bars) or 1)
    plot.axes.xaxis.set_major_locator(MaxNLocator(4, integer=True))
    return Drawn("themes", plot.figure)
