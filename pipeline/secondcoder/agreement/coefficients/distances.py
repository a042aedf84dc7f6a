"""How far apart two values are, as Krippendorff's alpha needs it: squared where they are numbers.

A distance takes the distinct values in their order, how often each occurs (only the ordinal one
looks at that) and which rows are wanted, and returns these rows of the symmetric matrix of
distances, shape ``(rows, values)``. Rows are asked for in blocks: thousands of different sets of
codes would not fit in memory at once.
"""

from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
Rated = TypeVar("Rated", bound=Hashable)
"""A value that a coder gives to a unit."""
Distance = Callable[[Sequence[Rated], Matrix, slice], Matrix]
ALL = slice(None)


def nominal(values: Sequence[Hashable], _counts: Matrix, rows: slice = ALL) -> Matrix:
    """Return 0 for the same value and 1 for different ones."""
    place = np.arange(len(values))
    return np.asarray(place[rows, None] != place[None, :], dtype=float)


def ordinal(values: Sequence[float], counts: Matrix, rows: slice = ALL) -> Matrix:
    """Return (Σ n_g from g=c to k, less (n_c + n_k)/2)², over the ranks between c and k.

    The values must be in ascending order. Krippendorff (2011) Computing alpha-reliability.
    """
    _numbers(values)
    middle = np.cumsum(counts) - counts / 2
    return np.asarray((middle[rows, None] - middle[None, :]) ** 2)


def interval(values: Sequence[float], _counts: Matrix, rows: slice = ALL) -> Matrix:
    """Return (c - k)²."""
    numbers = _numbers(values)
    return np.asarray((numbers[rows, None] - numbers[None, :]) ** 2)


def ratio(values: Sequence[float], _counts: Matrix, rows: slice = ALL) -> Matrix:
    """Return ((c - k) / (c + k))², and 0 for two zeros; values must not be negative."""
    numbers = _numbers(values)
    if numbers.size and numbers.min() < 0:
        raise ValueError("the ratio distance needs values of 0 or more")
    total = numbers[rows, None] + numbers[None, :]
    difference = numbers[rows, None] - numbers[None, :]
    return np.divide(difference, total, out=np.zeros_like(total), where=total != 0) ** 2


def circular(period: float) -> Distance[float]:
    """Return the distance on a circle of this period, sin²(π(c - k) / period)."""

    def distance(values: Sequence[float], _counts: Matrix, rows: slice = ALL) -> Matrix:
        numbers = _numbers(values)
        return np.asarray(np.sin(np.pi * (numbers[rows, None] - numbers[None, :]) / period) ** 2)

    return distance


def jaccard(values: Sequence[frozenset[Hashable]], _counts: Matrix, rows: slice = ALL) -> Matrix:
    """Return 1 - |A∩B| / |A∪B|, and 0 for two empty sets."""
    shared, union, _ = _overlaps(values, rows)
    return 1 - _similarity(shared, union)


def dice(values: Sequence[frozenset[Hashable]], _counts: Matrix, rows: slice = ALL) -> Matrix:
    """Return 1 - 2|A∩B| / (|A| + |B|), and 0 for two empty sets."""
    shared, union, _ = _overlaps(values, rows)
    return 1 - _similarity(2 * shared, union + shared)


def masi(values: Sequence[frozenset[Hashable]], _counts: Matrix, rows: slice = ALL) -> Matrix:
    """Return 1 - J·M, J Jaccard's similarity and M how the sets lie to each other.

    M = 1 for equal sets, 2/3 where one holds the other, 1/3 where they overlap otherwise, and
    0 where they share nothing; 0 between two empty sets. Passonneau (2006) LREC.
    """
    shared, union, sizes = _overlaps(values, rows)
    smaller, larger = (function.outer(sizes[rows], sizes) for function in (np.minimum, np.maximum))
    monotone = np.where(shared == smaller, 2 / 3, 1 / 3)
    monotone = np.where(shared == larger, 1.0, monotone)
    return 1 - _similarity(shared, union) * monotone


def _numbers(values: Sequence[float]) -> Matrix:
    if not all(isinstance(value, (int, float, np.number)) for value in values):
        raise ValueError("this distance needs numbers")
    return np.asarray(values, dtype=float)


def _overlaps(values: Sequence[frozenset[Hashable]], rows: slice) -> tuple[Matrix, Matrix, Matrix]:
    """Return sizes of intersections and unions, shape ``(rows, values)``, and of all sets."""
    labels = sorted({label for value in values for label in value}, key=repr)
    place = {label: column for column, label in enumerate(labels)}
    member = np.zeros((len(values), len(labels)))
    for row, value in enumerate(values):
        for label in value:
            member[row, place[label]] = 1
    shared = member[rows] @ member.T
    sizes = member.sum(axis=1)
    return shared, sizes[rows, None] + sizes[None, :] - shared, sizes


def _similarity(part: Matrix, whole: Matrix) -> Matrix:
    return np.divide(part, whole, out=np.ones_like(whole), where=whole != 0)
