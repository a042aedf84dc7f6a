"""The specification curve: every combination of settings, the lowest first.

The reader's question: how far does the result hang on choices that could have been otherwise?
"""

from collections.abc import Sequence

from secondcoder.page.figures.plot import canvas
from secondcoder.page.figures.style import BLUE, INK, ORANGE, QUIET, Drawn, styled
from secondcoder.procedures.second_coder.grid.tables import SpecificationRow

_PLOT, _LINE = 1.9, 0.17
_SETTINGS = ("encoder", "unit", "overlap", "basis", "codes_a_passage", "seed")
_NAMES = {"overlap": "overlap", "codes_a_passage": "codes", "basis": "sees", "seed": "seed"}


def varied(rows: Sequence[SpecificationRow]) -> list[tuple[str, str]]:
    """Return every setting that varies, with each of its values as text."""
    found = []
    for name in _SETTINGS:
        values = list(dict.fromkeys(_text(row, name) for row in rows))
        if len(values) > 1:
            found += [(name, value) for value in values]
    return found


@styled()
def draw_specifications(rows: Sequence[SpecificationRow], *, name: str) -> Drawn | None:
    """Return one person's values in order with their intervals, and the settings below them."""
    drawn = sorted((row for row in rows if row.value is not None), key=lambda row: row.value or 0)
    if len(drawn) < 2:
        return None
    settings = varied(drawn)
    below = _LINE * len(settings) + 0.1
    figure, grid = canvas(_PLOT + below + 0.5, left=1.75, rows=2, bottom=0.12, between=(0, 0.12))
    top, marks = grid[0, 0], grid[1, 0]
    spec = grid[0, 0].get_subplotspec().get_gridspec()
    spec.set_height_ratios([_PLOT, max(below, 0.2)])
    for axes in (top, marks):
        axes.set_position(axes.get_subplotspec().get_position(figure))
    for place, row in enumerate(drawn):
        colour = ORANGE if row.own else BLUE
        if row.low is not None and row.high is not None:
            top.plot([place, place], [row.low, row.high], color=colour, linewidth=1, alpha=0.7)
        top.plot(place, row.value, "D" if row.own else "o", color=colour, markersize=4)
        for line, (setting, value) in enumerate(settings):
            if _text(row, setting) == value:
                marks.plot(place, line, "s", color=INK if row.own else QUIET, markersize=3)
    top.set_ylabel(drawn[0].coefficient)
    top.set_xticks([])
    marks.set_xlim(top.get_xlim())
    marks.set_xticks([])
    marks.set_ylim(len(settings) - 0.5, -0.5)
    labels = [f"{_NAMES.get(setting, setting)}: {value}" for setting, value in settings]
    marks.set_yticks(range(len(settings)), labels)
    return Drawn(name, figure)


def _text(row: SpecificationRow, name: str) -> str:
    value = getattr(row, name)
    return f"{value:g}" if isinstance(value, float) else str(value)
