"""Each passage's nearest others: found once for a study, and taken from there for its samples."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from secondcoder.protocols import Floats

CELLS = 8_000_000
"""Similarities in memory at once; no result depends on it."""
EXACT = 40_000
"""Up to so many rows every pair is compared, 40 s on one core. Beyond, time would grow with the
square, and neighbours are looked for (``approximate``), which takes half a minute to begin."""
WIDER = 2
"""How many times the neighbours kept are looked for: of 20,000 mixtures of public answers,
with 15 neighbours, .995 were found (.980 without), and themes were as near those of exact ones
(AMI .91) as another seed's (.91; .88 without)."""
SPARE = 1.6
"""How many times the neighbours that are asked for are kept, so that those left in a sample of nine
tenths are enough. At 24 for 15, four rows in 100,000 have too few; they are compared anew."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Neighbourhood:
    """Rows with their nearest others, from which any sample's are taken."""

    vectors: Floats
    """Unit-length rows, shape ``(n, d)``."""
    near: NDArray[np.int64]
    """The nearest other rows of each, nearest first, shape ``(n, kept)``."""
    wanted: int
    """How many of them are each row's neighbours: fewer than are kept."""
    equal: NDArray[np.int64]
    """A number for each row that only equal rows share, shape ``(n,)``."""

    @classmethod
    def of(cls, vectors: Floats, wanted: int) -> "Neighbourhood":
        """Find the neighbours of every row."""
        kept = max(wanted + 1, round(wanted * SPARE))
        find = nearest if len(vectors) <= EXACT else approximate
        return cls(
            vectors=vectors, near=find(vectors, kept), wanted=wanted, equal=_equal_rows(vectors)
        )

    @property
    def neighbours(self) -> NDArray[np.int64]:
        """The neighbours of each row, nearest first, shape ``(n, min(wanted, n - 1))``."""
        return self.near[:, : self.wanted]

    def sample(self, rows: NDArray[np.int64]) -> "Neighbourhood":
        """Return some rows, in ascending order, with their neighbours among themselves."""
        place = np.full(len(self.vectors), -1)
        place[rows] = np.arange(len(rows))
        found = place[self.near[rows]]
        width = min(self.wanted, len(rows) - 1)
        first = np.argsort(found < 0, axis=1, kind="stable")[:, :width]
        near = np.take_along_axis(found, first, axis=1)
        vectors = self.vectors[rows]
        short = np.flatnonzero((near < 0).any(axis=1)) if width > 0 else rows[:0]
        if len(short):
            near[short] = nearest(vectors, width, of=short)
        return Neighbourhood(vectors=vectors, near=near, wanted=self.wanted, equal=self.equal[rows])


def nearest(
    vectors: Floats, neighbours: int, *, of: NDArray[np.int64] | None = None
) -> NDArray[np.int64]:
    """Return the ``neighbours`` most similar other rows of each row, nearest first.

    ``vectors`` are unit-length rows, shape ``(n, d)``; the result has shape ``(n, k)`` with
    ``k = min(neighbours, n - 1)``, or ``(len(of), k)`` for the rows ``of`` alone. Equal
    similarities are ordered by index. Works in blocks: memory grows with ``n``, not with its
    square.
    """
    count = len(vectors)
    asked = np.arange(count) if of is None else of
    k = min(neighbours, count - 1)
    found = np.empty((len(asked), max(k, 0)), dtype=np.int64)
    if k < 1:
        return found
    block = max(1, CELLS // count)
    for start in range(0, len(asked), block):
        rows = asked[start : start + block]
        similarity = vectors[rows] @ vectors.T
        similarity[np.arange(len(rows)), rows] = -np.inf
        part = np.argpartition(-similarity, k - 1, axis=1)[:, :k]
        part.sort(axis=1)
        order = np.argsort(-np.take_along_axis(similarity, part, axis=1), axis=1, kind="stable")
        found[start : start + block] = np.take_along_axis(part, order, axis=1)
    return found


def approximate(vectors: Floats, neighbours: int) -> NDArray[np.int64]:
    """Return what ``nearest`` returns, nearly: some neighbours are missed for others as near.

    Dong, W., Moses, C. & Li, K. (2011). Efficient k-nearest neighbor graph construction for generic
    similarity measures. WWW 2011, 577-586. On one thread, so that the same rows give the same
    neighbours.
    """
    from pynndescent import NNDescent

    # Of twice as many, the nearest are hardly ever missed.
    index = NNDescent(
        vectors,
        metric="dot",
        n_neighbors=min(WIDER * neighbours, len(vectors) - 1),
        random_state=0,
        n_jobs=1,
        compressed=False,
    )
    found, _ = index.neighbor_graph
    others: NDArray[np.int64] = found.astype(np.int64)
    own = others == np.arange(len(vectors))[:, None]
    first = np.argsort(own, axis=1, kind="stable")[:, :neighbours]
    return np.take_along_axis(others, first, axis=1)


def _equal_rows(vectors: Floats) -> NDArray[np.int64]:
    """Return a number for each row that it shares with equal rows alone."""
    met: dict[bytes, int] = {}
    return np.array([met.setdefault(row.tobytes(), len(met)) for row in vectors], dtype=np.int64)
