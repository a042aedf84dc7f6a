"""Themes by their percent of the codes: of the whole study, of one question, by a facet.

The reader’s question: how much is said of what, and how much does that vary?
"""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from secondcoder.page.figures.style import (
    BLUE,
    GREEN,
    INK,
    ORANGE,
    PALE,
    QUIET,
    RED,
    SMALL,
    WIDTH,
    Sketch,
    canvas,
    short,
    write,
)
from secondcoder.page.values import percent2
from secondcoder.page.values import rows as rows_of

MOST = 30
"""Themes drawn; the rest stand in the table."""
MINOR_BLUE = "#9CC9E3"
_ROW, _HIGH, _LEFT = 0.42, 0.13, 0.04
_VALUES = (BLUE, ORANGE, GREEN, RED, "#CC79A7")
_NONE = {"no value"}


def sketch_counts(counts: pd.DataFrame) -> Sketch | None:
    """Return bars for the themes, those above the mean dark; the line is the mean."""
    used = counts[(counts["level"] == 1) & (counts["codes"] > 0)].head(MOST)
    if used.empty:
        return None
    mean = float(counts.loc[(counts["level"] == 1) & (counts["codes"] > 0), "percent"].mean())
    figure, axes = canvas(_ROW * len(used) + 0.62)
    room = WIDTH - 1.5
    scale = room / float(used["percent"].max())
    bottom = 0.34 + _ROW * len(used)
    _legend(axes, [("major: above the mean", BLUE), ("minor", MINOR_BLUE)])
    for row, theme in enumerate(rows_of(used)):
        y = 0.34 + row * _ROW
        write(axes, 0.02, y + 0.08, short(theme.theme, 62))
        colour = BLUE if theme.standing == "major" else MINOR_BLUE
        _bar(axes, y + 0.27, scale * theme.percent, colour, room)
        said = f"{percent2(theme.percent)} · {theme.codes}"
        write(axes, room + 0.14, y + 0.27, said, fontsize=SMALL, color=QUIET)
    x = _LEFT + scale * mean
    for row in range(len(used)):
        y = 0.34 + row * _ROW + 0.27
        axes.plot([x, x], [y - 0.1, y + 0.1], color=RED, linewidth=1.1)
    axes.plot([x, x], [bottom, bottom + 0.08], color=RED, linewidth=1.1)
    write(axes, x, bottom + 0.17, f"mean {percent2(mean)}", ha="center", fontsize=SMALL, color=RED)
    return Sketch(figure, "content_counts")


def sketch_value(part: pd.DataFrame, name: str) -> Sketch | None:
    """Return bars for the themes of one question with error bars; see ``bar_kind``."""
    drawn = part.head(MOST)
    if drawn.empty:
        return None
    ends = [_ends(row) for row in rows_of(drawn)]
    figure, axes = canvas(_ROW * len(drawn) + 0.72)
    room = WIDTH - 1.5
    most = min(100.0, max(*(high for _, high in ends), float(drawn["percent"].max())))
    scale = room / most
    _legend(axes, [("together at least half", BLUE), ("the others", MINOR_BLUE)])
    for row, (theme, (low, high)) in enumerate(zip(rows_of(drawn), ends, strict=True)):
        y = 0.34 + row * _ROW
        write(axes, 0.02, y + 0.08, short(theme.theme, 62))
        _bar(axes, y + 0.27, scale * theme.percent, _half(theme.in_half), room)
        _error(axes, y + 0.27, low, high, scale=scale, most=most)
        said = f"{percent2(theme.percent)} · {theme.codes}"
        write(axes, room + 0.14, y + 0.27, said, fontsize=SMALL, color=QUIET)
    bottom = 0.34 + _ROW * len(drawn)
    note = f"error bars: {bar_kind(part)}"
    write(axes, 0.02, bottom + 0.16, note, fontsize=SMALL, color=QUIET)
    return Sketch(figure, name)


def bar_kind(part: pd.DataFrame) -> str:
    """Return what the error bars of a question are."""
    if part["sd"].notna().any():
        return "±1 SD over documents"
    return "95 % intervals (Wilson)"


def sketch_facet(counts: pd.DataFrame, facet: str) -> Sketch | None:
    """Return a bar for each theme, divided by the values that its codes carry."""
    own = counts[counts["facet"] == facet]
    values = list(dict.fromkeys(own["value"]))
    themes = list(dict.fromkeys(own["theme"]))[:MOST]
    if not themes or len(values) > len(_VALUES):
        return None
    figure, axes = canvas(_ROW * len(themes) + 0.42)
    colours = dict(zip(values, _VALUES, strict=False)) | dict.fromkeys(_NONE & set(values), QUIET)
    _legend(axes, list(colours.items()))
    room = WIDTH - 1.1
    most = max(int(own.loc[own["theme"] == theme, "codes"].sum()) for theme in themes) or 1
    for row, theme in enumerate(themes):
        y = 0.34 + row * _ROW
        write(axes, 0.02, y + 0.08, short(theme, 62))
        x = _LEFT
        said = []
        for value in values:
            codes = int(own.loc[(own["theme"] == theme) & (own["value"] == value), "codes"].sum())
            axes.barh(y + 0.27, room * codes / most, height=_HIGH, left=x, color=colours[value])
            x += room * codes / most
            said.append(str(codes))
        text = " + ".join(said)
        write(axes, x + 0.08, y + 0.27, text, fontsize=SMALL, color=QUIET)
    return Sketch(figure, f"content_facet_{facet}")


def _legend(axes: Any, entries: Sequence[tuple[str, str]]) -> None:
    x = 0.02
    for name, colour in entries:
        axes.barh(0.13, 0.16, height=0.11, left=x, color=colour)
        write(axes, x + 0.22, 0.13, short(name, 30), fontsize=SMALL, color=INK)
        x += 0.45 + 0.062 * len(short(name, 30))


def _bar(axes: Any, y: float, length: float, colour: str, room: float) -> None:
    axes.barh(y, room, height=_HIGH, left=_LEFT, color=PALE)
    axes.barh(y, length, height=_HIGH, left=_LEFT, color=colour)


def _error(axes: Any, y: float, low: float, high: float, *, scale: float, most: float) -> None:
    """Draw an error bar; an end that lies outside 0 to ``most`` has no cap."""
    look = {"color": INK, "linewidth": 0.9}
    ends = [_LEFT + scale * min(max(end, 0.0), most) for end in (low, high)]
    axes.plot(ends, [y, y], **look)
    for x, cut in zip(ends, (low < 0, high > most), strict=True):
        if not cut:
            axes.plot([x, x], [y - 0.05, y + 0.05], **look)


def _ends(row: Any) -> tuple[float, float]:
    if pd.notna(row.sd):
        return row.percent - row.sd, row.percent + row.sd
    return float(row.low), float(row.high)


def _half(mark: str) -> str:
    return BLUE if mark == "yes" else MINOR_BLUE
