"""The same codings over passages, sentences, characters and marked stretches, side by side.

Every unit treats text without a code alike: what both coders saw and neither coded is agreement
on the code's absence; what either did not see is left out. The unitizing alphas count it as a
gap; F1 and Holsti's coefficient do not count it.
"""

import numpy as np
from numpy.typing import NDArray

from secondcoder.agreement.coefficients import binary, overall
from secondcoder.agreement.coefficients.counts import Coefficient, PairCounts
from secondcoder.agreement.coefficients.intervals import Interval, jackknife
from secondcoder.agreement.coefficients.spans import holsti
from secondcoder.agreement.coefficients.values import Value, undefined
from secondcoder.agreement.study.marked import Marked, RowMaker
from secondcoder.agreement.study.pairs import Pair, mv_alpha_with_interval
from secondcoder.agreement.study.stretches import over_stretches
from secondcoder.records.agreement import UnitAgreement


def over_units(passages: Pair, sentences: Pair | None, marked: Marked) -> list[UnitAgreement]:
    """Return coefficients over every unit, over codes and for each code that either applied."""
    rows: list[UnitAgreement] = []
    for unit, pair in (("passage", passages), ("sentence", sentences)):
        if pair is not None:
            rows += _counted(pair, unit, pair.counts)
    characters = marked.counts(len(passages.frame.codes))
    rows += _counted(passages, "character", characters)
    rows += _each_file(passages, characters)
    return rows + over_stretches(passages, marked)


def _counted(pair: Pair, unit: str, counts: PairCounts) -> list[UnitAgreement]:
    rows = []
    total = int(counts.cells[:, 0].sum()) if counts.cells.shape[1] else 0
    make = RowMaker(pair, unit, total, counts.documents)
    for scope in pair.scopes():
        if not scope.places:
            continue
        tables = counts.tables(scope.places)
        stacked = sum(tables[1:], start=tables[0])
        interval = counts.pooled_interval(scope.places)
        rows.append(make("pooled kappa", overall.pooled_kappa(tables), interval, scope=scope))
        for name, share in _SHARES:
            interval = counts.share_interval(scope.places, share)
            rows.append(make(name, share(stacked), interval, scope=scope))
        if unit != "character":
            alpha, interval = mv_alpha_with_interval(pair.sets(scope), pair.document)
            rows.append(make("mv-alpha", alpha, interval, scope=scope))
    for code in _used(pair, counts):
        table = counts.table(code)
        kappa = binary.cohen_kappa(table)
        around = counts.kappa_interval(code) if kappa.defined else None
        rows.append(make("kappa", kappa, around, code=code))
        for name, share in _SHARES:
            rows.append(make(name, share(table), counts.share_interval([code], share), code=code))
    return rows


def _holsti(table: binary.TwoByTwo) -> Value:
    first, second = table.both + table.first_only, table.both + table.second_only
    return holsti(table.both, first, second)


_SHARES: tuple[tuple[str, Coefficient], ...] = (("percent", binary.percent), ("Holsti", _holsti))


def _used(pair: Pair, counts: PairCounts) -> list[int]:
    used = counts.applied_in > 0
    return [code for code in np.flatnonzero(used).tolist() if not pair.comparable(code)]


def _each_file(pair: Pair, counts: PairCounts) -> list[UnitAgreement]:
    """Return the mean over documents of kappa by characters, as NVivo's rows give it."""
    make = RowMaker(pair, "character", int(counts.cells[:, 0].sum()), counts.documents)
    rows = []
    for code in _used(pair, counts):
        tables = [binary.TwoByTwo(*cells.tolist()) for cells in counts.cells[:, code]]
        each = [binary.cohen_kappa(table).value for table in tables]
        found = [value for value in each if value is not None]
        note = f"over the {len(found)} of {len(tables)} documents where kappa is defined"
        mean, around = _mean_of_documents(np.array(found))
        rows.append(make("kappa, mean of documents", mean, around, code=code, note=note))
    return rows


def _mean_of_documents(values: NDArray[np.float64]) -> tuple[Value, Interval]:
    """Return the mean of a coefficient of each document, shape ``(documents,)``."""

    def over(times: NDArray[np.int64]) -> Value:
        if not times.sum():
            return undefined("undefined in every document")
        return Value(float(times @ values) / int(times.sum()))

    return over(np.ones(len(values), dtype=np.int64)), jackknife(over, len(values))
