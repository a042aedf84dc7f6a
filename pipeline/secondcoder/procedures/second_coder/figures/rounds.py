"""Agreement among people by round of coding.

The reader’s question: did revising the codebook help, also on passages that were new?
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from secondcoder.page.figures.plot import add_legend, canvas, legend_height
from secondcoder.page.figures.style import BLUE, GREEN, ORANGE, WIDTH, Drawn, styled
from secondcoder.page.figures.text import wrapped
from secondcoder.procedures.second_coder.tables.rounds import RoundAgreementRow

FINAL = "final"
"""What is no round but all of them together: a mark apart."""
MOST = 4
"""Pairs of people drawn; the rest stand in the table."""
_FIELD, _BETWEEN = 1.4, 0.6
_LONGEST = 18
"""Letters of a round's name below the axis."""
_LOOKS: dict[str, dict[str, Any]] = {
    "all": {"color": BLUE, "marker": "o", "markersize": 4, "linestyle": "solid"},
    "fresh": {"color": GREEN, "marker": "s", "markersize": 4, "linestyle": (0, (4, 1.2))},
    "repeated": {"color": ORANGE, "marker": "^", "markersize": 4, "linestyle": (0, (1.2, 1))},
}


@dataclass(frozen=True, slots=True)
class Panel:
    """Two people: the rounds, and pooled kappa by round for each set of passages."""

    title: str
    rounds: tuple[str, ...]
    lines: dict[str, list[tuple[int, float]]]


def round_panels(rows: Sequence[RoundAgreementRow]) -> list[Panel]:
    """Return a panel for each pair of people; none where fewer than two rounds have a figure."""
    pooled = [r for r in rows if not r.code_id]
    rounds = tuple(dict.fromkeys(row.round for row in pooled))
    if len([name for name in rounds if name != FINAL]) < 2:
        return []
    found = []
    for pair in list(dict.fromkeys((row.first, row.second) for row in pooled))[:MOST]:
        mine = [row for row in pooled if (row.first, row.second) == pair]
        lines = {
            which: [
                (rounds.index(row.round), row.kappa)
                for row in mine
                if row.which == which and row.kappa is not None
            ]
            for which in _LOOKS
        }
        title = wrapped(f"{pair[0]} and {pair[1]}", WIDTH - 1, lines=1)
        found.append(Panel(title, rounds, lines))
    return found


@styled()
def draw_rounds(panels: Sequence[Panel]) -> Drawn | None:
    """Return a field for each pair of people, a mark for each round."""
    if not panels:
        return None
    handles = _legend()
    top = legend_height(len(handles), 3) + 0.25
    high = top + _FIELD * len(panels) + _BETWEEN * (len(panels) - 1) + 0.44
    figure, grid = canvas(high, top=top, rows=len(panels), between=(0, _BETWEEN))
    for panel, axes in zip(panels, grid[:, 0], strict=True):
        names = [(name or "before the first")[:_LONGEST] for name in panel.rounds]
        axes.set_title(panel.title)
        axes.set_xlim(-0.5, len(names) - 0.5)
        axes.set_xticks(range(len(names)), names)
        axes.set_ylim(min([0.0, *(v for line in panel.lines.values() for _, v in line)]), 1.02)
        axes.set_ylabel("pooled kappa")
        for which, points in panel.lines.items():
            begun = [point for point in points if panel.rounds[point[0]] != FINAL]
            for part in (begun, [point for point in points if point not in begun]):
                axes.plot([x for x, _ in part], [y for _, y in part], **_LOOKS[which])
    add_legend(figure, handles, columns=3)
    return Drawn("rounds", figure)


def _legend() -> list[Any]:
    from matplotlib.lines import Line2D

    return [Line2D([], [], label=f"{which} passages", **look) for which, look in _LOOKS.items()]
