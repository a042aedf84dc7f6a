"""Communities of the passage graph on which many runs agree: the clusterer of this project.

One run of Louvain depends on the order in which it visits passages. Here it runs with many
seeds; pairs of joined passages are weighted by how often they fell together, and the
communities of that graph are the result. Measured against other methods in
``benchmarks/`` (see ``docs/quality.md`` there).
"""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from secondcoder.protocols import Floats, Labels
from secondcoder.themes.graph import shared_neighbour_graph

ROUNDS = 3
"""The consensus settles in one or two rounds; a third is a bound, not a need."""
COARSER = 0.7
"""What the resolution is multiplied by while there are more groups than a person can read. Not
measured; a finer step takes more runs."""
LEAST_RESOLUTION = 0.05
"""Ends that search. Not measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsensusCommunities:
    """Consensus of Louvain communities on the shared-neighbour graph.

    Groups smaller than ``min_size`` become ``-1``: in no theme.
    """

    neighbours: int = 15
    resolution: float = 1.0
    seeds: int = 20
    min_size: int = 3
    most: int = 60
    """With more groups than a person can read, the resolution is lowered until there are fewer."""

    def cluster(self, vectors: Floats, *, seed: int) -> Labels:
        """Return one label for each row of ``vectors``; 0 is the largest group, -1 is none."""
        if len(vectors) < max(2, self.min_size):
            return np.full(len(vectors), -1, dtype=np.int64)
        graph = shared_neighbour_graph(vectors, self.neighbours)
        labels = self._at(self.resolution, graph, vectors, seed=seed)
        if labels.max(initial=-1) < self.most:
            return labels
        resolution = self._readable(graph, seed=seed)
        labels = self._at(resolution, graph, vectors, seed=seed)
        while labels.max(initial=-1) >= self.most and resolution > LEAST_RESOLUTION:
            resolution *= COARSER
            labels = self._at(resolution, graph, vectors, seed=seed)
        return labels

    def _at(
        self, resolution: float, graph: sparse.csr_matrix, vectors: Floats, *, seed: int
    ) -> Labels:
        labels = consensus(graph, resolution=resolution, seeds=self.seeds, seed=seed)
        return by_size(kept_together(labels, vectors), min_size=self.min_size)

    def _readable(self, graph: sparse.csr_matrix, *, seed: int) -> float:
        """Return a resolution, below the set one, at which few enough groups are likely.

        Judged by one run, which finds about half as many groups as the consensus.
        """
        resolution = self.resolution * COARSER
        while resolution > LEAST_RESOLUTION:
            sizes = np.bincount(louvain(graph, resolution=resolution, seed=seed))
            if (sizes >= self.min_size).sum() <= self.most // 2:
                break
            resolution *= COARSER
        return resolution


def louvain(graph: sparse.csr_matrix, *, resolution: float, seed: int) -> Labels:
    """Return the communities of one Louvain run that visits nodes in an order set by ``seed``."""
    from sknetwork.clustering import Louvain

    if graph.nnz == 0:
        return np.arange(graph.shape[0])
    order = np.random.default_rng(seed).permutation(graph.shape[0])
    shuffled = graph[order][:, order]
    labels = np.empty(graph.shape[0], dtype=np.int64)
    model = Louvain(
        resolution=resolution, random_state=seed, return_probs=False, return_aggregate=False
    )
    labels[order] = model.fit_predict(shuffled)
    return labels


def consensus(graph: sparse.csr_matrix, *, resolution: float, seeds: int, seed: int) -> Labels:
    """Return the communities on which ``seeds`` runs of Louvain agree."""
    current = graph
    labels = louvain(graph, resolution=resolution, seed=seed)
    for _ in range(ROUNDS):
        runs = [louvain(current, resolution=resolution, seed=seed + run) for run in range(seeds)]
        edges = current.tocoo()
        together = np.mean([run[edges.row] == run[edges.col] for run in runs], axis=0)
        labels = runs[0]
        if np.all((together == 0) | (together == 1)):
            break
        kept = together >= 0.5  # pairs that most runs put together: a majority
        current = sparse.csr_matrix(
            (edges.data[kept] * together[kept], (edges.row[kept], edges.col[kept])), graph.shape
        )
    return labels


def kept_together(labels: Labels, vectors: Floats) -> Labels:
    """Return the labels with equal rows in one group: the one that most of them fell in.

    Where more rows are equal than a row has neighbours, their order alone would decide which of
    them are joined: an answer that fifty people gave in the same words would be torn apart.
    """
    _, row = np.unique(vectors, axis=0, return_inverse=True)
    if row.max(initial=0) == len(labels) - 1:
        return labels
    (rows, groups), counts = np.unique(np.stack([row, labels]), axis=1, return_counts=True)
    order = np.lexsort((groups, -counts, rows))
    _, first = np.unique(rows[order], return_index=True)
    chosen: Labels = groups[order][first][row]
    return chosen


def by_size(labels: Labels, *, min_size: int) -> Labels:
    """Renumber groups from the largest (0) down, ties by first member; small ones become -1."""
    groups, first, counts = np.unique(labels, return_index=True, return_counts=True)
    order = np.lexsort((first, -counts, groups < 0))
    number = {
        groups[place]: rank if counts[place] >= min_size and groups[place] >= 0 else -1
        for rank, place in enumerate(order)
    }
    return np.array([number[label] for label in labels], dtype=np.int64)
