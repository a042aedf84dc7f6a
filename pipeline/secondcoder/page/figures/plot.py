"""Axes of the common width: plain ones, and ones with a row for each of several labels."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from secondcoder.page.figures.style import QUIET, SIZE, WIDTH
from secondcoder.page.figures.text import width_of, wrapped_apart

LABELS = 1.7
"""Inches for the labels of rows: about 25 letters a line, more than half is left to the plot."""
LINE = 0.135
"""Inches from one line of text to the next."""
_EDGE = 0.06
_HEADER = 0.24
_AXIS = 0.44
"""Inches below the axes: tick labels and the axis title."""


def canvas(
    height: float,
    *,
    left: float = 0.55,
    right: float = 0.15,
    top: float = 0.1,
    bottom: float = _AXIS,
    rows: int = 1,
    columns: int = 1,
    between: tuple[float, float] = (0.0, 0.0),
) -> tuple[Any, Any]:
    """Return a figure of the common width, and an array of its axes; lengths are in inches.

    ``between`` is the room between columns and between rows.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH, height))
    wide = (WIDTH - left - right - between[0] * (columns - 1)) / columns
    high = (height - top - bottom - between[1] * (rows - 1)) / rows
    places = {
        "left": left / WIDTH,
        "right": 1 - right / WIDTH,
        "top": 1 - top / height,
        "bottom": bottom / height,
        "wspace": between[0] / wide,
        "hspace": between[1] / high,
    }
    return figure, figure.subplots(rows, columns, squeeze=False, gridspec_kw=places)


def legend_height(entries: int, columns: int) -> float:
    """Return the room that a legend takes above the axes."""
    return _EDGE + LINE * 1.15 * ceil(entries / columns) + 0.08 if entries else _EDGE


def add_legend(figure: Any, handles: Sequence[Any], *, columns: int) -> None:
    """Name the marks at the top of the figure."""
    top = 1 - _EDGE / figure.get_figheight()
    place = {"loc": "upper left", "bbox_to_anchor": (_EDGE / WIDTH, top)}
    figure.legend(handles=handles, ncols=columns, columnspacing=1.4, **place)


@dataclass(frozen=True, slots=True)
class RowPlot:
    """Axes with a labelled row for each thing; one unit of y is an inch."""

    figure: Any
    axes: Any
    places: list[float]
    """The middle of each row."""


def row_plot(
    labels: Sequence[str],
    *,
    header: str,
    x_title: str,
    aside: Sequence[str] = (),
    aside_header: str = "",
    legend: Sequence[Any] = (),
    legend_columns: int = 2,
    least: float = 0.28,
    ticks_above: bool = False,
) -> RowPlot:
    """Return axes with labels to the left and, if given, a text ``aside`` of each row.

    ``least`` is the least height of a row in inches; a label of several lines makes it higher.
    """
    shown = wrapped_apart(labels, LABELS - 0.15)
    heights = [max(least, LINE * (label.count("\n") + 1) + 0.1) for label in shown]
    places = [sum(heights[:row]) + height / 2 for row, height in enumerate(heights)]
    beside = 0.2 + max(map(width_of, (*aside, *aside_header.split("\n"))), default=0.0)
    top = legend_height(len(legend), legend_columns) + _HEADER
    top += LINE * aside_header.count("\n")
    figure, grid = canvas(
        top + sum(heights) + _AXIS, left=LABELS, right=beside if aside else 0.18, top=top
    )
    axes = grid[0, 0]
    axes.set_ylim(sum(heights), 0)
    axes.set_yticks(places, shown)
    axes.set_xlabel(x_title)
    axes.tick_params("y", length=0)
    axes.tick_params("x", top=ticks_above, labeltop=ticks_above)
    axes.grid(visible=False, axis="y")
    name_rows(axes, header)
    if aside:
        second = axes.secondary_yaxis("right")
        second.set_yticks(places, aside)
        second.tick_params("y", length=0, pad=8, labelcolor=QUIET)
        second.spines[:].set_visible(False)
        place = {"textcoords": "offset points", "va": "bottom", "color": QUIET}
        axes.annotate(aside_header, (1, 1), (9, 5), xycoords="axes fraction", **place)
    if legend:
        add_legend(figure, legend, columns=legend_columns)
    return RowPlot(figure, axes, places)


def name_rows(axes: Any, title: str, *, left: float = LABELS) -> None:
    """Write the title of the axis of rows above its labels."""
    wide, high = axes.get_position().size * axes.figure.get_size_inches()
    axes.set_ylabel(title, rotation=0, ha="left", va="bottom", color=QUIET, fontsize=SIZE)
    axes.yaxis.set_label_coords((_EDGE - left) / wide, 1 + 0.07 / high)
