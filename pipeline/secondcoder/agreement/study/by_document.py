"""Two coders in each document, and which codes one gave where the other gave another."""

from collections.abc import Iterator, Sequence

import numpy as np

from secondcoder.agreement.coefficients import binary
from secondcoder.agreement.coefficients.binary import TwoByTwo
from secondcoder.agreement.coefficients.counts import pooled_kappa
from secondcoder.agreement.study.pairs import Pair
from secondcoder.agreement.study.scopes import Scope
from secondcoder.records.agreement_detail import Confusion, DocumentAgreement

SHOWN = 20
"""Passages that are named for a cell; all can be found in ``comparison`` and ``seen``."""


def over_documents(pair: Pair, documents: Sequence[str]) -> Iterator[DocumentAgreement]:
    """Yield counts and coefficients of each document, for each scope of codes.

    ``documents`` names the documents in the order of their numbers in the pair.
    """
    cells = pair.counts.cells
    for scope in (one for one in pair.scopes() if one.places):
        places = list(scope.places)
        same = (pair.first[:, places] == pair.second[:, places]).all(axis=1)
        exact = np.bincount(pair.document, weights=same, minlength=len(documents))
        units = np.bincount(pair.document, minlength=len(documents))
        for number, name in enumerate(documents):
            here = cells[number, places]
            table = TwoByTwo(*here.sum(axis=0).tolist())
            kappa = pooled_kappa(here)
            yield DocumentAgreement(
                first=pair.names[0],
                second=pair.names[1],
                scope=scope.name,
                document=name,
                units=int(units[number]),
                both=table.both,
                first_only=table.first_only,
                second_only=table.second_only,
                exact=float(exact[number] / units[number]),
                percent=binary.percent(table).value,
                pooled_kappa=kappa.value,
                positive_agreement=binary.positive_agreement(table).value,
                note=kappa.reason,
            )


def confusions(pair: Pair, units: Sequence[str]) -> Iterator[Confusion]:
    """Yield codes of one coder where the other gave something else, or nothing else.

    A cell holds passages that got the first code from the first coder alone and the second from
    the second alone; beside no code, those to which the other gave no further code of the scope.
    ``units`` are the passages' ids, in the pair's order.
    """
    for scope in (one for one in pair.scopes() if one.places):
        yield from _of_scope(pair, scope, units)


def _of_scope(pair: Pair, scope: Scope, units: Sequence[str]) -> Iterator[Confusion]:
    places = list(scope.places)
    first, second = pair.first[:, places], pair.second[:, places]
    codes = [pair.frame.codes[place].id for place in places]
    only, other = first & ~second, second & ~first
    one = np.column_stack([only, ~only.any(axis=1) & other.any(axis=1)])
    two = np.column_stack([other, ~other.any(axis=1) & only.any(axis=1)])
    counts = one.astype(np.float32).T @ two.astype(np.float32)
    names = [*codes, ""]
    for row, column in np.argwhere(counts > 0).tolist():
        here = np.flatnonzero(one[:, row] & two[:, column])
        yield Confusion(
            first=pair.names[0],
            second=pair.names[1],
            scope=scope.name,
            first_code=names[row],
            second_code=names[column],
            passages=len(here),
            shown=tuple(units[place] for place in here[:SHOWN].tolist()),
        )
