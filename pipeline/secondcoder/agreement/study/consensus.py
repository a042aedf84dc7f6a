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

from secondcoder.agreement.coefficients import binary, overall
from secondcoder.agreement.coefficients.binary import TwoByTwo
from secondcoder.agreement.coefficients.intervals import (
    Interval,
    difference,
    jackknife,
    within,
)
from secondcoder.agreement.coefficients.values import ratio
from secondcoder.agreement.study.held import Held, InScope, f1_of
from secondcoder.agreement.study.pairs import ends
from secondcoder.records.agreement_detail import ConsensusAgreement
from secondcoder.records.coders import PERSON

PEOPLE = "people"
"""What a row is about beside one person, a machine or a trivial coder: all people together."""


def against_consensus(held: Sequence[InScope]) -> list[ConsensusAgreement]:
    """Return every coder of a panel against the consensus of the others, for each scope."""
    return [row for one in held for row in _of_scope(one)]


def _of_scope(found: InScope) -> Iterator[ConsensusAgreement]:
    make = _Maker(found=found, people=found.together)
    for name, held in zip(found.panel.people, found.people, strict=True):
        yield make.row(name, PERSON, held)
    yield make.row("", PEOPLE, make.people)
    for name, kind, held in found.beside:
        yield make.row(name, kind, held, beside_people=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Maker:
    found: InScope
    people: Held

    def row(
        self, coder: str, coder_is: str, held: Held, *, beside_people: bool = False
    ) -> ConsensusAgreement:
        tables = held.tables
        both, only, missed, _ = held.cells.sum(axis=(0, 1)).tolist()
        documents = len(held.cells)
        f1 = within(jackknife(held.f1, documents, fisher=False))
        exact = within(jackknife(held.exact, documents, fisher=False))
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
            beside=self.found.panel.beside,
            scope=self.found.scope.name,
            others=len(self.found.panel.people) - 1,
            units=int(held.passages[:, 0].sum()),
            documents=len(np.unique(self.found.panel.document)),
            given=both + only,
            agreed=both + missed,
            both=both,
            ratio=ratio(both + only, both + missed, otherwise="no consensus").value,
            precision=ratio(both, both + only, otherwise="none given").value,
            recall=ratio(both, both + missed, otherwise="no consensus").value,
            f1=f1_of(both, only, missed).value,
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


def _macro(tables: Sequence[TwoByTwo]) -> float | None:
    return overall.macro(map(binary.positive_agreement, tables)).mean.value
