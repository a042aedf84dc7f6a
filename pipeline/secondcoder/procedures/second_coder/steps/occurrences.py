"""Which passages carry which code, for people and the machine; a code implies those above it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from secondcoder.records.agreement import Comparison
from secondcoder.records.codes import Code
from secondcoder.records.results import Suggestions

Carried = Mapping[str, frozenset[str]]
"""Passages by code."""


@dataclass(frozen=True, slots=True)
class Occurrences:
    """What was given to what."""

    codes: tuple[Code, ...]
    by_person: Mapping[str, Carried]
    """By person, then by code."""
    seen: frozenset[str]
    """Passages that some person saw."""
    machine: Carried | None
    """What the machine suggests; nothing where it suggests no codes."""

    @property
    def people(self) -> Carried | None:
        """What any person gave; nothing where no person is compared."""
        if not self.by_person:
            return None
        sets = self.by_person.values()
        return {c.id: frozenset().union(*(one[c.id] for one in sets)) for c in self.codes}


def occurrences_of(
    codes: Sequence[Code], comparisons: Sequence[Comparison], suggestions: Suggestions | None
) -> Occurrences:
    """Return what people and the machine gave."""
    people = {one.coder: one for one in comparisons}
    suggested = suggestions.ranked if suggestions else ()
    own = ((one.code_id, one.passage_id) for one in suggested if one.suggested)
    return Occurrences(
        tuple(codes),
        {name: carried(codes, _given(one)) for name, one in people.items()},
        frozenset(passage for one in people.values() for passage in one.passages),
        carried(codes, own) if suggestions else None,
    )


def _given(one: Comparison) -> Iterator[tuple[str, str]]:
    for row, column in zip(*(at.tolist() for at in one.human.nonzero()), strict=True):
        yield one.codes[column], one.passages[row]


def carried(codes: Sequence[Code], given: Iterable[tuple[str, str]]) -> Carried:
    """Return the passages of each code; ``given`` are ids of a code and a passage each."""
    by_path = {code.path: code.id for code in codes}
    paths = {code.id: code.path for code in codes}
    found: dict[str, set[str]] = {code.id: set() for code in codes}
    for code_id, passage_id in given:
        path = paths[code_id]
        for depth in range(1, len(path) + 1):
            if above := by_path.get(path[:depth]):
                found[above].add(passage_id)
    return {code: frozenset(passages) for code, passages in found.items()}


def pairs_together(
    codes: Sequence[Code], coders: Sequence[Carried]
) -> dict[tuple[str, str], frozenset[str]]:
    """Return the passages to which one coder gave both of two codes of one level.

    ``coders`` is what each gave. Pairs are in the order of ``codes``; only those that occur.
    """
    place = {code.id: number for number, code in enumerate(codes)}
    level = {code.id: len(code.path) for code in codes}
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for one in coders:
        given: dict[str, list[str]] = defaultdict(list)
        for code, passages in one.items():
            for passage in passages:
                given[passage].append(code)
        for passage, several in given.items():
            for first, second in combinations(sorted(several, key=place.__getitem__), 2):
                if level[first] == level[second]:
                    found[first, second].add(passage)
    return {pair: frozenset(passages) for pair, passages in found.items()}


def per_group(passages: Iterable[str], group: Mapping[str, str]) -> Counter[str]:
    """Return how many passages there are in each group; those in none are left out."""
    return Counter(group[one] for one in passages if group.get(one))
