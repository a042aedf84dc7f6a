"""Coding that is settled anew on the passages on which something was done. Pure."""

from collections.abc import Collection, Mapping
from typing import TypeVar

from secondcoder.coding.settle import Pair, PersonCoding, Settled

T = TypeVar("T")


def with_part(whole: Settled, part: Settled, passages: Collection[str]) -> Settled:
    """Return what holds, on some passages as in ``part`` and elsewhere as in ``whole``.

    ``part`` is settled from all acts on these passages and no others. No rule looks beyond a
    passage, so that this is what would hold after all acts.
    """
    names = {one.person: one for one in whole.people}
    parts = {one.person: one for one in part.people}
    people = []
    for person in sorted({*names, *parts}, key=lambda person: person.name):
        nothing = PersonCoding(
            person=person, seen=frozenset(), independent={}, reviewed={}, held={}
        )
        before, now = names.get(person, nothing), parts.get(person, nothing)
        coding = PersonCoding(
            person=person,
            seen=(before.seen - frozenset(passages)) | now.seen,
            independent=_other(before.independent, passages) | dict(now.independent),
            reviewed=_other(before.reviewed, passages) | dict(now.reviewed),
            held=_other_pairs(before.held, passages) | dict(now.held),
        )
        if person in parts or coding.seen or coding.held:
            people.append(coding)
    return Settled(
        people=tuple(people),
        together=_other_pairs(whole.together, passages) | dict(part.together),
        joint=_other_pairs(whole.joint, passages) | dict(part.joint),
        decoys=frozenset(p for p in whole.decoys if p[0] not in passages) | part.decoys,
    )


def _other(coding: Mapping[str, T], passages: Collection[str]) -> dict[str, T]:
    return {passage: given for passage, given in coding.items() if passage not in passages}


def _other_pairs(held: Mapping[Pair, T], passages: Collection[str]) -> dict[Pair, T]:
    return {pair: one for pair, one in held.items() if pair[0] not in passages}
