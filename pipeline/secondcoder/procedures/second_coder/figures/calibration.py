"""Confidence beside what people gave, and the risk of answering more passages.

The reader’s questions: does confidence mean what it says, and what does a stricter machine save?
"""

from typing import Any

import pandas as pd

from secondcoder.page.figures.plot import Field
from secondcoder.page.figures.style import (
    BLUE,
    ORANGE,
    QUIET,
    RED,
    WIDTH,
    Sketch,
    as_svg,
    canvas,
    short,
    write,
)
from secondcoder.page.values import rows as rows_of
from secondcoder.page.values import whole

MOST = 3
_ROW, _FIELD = 2.7, 1.5
_LEFT, _RIGHT = (0.45, 2.1), (2.9, WIDTH - 0.15)


def draw_calibration(groups: pd.DataFrame, risk: pd.DataFrame, wanted: float | None = None) -> str:
    """Return the figure below as SVG text, or an empty string."""
    return as_svg(sketch_calibration(groups, risk, wanted))


def sketch_calibration(
    groups: pd.DataFrame, risk: pd.DataFrame, wanted: float | None = None
) -> Sketch | None:
    """Return two fields for each person: reliability, and risk by coverage.

    ``groups`` and ``risk`` are the tables ``calibration`` and ``risk_coverage``; ``wanted`` is
    the risk that was set, if one was.
    """
    if groups.empty:
        return None
    coders = groups["coder"].drop_duplicates().tolist()[:MOST]
    figure, axes = canvas(_ROW * len(coders) + 0.05)
    for place, coder in enumerate(coders):
        top = place * _ROW + 0.62
        mine = groups[groups["coder"] == coder]
        points = mine[mine["group"] != "all"]
        few, many = points["passages"].min(), points["passages"].max()
        each = whole(few) if few == many else f"{whole(few)} to {whole(many)}"
        total = whole(points["passages"].sum())
        said = f"{short(str(coder), 26)}: {total} passages, {each} a dot"
        write(axes, 0.1, top - 0.48, said)
        _reliability(axes, top, points)
        _risk(axes, top, risk[risk["coder"] == coder], wanted)
    return Sketch(figure, "calibration")


def _reliability(axes: Any, top: float, points: pd.DataFrame) -> None:
    field = Field(*_LEFT, top, top + _FIELD, (0, 1), (0, 1))
    field.frame(
        axes,
        x_ticks=(0, 0.5, 1),
        y_ticks=(0, 0.5, 1),
        x_title="confidence of the first code",
        y_title="share of these given by people",
    )
    field.line(axes, [(0, 0), (1, 1)], color=QUIET, linewidth=1, linestyle=(0, (3, 2)))
    for one in rows_of(points):
        ends = [(one.mean_confidence, one.share_low), (one.mean_confidence, one.share_high)]
        field.line(axes, ends, color=BLUE, linewidth=1.6, alpha=0.55)
        dot = [(one.mean_confidence, one.share_right)]
        field.line(axes, dot, color=BLUE, marker="o", markersize=4.5, zorder=3)


def _risk(axes: Any, top: float, points: pd.DataFrame, wanted: float | None) -> None:
    field = Field(*_RIGHT, top, top + _FIELD, (0, 1), (0, 1))
    field.frame(
        axes,
        x_ticks=(0, 0.5, 1),
        y_ticks=(0, 0.5, 1),
        x_title="share of passages answered",
        y_title="first codes not given by people",
    )
    curve = rows_of(points[points["point"] == "curve"])
    lows, highs = ([(p.coverage, getattr(p, end)) for p in curve] for end in ("low", "high"))
    field.band(axes, lows, highs, color=ORANGE)
    drawn = [(p.coverage, p.risk) for p in curve]
    field.line(axes, drawn, color=ORANGE, linewidth=1.8)
    if wanted is not None:
        field.line(axes, [(0, wanted), (1, wanted)], color=RED, linewidth=1, linestyle=(0, (3, 2)))
        x, y = field.at(1, wanted)
        write(axes, x, y + 0.09, "risk set", ha="right", fontsize=7, color=RED)
    for one in rows_of(points[(points["point"] == "in use") & points["risk"].notna()]):
        look = {"marker": "D", "markersize": 5, "color": RED, "markerfacecolor": "white"}
        field.line(axes, [(one.coverage, one.risk)], markeredgewidth=1.4, zorder=4, **look)
        x, y = field.at(one.coverage, one.risk)
        side = "right" if one.coverage > 0.7 else "left"
        aside = -0.09 if side == "right" else 0.09
        write(axes, x + aside, y + 0.12, "in use", ha=side, fontsize=7, color=RED)
