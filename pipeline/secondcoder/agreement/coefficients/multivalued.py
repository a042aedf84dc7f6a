"""Alpha for units that carry any number of codes: mv-alpha of Krippendorff & Craggs (2016).

Observed: d(C, K) = 1 - 2|C∩K| / (|C| + |K|) between two coders' sets of a unit, 0 between two
empty sets. Expected: the same distance between sets that chance would make of the codes'
frequencies and the sets' sizes, not between the sets as they were found.

The chance part is defined over all pairs of sets. It is computed here from a polynomial: the
coefficient of u^c v^k t^s in Π_x (1 + n_x u + n_x v + n_x(n_x - 1) u v t), with n_x the
frequency of code x, is the weight of all pairs of a set of c and a set of k codes that share s.
De is the mean distance under these weights for each c and k, averaged over pairs of sizes in
proportion to N_c N_k, the numbers of sets of these sizes. A pair of sizes that the frequencies
cannot make (two sets of four, where only one coder ever used the fourth code) adds nothing, as
in the published tables.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from secondcoder.agreement.coefficients.alpha import NO_PAIRS, ONE_VALUE
from secondcoder.agreement.coefficients.distances import Matrix
from secondcoder.agreement.coefficients.labelsets import LabelSets
from secondcoder.agreement.coefficients.values import Value, undefined

TOO_FEW = "too few codes were given to say what chance would give"


@dataclass(frozen=True, slots=True)
class MultivaluedParts:
    """What mv-alpha adds up over units; units that fewer than two coders saw are all zero."""

    disagreement: Matrix
    """Σ d over ordered pairs of coders, divided by m_u - 1; shape ``(units,)``."""
    codes: NDArray[np.int64]
    """How often each code was given; shape ``(units, codes)``."""
    sizes: NDArray[np.int64]
    """How many sets have 0, 1, 2 … codes; shape ``(units, largest + 1)``."""

    def by_group(self, group: NDArray[np.int64], groups: int) -> "MultivaluedParts":
        """Return the parts summed over groups (documents), numbered from 0, one for each unit."""
        sums = (np.zeros((groups, *part.shape[1:]), part.dtype) for part in self._all)
        disagreement, codes, sizes = sums
        np.add.at(disagreement, group, self.disagreement)
        np.add.at(codes, group, self.codes)
        np.add.at(sizes, group, self.sizes)
        return MultivaluedParts(disagreement, codes, sizes)

    @property
    def _all(self) -> tuple[NDArray[np.generic], ...]:
        return self.disagreement, self.codes, self.sizes


def multivalued_parts(sets: LabelSets) -> MultivaluedParts:
    """Return what mv-alpha adds up over units, for intervals that leave documents out."""
    coders_of = sets.seen.sum(axis=1)
    seen = sets.seen & (coders_of > 1)[:, None]
    applied = sets.applied & seen[:, :, None]
    size = applied.sum(axis=2)
    total = np.zeros(len(seen))
    for first in range(seen.shape[1]):
        for second in range(first + 1, seen.shape[1]):
            shared = np.count_nonzero(applied[:, first] & applied[:, second], axis=1)
            both = size[:, first] + size[:, second]
            alike = np.divide(2 * shared, both, out=np.ones(len(seen)), where=both != 0)
            total += np.where(seen[:, first] & seen[:, second], 2 * (1 - alike), 0)
    largest = int(size.max(initial=0))
    sizes = np.stack([((size == n) & seen).sum(axis=1) for n in range(largest + 1)], axis=1)
    return MultivaluedParts(total / np.maximum(coders_of - 1, 1), applied.sum(axis=1), sizes)


def mv_alpha(sets: LabelSets) -> Value:
    """Return mv-alpha = 1 - Do / De of the coders' sets.

    Undefined where no unit was seen by two coders, where all comparable sets are the same, and
    where so few codes were given that chance cannot make two different sets of them.
    Krippendorff & Craggs (2016) Communication Methods and Measures 10:181-198; the polynomial
    form is checked against enumeration in the tests.
    """
    return mv_alpha_of(multivalued_parts(sets))


def mv_alpha_of(parts: MultivaluedParts, *, times: NDArray[np.int64] | None = None) -> Value:
    """Return mv-alpha of units or documents, each taken as many times as ``times`` says."""
    taken = np.ones(len(parts.disagreement), dtype=np.int64) if times is None else times
    sizes = taken @ parts.sizes
    values = int(sizes.sum())
    if values == 0:
        return undefined(NO_PAIRS)
    observed = float(taken @ parts.disagreement) / values
    frequencies = (taken @ parts.codes).astype(float)
    present = frequencies[frequencies > 0]
    largest = int(np.flatnonzero(sizes)[-1])
    share = sizes[: largest + 1] / values
    apart, total = np.zeros((largest + 1,) * 2), np.zeros((largest + 1,) * 2)
    both = np.maximum(np.add.outer(np.arange(largest + 1), np.arange(largest + 1)), 1)
    for shared, weight in enumerate(pair_weights(present, largest)):
        total += weight
        apart += weight * (1 - 2 * shared / both)
    apart[0, 0] = 0
    pairs = np.outer(share, share)
    expected = float((pairs * np.divide(apart, total, out=apart, where=total > 0)).sum())
    if expected <= 0:
        return undefined(TOO_FEW if observed else ONE_VALUE, observed=observed)
    return Value(1 - observed / expected, observed=observed, expected=expected)


def pair_weights(frequencies: Matrix, largest: int) -> Iterator[Matrix]:
    """Yield the polynomial's coefficients for s = 0, 1 … shared codes, by set sizes c and k.

    Each has shape ``(largest + 1,) * 2``; all of the same c + k are multiplied by the same
    factor, which keeps large codebooks in range. Two sets that share s codes are s codes and
    c + k - 2s others dealt out to both: C(c + k - 2s, c - s) times the coefficient of
    t^s w^(c + k - 2s) in Π_x (1 + n_x w + n_x(n_x - 1) t).
    """
    others = _shared_and_others(frequencies, largest)
    size = np.arange(largest + 1)
    for shared in size:
        rest = np.add.outer(size, size) - 2 * shared
        possible = np.minimum.outer(size, size) >= shared
        count = np.where(possible, rest, 0)
        dealt = _halves(count, np.where(possible, size[:, None] - shared, 0))
        yield np.where(possible, dealt * others[shared, count], 0.0)


def _halves(count: NDArray[np.int64], taken: NDArray[np.int64]) -> Matrix:
    """Return the chance that halving deals out so many of a count: C(count, taken) / 2^count."""
    logs = gammaln(count + 1) - gammaln(taken + 1) - gammaln(count - taken + 1)
    return np.asarray(np.exp(logs - count * math.log(2)))


def _shared_and_others(frequencies: Matrix, largest: int) -> Matrix:
    """Return coefficients of t^s w^j, shape ``(largest + 1, 2 * largest + 1)``.

    Those of one degree, j + 2s, add up to 1 over all s, so that none can overflow. t is divided
    by 4, as dealing out by halves multiplies each of the other codes by 1/2.
    """
    logs = _logs_of_degrees(frequencies, 2 * largest)
    degree = np.arange(2 * largest + 1)[None, :] + 2 * np.arange(largest + 1)[:, None]
    inside = degree <= 2 * largest
    log = np.where(inside, logs[np.where(inside, degree, 0)], -np.inf)
    one, two = np.zeros(log.shape), np.zeros(log.shape)
    reached = np.isfinite(log)
    np.subtract(log[:, :-1], log[:, 1:], out=one[:, 1:], where=reached[:, 1:])
    np.subtract(log[:-1], log[1:], out=two[1:], where=reached[1:])
    one[:, 1:] = np.where(reached[:, 1:], np.exp(one[:, 1:]), 0.0)
    two[1:] = np.where(reached[1:], np.exp(two[1:]) / 4, 0.0)
    found = np.zeros(log.shape)
    found[0, 0] = 1
    for count in frequencies:
        grown = found.copy()
        grown[:, 1:] += count * one[:, 1:] * found[:, :-1]
        if count > 1:
            grown[1:] += count * (count - 1) * two[1:] * found[:-1]
        found = grown
    return found


def _logs_of_degrees(frequencies: Matrix, most: int) -> Matrix:
    """Return the logarithms of the coefficients of z^d in Π_x (1 + n_x z + n_x(n_x - 1) z²)."""
    logs = np.full(most + 1, -np.inf)
    logs[0] = 0
    for count in frequencies:
        grown = logs.copy()
        grown[1:] = np.logaddexp(grown[1:], math.log(count) + logs[:-1])
        if count > 1:
            pairs = math.log(count) + math.log(count - 1)
            grown[2:] = np.logaddexp(grown[2:], pairs + logs[:-2])
        logs = grown
    return logs
