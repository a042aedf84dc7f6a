"""Kappa for each code, sorted.

The reader’s question: where do machine and people agree, and people among themselves?
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from secondcoder.page.figures.plot import RowPlot, row_plot
from secondcoder.page.figures.style import BLUE, ORANGE, Drawn, styled
from secondcoder.page.figures.text import wrapped
from secondcoder.procedures.second_coder.tables.agreement import AgreementRow, PeopleRow
from secondcoder.records.coders import in_words

MOST = 30
"""Codes drawn; the rest stand in the table."""
MOST_PEOPLE = 6
"""With more people their dots lie on one line, translucent and without intervals."""
_APART = 0.1
"""Inches between the marks of a code, so that intervals do not cover each other."""
_MARKS = ("o", "s", "^", "v", "P", "X")
_NAME = 1.8
"""Inches for a name in the legend."""
_DASHED = (0, (3, 2))


@dataclass(frozen=True, slots=True)
class Kappa:
    """A coefficient of two coders, with its interval where one was computed."""

    who: str
    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A code with what was computed for it."""

    code: str
    machine: tuple[Kappa, ...]
    people: tuple[Kappa, ...]
    used: str
    """Passages that a person gave the code, from the person with fewest to the one with most."""


def agreement_rows(machine: Sequence[AgreementRow], humans: Sequence[PeopleRow]) -> list[CodeRow]:
    """Return the codes with a defined kappa, highest mean first; both tables of one level."""
    own, between = (
        defaultdict[str, list[AgreementRow]](list),
        defaultdict[str, list[PeopleRow]](list),
    )
    for row in machine:
        if row.kappa is not None:
            own[row.code_id].append(row)
    for pair in humans:
        if pair.kappa is not None:
            between[pair.code_id].append(pair)
    highest = sorted(own.values(), key=lambda part: -fmean(row.kappa or 0.0 for row in part))
    return [_code_row(part, between[part[0].code_id]) for part in highest[:MOST]]


def _code_row(own: Sequence[AgreementRow], between: Sequence[PeopleRow]) -> CodeRow:
    used = [row.both + row.human_only for row in own]
    least, most = min(used), max(used)
    return CodeRow(
        code=own[0].code,
        machine=tuple(_kappa(f"{_machine(row.beside)} and {row.coder}", row) for row in own),
        people=tuple(_kappa(f"{row.first} and {row.second}", row) for row in between),
        used=str(least) if least == most else f"{least}–{most}",
    )


def _machine(label: str) -> str:
    return in_words(label).removeprefix("the ")


def _kappa(who: str, row: AgreementRow | PeopleRow) -> Kappa:
    low, high = row.kappa_low, row.kappa_high
    ends = (None, None) if low is None else (low, high)
    return Kappa(who, row.kappa or 0.0, *ends)


@styled()
def draw_agreement(codes: Sequence[CodeRow], overall: Sequence[float]) -> Drawn | None:
    """Return a row for each code; ``overall`` values are drawn as upright lines."""
    if not codes:
        return None
    people = list(dict.fromkeys(one.who for code in codes for one in code.people))
    looks = _looks(codes)
    lanes = (len(looks) or 1) + bool(people)
    plot = row_plot(
        [code.code for code in codes],
        header="code",
        x_title="Cohen’s kappa",
        aside=[code.used for code in codes],
        aside_header="coded by\na person",
        legend=_legend(looks, people, overall),
        least=0.16 + _APART * lanes,
        ticks_above=True,
    )
    marks = [one for code in codes for one in (*code.machine, *code.people)]
    low = min(0.0, *(one.value for one in marks), *(one.low for one in marks if one.low))
    plot.axes.set_xlim(max(low, -1) - 0.03, 1.03)
    plot.axes.set_xticks([tick for tick in (-1, -0.5, 0, 0.5, 1) if tick >= low])
    for value in overall:
        plot.axes.axvline(value, color=BLUE, linewidth=1, linestyle=_DASHED, zorder=1)
    for place, code in zip(plot.places, codes, strict=True):
        _draw_code(plot, place, code, looks, lanes)
    return Drawn("agreement", plot.figure)


def _looks(codes: Sequence[CodeRow]) -> dict[str, str]:
    """Return a marker for each person beside the machine; none where there are too many."""
    names = list(dict.fromkeys(one.who for code in codes for one in code.machine))
    return dict(zip(names, _MARKS, strict=False)) if len(names) <= MOST_PEOPLE else {}


def _legend(looks: dict[str, str], people: Sequence[str], overall: Sequence[float]) -> list[Any]:
    from matplotlib.lines import Line2D

    machine = looks or {"machine and a person": "o"}
    blue: dict[str, Any] = {"color": BLUE, "linestyle": "none", "alpha": 1 if looks else 0.5}
    handles = [
        Line2D([], [], marker=mark, label=wrapped(who, _NAME, lines=1), **blue)
        for who, mark in machine.items()
    ]
    if people:
        name = wrapped(people[0], _NAME, lines=1) if len(people) == 1 else "two people"
        handles.append(Line2D([], [], linestyle="none", label=name, **_OPEN))
    if overall:
        values = sorted({f"{value:.2f}" for value in (min(overall), max(overall))})
        name = f"overall {' to '.join(values)}"
        handles.append(Line2D([], [], color=BLUE, linewidth=1, linestyle=_DASHED, label=name))
    return handles


_OPEN: dict[str, Any] = {"marker": "D", "color": ORANGE, "mfc": "white", "mew": 1.4}


def _draw_code(
    plot: RowPlot, place: float, code: CodeRow, looks: dict[str, str], lanes: int
) -> None:
    first = place - _APART * (lanes - 1) / 2
    if not looks:
        values = [one.value for one in code.machine]
        plot.axes.plot(values, [first] * len(values), "o", color=BLUE, alpha=0.2, mew=0)
    for lane, (who, mark) in enumerate(looks.items()):
        for one in (one for one in code.machine if one.who == who):
            _draw_mark(plot, first + _APART * lane, one, marker=mark, color=BLUE)
    for one in code.people:
        alone = len(code.people) == 1
        bare = one if alone else Kappa(one.who, one.value, None, None)
        _draw_mark(plot, first + _APART * (lanes - 1), bare, **_OPEN)


def _draw_mark(plot: RowPlot, y: float, one: Kappa, **look: Any) -> None:
    if one.low is not None and one.high is not None:
        plot.axes.hlines(y, one.low, one.high, color=look["color"], linewidth=1.4, alpha=0.6)
    plot.axes.plot([one.value], [y], zorder=3, **look)
