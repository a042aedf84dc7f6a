"""Counts of two coders by document: what percent, kappas and their intervals are made from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from secondcoder.agreement.coefficients import binary
from secondcoder.agreement.coefficients.binary import TwoByTwo
from secondcoder.agreement.coefficients.intervals import (
    Interval,
    Statistic,
    bootstrap,
    jackknife,
    within,
)
from secondcoder.agreement.coefficients.values import Value, undefined

MOST_GROUPS = 100
"""With more documents, groups of them are left out in turn: as many, of equal number. Not measured;
bounds the time."""

Coefficient = Callable[[TwoByTwo], Value]


@dataclass(frozen=True, slots=True)
class PairCounts:
    """Two coders' 2×2 counts of every code in every document (or group of documents)."""

    cells: NDArray[np.int64]
    """Both, first only, second only, neither; shape ``(documents, codes, 4)``."""
    documents: int
    """Documents before they were grouped."""

    @property
    def applied_in(self) -> NDArray[np.int64]:
        """Documents (or groups) in which either coder applied each code, shape ``(codes,)``."""
        return np.asarray((self.cells[:, :, :3].sum(axis=2) > 0).sum(axis=0))

    def carried(self, codes: Sequence[int]) -> NDArray[np.int64]:
        """Return how often either coder applied one of the codes, shape ``(documents,)``."""
        return np.asarray(self.cells[:, list(codes), :3].sum(axis=(1, 2)))

    def agreed(self, codes: Sequence[int]) -> NDArray[np.int64]:
        """Return how often both coders applied one of the codes, shape ``(documents,)``."""
        return np.asarray(self.cells[:, list(codes), 0].sum(axis=1))

    def table(self, code: int) -> TwoByTwo:
        """Return the table of one code over all documents."""
        return _table(self.cells[:, code].sum(axis=0))

    def tables(self, codes: Sequence[int]) -> list[TwoByTwo]:
        """Return the tables of several codes."""
        return [self.table(code) for code in codes]

    def grouped(self) -> "PairCounts":
        """Return the counts of groups of documents, where there are too many to leave out one."""
        group = groups_of(len(self.cells))
        if group is None:
            return self
        sums = np.zeros((MOST_GROUPS, *self.cells.shape[1:]), dtype=np.int64)
        np.add.at(sums, group, self.cells)
        return PairCounts(sums, self.documents)

    def of_code(self, code: int, coefficient: Coefficient) -> Statistic:
        """Return a coefficient of one code as a statistic of documents."""
        cells = self.cells[:, code]
        return lambda times: coefficient(_table(times @ cells))

    def pooled(self, codes: Sequence[int]) -> Statistic:
        """Return the pooled kappa of codes as a statistic of documents."""
        cells = self.cells[:, list(codes)].reshape(len(self.cells), 4 * len(codes))
        return lambda times: pooled_kappa((times @ cells).reshape(-1, 4))

    def kappa_interval(self, code: int) -> Interval:
        """Return the jackknife interval of Cohen's kappa of a code."""
        some = self.grouped()
        return jackknife(
            some.of_code(code, binary.cohen_kappa),
            len(some.cells),
            occurs_in=int(self.applied_in[code]),
            carried=some.carried([code]),
            agreed=some.agreed([code]),
        )

    def pooled_interval(self, codes: Sequence[int]) -> Interval:
        """Return the jackknife interval of the pooled kappa."""
        some = self.grouped()
        return jackknife(
            some.pooled(codes),
            len(some.cells),
            carried=some.carried(codes),
            agreed=some.agreed(codes),
        )

    def share_interval(self, codes: Sequence[int], share: Coefficient) -> Interval:
        """Return the jackknife interval of a share, as percent, of all units of some codes."""
        some = self.grouped()
        cells = some.cells[:, list(codes)].sum(axis=1)
        return within(
            jackknife(lambda times: share(_table(times @ cells)), len(cells), fisher=False)
        )

    def mean_kappa_interval(self, codes: Sequence[int]) -> Interval:
        """Return the jackknife interval of the mean of the kappas that are defined."""
        some = self.grouped()
        cells = some.cells[:, list(codes)].reshape(len(some.cells), 4 * len(codes))
        return jackknife(
            lambda times: _mean_kappa((times @ cells).reshape(-1, 4)),
            len(some.cells),
            carried=some.carried(codes),
            agreed=some.agreed(codes),
        )

    def pooled_bootstrap(self, codes: Sequence[int], *, seed: int) -> Interval:
        """Return the bootstrap interval of the pooled kappa."""
        some = self.grouped()
        return bootstrap(some.pooled(codes), len(some.cells), seed=seed)


def groups_of(documents: int) -> NDArray[np.int64] | None:
    """Return the group of each document, or nothing where each stands for itself.

    Documents go to the groups in turn, so that groups mix early and late ones.
    """
    return np.arange(documents) % MOST_GROUPS if documents > MOST_GROUPS else None


def places_of(document: NDArray[np.int64]) -> tuple[NDArray[np.int64], int]:
    """Return the document of each unit, or its group of documents, and how many there are."""
    _, place = np.unique(document, return_inverse=True)
    documents = int(place.max(initial=-1)) + 1
    group = groups_of(documents)
    if group is not None:
        return group[place], int(group.max()) + 1
    return place, documents


def count_units(
    first: NDArray[np.bool_], second: NDArray[np.bool_], document: NDArray[np.int64], documents: int
) -> PairCounts:
    """Return the counts of two coders' codes, both of shape ``(units, codes)``.

    ``document`` numbers the document of each unit, from 0.
    """
    cells = np.zeros((documents, first.shape[1], 4), dtype=np.int64)
    kinds = (first & second, first & ~second, ~first & second, ~first & ~second)
    for kind, held in enumerate(kinds):
        np.add.at(cells[:, :, kind], document, held)
    return PairCounts(cells, documents)


def pooled_kappa(cells: NDArray[np.int64]) -> Value:
    """Return the pooled kappa of counts of shape ``(codes, 4)``; as ``overall.pooled_kappa``."""
    units = cells.sum(axis=1)
    cells, units = cells[units > 0].astype(float), units[units > 0].astype(float)
    if not len(cells):
        return undefined("there are no codes" if not len(units) else binary.NO_UNITS)
    both, first_only, second_only = cells[:, 0], cells[:, 1], cells[:, 2]
    first, second = both + first_only, both + second_only
    shortfall = float(((first * (units - second) + second * (units - first)) / units**2).mean())
    observed = float((1 - (first_only + second_only) / units).mean())
    if shortfall == 0:
        return undefined("no code varies between units", observed=observed)
    expected = 1 - shortfall
    return Value((observed - expected) / shortfall, observed=observed, expected=expected)


def _mean_kappa(cells: NDArray[np.int64]) -> Value:
    """Return the mean of Cohen's kappa over codes, counts of shape ``(codes, 4)``."""
    both, first_only, second_only, neither = cells.T.astype(float)
    units = both + first_only + second_only + neither
    first, second = both + first_only, both + second_only
    apart = first * (units - second) + second * (units - first)
    varies = apart > 0
    if not varies.any():
        return undefined("undefined for every code")
    differ = (first_only + second_only)[varies] * units[varies]
    return Value(float((1 - differ / apart[varies]).mean()))


def _table(cells: NDArray[np.int64]) -> TwoByTwo:
    both, first_only, second_only, neither = cells.tolist()
    return TwoByTwo(both, first_only, second_only, neither)
