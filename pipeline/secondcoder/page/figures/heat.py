"""Grids of cells, the deeper the colour the larger the number; each cell bears its number."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from secondcoder.page.figures.plot import (
    LABELS,
    LINE,
    add_legend,
    canvas,
    legend_height,
    name_rows,
)
from secondcoder.page.figures.style import BLUE, INK, QUIET, WIDTH
from secondcoder.page.figures.text import width_of, wrapped_apart

_PALE = "#d9e8f4"
"""The colour of the smallest number; empty cells are greyer and lighter still."""
EMPTY, MARKED = "#f5f7f9", "#e3e6ea"
_DARK = 0.81
"""From this depth on, white letters have more contrast than dark ones."""
_ROW = 0.32
_CELL_TEXT = 7.0
_EDGE = 0.06
_GAP = 0.04
"""Inches that stay free between the labels of columns."""
_TALL = 1.4
"""Inches for a label that stands upright."""
_WIDEST = 1.2
"""Inches; a cell that is wider looks like a bar."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a grid."""

    text: str
    depth: float | None = None
    """From 0 to 1; nothing for an empty cell."""
    outlined: bool = False
    """A ring instead of a filled cell."""
    empty: str = EMPTY
    """The colour of an empty cell."""


@dataclass(frozen=True, slots=True)
class Side:
    """The rows or the columns of a grid."""

    title: str
    labels: Sequence[str]
    """Wrapped to their room; a column's label may have lines of its own besides."""


def draw_grid(
    cells: Sequence[Sequence[Cell]],
    rows: Side,
    columns: Side,
    *,
    legend: Sequence[Any] = (),
) -> Any:
    """Return a figure with a row of cells for each label; long column labels stand upright."""
    from matplotlib.patches import Rectangle

    room = WIDTH - LABELS - _EDGE
    wide = min(_WIDEST, room / len(columns.labels))
    upright = any(width_of(w) > wide - _GAP for label in columns.labels for w in label.split())
    names = _wrapped_lines(columns.labels, wide, upright=upright)
    lines = wrapped_apart(rows.labels, LABELS - 0.15, lines=2)
    high = max(width_of(line) for name in names for line in name.split("\n"))
    high = high if upright else LINE * max(name.count("\n") + 1 for name in names)
    top = legend_height(len(legend), 1) + high + 0.3
    figure, grid = canvas(
        top + _ROW * len(rows.labels) + _EDGE,
        left=LABELS,
        right=WIDTH - LABELS - wide * len(columns.labels),
        top=top,
        bottom=_EDGE,
    )
    axes = grid[0, 0]
    axes.set_xlim(0, len(columns.labels))
    axes.set_ylim(len(rows.labels), 0)
    axes.set_xticks([x + 0.5 for x in range(len(names))], names, rotation=90 if upright else 0)
    axes.set_yticks([y + 0.5 for y in range(len(lines))], lines)
    axes.xaxis.tick_top()
    axes.xaxis.set_label_position("top")
    axes.set_xlabel(columns.title, color=QUIET)
    axes.tick_params(length=0)
    axes.grid(visible=False)
    axes.spines[:].set_visible(False)
    for y, row in enumerate(cells):
        for x, cell in enumerate(row):
            face = "white" if cell.outlined else tint(cell.depth, cell.empty)
            axes.add_patch(Rectangle((x, y), 1, 1, facecolor=face, edgecolor="white", lw=1.2))
            if cell.outlined:
                axes.add_patch(Rectangle((x + 0.1, y + 0.1), 0.8, 0.8, fill=False, ec=BLUE, lw=0.9))
            colour = INK if cell.outlined else letters_on(cell.depth)
            look = {"ha": "center", "va": "center", "color": colour}
            axes.text(x + 0.5, y + 0.5, cell.text, fontsize=_CELL_TEXT, **look)
    name_rows(axes, rows.title)
    if legend:
        add_legend(figure, legend, columns=1)
    return figure


def _wrapped_lines(labels: Sequence[str], wide: float, *, upright: bool) -> list[str]:
    """Return columns' labels in as many lines as fit, each of their own lines wrapped by itself."""
    parts = [label.split("\n") for label in labels]
    own = max(map(len, parts))
    room = _TALL if upright else wide - _GAP
    fit = max(1, int(wide / LINE) - own + 1 if upright else 2)
    shown = [
        wrapped_apart([part[n] if n < len(part) else "" for part in parts], room, lines=min(2, fit))
        for n in range(own)
    ]
    return ["\n".join(label).rstrip("\n") for label in zip(*shown, strict=True)]


def letters_on(depth: float | None) -> str:
    """Return the colour of letters that has more contrast with a cell's tint."""
    return "white" if (depth or 0) > _DARK else INK


def tint(depth: float | None, empty: str = EMPTY) -> str:
    """Return a tint from pale (0) to the palette's blue (1)."""
    if depth is None:
        return empty
    ends = ((int(_PALE[n : n + 2], 16), int(BLUE[n : n + 2], 16)) for n in (1, 3, 5))
    return "#" + "".join(f"{round(low + (high - low) * depth):02x}" for low, high in ends)
