"""Extended B-cubed: how well groups found agree with groups given, where both may overlap."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from secondcoder.agreement.coefficients.checked_zero_one import zero_one
from secondcoder.agreement.coefficients.distances import Matrix
from secondcoder.agreement.coefficients.values import Value, undefined

_ROWS = 512
"""Rows of a large matrix held at once: memory alone, no result."""


@dataclass(frozen=True, slots=True)
class BCubed:
    """Precision, recall and their harmonic mean; not corrected for chance."""

    precision: Value
    recall: Value
    f: Value


def bcubed(found: ArrayLike, given: ArrayLike) -> BCubed:
    """Return extended B-cubed of two groupings, each of shape ``(items, groups)`` with 0 and 1.

    For items e, e' that share a found group: min(found groups shared, given groups shared) /
    found groups shared. Precision is its mean over all e' (e among them) for each e, then over e
    in any found group. Recall is the same with found and given exchanged. Precision is undefined
    where no item is in a found group, recall where none is in a given group, F where one of them
    is, or both are 0. Amigó, Gonzalo, Artiles & Verdejo (2009) Information Retrieval 12:461-486.
    """
    one = zero_one(found, "the groups found").astype(np.float32)
    two = zero_one(given, "the groups given").astype(np.float32)
    if one.ndim != 2 or two.ndim != 2 or len(one) != len(two):
        raise ValueError(f"the groupings differ: {one.shape} and {two.shape}")
    precision = _mean(one, two, "no item is in any group that was found")
    recall = _mean(two, one, "no item is in any group that was given")
    if precision.value is None or recall.value is None:
        return BCubed(precision, recall, undefined(precision.reason or recall.reason))
    both = precision.value + recall.value
    if both == 0:
        return BCubed(precision, recall, undefined("precision and recall are both 0"))
    return BCubed(precision, recall, Value(2 * precision.value * recall.value / both))


def _mean(one: np.ndarray, two: np.ndarray, reason: str) -> Value:
    """Return the multiplicity-weighted mean, in blocks of rows to bound the memory."""
    items = np.flatnonzero(one.any(axis=1))
    if not items.size:
        return undefined(reason)
    one, two = one[items], two[items]
    means: list[Matrix] = []
    for start in range(0, len(items), _ROWS):
        rows = slice(start, start + _ROWS)
        shared, other = one[rows] @ one.T, two[rows] @ two.T
        part = np.divide(
            np.minimum(shared, other), shared, out=np.zeros_like(shared), where=shared > 0
        )
        partners = np.count_nonzero(shared, axis=1)
        means.append(part.sum(axis=1, dtype=float) / partners)
    return Value(float(np.concatenate(means).mean()))
