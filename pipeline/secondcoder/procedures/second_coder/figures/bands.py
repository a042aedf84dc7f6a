"""Candidate themes beside codes, joined by bands.

The reader’s questions: what fits, what is new, what was not found?
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from secondcoder.page.figures.plot import (
    LINE,
    add_legend,
    canvas,
    legend_height,
    name_rows,
)
from secondcoder.page.figures.style import (
    BLUE,
    GREEN,
    INK,
    ORANGE,
    QUIET,
    Drawn,
    styled,
)
from secondcoder.page.figures.text import wrapped_apart
from secondcoder.procedures.second_coder.tables.codes import CodeRow
from secondcoder.procedures.second_coder.tables.themes import MatchRow, ThemeRow, labels_apart

MOST = 16
"""Themes and codes drawn on each side; the rest stand in the table."""
_RELATIONS: dict[str, dict[str, Any]] = {
    "matches": {"color": BLUE, "linestyle": "solid"},
    "splits": {"color": ORANGE, "linestyle": (0, (2, 0.5))},
    "merges": {"color": GREEN, "linestyle": (0, (0.7, 0.4))},
    "overlaps": {"color": "#8a95a1", "linestyle": (0, (2, 0.5, 0.6, 0.5))},
}
_THICK, _THIN = 5.5, 2.2
_LABELS = 1.72
"""Inches for the labels of each side; between them bands need about an inch."""
_LINES = 3
"""Of a label; with two, the second half of many a path was cut."""
_ALONE = {"new theme", "code not found", ""}
"""Relations of what has no partner."""


@dataclass(frozen=True, slots=True)
class End:
    """A theme or a code."""

    id: str
    label: str
    alone: bool


@dataclass(frozen=True, slots=True)
class Band:
    """What joins a theme to a code."""

    theme_id: str
    code_id: str
    relation: str
    assigned: bool


@dataclass(frozen=True, slots=True)
class Sides:
    """Both columns in an order that keeps joined ones near each other, and the bands."""

    themes: list[End]
    codes: list[End]
    bands: list[Band]


def match_sides(
    themes: Sequence[ThemeRow], codes: Sequence[CodeRow], matches: Sequence[MatchRow]
) -> Sides:
    """Return what is drawn of the tables of themes, codes and matches."""
    joined = [match for match in matches if match.relation in _RELATIONS]
    bound = {match.theme_id for match in joined}
    tops = [theme for theme in themes if theme.level == 1 or theme.theme_id in bound]
    tops.sort(key=lambda theme: (theme.theme_id not in bound, -theme.passages))
    left = tops[:MOST]
    called = labels_apart(themes)
    order = {theme.theme_id: place for place, theme in enumerate(left)}
    first: dict[str, int] = {}
    for match in joined:
        place = order.get(match.theme_id, MOST)
        first[match.code_id] = min(place, first.get(match.code_id, MOST))
    meant = [code for code in codes if code.relation]
    meant.sort(key=lambda code: (first.get(code.code_id, MOST), code.level))
    return Sides(
        [End(theme.theme_id, called[theme.theme_id], theme.relation in _ALONE) for theme in left],
        [End(code.code_id, code.code, code.relation in _ALONE) for code in meant[:MOST]],
        [Band(one.theme_id, one.code_id, one.relation, one.assigned) for one in joined],
    )


@styled()
def draw_bands(sides: Sides) -> Drawn | None:
    """Return both columns with a band for every pair that is related."""
    if not sides.themes or not sides.codes:
        return None
    left = _labelled(sides.themes, "new theme")
    right = _labelled(sides.codes, "not found")
    tall = max(_height(left), _height(right))
    handles = _legend(sides)
    top = legend_height(len(handles), 3) + 0.24
    figure, grid = canvas(top + tall + 0.06, left=_LABELS, right=_LABELS, top=top, bottom=0.06)
    axes, other = grid[0, 0], grid[0, 0].twinx()
    places = {
        **_draw_side(axes, sides.themes, left, x=0, tall=tall),
        **_draw_side(other, sides.codes, right, x=1, tall=tall),
    }
    name_rows(axes, "candidate theme", left=_LABELS)
    other.annotate("code", (1, 1), (8, 5), xycoords="axes fraction", color=QUIET, **_OFFSET)
    for band in sides.bands:
        if band.theme_id in places and band.code_id in places:
            _draw_band(axes, places[band.theme_id], places[band.code_id], band)
    add_legend(figure, handles, columns=3)
    return Drawn("alignment", figure)


_OFFSET: dict[str, Any] = {"textcoords": "offset points", "va": "bottom"}


def _labelled(ends: Sequence[End], word: str) -> list[str]:
    shown = wrapped_apart([end.label for end in ends], _LABELS - 0.2, lines=_LINES)
    return [
        label + (f"\n({word})" if end.alone else "") for end, label in zip(ends, shown, strict=True)
    ]


def _height(labels: Sequence[str]) -> float:
    return sum(LINE * (label.count("\n") + 1) + 0.12 for label in labels)


def _draw_side(
    axes: Any, ends: Sequence[End], labels: Sequence[str], *, x: int, tall: float
) -> dict[str, float]:
    """Draw a column of squares with its labels; return the place of each by its id."""
    stretch = tall / _height(labels)
    places = {}
    for row, (end, label) in enumerate(zip(ends, labels, strict=True)):
        places[end.id] = stretch * (_height(labels[:row]) + _height([label]) / 2)
        face = "white" if end.alone else INK
        axes.plot([x], [places[end.id]], "s", color=INK, mfc=face, clip_on=False, zorder=3)
    axes.set_xlim(0, 1)
    axes.set_ylim(tall, 0)
    axes.set_xticks([])
    axes.set_yticks(list(places.values()), labels)
    axes.tick_params("y", length=0, pad=6)
    axes.grid(visible=False)
    axes.spines[:].set_visible(False)
    return places


def _draw_band(axes: Any, start: float, end: float, band: Band) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    points = [(0.06, start), (0.5, start), (0.5, end), (0.94, end)]
    path = Path(points, [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4])
    thick = _THICK if band.assigned else _THIN
    look = {"linewidth": thick, "capstyle": "butt", "alpha": 0.8, **_RELATIONS[band.relation]}
    axes.add_patch(PathPatch(path, fill=False, **look))


def _legend(sides: Sides) -> list[Any]:
    """Name the marks that are drawn."""
    from matplotlib.lines import Line2D

    ends, ids = [*sides.themes, *sides.codes], {end.id for end in (*sides.themes, *sides.codes)}
    bands = [band for band in sides.bands if {band.theme_id, band.code_id} <= ids]
    drawn = {band.relation for band in bands}
    square: dict[str, Any] = {"marker": "s", "linestyle": "none", "color": INK}
    handles = [
        Line2D([], [], lw=4, label=name, **look)
        for name, look in _RELATIONS.items()
        if name in drawn
    ]
    if any(band.assigned for band in bands):
        handles.append(Line2D([], [], color=INK, lw=_THICK, label="thick: one to one"))
    if not all(end.alone for end in ends):
        handles.append(Line2D([], [], label="with a partner", **square))
    if any(end.alone for end in ends):
        handles.append(Line2D([], [], label="without one", mfc="white", **square))
    return handles
