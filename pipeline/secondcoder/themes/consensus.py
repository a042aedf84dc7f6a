"""Communities of the passage graph on which many runs agree: the clusterer of this project.

One run of Louvain depends on the order in which it visits passages. Here it runs with many
seeds; pairs of joined passages are weighted by how often they fell together, and the
communities of that graph are the result. Measured against other methods in
``benchmarks/`` (see ``docs/quality.md`` there).
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from secondcoder.protocols import Floats, Labels
from secondcoder.themes.graph import shared_neighbour_graph
from secondcoder.themes.louvain import LouvainGraph, louvain
from secondcoder.themes.neighbours import Neighbourhood

ROUNDS = 3
"""The consensus settles in one or two rounds; a third is a bound, not a need."""
FIRST_RUNS = 5
"""Runs after which a round ends if they agree on every pair: further ones would say the same.
Themes of the demonstration study and of the development halves are those of twenty runs."""
SAME = 1 - 1e-6
"""Weight from which two passages have the very same neighbours. In the first round such pairs are
joined twice as strongly: what docs/quality.md measured; on the development half of bills themes
agree with people a little better for it (AMI .436 against .432), elsewhere the same."""
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

    def on(self, vectors: Floats) -> "Communities":
        """Find the neighbours of the rows of ``vectors``, which all that follows rests on."""
        return Communities(self, Neighbourhood.of(vectors, self.neighbours))


class Communities:
    """The graph of some passages, made once, and its communities by seed."""

    def __init__(self, settings: ConsensusCommunities, near: Neighbourhood) -> None:
        self._settings = settings
        self._near = near
        self._made: tuple[LouvainGraph, LouvainGraph] | None = None

    def sample(self, rows: NDArray[np.int64]) -> "Communities":
        """Return the same for some of the rows; a quarter of the runs does for a sample."""
        quick = replace(self._settings, seeds=max(2, self._settings.seeds // 4))
        return Communities(quick, self._near.sample(rows))

    def labels(self, *, seed: int) -> Labels:
        """Return one label for each row; 0 is the largest group, -1 is none."""
        settings, count = self._settings, len(self._near.vectors)
        if count < max(2, settings.min_size):
            return np.full(count, -1, dtype=np.int64)
        labels = self._at(settings.resolution, seed=seed)
        if labels.max(initial=-1) < settings.most:
            return labels
        resolution = self._readable(seed=seed)
        labels = self._at(resolution, seed=seed)
        while labels.max(initial=-1) >= settings.most and resolution > LEAST_RESOLUTION:
            resolution *= COARSER
            labels = self._at(resolution, seed=seed)
        return labels

    @property
    def _graphs(self) -> tuple[LouvainGraph, LouvainGraph]:
        """The graph, and the same with passages of the very same neighbours held together."""
        if self._made is None:
            shared = shared_neighbour_graph(self._near.neighbours)
            graph = LouvainGraph.of(shared)
            self._made = graph, graph.doubled(shared.data >= SAME)
        return self._made

    def _at(self, resolution: float, *, seed: int) -> Labels:
        seeds = self._settings.seeds
        graph, tight = self._graphs
        labels = consensus(graph, first=tight, resolution=resolution, seeds=seeds, seed=seed)
        return by_size(kept_together(labels, self._near.equal), min_size=self._settings.min_size)

    def _readable(self, *, seed: int) -> float:
        """Return a resolution, below the set one, at which few enough groups are likely.

        Judged by one run, which finds about half as many groups as the consensus.
        """
        resolution = self._settings.resolution * COARSER
        while resolution > LEAST_RESOLUTION:
            sizes = np.bincount(louvain(self._graphs[1], resolution=resolution, seed=seed))
            if (sizes >= self._settings.min_size).sum() <= self._settings.most // 2:
                break
            resolution *= COARSER
        return resolution


def consensus(
    graph: LouvainGraph, *, first: LouvainGraph, resolution: float, seeds: int, seed: int
) -> Labels:
    """Return the communities on which ``seeds`` runs of Louvain agree.

    ``first`` is the graph of the first round, of the same edges. A round whose first runs agree on
    every pair is the last: it has settled.
    """
    current = first
    labels = np.arange(graph.nodes)
    for _ in range(ROUNDS):
        apart, rows = np.zeros(len(graph.ends)), graph.rows
        for run in range(seeds):
            found = louvain(current, resolution=resolution, seed=seed + run)
            labels = found if run == 0 else labels
            apart += found[rows] != found[graph.ends]
            if run + 1 == FIRST_RUNS and _settled(apart, FIRST_RUNS):
                return labels
        if _settled(apart, seeds):
            break
        graph = current = graph.weighted(1 - apart / seeds, kept=2 * apart <= seeds)
    return labels


def _settled(apart: NDArray[np.float64], runs: int) -> bool:
    """Return whether all runs put every joined pair together, or all put it apart."""
    return bool(np.all((apart == 0) | (apart == runs)))


def kept_together(labels: Labels, equal: NDArray[np.int64]) -> Labels:
    """Return the labels with equal rows in one group: the one that most of them fell in.

    ``equal`` numbers rows, equal ones alike. Where more rows are equal than a row has neighbours,
    their order alone would decide which of them are joined: an answer that fifty people gave in
    the same words would be torn apart.
    """
    _, row = np.unique(equal, return_inverse=True)
    if row.max(initial=0) == len(labels) - 1:
        return labels
    width = int(labels.max()) + 1
    pairs, counts = np.unique(row * width + labels, return_counts=True)
    rows, groups = np.divmod(pairs, width)
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
