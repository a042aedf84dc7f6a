"""How far each theme comes back when seeds and samples change.

The reader’s question: which themes hang on chance, and on which kind?
"""

import pandas as pd

from secondcoder.page.figures.style import (
    BLUE,
    INK,
    ORANGE,
    QUIET,
    RULE,
    SMALL,
    WIDTH,
    Sketch,
    as_svg,
    canvas,
    short,
    write,
)
from secondcoder.page.values import rows as rows_of

MOST = 25
_LEFT, _RIGHT = 0.12, WIDTH - 0.15
_TOP, _ROW = 0.62, 0.4
_KINDS = {
    "stability_seeds": ("o", BLUE, "other seeds"),
    "stability_samples": ("D", ORANGE, "samples of the passages"),
}


def draw_stability(themes: pd.DataFrame) -> str:
    """Return the figure below as SVG text, or an empty string."""
    return as_svg(sketch_stability(themes))


def sketch_stability(themes: pd.DataFrame) -> Sketch | None:
    """Return a row for each theme of level 1, the most stable first."""
    tops = themes[(themes["level"] == 1) & themes["stability_seeds"].notna()]
    tops = tops.sort_values("stability", ascending=False, kind="stable").head(MOST)
    if tops.empty or not tops[["stability_seeds", "stability_samples"]].to_numpy().any():
        return None
    bottom = _TOP + _ROW * len(tops)
    figure, axes = canvas(bottom + 0.08)
    for place, (mark, colour, said) in enumerate(_KINDS.values()):
        look = {"marker": mark, "markersize": 5.5, "color": colour}
        axes.plot([_LEFT + 0.05 + 1.2 * place], [0.13], **look)
        write(axes, _LEFT + 0.17 + 1.2 * place, 0.13, said, fontsize=SMALL, color=QUIET)
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        x = _LEFT + tick * (_RIGHT - _LEFT)
        axes.plot([x] * 2, [_TOP - 0.06, bottom], color=RULE, linewidth=0.6, zorder=0)
        write(axes, x, _TOP - 0.16, f"{tick:g}", ha="center", fontsize=7, color=QUIET)
    for row, theme in enumerate(rows_of(tops)):
        y = _TOP + row * _ROW
        write(axes, _LEFT, y + 0.09, short(theme.label, 58), color=INK)
        places = [_LEFT + getattr(theme, kind) * (_RIGHT - _LEFT) for kind in _KINDS]
        axes.plot(places, [y + 0.28] * 2, color=QUIET, linewidth=1, zorder=1)
        for x, (mark, colour, _) in zip(places, _KINDS.values(), strict=True):
            axes.plot([x], [y + 0.28], marker=mark, markersize=5.5, color=colour, zorder=2)
    return Sketch(figure, "stability")
