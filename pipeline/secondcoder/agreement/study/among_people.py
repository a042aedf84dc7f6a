"""Each machine in the midst of people: in their places, against their consensus, by group."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from secondcoder.agreement.study.alternative import against_people
from secondcoder.agreement.study.baselines import baselines
from secondcoder.agreement.study.by_group import MARGIN, Groups, errors_by_group, groups_in
from secondcoder.agreement.study.conclusions import TwoCodings, conclusions
from secondcoder.agreement.study.consensus import against_consensus
from secondcoder.agreement.study.held import held_against_consensus
from secondcoder.agreement.study.not_inferior import held_by_margin
from secondcoder.agreement.study.readings import Readings
from secondcoder.records.agreement import (
    AgainstCoder,
    Reconciliation,
)
from secondcoder.records.agreement_detail import Baseline, GroupErrors
from secondcoder.records.coders import Coder, Person, kind_of
from secondcoder.records.conclusions import Conclusion

LARGEST_PANEL = 6
"""With more coders, pairs are too many to list; agreement among all is another matter. Not
measured; six people make 15 pairs."""


def in_place_of_people(
    found: Readings, people: Sequence[Person], *, epsilon: float
) -> tuple[AgainstCoder, ...]:
    """Return the alternative annotator test of each machine."""
    return tuple(
        row
        for machine in found.machines
        for row in against_people(found.panel(people, machine), epsilon=epsilon)
    )


def trivial_coders(found: Readings, people: Sequence[Person], *, seed: int) -> tuple[Baseline, ...]:
    """Return what trivial coders and other people reach in each machine's place."""
    return tuple(
        row
        for machine in found.machines
        for person in people
        for row in baselines(
            found.pair(person, machine),
            {
                other: found.pair(person, other, among=machine)
                for other in people
                if other != person
            },
            seed=seed,
        )
    )


def among_people(
    plain: Reconciliation,
    found: Readings,
    people: Sequence[Person],
    *,
    marks: tuple[float | None, float],
    seed: int,
) -> Reconciliation:
    """Return the reconciliation with each machine in the midst of people.

    ``marks`` are the margin and the share of documents from which a code is a major one.
    """
    margin, major = marks
    held = [
        one
        for machine in found.machines or (None,)
        for one in held_against_consensus(found.panel(people, machine), seed=seed)
    ]
    return replace(
        plain,
        consensus=tuple(against_consensus(held)),
        non_inferior=tuple(held_by_margin(held, margin=margin)),
        group_errors=_by_group(found, people, margin=margin or MARGIN),
        conclusions=tuple(_conclusions(found, people, major=major)),
    )


def _conclusions(
    found: Readings, people: Sequence[Person], *, major: float
) -> Iterator[Conclusion]:
    """Yield what each person's coding concludes, under each machine's and other people's.

    Nothing for more people than pairs are listed of.
    """
    for person in people if len(people) <= LARGEST_PANEL else ():
        others: list[Coder] = [*found.machines, *(one for one in people if one != person)]
        for other in others:
            yield from conclusions(two_codings(found, person, other), major=major)


def two_codings(found: Readings, person: Person, other: Coder) -> TwoCodings:
    """Return a person's coding and another's on what both saw, with groups of participants."""
    both = found.seen[person] & found.seen[other]
    groups = groups_in([dict(unit.attributes) for unit in found.units])
    pair = found.pair(person, other)
    return TwoCodings(
        first=person.name,
        second=other.label,
        second_is=kind_of(other),
        frame=found.frame,
        applied=(pair.first, pair.second),
        document=pair.document,
        groups=[Groups(one.attribute, one.value[both]) for one in groups],
        with_machine=pair.with_machine,
    )


def _by_group(
    found: Readings, people: Sequence[Person], *, margin: float
) -> tuple[GroupErrors, ...]:
    """Return each machine's errors by the attributes of participants, where there are any."""
    groups = groups_in([dict(unit.attributes) for unit in found.units])
    lengths = [len(unit.text) for unit in found.units]
    return tuple(
        row
        for machine in (found.machines if people and groups else ())
        for row in errors_by_group(found.panel(people, machine), groups, lengths, margin=margin)
    )
