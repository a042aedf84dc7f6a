"""Where people differ after each has decided alone, and what they decided together. Pure."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from secondcoder.coding.acts import APPLIES, NOT, Act
from secondcoder.coding.settle import IMPLIED, OWN_CODING, PersonCoding, Settled, with_above
from secondcoder.decisions.events import Event, outcome
from secondcoder.procedures.second_coder.reviewed.acts import person_of, settled
from secondcoder.procedures.second_coder.reviewed.material import Passage
from secondcoder.procedures.second_coder.reviewed.roles import LEARNER
from secondcoder.procedures.second_coder.reviewed.session import Review
from secondcoder.records.coders import Group, Person

JOINT = (APPLIES, NOT)
PRESENT = "present"
"""What the detail of a joint decision calls who was there, whether they agreed or not."""


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
    at: str = ""
    """When they decided; empty where their coding is all they said."""
    now: bool | None
    """Whether the code applies for them now, joint decisions and codes below counted in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What people hold of one code on one passage."""

    passage: Passage
    code_id: str
    said: tuple[Said, ...]
    """Of everybody who has done their part there; who looks at it first."""
    joint: Act | None
    """What was decided together, if anything was: by most of these people, the last of such."""
    event: Event | None
    """The event of that."""
    implied: bool = False
    """Whether the code holds for all only since a code below it does."""

    @property
    def names(self) -> tuple[str, ...]:
        """Who has done their part there."""
        return tuple(one.name for one in self.said)

    @property
    def members(self) -> tuple[str, ...]:
        """For whom the joint decision holds: who agreed."""
        return tuple(sorted(person.name for person in _members(self.joint)))

    @property
    def present(self) -> tuple[str, ...]:
        """Who was there when it was decided together, as recorded; else who agreed."""
        detail = json.loads(self.event.detail or "{}") if self.event else {}
        return tuple(detail.get(PRESENT, ())) or self.members

    @property
    def differs(self) -> bool:
        """Whether the code applies for some and not for others, or somebody is undecided."""
        held = {one.applies for one in self.said}
        return len(self.said) > 1 and (len(held) > 1 or None in held)

    @property
    def open(self) -> bool:
        """Whether it waits for a joint decision."""
        return self.differs and self.joint is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What people hold, side by side."""

    all_apply: int
    none_apply: int
    differ: int
    left_open: int
    """At least one of them is undecided."""

    @property
    def same(self) -> int:
        """Where all hold the same."""
        return self.all_apply + self.none_apply

    @property
    def all(self) -> int:
        """Where all have decided."""
        return self.same + self.differ


def people(review: Review) -> list[str]:
    """Return everybody with coding or decisions of their own, learners left out."""
    joint = review.history.all_current("adjudication")
    members = {name for event in joint for name in (event.reviewer, *event.members)}
    coded = {*review.material.human, *members}
    names = {*coded, *(n for n in review.history.reviewers if _takes_part(review, n))}
    return sorted(name for name in names if review.role(name) != LEARNER)


def cases(review: Review, viewer: str, *, among: Collection[str] = ()) -> list[Case]:
    """Return what people hold, in the order of the text, once each has done their part alone.

    A code is here if two people or more decided on it, or gave it, or have finished what there was
    to decide on that passage: nobody sees what others hold before deciding, so it must be here for
    the viewer, too. ``among`` narrows it to some of the others.
    """
    names = [viewer, *(n for n in people(review) if n != viewer and (not among or n in among))]
    basis = tuple(
        (n, review.role(n), review.blind(n), review.against(n), _takes_part(review, n))
        for n in names
    )

    def mended(before: list[Case], changed: set[str]) -> list[Case]:
        kept = [case for case in before if case.passage.id not in changed]
        return _in_order(review, [*kept, *_cases_on(review, names, changed)])

    return review.keeper.up_to_date(
        ("cases", *names),
        basis,
        whole=lambda: _in_order(review, _cases_on(review, names, None)),
        mended=mended,
    )


def _in_order(review: Review, found: list[Case]) -> list[Case]:
    codes = review.material.codes
    return sorted(found, key=lambda case: (case.passage.row, codes[case.code_id].place))


def _cases_on(review: Review, names: Sequence[str], passages: Collection[str] | None) -> list[Case]:
    """Return the cases on some passages, or on all, for the first of these people."""
    found = settled(review)
    held = {name: found.of(person_of(review.material, name)) for name in names}
    there = {name: one for name, one in held.items() if one is not None}
    if names[0] not in there or len(there) < 2:
        return []
    finished = {
        name: _finished(review, name, one, looks=name == names[0], among=passages)
        for name, one in there.items()
    }
    events = {(e.number, e.passage): e for e in review.history.all_current("adjudication")}
    given = set().union(*(_given(one, passages) for one in there.values()))
    made = (_case(review, pair, there, finished, found, events=events) for pair in given)
    return [case for case in made if case is not None]


