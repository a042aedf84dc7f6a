"""In which order divergent readings are worth reading again: what speaks for the other first.

An order to read in, no judgement of who is right. First where another person reads as the machine
does; then suggestions that the machine is sure of; then what one person alone gave; last, that
the machine reads otherwise, which is often no more than that.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from secondcoder.records.agreement import Comparison
from secondcoder.records.coders import BUNDLED
from secondcoder.records.results import CLEAR, LIKELY, Suggestions

PERSON, MACHINE = "only the person", "only the machine"
AGAINST = "another person gave it too"
SURE = "the machine’s evidence is strong"
ALONE = "nobody else who saw it gave it"
READING = "another reading"
WHY = (AGAINST, SURE, ALONE, READING)
"""The reasons, first those to read first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """A code that a person or a machine gave alone."""

    coder: str
    beside: str
    """The machine's label."""
    passage_id: str
    code_id: str
    reading: str


def reasons(
    found: Sequence[Apart], comparisons: Sequence[Comparison], suggestions: Suggestions | None
) -> list[tuple[str, float]]:
    """Return for each what speaks for reading it again, and the machine's confidence."""
    seen = {one.coder: frozenset(one.passages) for one in comparisons}
    gave = {one.coder: _given(one) for one in comparisons}
    sure = {
        (BUNDLED.label, one.passage_id, one.code_id): one
        for one in (suggestions.ranked if suggestions else ())
        if one.suggested
    }

    def reason(one: Apart) -> tuple[str, float]:
        others = [name for name in seen if name != one.coder and one.passage_id in seen[name]]
        too = any((one.passage_id, one.code_id) in gave[name] for name in others)
        said = sure.get((one.beside, one.passage_id, one.code_id))
        confidence = said.confidence if said else 0.0
        if one.reading == MACHINE:
            strong = said is not None and said.strength in {CLEAR, LIKELY}
            return (AGAINST if too else SURE if strong else READING), confidence
        return (ALONE if others and not too else READING), 0.0

    return [reason(one) for one in found]


def ranks(told: Sequence[tuple[str, float]]) -> list[int]:
    """Return the place of each, from 1: by its reason, then by confidence, then as they stand."""
    order = sorted(range(len(told)), key=lambda n: (WHY.index(told[n][0]), -round(told[n][1], 6)))
    place = {row: number for number, row in enumerate(order, start=1)}
    return [place[row] for row in range(len(told))]


def _given(one: Comparison) -> frozenset[tuple[str, str]]:
    rows, columns = (at.tolist() for at in one.human.nonzero())
    return frozenset(
        (one.passages[row], one.codes[column]) for row, column in zip(rows, columns, strict=True)
    )
