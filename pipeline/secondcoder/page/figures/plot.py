"""A plain field with two axes, drawn by hand so that every figure looks alike."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from secondcoder.page.figures.style import QUIET, RULE, SMALL, write

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Field:
    """A rectangle in inches from the top left, and the values at its edges."""

    left: float
    right: float
    top: float
    bottom: float
    x: Point
    y: Point

    def at(self, x: float, y: float) -> Point:
        """Return where a value lies, in inches."""
        across = (x - self.x[0]) / ((self.x[1] - self.x[0]) or 1)
        up = (y - self.y[0]) / ((self.y[1] - self.y[0]) or 1)
        return (
            self.left + across * (self.right - self.left),
            self.bottom - up * (self.bottom - self.top),
        )

    def line(self, axes: Any, points: Sequence[Point], **look: Any) -> None:
        """Draw a line through values."""
        placed = [self.at(*point) for point in points]
        axes.plot([x for x, _ in placed], [y for _, y in placed], **look)

    def band(self, axes: Any, lows: Sequence[Point], highs: Sequence[Point], *, color: str) -> None:
        """Fill between two lines of values."""
        low, high = ([self.at(*point) for point in side] for side in (lows, highs))
        xs, below, above = [x for x, _ in low], [y for _, y in low], [y for _, y in high]
        axes.fill_between(xs, below, above, color=color, alpha=0.18, linewidth=0)

    def frame(
        self,
        axes: Any,
        *,
        x_ticks: Sequence[float],
        y_ticks: Sequence[float],
        said: Callable[[float], str] = "{:g}".format,
        x_title: str = "",
        y_title: str = "",
    ) -> None:
        """Draw the ticks with their lines, and the names of the axes."""
        for tick in y_ticks:
            self.line(axes, [(self.x[0], tick), (self.x[1], tick)], color=RULE, linewidth=0.6)
            x, y = self.at(self.x[0], tick)
            write(axes, x - 0.08, y, said(tick), ha="right", fontsize=SMALL, color=QUIET)
        for tick in x_ticks:
            x, y = self.at(tick, self.y[0])
            write(axes, x, y + 0.14, said(tick), ha="center", fontsize=SMALL, color=QUIET)
        write(axes, self.right, self.bottom + 0.33, x_title, ha="right", fontsize=SMALL)
        write(axes, self.left - 0.3, self.top - 0.2, y_title, fontsize=SMALL)


def whole_ticks(most: int, *, about: int = 5) -> list[int]:
    """Return round whole numbers from 0 to at most ``most``."""
    steps = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 5000, 10_000)
    step = next((one for one in steps if most / one <= about), 20_000)
    return list(range(0, most + 1, step))
