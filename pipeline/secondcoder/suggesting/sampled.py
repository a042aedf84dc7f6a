"""Passages and documents that agreement can be estimated from.

Passages are drawn at random in proportion: the machine's first code and the half of its confidence
make groups, and from each comes its share. Every passage has the same chance, so that coefficients
of the drawn passages need no weights. The j-th passage of a group of N, of which s were coded, has
its turn at (s + j + u) / N with one random u a group: systematic sampling with a random start.
"""

from collections import Counter
from collections.abc import Sequence
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

LEAST_HALVED = 8
"""Passages with one first code from which they are halved. Not measured apart; halving as such
needs 65 to 93 % of the passages of a plain draw (docs/active.md)."""
_WIDTH = 2**64


def lot(seed: int, *names: str) -> float:
    """Return a number from 0 to 1 that the names and the seed decide."""
    text = "\x00".join((str(seed), *names))
    return int.from_bytes(sha256(text.encode("utf-8", "surrogatepass")).digest()[:8]) / _WIDTH


def halves(first: NDArray[np.int64], confidence: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return 1 above the median confidence of passages with the same first code, -1 below it.

    0 where fewer than ``LEAST_HALVED`` passages have the code: they are not halved.
    """
    half = np.zeros(len(first), dtype=np.int64)
    for code in np.unique(first):
        rows = first == code
        if rows.sum() >= LEAST_HALVED:
            half[rows] = np.where(confidence[rows] > np.median(confidence[rows]), 1, -1)
    return half


def draw_order(
    groups: Sequence[str], ids: Sequence[str], seen: NDArray[np.bool_], *, seed: int
) -> list[int]:
    """Return the rows not seen in the order in which to draw them; any beginning of it will do."""
    sizes = Counter(groups)
    done = Counter(group for group, known in zip(groups, seen, strict=True) if known)
    turns: list[tuple[float, str, int]] = []
    within: dict[str, list[tuple[float, str, int]]] = {group: [] for group in sizes}
    for row, (group, name) in enumerate(zip(groups, ids, strict=True)):
        if not seen[row]:
            within[group].append((lot(seed, "passage", name), name, row))
    for group, rows in within.items():
        start = done[group] + lot(seed, "group", group)
        for place, (_, name, row) in enumerate(sorted(rows)):
            turns.append(((start + place) / sizes[group], name, row))
    return [row for _, _, row in sorted(turns)]


def documents_by_mix(
    mixes: NDArray[np.int64], coded: NDArray[np.int64], *, candidates: Sequence[int], size: int
) -> list[tuple[int, float]]:
    """Return documents whose coding brings the coded passages nearest to the study's mix.

    ``mixes`` counts passages by document and first code, ``coded`` those of them that are coded.
    For each document chosen, one after the other: its row and how far the two mixes are then apart.
    """
    whole = mixes.sum(axis=0)
    held = coded.sum(axis=0)
    left = list(candidates)
    chosen: list[tuple[int, float]] = []
    while left and len(chosen) < size:
        distances = [apart(held + mixes[row] - coded[row], whole) for row in left]
        best = int(np.argmin(np.round(distances, 9)))
        row = left.pop(best)
        held = held + mixes[row] - coded[row]
        chosen.append((row, distances[best]))
    return chosen


def apart(some: NDArray[np.int64], whole: NDArray[np.int64]) -> float:
    """Return half the summed differences of two mixes as shares: 0 the same, 1 nothing shared."""
    if not some.sum() or not whole.sum():
        return 1.0
    return float(np.abs(some / some.sum() - whole / whole.sum()).sum() / 2)
