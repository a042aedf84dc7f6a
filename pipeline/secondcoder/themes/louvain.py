"""One run of Louvain's search for communities, on a graph that many runs share.

Blondel, V. D., Guillaume, J.-L., Lambiotte, R. & Lefebvre, E. (2008). Fast unfolding of communities
in large networks. Journal of Statistical Mechanics, P10008. The moves of nodes are made by
scikit-network's compiled pass; its own loop around that pass builds and checks a dozen sparse
matrices in every run, which took five sixths of the time on graphs of a few hundred nodes.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from secondcoder.protocols import Labels

LEAST_GAIN = 1e-3
"""Modularity that a pass, and a level, must bring for another one: scikit-network's own."""
DENSE = 1_000_000
"""Cells up to which the graph between communities is summed up as a whole square."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LouvainGraph:
    """A graph in the form that a run needs, made once: weights sum to 1."""

    starts: NDArray[np.int64]
    """Where each node's edges begin, shape ``(nodes + 1,)``."""
    ends: NDArray[np.int64]
    """The node at the other end of each edge, in ascending order for each node."""
    weights: NDArray[np.float64]
    degrees: NDArray[np.float64]
    """Sum of each node's weights."""

    @classmethod
    def of(cls, graph: sparse.csr_matrix) -> "LouvainGraph":
        """Return a symmetric graph without negative weights in this form."""
        whole = graph.tocsr()
        whole.sort_indices()
        weights = whole.data.astype(np.float64)
        weights /= max(float(weights.sum()), 1e-300)
        nodes = whole.shape[0]
        rows = np.repeat(np.arange(nodes), np.diff(whole.indptr))
        return cls(
            starts=whole.indptr.astype(np.int64),
            ends=whole.indices.astype(np.int64),
            weights=weights,
            degrees=_sums(rows, weights, nodes),
        )

    @property
    def nodes(self) -> int:
        """How many nodes it has."""
        return len(self.degrees)

    @property
    def rows(self) -> NDArray[np.int64]:
        """The node at which each edge begins."""
        return np.repeat(np.arange(self.nodes), np.diff(self.starts))

    def weighted(self, times: NDArray[np.float64], *, kept: NDArray[np.bool_]) -> "LouvainGraph":
        """Return the graph of the ``kept`` edges, each weight multiplied by ``times``."""
        weights = (self.weights * times)[kept]
        weights /= max(float(weights.sum()), 1e-300)
        rows = self.rows[kept]
        return LouvainGraph(
            starts=np.searchsorted(rows, np.arange(self.nodes + 1)),
            ends=self.ends[kept],
            weights=weights,
            degrees=_sums(rows, weights, self.nodes),
        )

    def doubled(self, edges: NDArray[np.bool_]) -> "LouvainGraph":
        """Return the graph with some edges twice as strong, and no node's degree changed."""
        weights = np.where(edges, 2 * self.weights, self.weights)
        return replace(self, weights=weights / max(float(weights.sum()), 1e-300))

    def reordered(self, order: NDArray[np.int64]) -> "LouvainGraph":
        """Return the graph with node ``order[i]`` as its node ``i``."""
        place = np.empty_like(order)
        place[order] = np.arange(len(order))
        lengths = np.diff(self.starts)[order]
        starts = np.concatenate([[0], np.cumsum(lengths)])
        edges = np.repeat(self.starts[order] - starts[:-1], lengths) + np.arange(len(self.ends))
        return LouvainGraph(
            starts=starts,
            ends=place[self.ends[edges]],
            weights=self.weights[edges],
            degrees=self.degrees[order],
        )

    def between(self, labels: Labels, groups: int) -> "LouvainGraph":
        """Return the graph whose nodes are the groups ``0 .. groups - 1`` of this one's nodes."""
        rows = np.repeat(labels, np.diff(self.starts))
        columns = labels[self.ends]
        if groups * groups <= DENSE:
            cells = rows * groups + columns
            square = _sums(cells, self.weights, groups * groups)
            held = np.flatnonzero(square)
            starts = np.searchsorted(held, np.arange(groups + 1) * groups)
            ends, weights = held % groups, square[held]
        else:
            whole = sparse.csr_matrix((self.weights, (rows, columns)), (groups, groups))
            starts, ends = whole.indptr.astype(np.int64), whole.indices.astype(np.int64)
            weights = whole.data
        return LouvainGraph(
            starts=starts,
            ends=ends,
            weights=weights,
            degrees=_sums(labels, self.degrees, groups),
        )


def _sums(
    places: NDArray[np.int64], weights: NDArray[np.float64], size: int
) -> NDArray[np.float64]:
    """Return the sum of the weights at each place."""
    return np.bincount(places, weights=weights, minlength=size).astype(np.float64, copy=False)


def louvain(graph: LouvainGraph, *, resolution: float, seed: int) -> Labels:
    """Return the communities of one run that visits nodes in an order set by ``seed``."""
    if not len(graph.ends):
        return np.arange(graph.nodes)
    order = np.random.default_rng(seed).permutation(graph.nodes)
    level = graph.reordered(order)
    found = np.arange(graph.nodes)
    while True:
        moved, gain = _moved(level, resolution)
        groups, labels = np.unique(moved, return_inverse=True)
        found = labels[found]
        if gain <= LEAST_GAIN or len(groups) == 1:
            break
        level = level.between(labels, len(groups))
    result = np.empty(graph.nodes, dtype=np.int64)
    result[order] = found
    return result


def _moved(level: LouvainGraph, resolution: float) -> tuple[Labels, float]:
    """Return each node's community when no single move brings enough, and the gain."""
    from sknetwork.clustering.louvain_core import optimize_core

    degrees = level.degrees.astype(np.float32)
    rows = level.rows
    own = rows == level.ends
    loops = np.zeros(level.nodes, dtype=np.float32)
    loops[rows[own]] = level.weights[own]
    labels, gain = optimize_core(
        labels=np.arange(level.nodes),
        indices=level.ends,
        indptr=level.starts,
        data=level.weights.astype(np.float32),
        out_weights=degrees,
        in_weights=degrees,
        out_cluster_weights=degrees.copy(),
        in_cluster_weights=degrees.copy(),
        cluster_weights=np.zeros_like(degrees),
        self_loops=loops,
        resolution=resolution,
        tol_optimization=LEAST_GAIN,
    )
    return np.asarray(labels), float(gain)
