"""Counts of coders held against the consensus of the other people, by document."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from secondcoder.agreement.chance.trivial import TRIVIAL
from secondcoder.agreement.coefficients.binary import TwoByTwo
from secondcoder.agreement.coefficients.counts import places_of
from secondcoder.agreement.coefficients.values import Value, ratio
from secondcoder.agreement.study.panel import Panel
from secondcoder.agreement.study.scopes import Scope, scopes
from secondcoder.agreement.study.trivial import Applied, trivial_coders
from secondcoder.records.coders import MACHINE

LEAST_PEOPLE = 2
"""One person has no others."""
_CELLS = 4  # both, coder only, consensus only, neither


@dataclass(frozen=True, slots=True)
class Held:
    """A coder against the others, by document."""

    cells: NDArray[np.int64]
    """Shape ``(documents, codes, 4)``."""
    passages: NDArray[np.int64]
    """Compared, and those with exactly the same codes; shape ``(documents, 2)``."""

    def __add__(self, other: "Held") -> "Held":
        return Held(self.cells + other.cells, self.passages + other.passages)

    @property
    def tables(self) -> list[TwoByTwo]:
        """The counts of each code."""
        return [TwoByTwo(*code.tolist()) for code in self.cells.sum(axis=0)]

    @property
    def agreed(self) -> NDArray[np.int64]:
        """Codes of the consensus in each document."""
        return np.asarray(self.cells[:, :, (0, 2)].sum(axis=(1, 2)))

    def f1(self, times: NDArray[np.int64]) -> Value:
        """Return F1 over all codes, documents taken so many times."""
        both, coder, consensus, _ = (times @ self.cells.sum(axis=1)).tolist()
        return f1_of(both, coder, consensus)

    def exact(self, times: NDArray[np.int64]) -> Value:
        """Return the share of passages with exactly the codes of the consensus."""
        compared, same = (times @ self.passages).tolist()
        return ratio(same, compared, otherwise="no passage has a consensus")


@dataclass(frozen=True, slots=True, kw_only=True)
class InScope:
    """All coders of a panel against the others' consensus, over the codes of a level."""

    panel: Panel
    scope: Scope
    people: tuple[Held, ...]
    """Each person."""
    beside: tuple[tuple[str, str, Held], ...]
    """Name and kind of the machine and of trivial coders, each in every person's place."""

    @property
    def together(self) -> Held:
        """All people."""
        return _sum(self.people)


def held_against_consensus(panel: Panel, *, seed: int) -> Iterator[InScope]:
    """Yield for each scope of codes how every coder stands to the consensus of the others.

    A panel with a machine has it as its last coder, and is taken over what the machine saw;
    passages that only one person saw are in nobody's consensus, and their documents do not count.
    Nothing with fewer than two people.
    """
    count = len(panel.people)
    if count < LEAST_PEOPLE:
        return
    with_machine = panel.applied.shape[1] > count
    if with_machine:
        panel = panel.part(panel.seen[:, -1])
    panel = panel.part(panel.shared)
    for scope in scopes(panel.frame, with_machine=with_machine):
        if scope.places and len(panel.document):
            yield _of_scope(panel, scope, with_machine=with_machine, seed=seed)


def consensus_of(applied: Applied, seen: NDArray[np.bool_]) -> tuple[Applied, Applied]:
    """Return which codes are the consensus of coders, and where there is one either way.

    ``applied`` has shape ``(units, coders, codes)``, ``seen`` ``(units, coders)``; the results
    have shape ``(units, codes)``. Where exactly half gave a code, or nobody saw the unit, there
    is no consensus.
    """
    saw = seen.sum(axis=1)[:, None]
    votes = (applied & seen[:, :, None]).sum(axis=1)
    return np.asarray(2 * votes > saw), np.asarray((saw > 0) & (2 * votes != saw))


def _of_scope(panel: Panel, scope: Scope, *, with_machine: bool, seed: int) -> InScope:
    places = list(scope.places)
    people = range(len(panel.people))
    given = panel.applied[:, :, places]
    own = tuple(_held(panel, places, person, given[:, person]) for person in people)
    beside = []
    if with_machine:
        held = _in_every_place(panel, places, given[:, -1])
        beside.append((panel.beside, MACHINE, held))
        everyone = np.asarray(given[:, : len(panel.people)].any(axis=1))
        for name, drawn in trivial_coders(given[:, -1], everyone, range(len(places)), seed=seed):
            each = [_in_every_place(panel, places, one) for one in drawn]
            middle = sorted(each, key=_micro)[len(each) // 2]
            beside.append((name, TRIVIAL, middle))
    return InScope(panel=panel, scope=scope, people=own, beside=tuple(beside))


def _held(panel: Panel, places: Sequence[int], person: int, given: Applied) -> Held:
    """Return codes given in a person's place against the consensus of the other people."""
    others = [other for other in range(len(panel.people)) if other != person]
    applied = panel.applied[:, others][:, :, list(places)]
    agreed, decided = consensus_of(applied, panel.seen[:, others])
    kept = decided & panel.seen[:, person][:, None]
    place, documents = places_of(panel.document)
    cells = np.zeros((documents, len(places), _CELLS), dtype=np.int64)
    kinds = (given & agreed, given & ~agreed, ~given & agreed, ~given & ~agreed)
    for kind, held in enumerate(kinds):
        np.add.at(cells[:, :, kind], place, held & kept)
    compared = kept.any(axis=1)
    same = compared & ~((given != agreed) & kept).any(axis=1)
    passages = np.zeros((documents, 2), dtype=np.int64)
    np.add.at(passages, place, np.stack([compared, same], axis=1))
    return Held(cells, passages)


def _in_every_place(panel: Panel, places: Sequence[int], given: Applied) -> Held:
    people = range(len(panel.people))
    return _sum([_held(panel, places, person, given) for person in people])


def _sum(parts: Sequence[Held]) -> Held:
    return sum(parts[1:], start=parts[0])


def f1_of(both: int, coder: int, consensus: int) -> Value:
    """Return F1 of counts: codes that both gave, the coder alone, the consensus alone."""
    return ratio(2 * both, 2 * both + coder + consensus, otherwise="no code and no consensus")


def _micro(held: Held) -> float:
    return held.f1(np.ones(len(held.cells), dtype=np.int64)).value or 0.0
