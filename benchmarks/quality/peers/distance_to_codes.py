"""Themes of a plain clustering, new where their centre is far from every entry of the codebook."""

from collections.abc import Callable
from functools import lru_cache, partial

import numpy as np

from benchmarks.quality.corpora import Corpus
from benchmarks.quality.method import Discoverer, Grouped, Hider, Method
from benchmarks.quality.peers.bertopic_themes import assigned
from benchmarks.quality.peers.clusters import by_silhouette, kmeans
from benchmarks.quality.peers.cosine import entry_vectors
from secondcoder.protocols import Encoder, Labels
from secondcoder.records.codes import Codebook

FARTHEST = 1 / 3
"""Share of the themes, those with the least likeness to any entry, that are called new."""


@lru_cache(maxsize=32)
def _labels(corpus: Corpus, encoder: Encoder, seed: int, discover: Callable[..., Labels]) -> Labels:
    return discover(corpus, encoder, seed=seed)


def farthest(
    corpus: Corpus, codebook: Codebook, encoder: Encoder, *, seed: int, discover: Discoverer
) -> tuple[Grouped, ...]:
    """Return the themes; the third of them that is farthest from all entries is new."""
    labels = _labels(corpus, encoder, seed, discover)  # type: ignore[arg-type]  # by identity
    groups = [np.flatnonzero(labels == label) for label in np.unique(labels) if label >= 0]
    if not groups:
        return ()
    vectors = encoder.encode(corpus.texts)
    centres = np.stack([vectors[rows].mean(axis=0) for rows in groups])
    centres /= np.maximum(np.linalg.norm(centres, axis=1, keepdims=True), 1e-12)
    best = (centres @ entry_vectors(codebook.codes, encoder).T).max(axis=1)
    new = np.argsort(best, kind="stable")[: max(1, round(FARTHEST * len(groups)))].tolist()
    return tuple(Grouped(rows, place in new) for place, rows in enumerate(groups))


_kmeans = partial(by_silhouette, grouping=kmeans)
HIDERS: tuple[Method[Hider], ...] = (
    Method("BERTopic defaults, farthest third new", partial(farthest, discover=assigned)),
    Method("KMeans by silhouette, farthest third new", partial(farthest, discover=_kmeans)),
)
