"""Precision and recall against each person over thresholds of the machine’s confidence.

The reader’s question: what would a stricter or a more generous machine share with people?
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from secondcoder.page.figures.plot import add_legend, canvas, legend_height
from secondcoder.page.figures.style import BLUE, GREEN, ORANGE, RED, WIDTH, Drawn, styled
from secondcoder.page.figures.text import wrapped
from secondcoder.procedures.second_coder.tables.certainty import ThresholdRow

MOST = 4
"""People drawn; the rest stand in the table."""
_FIELD, _BETWEEN = 1.2, 0.5
_LINES: dict[str, dict[str, Any]] = {
    "precision": {"color": BLUE, "linestyle": "solid"},
    "recall": {"color": ORANGE, "linestyle": (0, (4, 1.2))},
    "positive_agreement": {"color": GREEN, "linestyle": (0, (1.2, 1))},
}
_IN_USE: dict[str, Any] = {"color": RED, "linewidth": 1, "linestyle": (0, (6, 2, 1, 2))}
_TAIL = 0.9
"""Thresholds beyond this quantile are not drawn: almost no code is left there."""
_LEAST = 0.05
"""The least width of the field, so that a few close thresholds do not fill it."""


@dataclass(frozen=True, slots=True)
class Panel:
    """The lines of one person: a list of thresholds and values by the name of the line."""

    title: str
    lines: dict[str, list[tuple[float, float]]]


def curve_panels(points: Sequence[ThresholdRow]) -> list[Panel]:
    """Return a panel for each person, over the top level of codes."""
    if not points:
        return []
    own = [point for point in points if point.scope == points[0].scope]
    found = []
    for coder in list(dict.fromkeys(point.coder for point in own))[:MOST]:
        mine = [point for point in own if point.coder == coder]
        lines = {
            name: [(p.threshold, value) for p in mine if (value := getattr(p, name)) is not None]
            for name in _LINES
        }
        found.append(Panel(wrapped(coder, WIDTH - 1, lines=1), lines))
    return found


@styled()
def draw_curve(panels: Sequence[Panel], threshold: float | None) -> Drawn | None:
    """Return a field for each person; upright: as many codes as in this run."""
    if not panels:
        return None
    handles = _legend(threshold)
    top = legend_height(len(handles), 2) + 0.25
    high = top + _FIELD * len(panels) + _BETWEEN * (len(panels) - 1) + 0.44
    figure, grid = canvas(high, top=top, rows=len(panels), between=(0, _BETWEEN))
    limit = max(_far(panels), (threshold or 0) * 1.5, _LEAST)
    for panel, axes in zip(panels, grid[:, 0], strict=True):
        axes.set_title(panel.title)
        axes.set_xlim(0, limit)
        axes.set_ylim(0, 1)
        axes.set_yticks([0, 0.5, 1], ["0", "0.5", "1"])
        axes.set_ylabel("value")
        for name, points in panel.lines.items():
            axes.plot([x for x, _ in points], [y for _, y in points], **_LINES[name])
        if threshold is not None:
            axes.axvline(threshold, **_IN_USE)
    grid[-1, 0].set_xlabel("confidence from which a code counts as applied")
    add_legend(figure, handles, columns=2)
    return Drawn("threshold_curve", figure)


def _far(panels: Sequence[Panel]) -> float:
    """Return the threshold up to which lines are drawn."""
    met = [x for panel in panels for points in panel.lines.values() for x, _ in points]
    return float(np.quantile(met, _TAIL)) if met else 0.0


def _legend(threshold: float | None) -> list[Any]:
    from matplotlib.lines import Line2D

    handles = [
        Line2D([], [], label=name.replace("_", " "), **look) for name, look in _LINES.items()
    ]
    if threshold is not None:
        handles.append(Line2D([], [], label="as many codes as in this run", **_IN_USE))
    return handles
