"""The nearest-neighbour graph of passages, weighted by the neighbours they share."""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from secondcoder.protocols import Floats

BLOCK = 2048
"""Rows in memory at once; no result depends on it."""


def nearest(vectors: Floats, neighbours: int) -> NDArray[np.int64]:
    """Return the ``neighbours`` most similar other rows of each row, nearest first.

    ``vectors`` are unit-length rows, shape ``(n, d)``; the result has shape ``(n, k)`` with
    ``k = min(neighbours, n - 1)``. Equal similarities are ordered by index. Works in blocks:
    memory grows with ``n``, not with its square.
    """
    count = len(vectors)
    k = min(neighbours, count - 1)
    found = np.empty((count, max(k, 0)), dtype=np.int64)
    if k < 1:
        return found
    for start in range(0, count, BLOCK):
        stop = min(start + BLOCK, count)
        similarity = vectors[start:stop] @ vectors.T
        similarity[np.arange(stop - start), np.arange(start, stop)] = -np.inf
        part = np.argpartition(-similarity, k - 1, axis=1)[:, :k]
        part.sort(axis=1)
        order = np.argsort(-np.take_along_axis(similarity, part, axis=1), axis=1, kind="stable")
        found[start:stop] = np.take_along_axis(part, order, axis=1)
    return found


def shared_neighbour_graph(vectors: Floats, neighbours: int) -> sparse.csr_matrix:
    """Return a symmetric graph whose weights are the Jaccard overlap of neighbourhoods.

    Two passages are joined if one is among the other's nearest; the weight is the share of
    neighbours (each counted as its own neighbour) that both have, so that passages which are
    merely the least distant, but live among others, are joined weakly.
    """
    near = nearest(vectors, neighbours)
    count, k = near.shape
    rows = np.repeat(np.arange(count), k + 1)
    columns = np.concatenate([np.arange(count)[:, None], near], axis=1).ravel()
    member = sparse.csr_matrix((np.ones(len(rows), np.float32), (rows, columns)), (count, count))
    joined = sparse.csr_matrix(
        (np.ones(count * k), (np.repeat(np.arange(count), k), near.ravel())), (count, count)
    )
    joined = joined.maximum(joined.T).tocoo()
    pairs = joined.row < joined.col
    first, second = joined.row[pairs], joined.col[pairs]
    shared = np.asarray(member[first].multiply(member[second]).sum(axis=1)).ravel()
    weight = shared / (2 * (k + 1) - shared)
    kept = weight > 0
    half = sparse.csr_matrix((weight[kept], (first[kept], second[kept])), (count, count))
    return (half + half.T).tocsr()
