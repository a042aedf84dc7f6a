"""What holds: the one place where acts become coding. Pure.

The rules stand in ``docs/record.md``. Coding is settled for a named moment: *independent* (one's
own, before anything was shown), *reviewed* (with one's decisions), *together* (with what people
decided jointly). Comparison and learning take *independent*.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from secondcoder.coding.acts import APPLIES, CODING, DECISION, DECOY, JOINT, NOT, UNSURE, Act
from secondcoder.records.coders import Author, Group, Person

Pair = tuple[str, str]
"""Passage and code."""
Above = Mapping[str, Sequence[str]]
"""The codes above each code."""

OWN_CODING = "own coding"
WITH_MACHINE = "went with the machine"
KEPT = "kept their own"
BOTH_HAD = "both had it"
NEITHER_HAD = "neither had it"
ANOTHER = "another code"
TOGETHER = "decided together"
ALL_AGREE = "all agree"
UNDECIDED = "undecided"
DIFFER = "people differ"
IMPLIED = "a code below it applies"
"""Reasons, as tables and pages say them."""


@dataclass(frozen=True, slots=True)
class Held:
    """What holds of a code on a passage, and why."""

    applies: bool | None
    """``None``: undecided."""
    reason: str
    act: Act | None = None
    """What it rests on; ``None`` for coding of one's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCoding:
    """One person's coding, before and after their decisions."""

    person: Person
    seen: frozenset[str]
    """Passages that the person coded or left uncoded."""
    independent: Mapping[str, frozenset[str]]
    """Codes by passage, without those that a code below implies."""
    reviewed: Mapping[str, frozenset[str]]
    held: Mapping[Pair, Held]
    """What was decided, by passage and code; a code of one's own that nothing was said of is not
    in it."""

    @property
    def decided(self) -> bool:
        """Whether the person decided anything."""
        return bool(self.held)

    def outcome(self, passage: str, code: str, above: Above) -> bool | None:
        """Return whether a code, or one below it, holds; ``None`` where it is undecided."""
        held = self.held.get((passage, code))
        below = {c for c in self.reviewed.get(passage, ()) if code in above.get(c, ())}
        if held is not None and held.applies is None and not below:
            return None
        return bool(below) or code in self.reviewed.get(passage, ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What holds for every person, and for all of them together."""

    people: tuple[PersonCoding, ...]
    """In alphabetical order."""
    together: Mapping[Pair, Held]
    """By passage and code that anybody gave or decided on; ``applies`` is ``None`` where people
    differ, or are undecided, and have not decided together."""
    joint: Mapping[Pair, tuple[Act, ...]]
    """The joint decisions that hold for anybody, by time: one, unless different people decided."""
    decoys: frozenset[Pair]
    """Pairs that were shown to somebody although neither person nor machine had the code."""

    def of(self, person: Person) -> PersonCoding | None:
        """Return a person's coding, if they coded or decided anything."""
        return next((one for one in self.people if one.person == person), None)


def settle(acts: Iterable[Act], seen: Mapping[Person, Iterable[str]], *, above: Above) -> Settled:
    """Return what holds after these acts.

    ``seen`` are the passages that each person coded or left uncoded. ``acts`` holds what was not
    taken back; of two acts of one author on the same passage and code the later one counts.
    """
    own: dict[Person, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    decisions: dict[Person, dict[Pair, Act]] = defaultdict(dict)
    made: dict[Pair, dict[Author, Act]] = defaultdict(dict)
    decoys: set[Pair] = set()
    for act in sorted(acts, key=lambda act: act.number):
        if act.came == DECOY:
            decoys.add(act.pair)
        if act.role == JOINT:
            made[act.pair].pop(act.author, None)
            made[act.pair][act.author] = act
        elif not isinstance(act.author, Person):
            continue
        elif act.role == CODING and act.answer == APPLIES:
            own[act.author][act.passage].add(act.code)
        elif act.role == DECISION:
            decisions[act.author][act.pair] = act
    joint = {pair: _standing(tuple(acts.values())) for pair, acts in made.items()}
    members = {one for acts in joint.values() for act in acts for one in _members(act)}
    names = sorted({*own, *decisions, *seen, *members}, key=lambda person: person.name)
    people = tuple(
        _person(
            person,
            own.get(person, {}),
            frozenset(seen.get(person, ())),
            decisions.get(person, {}),
            {p: act for p, acts in joint.items() for act in acts if _is_member(person, act)},
            above=above,
        )
        for person in names
    )
    return Settled(
        people=people,
        together=_together(people, joint, above),
        joint=joint,
        decoys=frozenset(decoys),
    )


def _person(
    person: Person,
    own: Mapping[str, Iterable[str]],
    seen: frozenset[str],
    decisions: Mapping[Pair, Act],
    joint: Mapping[Pair, Act],
    *,
    above: Above,
) -> PersonCoding:
    independent = {p: deepest(codes, above) for p, codes in own.items()}
    independent = {passage: codes for passage, codes in independent.items() if codes}
    held = _held(decisions, joint)
    return PersonCoding(
        person=person,
        seen=seen | frozenset(independent),
        independent=independent,
        reviewed=_reviewed(own, held, above),
        held=held,
    )


def _held(decisions: Mapping[Pair, Act], joint: Mapping[Pair, Act]) -> dict[Pair, Held]:
    """Return what a person's decisions come to; joint ones stand over them until taken back.

    A code that was chosen instead applies, unless the person decided on it by itself since.
    """
    held = {pair: Held(_applies(act), reason_of(act), act) for pair, act in decisions.items()}
    for act in sorted(decisions.values(), key=lambda act: act.number):
        instead = decisions.get((act.passage, act.other))
        if act.other and (instead is None or instead.number < act.number):
            held[act.passage, act.other] = Held(applies=True, reason=ANOTHER, act=act)
    held |= {pair: Held(_applies(act), TOGETHER, act) for pair, act in joint.items()}
    return held


def reason_of(act: Act) -> str:
    """Return why a decision came out as it did, from what both sides had then."""
    applies = _applies(act)
    if applies is None:
        return UNDECIDED
    if act.other:
        return ANOTHER
    if act.held_own == act.held_machine:
        return BOTH_HAD if act.held_own else NEITHER_HAD
    return WITH_MACHINE if applies == act.held_machine else KEPT


def _reviewed(
    own: Mapping[str, Iterable[str]], held: Mapping[Pair, Held], above: Above
) -> dict[str, frozenset[str]]:
    """Return a coding with what was decided worked in.

    A code that does not apply takes off those below it, unless they were decided on themselves.
    A code that the person gave besides one below it stays where that one goes. What is undecided
    stays as it was, unless a code above it does not apply.
    """
    after = {passage: set(codes) for passage, codes in own.items()}
    for (passage, code), one in held.items():
        if one.applies is False:
            codes = after.get(passage, set())
            after[passage] = {c for c in codes if c != code and code not in above.get(c, ())}
    for (passage, code), one in held.items():
        ups = (held.get((passage, up)) for up in above.get(code, ()))
        taken_off = any(up is not None and up.applies is False for up in ups)
        kept = one.applies is None and code in own.get(passage, ()) and not taken_off
        if one.applies or kept:
            after.setdefault(passage, set()).add(code)
    found = {passage: deepest(codes, above) for passage, codes in after.items()}
    return {passage: codes for passage, codes in found.items() if codes}


def _together(
    people: Sequence[PersonCoding], joint: Mapping[Pair, Sequence[Act]], above: Above
) -> dict[Pair, Held]:
    """Return what holds for all: what was decided together, and what all agree on.

    Whoever saw the passage, or decided on the code there, has a say. Joint decisions of different
    people that differ settle nothing. What applies brings the codes above it along.
    """
    pairs = set(joint)
    for one in people:
        pairs |= set(one.held)
        for coding in (one.independent, one.reviewed):
            pairs |= {(p, c) for p, cs in coding.items() for c in with_above(cs, above)}
    found = {}
    for passage, code in sorted(pairs):
        if acts := joint.get((passage, code)):
            same = len({act.answer for act in acts}) == 1
            decided = Held(_applies(acts[-1]), TOGETHER, acts[-1])
            found[passage, code] = decided if same else Held(None, DIFFER)
            continue
        outcomes = {
            one.outcome(passage, code, above)
            for one in people
            if passage in one.seen or (passage, code) in one.held
        }
        if outcomes in ({True}, {False}):
            found[passage, code] = Held(outcomes.pop(), ALL_AGREE)
        else:
            found[passage, code] = Held(None, UNDECIDED if outcomes == {None} else DIFFER)
    given = [pair for pair, one in found.items() if one.applies]
    implied = {(passage, up) for passage, code in given for up in above.get(code, ())}
    not_so = {pair for pair in implied if pair not in found or not found[pair].applies}
    return found | dict.fromkeys(sorted(not_so), Held(applies=True, reason=IMPLIED))


def _standing(acts: Sequence[Act]) -> tuple[Act, ...]:
    """Return the joint decisions, of those on one code, that are the last for one of their members.

    ``acts`` are by time, the last one of each group.
    """
    last = {member: act for act in acts for member in _members(act)}
    return tuple(act for act in acts if act in last.values())


def with_above(codes: Iterable[str], above: Above) -> frozenset[str]:
    """Return codes with those above them."""
    return frozenset(one for code in codes for one in (code, *above.get(code, ())))


def deepest(codes: Iterable[str], above: Above) -> frozenset[str]:
    """Return the codes that are not merely implied by a code below them."""
    given = frozenset(codes)
    return given - {one for code in given for one in above.get(code, ())}


def _applies(act: Act) -> bool | None:
    if act.answer == UNSURE:
        return None
    if act.answer not in {APPLIES, NOT}:
        raise ValueError(f"not an answer: {act.answer}")
    return act.answer == APPLIES


def _is_member(person: Person, act: Act) -> bool:
    return person in _members(act)


def _members(act: Act) -> tuple[Person, ...]:
    return act.author.members if isinstance(act.author, Group) else ()
