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

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

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
    weight = pair_weights(present, largest)
    total = weight.sum(axis=2)
    pairs = np.outer(share, share)
    first, second, shared = np.indices(weight.shape)
    alike = np.divide(
        2 * shared, first + second, out=np.ones(weight.shape), where=first + second > 0
    )
    apart = (weight * (1 - alike)).sum(axis=2)
    expected = float((pairs * np.divide(apart, total, out=apart, where=total > 0)).sum())
    if expected <= 0:
        return undefined(TOO_FEW if observed else ONE_VALUE, observed=observed)
    return Value(1 - observed / expected, observed=observed, expected=expected)


def pair_weights(frequencies: Matrix, largest: int) -> Matrix:
    """Return the polynomial's coefficients for set sizes c, k and shared codes s.

    Shape ``(largest + 1,) * 3``. Frequencies are divided by their mean, which multiplies every
    coefficient of the same c and k by the same factor and keeps large codebooks in range.
    """
    side = largest + 1
    weight = np.zeros((side, side, side))
    weight[0, 0, 0] = 1
    mean = float(frequencies.mean()) if frequencies.size else 1.0
    for count in frequencies:
        one, two = count / mean, count * (count - 1) / mean**2
        grown = weight.copy()
        grown[1:] += one * weight[:-1]
        grown[:, 1:] += one * weight[:, :-1]
        grown[1:, 1:, 1:] += two * weight[:-1, :-1, :-1]
        weight = grown
    return weight
