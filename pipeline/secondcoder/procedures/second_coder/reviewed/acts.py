"""Imported coding and what was done on the pages, as one kind of row; and what they come to."""

from collections import defaultdict
from collections.abc import Collection, Iterator

from secondcoder.coding.acts import (
    APPLIES,
    CODING,
    DECISION,
    DECOY,
    DRAWN,
    IMPORTED,
    IN_BULK,
    JOINT,
    NOT,
    ON_PURPOSE,
    OTHERS,
    OWN,
    SUGGESTION,
    UNSURE,
    Act,
)
from secondcoder.coding.settle import Settled, settle
from secondcoder.coding.settle_part import with_part
from secondcoder.decisions.events import DECOY as SHOWN_AS_DECOY
from secondcoder.decisions.events import Event, outcome
from secondcoder.procedures.second_coder.reviewed.material import Material, Passage
from secondcoder.procedures.second_coder.reviewed.session import Review
from secondcoder.records.coders import Group, Person


def person_of(material: Material, reviewer: str) -> Person:
    """Return who a reviewer is: a coder of that name, however it is spelt, or somebody new."""
    return Person(material.coder_of(reviewer) or reviewer)


def settled(review: Review) -> Settled:
    """Return what holds for every person and for all together, after all that was done."""
    coded_here = frozenset(n for n in review.history.reviewers if review.history.codings(n))
    above = review.material.above

    def on(passages: Collection[str] | None) -> Settled:
        return settle(acts_of(review, passages), seen_by(review, passages), above=above)

    return review.keeper.up_to_date(
        "settled",
        coded_here,
        whole=lambda: on(None),
        mended=lambda before, changed: with_part(before, on(changed), changed),
    )


def acts_of(review: Review, passages: Collection[str] | None = None) -> Iterator[Act]:
    """Yield every act that was not taken back, on passages and codes of the run.

    ``passages`` narrows it to acts on these.
    """
    yield from _imported(review.material, passages)
    last = _last_rounds(review)
    for reviewer in review.history.reviewers:
        for event in review.history.codings(reviewer):
            if last.get((reviewer, event.passage), event.round) != event.round:
                continue  # the passage was coded again in a later round
            yield from _act(review, event, CODING, passages)
    for event in review.history.all_current("verdict"):
        yield from _act(review, event, DECISION, passages)
    for event in review.history.all_current("adjudication"):
        yield from _act(review, event, JOINT, passages)


def _last_rounds(review: Review) -> dict[tuple[str, str], str]:
    """Return the round in which each person last finished each passage."""
    return {(e.reviewer, e.passage): e.round for e in review.history.of_kind("coded")}


def seen_by(review: Review, among: Collection[str] | None = None) -> dict[Person, set[str]]:
    """Return the passages that each person coded or left uncoded, imported or on the pages.

    ``among`` narrows it to some of the passages.
    """
    material, history = review.material, review.history
    seen: dict[Person, set[str]] = defaultdict(set)
    for coder, passages in material.seen.items():
        seen[Person(coder)] |= passages if among is None else passages & set(among)
    for reviewer in history.reviewers:
        coded = history.coded(reviewer)
        done = {material.by_key[key].id for key in coded if key in material.by_key}
        if done:
            narrowed = done if among is None else done & set(among)
            seen[person_of(material, reviewer)] |= narrowed
    return seen


def _imported(material: Material, passages: Collection[str] | None) -> Iterator[Act]:
    for coder, coding in material.human.items():
        author = Person(coder)
        for passage in coding if passages is None else passages:
            for code in coding.get(passage, ()):
                yield Act(
                    author=author,
                    role=CODING,
                    passage=passage,
                    code=code,
                    answer=APPLIES,
                    came=IMPORTED,
                )


def _act(
    review: Review, event: Event, role: str, passages: Collection[str] | None
) -> Iterator[Act]:
    """Yield an event as an act; none if its passage or code is not in the run, or not asked for."""
    passage = review.material.by_key.get(event.passage)
    if passage is None or (passages is not None and passage.id not in passages):
        return
    if event.code in review.material.codes:
        yield _made(review, event, passage, role)


def _made(review: Review, event: Event, passage: Passage, role: str) -> Act:
    author = person_of(review.material, event.reviewer)
    own = review.material.human.get(author.name, {}) if role == DECISION else {}
    return Act(
        author=_group(review.material, event) if role == JOINT else author,
        role=role,
        passage=passage.id,
        code=event.code,
        answer=_answer(event, role),
        other=event.other if event.other in review.material.codes else "",
        shown=_shown(event, role),
        came=_came(event),
        memo=event.note,
        round=event.round,
        at=event.at,
        number=event.number,
        held_own=event.human and (bool(own) or bool(review.history.codings(event.reviewer))),
        held_machine=event.machine,
        carried=review.recut.get(event.id, ""),
    )


def _group(material: Material, event: Event) -> Group:
    """Return who decided together: whoever was at the page, and whom they named."""
    names = {person_of(material, name) for name in (event.reviewer, *event.members)}
    return Group(tuple(sorted(names, key=lambda person: person.name)))


def _answer(event: Event, role: str) -> str:
    if role == CODING:
        return APPLIES
    applies = event.verdict == APPLIES if role == JOINT else outcome(event)
    if applies is None:
        return UNSURE
    return APPLIES if applies else NOT


def _shown(event: Event, role: str) -> tuple[str, ...]:
    if role == JOINT:
        return (OWN, SUGGESTION, OTHERS)
    if role == DECISION:
        return (OWN, SUGGESTION) if event.revealed else (OWN,)
    return ()


def _came(event: Event) -> str:
    if event.detail == SHOWN_AS_DECOY:
        return DECOY
    if event.probability is not None:
        return DRAWN
    return IN_BULK if event.batch else ON_PURPOSE