def _case(
    review: Review,
    pair: tuple[str, str],
    there: Mapping[str, PersonCoding],
    finished: Mapping[str, set[str]],
    found: Settled,
    *,
    events: Mapping[tuple[int, str], Event],
) -> Case | None:
    """Return a case, if its viewer, the first of ``there``, and another have done their part."""
    passage = review.material.by_id[pair[0]]
    joint = _closest(found.joint.get(pair, ()), [one.person for one in there.values()])
    viewer = next(iter(there))
    together = {name for name, one in there.items() if one.person in _members(joint)}
    ready = [
        name
        for name in there
        if name in together
        or passage.id in finished[name]
        or review.history.verdict(name, passage.key, pair[1])
    ]
    if len(ready) < 2 or viewer not in ready:
        return None
    return Case(
        passage=passage,
        code_id=pair[1],
        said=tuple(_said(review, name, there[name], passage, pair[1]) for name in ready),
        joint=joint,
        event=events.get((joint.number, passage.key)) if joint else None,
        implied=found.together[pair].reason == IMPLIED,
    )


def _closest(acts: Sequence[Act], present: Sequence[Person]) -> Act | None:
    """Return the joint decision that most of some people took part in, the last of these.

    The first of them, who looks at it, counts before all others.
    """
    return max(
        acts,
        key=lambda act: (
            len(_members(act) & set(present)),
            present[0] in _members(act),
            act.number,
        ),
        default=None,
    )


def _members(act: Act | None) -> set[Person]:
    return set(act.author.members) if act and isinstance(act.author, Group) else set()


def _given(one: PersonCoding, passages: Collection[str] | None) -> set[tuple[str, str]]:
    """Return what a person decided on or gave, codes that are only implied left out."""
    return {
        *(pair for pair in one.held if passages is None or pair[0] in passages),
        *(
            (passage, code)
            for coding in (one.independent, one.reviewed)
            for passage in (coding if passages is None else passages)
            for code in coding.get(passage, ())
        ),
    }


def _takes_part(review: Review, name: str) -> bool:
    return bool(review.history.verdicts(name) or review.history.coded(name))


def _finished(
    review: Review,
    name: str,
    one: PersonCoding,
    *,
    looks: bool,
    among: Collection[str] | None,
) -> set[str]:
    """Return the passages on which a person has nothing left to decide.

    Also where there never was anything: what another gave there is a difference all the same. Who
    coded in files and does not review has said with that all there is to say, unless it is they
    who look: they may review yet, and are not to be swayed.
    """
    seen = set(one.seen) if among is None else set(one.seen & set(among))
    if not looks and not _takes_part(review, name):
        return seen
    decided = review.history.verdicts(name)
    items = review.view(name).by_pair
    on = items if among is None else product(among, review.material.codes)
    waiting = {
        item.passage.id
        for pair in on
        if (item := items.get(pair)) and item.differs
        if not item.decoy and item.pair not in decided
    }
    return seen - waiting


def _said(review: Review, name: str, one: PersonCoding, passage: Passage, code: str) -> Said:
    """Return what a person holds by themselves: a joint decision is not theirs alone."""
    above = review.material.above
    own = code in with_above(one.independent.get(passage.id, ()), above)
    now = one.outcome(passage.id, code, above)
    event = review.history.verdict(name, passage.key, code)
    held = one.held.get((passage.id, code))
    alone = held if held and held.act and held.act.role != "joint" else None
    if event is None and alone is None:
        return Said(name=name, applies=own, reason=OWN_CODING, other="", memo="", own=own, now=now)
    return Said(
        name=name,
        applies=alone.applies if alone else outcome(event) if event else False,
        reason=alone.reason if alone else "",
        other=event.other if event else "",
        memo=event.note if event else "",
        own=own,
        at=event.at if event else alone.act.at if alone and alone.act else "",
        now=now,
    )


def before(found: Iterable[Case]) -> Counts:
    """Return the counts as each decided alone."""
    return _counted([one.applies for one in case.said] for case in found)


def after(found: Iterable[Case]) -> Counts:
    """Return the counts of what holds for each: joint decisions count for who took part in them."""
    return _counted([one.now for one in case.said] for case in found)


def _counted(outcomes: Iterable[Sequence[bool | None]]) -> Counts:
    sets = [set(held) for held in outcomes]
    return Counts(
        all_apply=sets.count({True}),
        none_apply=sets.count({False}),
        differ=sets.count({True, False}),
        left_open=sum(None in held for held in sets),
    )
