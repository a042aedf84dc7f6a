"""The nearest-neighbour graph of passages, weighted by the neighbours they share."""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse


def shared_neighbour_graph(near: NDArray[np.int64]) -> sparse.csr_matrix:
    """Return a symmetric graph whose weights are the Jaccard overlap of neighbourhoods.

    ``near`` holds each row's nearest others, shape ``(n, k)``. Two passages are joined if one is
    among the other's nearest; the weight is the share of neighbours (each counted as its own
    neighbour) that both have, so that passages which are merely the least distant, but live among
    others, are joined weakly.
    """
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
    whole = (half + half.T).tocsr()
    whole.sort_indices()
    return whole
