"""Where themes come up: theme by heading and theme by case.

The reader’s question: what is widely shared, and by whom?
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from secondcoder.page.figures.style import (
    BLUE,
    INK,
    QUIET,
    SMALL,
    WIDTH,
    Sketch,
    canvas,
    short,
    write,
)

MOST_ROWS, MOST_COLUMNS = 24, 20
"""Themes and columns drawn; the rest stand in the table."""
_LEFT, _ROW, _LETTER = 1.85, 0.26, 0.066
_LONGEST = 30
FOLDER = "figures"


def synthesis_sketches(tables: Mapping[str, pd.DataFrame]) -> dict[str, Sketch]:
    """Return the two matrices of a synthesis, where there is any theme."""
    by_heading = sketch_presence(
        tables["matrix_theme_heading"], across="heading", count="case_count", name="theme_heading"
    )
    by_case = sketch_presence(
        tables["matrix_theme_case"], across="case", count="heading_count", name="theme_case"
    )
    found = {"theme_by_heading": by_heading, "theme_by_case": by_case}
    return {name: sketch for name, sketch in found.items() if sketch is not None}


def synthesis_figures(tables: Mapping[str, pd.DataFrame]) -> dict[str, bytes]:
    """Return every figure as SVG, PDF and PNG by its path in the run’s folder."""
    files = {}
    for name, sketch in synthesis_sketches(tables).items():
        files[f"{FOLDER}/{name}.svg"] = sketch.svg().encode()
        files[f"{FOLDER}/{name}.pdf"] = sketch.pdf()
        files[f"{FOLDER}/{name}.png"] = sketch.png()
    return files


def sketch_presence(long: pd.DataFrame, *, across: str, count: str, name: str) -> Sketch | None:
    """Return a grid of counts: a row a theme, a column a heading or a case.

    A ring instead of a filled field marks a mention: no two cases share a theme there.
    """
    rows = list(dict.fromkeys(long["theme_id"]))[:MOST_ROWS]
    columns = list(dict.fromkeys(long[across]))[:MOST_COLUMNS]
    if not rows or not columns or not long[count].sum():
        return None
    labels = dict(zip(long["theme_id"], long["theme"], strict=True))
    mentions = long["mention"].tolist() if "mention" in long else ["no"] * len(long)
    cells = {
        (theme, column): (int(number), mention == "yes")
        for theme, column, number, mention in zip(
            long["theme_id"], long[across], long[count], mentions, strict=True
        )
    }
    names = [short(column, _LONGEST) for column in columns]
    top = 0.12 + _LETTER * max(map(len, names))
    width = min(0.5, (WIDTH - _LEFT - 0.05) / len(columns))
    figure, axes = canvas(top + _ROW * len(rows) + 0.08)
    for place, column in enumerate(names):
        x = _LEFT + width * (place + 0.5)
        write(axes, x, top - 0.06, column, rotation=90, ha="center", va="bottom", fontsize=SMALL)
    most = max(number for number, _ in cells.values())
    for row, theme in enumerate(rows):
        y = top + _ROW * (row + 0.5)
        write(axes, _LEFT - 0.1, y, short(labels[theme], 28), ha="right", fontsize=SMALL)
        held = [cells.get((theme, column), (0, False)) for column in columns]
        _draw_row(axes, y, held, width=width, most=most)
    return Sketch(figure, name)


def _draw_row(
    axes: Any, y: float, held: Sequence[tuple[int, bool]], *, width: float, most: int
) -> None:
    from matplotlib.patches import Rectangle

    for place, (number, mention) in enumerate(held):
        x = _LEFT + width * place
        depth = number / most
        face = "white" if mention else _tint(depth) if number else "#f4f6f8"
        edge: dict[str, Any] = {"edgecolor": "white", "linewidth": 1.2}
        axes.add_patch(Rectangle((x, y - _ROW / 2), width, _ROW, facecolor=face, **edge))
        if mention:
            inner = (x + 0.035, y - _ROW / 2 + 0.035)
            ring: dict[str, Any] = {"edgecolor": BLUE, "linewidth": 0.8, "facecolor": "white"}
            axes.add_patch(Rectangle(inner, width - 0.07, _ROW - 0.07, **ring))
        if number:
            colour = "white" if depth > 0.55 and not mention else QUIET if mention else INK
            write(axes, x + width / 2, y, str(number), ha="center", fontsize=7.5, color=colour)


def _tint(depth: float) -> str:
    """Return a tint from pale (0) to the palette's blue (1)."""
    pale, deep = (0xD9, 0xE8, 0xF4), tuple(int(BLUE[n : n + 2], 16) for n in (1, 3, 5))
    mixed = (round(a + (b - a) * depth) for a, b in zip(pale, deep, strict=True))
    return "#" + "".join(f"{part:02x}" for part in mixed)
