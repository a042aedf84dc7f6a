"""A machine held against people by a margin: against the consensus of the others, as papers print.

The test says that the machine's F1 is below people's by less than the margin, at one-sided 5 %;
or that it is below by more, at the same level.
Where a coder who knows nothing of the text passes it as well, the margin tells nothing, and there
is no verdict.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from secondcoder.agreement.chance.non_inferiority import non_inferiority
from secondcoder.agreement.chance.trivial import trivial_coder
from secondcoder.agreement.study.held import Held, InScope
from secondcoder.agreement.study.pairs import ends
from secondcoder.records.agreement_detail import NonInferior
from secondcoder.records.coders import MACHINE

NOT_INFERIOR, INFERIOR, NOT_SHOWN, NO_ANSWER, TELLS_NOTHING = (
    "not inferior",
    "inferior",
    "not shown",
    "cannot be told",
    "the margin tells nothing",
)
"""Verdicts: by the margin; by more than the margin; neither is ruled out; no interval; trivial
coders pass as well."""


def held_by_margin(held: Sequence[InScope], *, margin: float | None) -> Iterator[NonInferior]:
    """Yield each machine with its trivial coders, for each scope; nothing without a margin."""
    if margin is None:
        return
    for found in held:
        people = found.together
        rows = [
            _row(found, people, name, kind, one, margin=margin) for name, kind, one in found.beside
        ]
        passing = [row.coder for row in rows if row.coder_is != MACHINE and row.holds]
        yield from (_judged(row, passing) if row.coder_is == MACHINE else row for row in rows)


def _row(
    found: InScope, people: Held, name: str, kind: str, held: Held, *, margin: float
) -> NonInferior:
    documents = len(held.cells)
    tested = non_inferiority(people.f1, held.f1, documents, margin=margin, carried=people.agreed)
    every = np.ones(documents, dtype=np.int64)
    low, high = ends(tested.interval) or (None, None)
    return NonInferior(
        coder=name,
        coder_is=kind,
        beside=found.panel.beside,
        scope=found.scope.name,
        documents=len(np.unique(found.panel.document)),
        people=people.f1(every).value,
        f1=held.f1(every).value,
        difference=tested.difference.value,
        low=low,
        high=high,
        margin=margin,
        holds=tested.holds,
        verdict="",
        note=tested.reason,
    )


def _judged(row: NonInferior, passing: Sequence[str]) -> NonInferior:
    if row.holds is None:
        return replace(row, verdict=NO_ANSWER)
    if not row.holds:
        worse = row.low is not None and row.low > row.margin
        return replace(row, verdict=INFERIOR if worse else NOT_SHOWN)
    if passing:
        note = f"by this margin {trivial_coder(passing[0])} is not inferior either"
        return replace(row, verdict=TELLS_NOTHING, note=note)
    return replace(row, verdict=NOT_INFERIOR)
