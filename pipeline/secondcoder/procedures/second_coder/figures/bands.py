"""Candidate themes beside codes, joined by bands.

The reader’s questions: what fits, what is new, what was not found?
"""

from typing import Any

import pandas as pd

from secondcoder.page.figures.style import (
    INK,
    QUIET,
    RELATION_COLOURS,
    SMALL,
    WIDTH,
    Sketch,
    as_svg,
    canvas,
    short,
    write,
)
from secondcoder.page.values import rows as rows_of

MOST = 16
"""Themes and codes drawn on each side; the rest stand in the table."""
_LEFT, _RIGHT = 1.78, WIDTH - 1.78
_TOP, _ROW = 0.62, 0.36


def draw_bands(themes: pd.DataFrame, codes: pd.DataFrame, matches: pd.DataFrame) -> str:
    """Return the figure below as SVG text, or an empty string."""
    return as_svg(sketch_bands(themes, codes, matches))


def sketch_bands(themes: pd.DataFrame, codes: pd.DataFrame, matches: pd.DataFrame) -> Sketch | None:
    """Return both columns with a band for every pair that is related."""
    joined = matches[matches["relation"].isin(list(RELATION_COLOURS))]
    left, right = _sides(themes, codes, joined)
    if left.empty or right.empty:
        return None
    rows = max(len(left), len(right))
    figure, axes = canvas(_TOP + _ROW * rows + 0.08)
    write(axes, _LEFT, 0.12, "candidate theme", ha="right", color=QUIET, fontsize=SMALL)
    write(axes, _RIGHT, 0.12, "code", color=QUIET, fontsize=SMALL)
    _legend(axes)
    places = {
        **_column(axes, left, x=_LEFT, rows=rows, side="right", alone="new theme"),
        **_column(axes, right, x=_RIGHT, rows=rows, side="left", alone="not found"),
    }
    for match in rows_of(joined):
        if match.theme_id in places and match.code_id in places:
            ends = places[match.theme_id], places[match.code_id]
            _band(axes, *ends, match.relation, assigned=match.assigned == "yes")
    return Sketch(figure, "bands")


def _sides(
    themes: pd.DataFrame, codes: pd.DataFrame, joined: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return themes and codes to draw, in an order that keeps joined ones near each other."""
    tops = themes[(themes["level"] == 1) | themes["theme_id"].isin(joined["theme_id"])]
    tops = tops.sort_values("passages", ascending=False, kind="stable")
    bound = tops["theme_id"].isin(joined["theme_id"])
    left = pd.concat([tops[bound], tops[~bound]]).head(MOST)
    order = {theme: place for place, theme in enumerate(left["theme_id"])}
    first = joined.assign(place=joined["theme_id"].map(order)).groupby("code_id")["place"].min()
    meant = codes[codes["relation"] != ""]
    meant = meant.assign(place=meant["code_id"].map(first), name=meant["code"])
    meant = meant.sort_values("place", kind="stable", na_position="last").head(MOST)
    return left.assign(key=left["theme_id"], name=left["label"]), meant.assign(key=meant["code_id"])


def _legend(axes: Any) -> None:
    for place, (word, colour) in enumerate(RELATION_COLOURS.items()):
        x = 0.42 + place * 1.0
        axes.plot([x, x + 0.2], [0.36, 0.36], color=colour, linewidth=5, solid_capstyle="butt")
        write(axes, x + 0.27, 0.36, word, fontsize=SMALL, color=QUIET)


def _column(
    axes: Any, side_rows: pd.DataFrame, *, x: float, rows: int, side: str, alone: str
) -> dict[str, tuple[float, float]]:
    gap = _ROW * rows / len(side_rows)
    sign = -1 if side == "right" else 1
    places = {}
    for place, row in enumerate(rows_of(side_rows)):
        y = _TOP + gap * (place + 0.5)
        lonely = row.relation in {"new theme", "code not found", ""}
        face = "white" if lonely else INK
        axes.plot([x], [y], marker="s", markersize=5, color=INK, markerfacecolor=face)
        label = short(row.name, 25 if not lonely else 46)
        lift = 0.07 if lonely else 0
        write(axes, x + sign * 0.1, y - lift, short(label, 25), ha=side, fontsize=SMALL)
        if lonely:
            write(axes, x + sign * 0.1, y + lift, alone, ha=side, fontsize=7, color=QUIET)
        places[row.key] = (x, y)
    return places


def _band(
    axes: Any,
    start: tuple[float, float],
    end: tuple[float, float],
    relation: str,
    *,
    assigned: bool,
) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    (x0, y0), (x1, y1) = (start[0] + 0.06, start[1]), (end[0] - 0.06, end[1])
    bend = (x1 - x0) / 2
    points = [(x0, y0), (x0 + bend, y0), (x1 - bend, y1), (x1, y1)]
    path = Path(points, [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4])
    thick = 6 if assigned else 2.5
    look = {"edgecolor": RELATION_COLOURS[relation], "alpha": 0.75, "linewidth": thick}
    axes.add_patch(PathPatch(path, facecolor="none", capstyle="butt", **look))
