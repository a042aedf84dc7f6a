"""The omega index: agreement of two groupings that may overlap, corrected for chance."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from secondcoder.agreement.coefficients.checked_zero_one import zero_one
from secondcoder.agreement.coefficients.values import Value, undefined

_ROWS = 512
"""Rows of a large matrix held at once: memory alone, no result."""


def omega_index(first: ArrayLike, second: ArrayLike) -> Value:
    """Return the omega index of two groupings, each of shape ``(items, groups)`` with 0 and 1.

    Over the M pairs of items: Po is the share of pairs that lie together in the same number of
    groups of both, Pe = Σ_j N_1j N_2j / M² with N_1j the pairs together in j groups of the
    first, and omega = (Po - Pe) / (1 - Pe). For groupings without overlap it is the adjusted
    Rand index. Undefined with fewer than two items, and where all pairs are together equally
    often in both. Collins & Dent (1988) Multivariate Behavioral Research 23:231-242.
    """
    one = zero_one(first, "the first grouping").astype(np.float32)
    two = zero_one(second, "the second grouping").astype(np.float32)
    if one.ndim != 2 or two.ndim != 2 or len(one) != len(two):
        raise ValueError(f"the groupings differ: {one.shape} and {two.shape}")
    table = _pair_table(one, two)
    pairs = int(table.sum())
    if pairs == 0:
        return undefined("there are fewer than two items")
    observed = int(np.trace(table)) / pairs
    chance = int((table.sum(axis=1) * table.sum(axis=0)).sum())
    if chance == pairs**2:
        return undefined("all pairs of items are together equally often", observed=observed)
    expected = chance / pairs**2
    return Value((observed - expected) / (1 - expected), observed=observed, expected=expected)


def _pair_table(one: np.ndarray, two: np.ndarray) -> NDArray[np.int64]:
    """Return how many pairs are together in i groups of the one and j of the other."""
    most = int(max(one.sum(axis=1).max(initial=0), two.sum(axis=1).max(initial=0))) + 1
    counted = np.zeros(most * most, dtype=np.int64)
    for start in range(0, len(one), _ROWS):
        rows = slice(start, start + _ROWS)
        together = (one[rows] @ one.T).astype(np.int64) * most
        together += (two[rows] @ two.T).astype(np.int64)
        later = np.arange(len(one))[None, :] > np.arange(len(one))[rows, None]
        counted += np.bincount(together[later], minlength=most * most)
    return counted.reshape(most, most)
