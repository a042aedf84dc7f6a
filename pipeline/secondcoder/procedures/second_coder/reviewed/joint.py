"""Two reviewers' decisions side by side, each blind to the other until both have decided. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from secondcoder.decisions.events import Event, History, outcome
from secondcoder.procedures.second_coder.reviewed.material import Material, Passage

APPLIES, NOT = "applies", "does not apply"
JOINT = (APPLIES, NOT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """What two reviewers decided on one code for one passage."""

    passage: Passage
    code_id: str
    first: Event
    second: Event
    joint: Event | None
    """What they agreed on together, if they did."""

    @property
    def differs(self) -> bool:
        """Whether the code applies after one's decision and not after the other's, or is open."""
        one, two = outcome(self.first), outcome(self.second)
        return one is None or two is None or one != two or self.first.other != self.second.other

    @property
    def open(self) -> bool:
        """Whether it waits for a joint decision."""
        return self.differs and self.joint is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How two reviewers' decisions relate to each other."""

    both: int
    first_only: int
    second_only: int
    neither: int
    left_open: int
    """At least one of them was unsure."""

    @property
    def same(self) -> int:
        """Decisions after which both hold the same."""
        return self.both + self.neither

    @property
    def all(self) -> int:
        """Decisions with an outcome on both sides."""
        return self.same + self.first_only + self.second_only


def pairs(history: History, material: Material, first: str, second: str) -> list[Pair]:
    """Return what both have decided, in the order of the text; nothing that only one has."""
    found = []
    for event in history.all_current("verdict", first):
        passage = material.by_key.get(event.passage)
        other = history.verdict(second, event.passage, event.code)
        if passage is None or other is None or event.code not in material.codes:
            continue
        joint = history.current(("adjudication", "", event.passage, event.code))
        if joint is not None and joint.id < max(event.id, other.id):
            joint = None  # decided anew by one of them since
        found.append(
            Pair(passage=passage, code_id=event.code, first=event, second=other, joint=joint)
        )
    return sorted(found, key=lambda p: (p.passage.row, material.codes[p.code_id].place))


def before(found: Sequence[Pair]) -> Counts:
    """Return the counts as each decided alone."""
    return _counted([(outcome(p.first), outcome(p.second)) for p in found])


def after(found: Sequence[Pair]) -> Counts:
    """Return the counts with joint decisions in the place of both."""
    return _counted(
        [
            (p.joint.verdict == APPLIES,) * 2 if p.joint else (outcome(p.first), outcome(p.second))
            for p in found
        ]
    )


def _counted(outcomes: Sequence[tuple[bool | None, bool | None]]) -> Counts:
    return Counts(
        both=outcomes.count((True, True)),
        first_only=outcomes.count((True, False)),
        second_only=outcomes.count((False, True)),
        neither=outcomes.count((False, False)),
        left_open=sum(None in pair for pair in outcomes),
    )
