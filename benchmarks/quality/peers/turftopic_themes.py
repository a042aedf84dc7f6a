"""Turftopic models on the same vectors: a Gaussian mixture, and its clustering model."""

import io
from collections.abc import Sequence
from contextlib import redirect_stdout
from typing import Any

import numpy as np

from benchmarks.quality.corpora import Corpus
from benchmarks.quality.method import Discoverer, Method, Traits
from benchmarks.quality.peers.clusters import codes_used
from secondcoder.protocols import Encoder, Floats, Labels


class _Encodes:
    """The encoder in the form that Turftopic calls."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def encode(self, texts: Sequence[str], **_: Any) -> Floats:
        return self._encoder.encode(list(texts))


def mixture(corpus: Corpus, encoder: Encoder, *, seed: int) -> Labels:
    """Return the most probable component of a Gaussian mixture that is told the number."""
    from turftopic import GMM

    model: Any = GMM(codes_used(corpus), encoder=_Encodes(encoder), random_state=seed)
    with redirect_stdout(io.StringIO()):
        found = model.fit_transform(corpus.texts, embeddings=encoder.encode(corpus.texts))
    labels: Labels = np.asarray(found).argmax(axis=1).astype(np.int64)
    return labels


def clustering(corpus: Corpus, encoder: Encoder, *, seed: int) -> Labels:
    """Return the labels of its clustering model with defaults (t-SNE and HDBSCAN)."""
    from turftopic import ClusteringTopicModel

    model: Any = ClusteringTopicModel(encoder=_Encodes(encoder), random_state=seed)
    with redirect_stdout(io.StringIO()):
        model.fit_transform(corpus.texts, embeddings=encoder.encode(corpus.texts))
    return np.asarray(model.labels_, dtype=np.int64)


PEERS: tuple[Method[Discoverer], ...] = (
    Method("Turftopic GMM, number told", mixture, Traits(slow=True, told=True)),
    Method("Turftopic clustering", clustering, Traits(slow=True)),
)
