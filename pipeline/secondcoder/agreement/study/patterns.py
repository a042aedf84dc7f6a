"""Coefficients over sets of codes, as statistics of documents: what their intervals rest on.

Passages on which two coders gave the same two sets of codes count alike, so a coefficient is made
from how often each pair of sets occurs in each document, and leaving a document out costs no more
than that.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from secondcoder.agreement.coefficients.counts import places_of
from secondcoder.agreement.coefficients.distances import jaccard, masi
from secondcoder.agreement.coefficients.intervals import Interval, jackknife, within
from secondcoder.agreement.coefficients.labelsets import LabelSets
from secondcoder.agreement.coefficients.values import Value, undefined

Matrix = NDArray[np.float64]
JACCARD, MASI, BCUBED, OMEGA = "alpha, Jaccard", "alpha, MASI", "B-cubed", "omega"
MOST_SETS = 1500
"""Distinct sets of codes above which no interval is computed. Bounds time and memory, no result."""
TOO_MANY = "{count} different sets of codes; an interval is computed for up to {most}"
_NONE = "there is nothing to compare"


@dataclass(frozen=True, slots=True)
class Sets:
    """Distinct sets of codes of all coders, and how often each meets which in each document."""

    codes: NDArray[np.bool_]
    """The sets, shape ``(sets, codes)``."""
    given: NDArray[np.int64]
    """Place of the set each coder gave to a unit, shape ``(units, coders)``; -1 where not seen."""
    place: NDArray[np.int64]
    """Document (or group of documents) of each unit."""
    documents: int


def sets_of(sets: LabelSets, document: NDArray[np.int64]) -> Sets:
    """Return the distinct sets; ``document`` numbers the document of each unit."""
    units, coders, codes = sets.applied.shape
    found, place = np.unique(sets.applied.reshape(-1, codes), axis=0, return_inverse=True)
    given = np.where(sets.seen, place.reshape(units, coders), -1)
    group, documents = places_of(document)
    return Sets(found, given, group, documents)


def alpha_intervals(found: Sets) -> dict[str, Interval]:
    """Return the intervals of Krippendorff's alpha over sets, by Jaccard's distance and by MASI."""
    if why := _too_many(len(found.codes)):
        return dict.fromkeys((JACCARD, MASI), _not_computed(why, found.documents))
    values = [frozenset(np.flatnonzero(one).tolist()) for one in found.codes]
    counts = np.zeros(len(values))
    far = {
        JACCARD: jaccard(values, counts, slice(None)),
        MASI: masi(values, counts, slice(None)),
    }
    saw = (found.given >= 0).sum(axis=1)
    kept = saw > 1
    given, place, saw = found.given[kept], found.place[kept], saw[kept]
    often = np.zeros((found.documents, len(values)))
    for column in given.T:
        np.add.at(often, (place[column >= 0], column[column >= 0]), 1)
    carried, agreed = _held(found, least=1), _held(found, least=2)
    return {
        name: jackknife(_alpha(_apart(given, place, saw, each, found.documents), often, each),
                        found.documents, carried=carried, agreed=agreed)
        for name, each in far.items()
    }  # fmt: skip


def _apart(
    given: NDArray[np.int64],
    place: NDArray[np.int64],
    saw: NDArray[np.int64],
    far: Matrix,
    documents: int,
) -> Matrix:
    """Return the disagreement in each document: distances of pairs of values / (values - 1)."""
    apart = np.zeros(documents)
    coders = given.shape[1]
    for one in range(coders):
        for two in range(one + 1, coders):
            both = (given[:, one] >= 0) & (given[:, two] >= 0)
            each = 2 * far[given[both, one], given[both, two]] / (saw[both] - 1)
            np.add.at(apart, place[both], each)
    return apart


def _alpha(apart: Matrix, often: Matrix, far: Matrix) -> Callable[[NDArray[np.int64]], Value]:
    def over(times: NDArray[np.int64]) -> Value:
        counts = times @ often
        total = float(counts.sum())
        expected = float(counts @ far @ counts) / (total - 1) if total > 1 else 0.0
        return Value(1 - float(times @ apart) / expected) if expected else undefined(_NONE)

    return over


def grouping_intervals(found: Sets) -> dict[str, Interval]:
    """Return the intervals of B-cubed F and of the omega index of two coders' groupings."""
    pairs, which = np.unique(found.given, axis=0, return_inverse=True)
    if why := _too_many(len(pairs)):
        return dict.fromkeys((BCUBED, OMEGA), _not_computed(why, found.documents))
    often = np.zeros((found.documents, len(pairs)))
    np.add.at(often, (found.place, which.ravel()), 1)
    one, two = (found.codes[pairs[:, side]].astype(float) for side in (0, 1))
    shared = one @ one.T, two @ two.T
    carried, agreed = _held(found, least=1), _held(found, least=2)
    return {
        BCUBED: within(jackknife(_bcubed(*shared, often), found.documents, fisher=False,
                                 carried=carried)),
        OMEGA: jackknife(_omega(*shared, often), found.documents, carried=carried,
                         agreed=agreed),
    }  # fmt: skip


def _bcubed(first: Matrix, second: Matrix, often: Matrix) -> Callable[[NDArray[np.int64]], Value]:
    least = np.minimum(first, second)
    parts = [
        (np.divide(least, one, out=np.zeros_like(one), where=one > 0), one > 0, one.diagonal() > 0)
        for one in (first, second)
    ]

    def over(times: NDArray[np.int64]) -> Value:
        counts = times @ often
        means = []
        for part, together, held in parts:
            weight = counts * held
            if not weight.any():
                return undefined(_NONE)
            partners = together @ counts
            each = np.divide(part @ counts, partners, out=np.zeros_like(counts), where=partners > 0)
            means.append(float(weight @ each / weight.sum()))
        both = sum(means)
        return Value(2 * means[0] * means[1] / both) if both else undefined(_NONE)

    return over


def _omega(first: Matrix, second: Matrix, often: Matrix) -> Callable[[NDArray[np.int64]], Value]:
    most = int(max(first.max(initial=0), second.max(initial=0))) + 1
    cell = (first * most + second).astype(np.int64)

    def over(times: NDArray[np.int64]) -> Value:
        counts = times @ often
        weight = np.outer(counts, counts)
        np.fill_diagonal(weight, counts * (counts - 1))
        table = np.bincount(cell.ravel(), weight.ravel(), most * most).reshape(most, most)
        total = float(table.sum())
        if not total:
            return undefined(_NONE)
        chance = float(table.sum(axis=1) @ table.sum(axis=0)) / total**2
        if chance == 1:
            return undefined(_NONE)
        return Value((float(np.trace(table)) / total - chance) / (1 - chance))

    return over


def _held(found: Sets, *, least: int) -> Matrix:
    """Return how many codes at least so many coders gave, by document, over its units."""
    times = np.zeros((len(found.given), found.codes.shape[1]), dtype=np.int64)
    for column in found.given.T:
        times += found.codes[column] & (column >= 0)[:, None]
    held = (times >= least).sum(axis=1)
    return np.bincount(found.place, held, minlength=found.documents).astype(float)


def _too_many(count: int) -> str:
    return TOO_MANY.format(count=count, most=MOST_SETS) if count > MOST_SETS else ""


def _not_computed(why: str, documents: int) -> Interval:
    return Interval(low=None, high=None, reason=why, documents=documents)
