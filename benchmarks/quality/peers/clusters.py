"""Plain clusterings of the vectors: KMeans and Ward, told the number of groups or not."""

from collections.abc import Callable
from functools import partial

import numpy as np

from benchmarks.quality.corpora import Corpus
from benchmarks.quality.method import Discoverer, Method, Traits
from secondcoder.protocols import Encoder, Floats, Labels

NUMBERS = (2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40)
"""Numbers of groups among which the silhouette chooses where none is told."""
SAMPLE = 1000
"""Passages on which the silhouette is computed."""
Grouping = Callable[[Floats, int, int], Labels]


def codes_used(corpus: Corpus) -> int:
    """Return how many top-level codes people used in this part: what a told method is told."""
    return int(corpus.top_held.any(axis=0).sum())


def kmeans(vectors: Floats, number: int, seed: int) -> Labels:
    """Return KMeans labels."""
    from sklearn.cluster import KMeans

    labels: Labels = KMeans(number, n_init=3, random_state=seed).fit_predict(vectors)
    return labels.astype(np.int64)


def ward(vectors: Floats, number: int, seed: int) -> Labels:  # noqa: ARG001 - as the other
    """Return the labels of Ward's agglomerative clustering."""
    from sklearn.cluster import AgglomerativeClustering

    labels: Labels = AgglomerativeClustering(number, linkage="ward").fit_predict(vectors)
    return labels.astype(np.int64)


def told(corpus: Corpus, encoder: Encoder, *, seed: int, grouping: Grouping) -> Labels:
    """Return as many groups as people used codes."""
    return grouping(encoder.encode(corpus.texts), codes_used(corpus), seed)


def by_silhouette(corpus: Corpus, encoder: Encoder, *, seed: int, grouping: Grouping) -> Labels:
    """Return the grouping whose number of groups has the best silhouette."""
    from sklearn.metrics import silhouette_score

    vectors = encoder.encode(corpus.texts)
    size = min(SAMPLE, len(vectors))
    tried = [grouping(vectors, number, seed) for number in NUMBERS if number <= len(vectors) // 3]
    worth = [
        silhouette_score(vectors, labels, metric="cosine", sample_size=size, random_state=seed)
        for labels in tried
    ]
    return tried[int(np.argmax(worth))]


PEERS: tuple[Method[Discoverer], ...] = (
    Method("KMeans, number told", partial(told, grouping=kmeans), Traits(told=True)),
    Method("KMeans, number by silhouette", partial(by_silhouette, grouping=kmeans)),
    Method("Ward, number told", partial(told, grouping=ward), Traits(told=True, seeded=False)),
    Method("Ward, number by silhouette", partial(by_silhouette, grouping=ward)),
)
