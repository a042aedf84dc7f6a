"""How far a group comes back when the clustering is run again.

Hennig, C. (2007). Cluster-wise assessment of cluster stability. Computational Statistics & Data
Analysis 52, 258-271: the Jaccard overlap of a group with the most similar group of another run,
averaged over runs.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from secondcoder.protocols import Clustering, Labels

SAMPLE = 0.9
"""Share of the passages in each sample. Not measured."""


def best_overlaps(labels: Labels, other: Labels) -> NDArray[np.float64]:
    """Return each group's Jaccard overlap with the best group of ``other``, shape ``(groups,)``.

    Rows that are -1 belong to no group.
    """
    groups = int(labels.max(initial=-1)) + 1
    others = int(other.max(initial=-1)) + 1
    if groups == 0 or others == 0:
        return np.zeros(groups)
    both = (labels >= 0) & (other >= 0)
    table = np.zeros((groups, others))
    np.add.at(table, (labels[both], other[both]), 1)
    sizes = np.bincount(labels[labels >= 0], minlength=groups)[:, None]
    other_sizes = np.bincount(other[other >= 0], minlength=others)[None, :]
    union = sizes + other_sizes - table
    overlap: NDArray[np.float64] = np.divide(
        table, union, out=np.zeros_like(table), where=union > 0
    ).max(axis=1)
    return overlap


def over_seeds(
    labels: Labels, passages: Clustering, *, seeds: Sequence[int]
) -> NDArray[np.float64]:
    """Return each group's mean best overlap with runs on the same rows with other seeds."""
    runs = [best_overlaps(labels, passages.labels(seed=seed)) for seed in seeds]
    mean: NDArray[np.float64] = np.mean(runs, axis=0)
    return mean


def over_samples(
    labels: Labels,
    passages: Clustering,
    *,
    samples: int,
    share: float = SAMPLE,
    seed: int,
) -> NDArray[np.float64]:
    """Return each group's mean best overlap with runs on random ``share`` of the rows.

    A group none of whose rows are in a sample counts 0 for it.
    """
    random = np.random.default_rng(seed)
    size = max(1, round(share * len(labels)))
    runs = []
    for sample in range(samples):
        rows = np.sort(random.choice(len(labels), size=size, replace=False))
        runs.append(best_overlaps(labels[rows], passages.sample(rows).labels(seed=seed + sample)))
        missing = int(labels.max(initial=-1)) + 1 - len(runs[-1])
        runs[-1] = np.pad(runs[-1], (0, missing))
    mean: NDArray[np.float64] = np.mean(runs, axis=0)
    return mean
