"""Each coder against the consensus of the other people, a machine in the place of each in turn.

A machine held against all people meets a consensus of one person more than any of them does. So
it takes the place of each person in turn and meets the others, on the passages that this person
saw; its counts are added up over these places, and so are the people's. Trivial coders do the
same. A code is the others' consensus where more than half of those who saw the passage gave it;
where exactly half did, there is none, and passage and code are left out together.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from secondcoder.agreement.coefficients import binary, overall
from secondcoder.agreement.coefficients.binary import TwoByTwo
from secondcoder.agreement.coefficients.counts import places_of
from secondcoder.agreement.coefficients.intervals import Interval, difference, jackknife
from secondcoder.agreement.coefficients.values import Value, ratio
from secondcoder.agreement.study.pairs import ends
from secondcoder.agreement.study.panel import Panel
from secondcoder.agreement.study.scopes import Scope, scopes
from secondcoder.agreement.study.trivial import Applied, trivial_coders
from secondcoder.records.agreement_detail import ConsensusAgreement
from secondcoder.records.coders import MACHINE, PERSON

PEOPLE, TRIVIAL = "people", "trivial"
"""What a row is about beside one person or a machine: all people together, a trivial coder."""
LEAST_PEOPLE = 2
"""One person has no others."""
_CELLS = 4  # both, coder only, consensus only, neither


@dataclass(frozen=True, slots=True)
class _Held:
    """A coder against the others, by document."""

    cells: NDArray[np.int64]
    """Shape ``(documents, codes, 4)``."""
    passages: NDArray[np.int64]
    """Compared, and those with exactly the same codes; shape ``(documents, 2)``."""

    def __add__(self, other: "_Held") -> "_Held":
        return _Held(self.cells + other.cells, self.passages + other.passages)

    @property
    def tables(self) -> list[TwoByTwo]:
        return [TwoByTwo(*code.tolist()) for code in self.cells.sum(axis=0)]

    def f1(self, times: NDArray[np.int64]) -> Value:
        both, coder, consensus, _ = (times @ self.cells.sum(axis=1)).tolist()
        return _f1(both, coder, consensus)

    def exact(self, times: NDArray[np.int64]) -> Value:
        compared, same = (times @ self.passages).tolist()
        return ratio(same, compared, otherwise="no passage has a consensus")


def against_consensus(panel: Panel, *, seed: int) -> list[ConsensusAgreement]:
    """Return every coder of a panel against the consensus of the others, for each scope of codes.

    A panel with a machine has it as its last coder, and is taken over what the machine saw.
    Empty with fewer than two people.
    """
    count = len(panel.people)
    if count < LEAST_PEOPLE:
        return []
    with_machine = panel.applied.shape[1] > count
    if with_machine:
        panel = panel.part(panel.seen[:, -1])
    rows: list[ConsensusAgreement] = []
    for scope in scopes(panel.frame, with_machine=with_machine):
        if scope.places and len(panel.document):
            rows += _of_scope(panel, scope, with_machine=with_machine, seed=seed)
    return rows


def consensus_of(applied: Applied, seen: NDArray[np.bool_]) -> tuple[Applied, Applied]:
    """Return which codes are the consensus of coders, and where there is one either way.

    ``applied`` has shape ``(units, coders, codes)``, ``seen`` ``(units, coders)``; the results
    have shape ``(units, codes)``. Where exactly half gave a code, or nobody saw the unit, there
    is no consensus.
    """
    saw = seen.sum(axis=1)[:, None]
    votes = (applied & seen[:, :, None]).sum(axis=1)
    return np.asarray(2 * votes > saw), np.asarray((saw > 0) & (2 * votes != saw))


def _of_scope(
    panel: Panel, scope: Scope, *, with_machine: bool, seed: int
) -> Iterator[ConsensusAgreement]:
    places = list(scope.places)
    people = range(len(panel.people))
    given = panel.applied[:, :, places]
    own = [_held(panel, places, person, given[:, person]) for person in people]
    together = _sum(own)
    make = _Maker(panel=panel, scope=scope, people=together)
    for person, name in enumerate(panel.people):
        yield make.row(name, PERSON, own[person])
    yield make.row("", PEOPLE, together)
    if not with_machine:
        return
    yield make.row(
        panel.beside, MACHINE, _in_every_place(panel, places, given[:, -1]), beside_people=True
    )
    everyone = np.asarray(given[:, : len(panel.people)].any(axis=1))
    for name, drawn in trivial_coders(given[:, -1], everyone, range(len(places)), seed=seed):
        held = [_in_every_place(panel, places, one) for one in drawn]
        middle = sorted(held, key=_micro)[len(held) // 2]
        yield make.row(name, TRIVIAL, middle, beside_people=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Maker:
    panel: Panel
    scope: Scope
    people: _Held

    def row(
        self, coder: str, coder_is: str, held: _Held, *, beside_people: bool = False
    ) -> ConsensusAgreement:
        tables = held.tables
        both, only, missed, _ = held.cells.sum(axis=(0, 1)).tolist()
        documents = len(held.cells)
        f1 = jackknife(held.f1, documents, fisher=False)
        exact = jackknife(held.exact, documents, fisher=False)
        every = np.ones(documents, dtype=np.int64)
        apart, around = None, Interval(low=None, high=None)
        if beside_people:
            statistic = difference(held.f1, self.people.f1)
            apart = statistic(every).value
            around = jackknife(statistic, documents, fisher=False)
        low, high = ends(f1) or (None, None)
        exact_low, exact_high = ends(exact) or (None, None)
        difference_low, difference_high = ends(around) or (None, None)
        return ConsensusAgreement(
            coder=coder,
            coder_is=coder_is,
            beside=self.panel.beside,
            scope=self.scope.name,
            others=len(self.panel.people) - 1,
            units=int(held.passages[:, 0].sum()),
            documents=len(np.unique(self.panel.document)),
            given=both + only,
            agreed=both + missed,
            both=both,
            ratio=ratio(both + only, both + missed, otherwise="no consensus").value,
            precision=ratio(both, both + only, otherwise="none given").value,
            recall=ratio(both, both + missed, otherwise="no consensus").value,
            f1=_f1(both, only, missed).value,
            f1_low=low,
            f1_high=high,
            f1_macro=_macro(tables),
            exact=held.exact(every).value,
            exact_low=exact_low,
            exact_high=exact_high,
            ac1=binary.gwet_ac1(sum(tables[1:], start=tables[0])).value,
            difference=apart,
            difference_low=difference_low,
            difference_high=difference_high,
            note=f1.reason,
        )


def _held(panel: Panel, places: Sequence[int], person: int, given: Applied) -> _Held:
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
    return _Held(cells, passages)


def _in_every_place(panel: Panel, places: Sequence[int], given: Applied) -> _Held:
    people = range(len(panel.people))
    return _sum([_held(panel, places, person, given) for person in people])


def _sum(parts: Sequence[_Held]) -> _Held:
    return sum(parts[1:], start=parts[0])


def _f1(both: int, coder: int, consensus: int) -> Value:
    return ratio(2 * both, 2 * both + coder + consensus, otherwise="no code and no consensus")


def _micro(held: _Held) -> float:
    return held.f1(np.ones(len(held.cells), dtype=np.int64)).value or 0.0


def _macro(tables: Sequence[TwoByTwo]) -> float | None:
    return overall.macro(map(binary.positive_agreement, tables)).mean.value
