"""The themes that together make at least half of the codes of a question."""

from collections.abc import Sequence
from dataclasses import dataclass

from secondcoder.procedures.content.steps.records import Count

HALF = 0.5
"""A majority, by the meaning of the word."""


@dataclass(frozen=True, slots=True)
class Majority:
    """The smallest set of themes that reaches half of the codes."""

    counts: tuple[Count, ...]
    """Largest first."""
    note: str = ""
    """A theme that was left out although it has as many codes as the last one taken in."""


def majority(counts: Sequence[Count]) -> Majority:
    """Return the smallest set of themes with at least half of all their codes together.

    Taking the largest first gives the smallest set; of themes with equally many codes the first
    in alphabetical order is taken, and the note names the others.
    """
    order = sorted((one for one in counts if one.codes), key=lambda one: (-one.codes, one.path))
    goal = HALF * sum(one.codes for one in order)
    taken: list[Count] = []
    reached = 0
    for one in order:
        if taken and reached >= goal:
            break
        taken.append(one)
        reached += one.codes
    tied = [one.label for one in order[len(taken) :] if one.codes == taken[-1].codes]
    note = f"as many codes as the last of these, left out: {'; '.join(tied)}" if tied else ""
    return Majority(tuple(taken), note)
