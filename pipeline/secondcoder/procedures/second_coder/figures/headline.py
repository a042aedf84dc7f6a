"""The headline of the comparison: each pair of coders with one coefficient and its interval.

The reader’s question: how far do they agree, and what is that to be held against?
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from secondcoder.agreement.study.baselines import COPY
from secondcoder.page.figures.plot import row_plot
from secondcoder.page.figures.style import BLUE, ORANGE, QUIET, Drawn, styled
from secondcoder.page.values import decimal
from secondcoder.procedures.second_coder.page.counting import distinct, top_level
from secondcoder.procedures.second_coder.page.headline import headline_ends, headline_value
from secondcoder.procedures.second_coder.page.machines import second_name, two_coders
from secondcoder.procedures.second_coder.tables.agreement_overall import BaselineRow, OverallRow
from secondcoder.records.coders import MACHINE

MOST = 8
"""Pairs drawn; the rest stand in the table."""
MOST_PEOPLE = 6
"""With more, pairs are not drawn one by one."""
_PERSON: dict[str, Any] = {"marker": "D", "color": ORANGE, "mfc": "white", "mew": 1.4}
_MACHINE: dict[str, Any] = {"marker": "o", "color": BLUE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two coders with their headline coefficient."""

    who: str
    first: str
    second: str
    """As a sentence names the two."""
    with_machine: bool
    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Headline:
    """What the figure shows."""

    coefficient: str
    pairs: tuple[Pair, ...]
    trivial: float | None
    """The most that a coder who knows nothing of the text reaches."""


def headline_of_pairs(
    overall: Sequence[OverallRow], baselines: Sequence[BaselineRow], coefficient: str
) -> Headline:
    """Return pairs with a value on the top level of codes, those with a machine first."""
    rows = top_level(overall)
    if distinct(row.first for row in rows) > MOST_PEOPLE:
        return Headline(coefficient, (), None)
    rows.sort(key=lambda row: row.second_is != MACHINE)
    pairs = [
        Pair(
            who=two_coders(row.first, row.second, row.second_is),
            first=row.first,
            second=second_name(row.second, row.second_is),
            with_machine=row.second_is == MACHINE,
            value=value,
            low=headline_ends(row, coefficient)[0],
            high=headline_ends(row, coefficient)[1],
        )
        for row in rows
        if (value := headline_value(row, coefficient)) is not None
    ]
    scopes = {row.scope for row in rows}
    marks = [
        value
        for row in baselines
        if row.scope in scopes
        and not row.trivial.startswith(COPY)
        and (value := headline_value(row, coefficient)) is not None
    ]
    return Headline(coefficient, tuple(pairs[:MOST]), max(marks, default=None))


@styled()
def draw_headline(headline: Headline) -> Drawn | None:
    """Return a row for each pair: its value, its interval, and the mark of trivial coders."""
    from matplotlib.lines import Line2D

    pairs = headline.pairs
    if not pairs:
        return None
    handles = [
        Line2D([], [], linestyle="none", label=name, **look)
        for name, look, there in (
            ("a person and a machine", _MACHINE, any(pair.with_machine for pair in pairs)),
            ("two people", _PERSON, not all(pair.with_machine for pair in pairs)),
        )
        if there
    ]
    dashed: dict[str, Any] = {"color": QUIET, "linewidth": 1, "linestyle": (0, (3, 2))}
    if headline.trivial is not None:
        best = decimal(headline.trivial)
        name = f"best that a coder who knows nothing of the text reaches: {best}"
        handles.append(Line2D([], [], label=name, **dashed))
    none = all(pair.low is None for pair in pairs)
    plot = row_plot(
        [pair.who for pair in pairs],
        header="coders",
        x_title=headline.coefficient + ("" if none else ", with its 95 % interval over documents"),
        aside=[decimal(pair.value) for pair in pairs],
        aside_header="value",
        legend=handles,
        legend_columns=1,
        least=0.34,
    )
    for place, pair in zip(plot.places, pairs, strict=True):
        look = _MACHINE if pair.with_machine else _PERSON
        if pair.low is not None and pair.high is not None:
            plot.axes.hlines(place, pair.low, pair.high, color=look["color"], linewidth=1.6)
        plot.axes.plot([pair.value], [place], zorder=3, **look)
    ends = [end for pair in pairs for end in (pair.value, pair.low) if end is not None]
    low = min(0.0, *ends, headline.trivial if headline.trivial is not None else 0.0)
    plot.axes.set_xlim(max(low, -1) - 0.03, 1.03)
    plot.axes.set_xticks([tick for tick in (-1, -0.5, 0, 0.25, 0.5, 0.75, 1) if tick >= low])
    if headline.trivial is not None:
        plot.axes.axvline(headline.trivial, zorder=1, **dashed)
    return Drawn("headline", plot.figure)
