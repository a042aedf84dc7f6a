"""Different codes met after one document, two documents, and so on.

The reader’s question: would more documents have brought more codes?
"""

import pandas as pd

from secondcoder.page.figures.plot import Field, whole_ticks
from secondcoder.page.figures.style import (
    BLUE,
    INK,
    ORANGE,
    SMALL,
    WIDTH,
    Sketch,
    as_svg,
    canvas,
    write,
)
from secondcoder.page.values import rows as rows_of

_HEIGHT = 3.1
_READERS = {"people": (ORANGE, "solid"), "machine": (BLUE, "dashed")}


def draw_saturation(points: pd.DataFrame) -> str:
    """Return the figure below as SVG text, or an empty string."""
    return as_svg(sketch_saturation(points))


def sketch_saturation(points: pd.DataFrame) -> Sketch | None:
    """Return a curve with its band for people and machine, and a dotted line in study order."""
    if points.empty:
        return None
    figure, axes = canvas(_HEIGHT)
    most, documents = int(points["high"].max()), int(points["documents"].max())
    field = Field(0.52, WIDTH - 0.95, 0.4, _HEIGHT - 0.55, (1, max(documents, 2)), (0, most))
    ticks = [tick or 1 for tick in whole_ticks(documents)]
    field.frame(
        axes,
        x_ticks=ticks,
        y_ticks=whole_ticks(most),
        x_title="documents read",
        y_title="different codes met",
    )
    ends: list[tuple[float, str, str]] = []
    for reader, (colour, style) in _READERS.items():
        own = rows_of(points[points["reader"] == reader])
        if not own:
            continue
        lows, highs = ([(p.documents, getattr(p, end)) for p in own] for end in ("low", "high"))
        field.band(axes, lows, highs, color=colour)
        means = [(p.documents, p.mean) for p in own]
        field.line(axes, means, color=colour, linewidth=1.8, linestyle=style)
        in_order = [(p.documents, p.in_order) for p in own]
        field.line(axes, in_order, color=colour, linewidth=1, linestyle=(0, (1, 1.5)))
        ends.append((field.at(*means[-1])[1], reader, colour))
    last = -1.0
    for y, reader, colour in sorted(ends):
        last = max(y, last + 0.17)
        axes.plot([field.right + 0.08], [last], marker="s", markersize=5, color=colour)
        write(axes, field.right + 0.17, last, reader, fontsize=SMALL, color=INK)
    return Sketch(figure, "saturation")
