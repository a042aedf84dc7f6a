"""Where people differ after each has decided alone, and what they decided together. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from secondcoder.coding.acts import APPLIES, NOT, Act
from secondcoder.coding.settle import IMPLIED, OWN_CODING, PersonCoding, with_above
from secondcoder.decisions.events import Event, outcome
from secondcoder.procedures.second_coder.reviewed.acts import person_of, settled
from secondcoder.procedures.second_coder.reviewed.material import Passage
from secondcoder.procedures.second_coder.reviewed.session import Review
from secondcoder.records.coders import Group, Person

JOINT = (APPLIES, NOT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What one person holds of a code on a passage, joint decisions aside."""

    name: str
    applies: bool | None
    """``None``: undecided."""
    reason: str
    other: str
    """The code that was given instead, if one was."""
    memo: str
    own: bool
    """Whether their own coding had the code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """What two reviewers hold of one code on one passage."""

    passage: Passage
    code_id: str
    first: Said
    second: Said
    joint: Act | None
    """What was decided together, if anything was: by these two, else by one of them, or others."""
    event: Event | None
    """The event of that."""
    now: tuple[bool | None, bool | None]
    """Whether the code applies for each of them now, joint decisions and codes below counted in."""
    by_others: bool = False
    """Whether the joint decision is not that of these two alone."""
    implied: bool = False
    """Whether the code holds for all only since a code below it does."""

    @property
    def differs(self) -> bool:
        """Whether the code applies for one and not for the other, or somebody is undecided."""
        one, two = self.first, self.second
        return one.applies is None or two.applies is None or one.applies != two.applies

    @property
    def open(self) -> bool:
        """Whether it waits for a joint decision."""
        return self.differs and self.joint is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What two reviewers hold, side by side."""

    both: int
    first_only: int
    second_only: int
    neither: int
    left_open: int
    """At least one of them is undecided."""

    @property
    def same(self) -> int:
        """Where both hold the same."""
        return self.both + self.neither

    @property
    def all(self) -> int:
        """Where both have decided."""
        return self.same + self.first_only + self.second_only


def pairs(review: Review, first: str, second: str) -> list[Pair]:
    """Return what both hold, in the order of the text, once each has done their part alone.

    A code is here if both decided on it, or if one gave it and the other has finished what there
    was to decide on that passage: nobody sees what another holds before deciding.
    """
    material = review.material
    found = settled(review)
    one, two = (found.of(person_of(material, name)) for name in (first, second))
    if one is None or two is None:
        return []
    events = {(e.number, e.passage): e for e in review.history.all_current("adjudication")}
    finished = [_finished(review, name, who) for name, who in ((first, one), (second, two))]
    rows = []
    for passage_id, code in sorted(_given(one) | _given(two)):
        passage = material.by_id[passage_id]
        decided = [review.history.verdict(n, passage.key, code) for n in (first, second)]
        joint = _closest(found.joint.get((passage_id, code), ()), (one.person, two.person))
        both = joint is not None and {one.person, two.person} <= _members(joint)
        if not both and not all(
            d or passage_id in f for d, f in zip(decided, finished, strict=True)
        ):
            continue
        rows.append(
            Pair(
                passage=passage,
                code_id=code,
                first=_said(review, first, one, passage, code),
                second=_said(review, second, two, passage, code),
                joint=joint,
                event=events.get((joint.number, passage.key)) if joint else None,
                now=(
                    one.outcome(passage_id, code, material.above),
                    two.outcome(passage_id, code, material.above),
                ),
                by_others=joint is not None and {one.person, two.person} != _members(joint),
                implied=found.together[passage_id, code].reason == IMPLIED,
            )
        )
    return sorted(rows, key=lambda pair: (pair.passage.row, material.codes[pair.code_id].place))


def _closest(acts: Sequence[Act], two: tuple[Person, Person]) -> Act | None:
    """Return the joint decision that most of two people took part in, the last of these."""
    return max(acts, key=lambda act: (len(_members(act) & set(two)), act.number), default=None)


def _members(act: Act) -> set[Person]:
    return set(act.author.members) if isinstance(act.author, Group) else set()


def _given(one: PersonCoding) -> set[tuple[str, str]]:
    """Return what a person decided on or gave, codes that are only implied left out."""
    coded = {(p, c) for p, cs in one.independent.items() for c in cs}
    return coded | {(p, c) for p, cs in one.reviewed.items() for c in cs} | set(one.held)


def _finished(review: Review, name: str, one: PersonCoding) -> set[str]:
    """Return the passages on which a person who reviews has nothing left to decide.

    Also where there never was anything: what another gave there is a difference all the same.
    """
    decided = review.history.verdicts(name)
    waiting = {
        passage_id
        for (passage_id, _), item in review.view(name).by_pair.items()
        if item.differs and not item.decoy and item.pair not in decided
    }
    return {
        passage.id
        for passage in review.material.passages
        if decided and passage.id in one.seen and passage.id not in waiting
    }


def _said(review: Review, name: str, one: PersonCoding, passage: Passage, code: str) -> Said:
    """Return what a person holds by themselves: a joint decision is not theirs alone."""
    above = review.material.above
    own = code in with_above(one.independent.get(passage.id, ()), above)
    event = review.history.verdict(name, passage.key, code)
    held = one.held.get((passage.id, code))
    if event is None and (held is None or held.act is None or held.act.role == "joint"):
        return Said(name=name, applies=own, reason=OWN_CODING, other="", memo="", own=own)
    act = held.act if held and held.act and held.act.role != "joint" else None
    applies = held.applies if held and act else _alone(event)
    return Said(
        name=name,
        applies=applies,
        reason=held.reason if held and act else "",
        other=event.other if event else "",
        memo=event.note if event else "",
        own=own,
    )


def _alone(event: Event | None) -> bool | None:
    return outcome(event) if event else False


def before(found: Sequence[Pair]) -> Counts:
    """Return the counts as each decided alone."""
    return _counted((pair.first.applies, pair.second.applies) for pair in found)


def after(found: Sequence[Pair]) -> Counts:
    """Return the counts of what holds for each: joint decisions count for who took part in them."""
    return _counted(pair.now for pair in found)


def _counted(outcomes: Iterable[tuple[bool | None, bool | None]]) -> Counts:
    listed = list(outcomes)
    return Counts(
        both=listed.count((True, True)),
        first_only=listed.count((True, False)),
        second_only=listed.count((False, True)),
        neither=listed.count((False, False)),
        left_open=sum(None in pair for pair in listed),
    )
