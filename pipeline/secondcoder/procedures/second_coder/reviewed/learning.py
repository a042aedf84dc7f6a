"""How somebody who learns to code does on passages that others have settled. Pure."""

from dataclasses import dataclass
from hashlib import sha256

from secondcoder.decisions.events import Event
from secondcoder.procedures.second_coder.reviewed.acts import person_of, settled
from secondcoder.procedures.second_coder.reviewed.joint import people
from secondcoder.procedures.second_coder.reviewed.material import Passage
from secondcoder.procedures.second_coder.reviewed.session import Review


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A learner's codes of a passage beside those that others settled."""

    passage: Passage
    both: frozenset[str]
    mine: frozenset[str]
    """Given by the learner alone."""
    theirs: frozenset[str]
    """Settled by others, not given by the learner."""

    @property
    def same(self) -> bool:
        """Whether both gave the same codes, none included."""
        return not self.mine and not self.theirs


@dataclass(frozen=True, slots=True)
class Reason:
    """What one of the others said of a code on a passage."""

    name: str
    applies: bool | None
    memo: str


def settled_codes(review: Review) -> dict[str, frozenset[str]]:
    """Return the codes of every passage that people settled: all who saw it agree, or decided so.

    Where several people coded, only what two or more of them saw counts as settled.
    """
    return review.keeper.until_changed("settled codes", lambda: _settled_codes(review))


def _settled_codes(review: Review) -> dict[str, frozenset[str]]:
    found, material = settled(review), review.material
    seen = [set(one.seen) for one in found.people]
    several = {p for n, one in enumerate(seen) for other in seen[:n] for p in one & other}
    open_there = {passage for (passage, _), held in found.together.items() if held.applies is None}
    given: dict[str, set[str]] = {p: set() for p in (several or set().union(*seen)) - open_there}
    for (passage, code), held in found.together.items():
        if held.applies and passage in given:
            given[passage].add(code)
    return {passage: frozenset(material.deepest(codes)) for passage, codes in given.items()}


def to_learn_on(review: Review) -> list[Passage]:
    """Return the settled passages, in an order that is drawn and is the same for everybody."""

    def lot(passage: Passage) -> str:
        return sha256(f"learn\x00{review.material.seed}\x00{passage.key}".encode()).hexdigest()

    by_id = review.material.by_id
    return review.keeper.until_changed(
        "to learn on", lambda: sorted((by_id[one] for one in settled_codes(review)), key=lot)
    )


def finished(review: Review, learner: str) -> list[tuple[Passage, Event]]:
    """Return the passages that a learner finished, in the order in which they did."""
    by_key = review.material.by_key
    done = sorted(
        review.history.coded(learner, training=True).values(), key=lambda event: event.number
    )
    return [(by_key[event.passage], event) for event in done if event.passage in by_key]


def compared(review: Review, learner: str) -> list[Compared]:
    """Return every finished passage beside what others settled, in the order of coding."""
    reference, material = settled_codes(review), review.material
    codes: dict[str, set[str]] = {}
    for event in review.history.codings(learner, training=True):
        codes.setdefault(event.passage, set()).add(event.code)
    rows = []
    for passage, _ in finished(review, learner):
        if passage.id not in reference:  # opened again since
            continue
        mine = frozenset(material.deepest(codes.get(passage.key, set())))
        theirs = reference[passage.id]
        rows.append(
            Compared(passage=passage, both=mine & theirs, mine=mine - theirs, theirs=theirs - mine)
        )
    return rows


def reasons(review: Review, passage: Passage, code: str) -> list[Reason]:
    """Return what others said of a code on a passage, what was decided together first."""
    found, material = settled(review), review.material
    pair = (passage.id, code)
    said = [
        Reason(act.author.name, act.answer == "applies", act.memo)
        for act in found.joint.get(pair, ())
    ]
    for name in people(review):
        one = found.of(person_of(material, name))
        if one is None or (passage.id not in one.seen and pair not in one.held):
            continue
        event = review.history.verdict(name, passage.key, code)
        memo = event.note if event else ""
        said.append(Reason(name, one.outcome(passage.id, code, material.above), memo))
    return said
