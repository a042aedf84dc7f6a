"""Passages that between them stand for the others: greedy facility location.

A passage is covered as well as the nearest passage that was coded or chosen is like it. Next comes
the passage that adds most to the sum over all passages. The sum is submodular, so that a gain can
only shrink and need not be computed anew until it is at the top (Minoux 1978; Mirzasoleiman et al.
2015, and Wei, Iyer and Bilmes 2015 for its use in choosing what to label).
"""

import heapq

import numpy as np
from numpy.typing import NDArray

from secondcoder.protocols import Floats

BLOCK = 1024
"""Rows in memory at once; no result depends on it."""
_DIGITS = 4
"""Gains equal to this many decimals are level; the earlier row then comes first. Decides ties
alone."""


class Spread:
    """Keeps how well each passage is covered, and finds who would cover most."""

    def __init__(
        self,
        vectors: Floats,
        *,
        counted: NDArray[np.bool_],
        coded: NDArray[np.bool_],
        candidates: NDArray[np.bool_],
    ) -> None:
        """``vectors`` are unit rows; ``counted`` marks those that ought to be stood for."""
        self._vectors = vectors
        self._targets = vectors[counted]
        self._covered = np.zeros(len(self._targets), dtype=np.float32)
        rows = np.flatnonzero(coded)
        for start in range(0, len(rows), BLOCK):
            like = self._targets @ vectors[rows[start : start + BLOCK]].T
            self._covered = np.maximum(self._covered, like.max(axis=1))
        self._queue = self._first_gains(np.flatnonzero(candidates))
        self._taken: set[int] = set()
        self._turn = 0

    def next(self) -> int | None:
        """Return the row that adds most, ``None`` if no candidate is left."""
        while self._queue:
            _, row, turn = self._queue[0]
            if row in self._taken:
                heapq.heappop(self._queue)
            elif turn == self._turn:
                return row
            else:
                gain = float(np.maximum(self._like(row) - self._covered, 0).sum())
                heapq.heapreplace(self._queue, (-round(gain, _DIGITS), row, self._turn))
        return None

    def take(self, row: int) -> int:
        """Choose a row; return how many passages are now covered better than before."""
        like = self._like(row)
        better = int((like > self._covered).sum())
        self._covered = np.maximum(self._covered, like)
        self._taken.add(row)
        self._turn += 1
        return better

    def _like(self, row: int) -> Floats:
        like: Floats = self._targets @ self._vectors[row]
        return like

    def _first_gains(self, rows: NDArray[np.int64]) -> list[tuple[float, int, int]]:
        queue: list[tuple[float, int, int]] = []
        for start in range(0, len(rows), BLOCK):
            part = rows[start : start + BLOCK]
            like = self._vectors[part] @ self._targets.T
            gains = np.maximum(like - self._covered, 0).sum(axis=1).tolist()
            pairs = zip(gains, part.tolist(), strict=True)
            queue += [(-round(gain, _DIGITS), row, 0) for gain, row in pairs]
        heapq.heapify(queue)
        return queue
