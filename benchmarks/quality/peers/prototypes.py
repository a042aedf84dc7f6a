"""Nearest centroid of the coded examples, alone and with the codebook's entry; and kNN."""

import numpy as np
from numpy.typing import NDArray

from benchmarks.quality.corpora import Corpus
from benchmarks.quality.method import Learner, Method, Scored
from benchmarks.quality.peers.cosine import entry_vectors
from secondcoder.protocols import Encoder, Floats

NEIGHBOURS = 5


def unit(rows: Floats) -> Floats:
    """Return rows of unit length."""
    scaled: Floats = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)
    return scaled


def centres(vectors: Floats, held: NDArray[np.bool_]) -> Floats:
    """Return the unit centre of each code's examples, zero where it has none."""
    return unit(held.T.astype(np.float32) @ vectors)


def centroid(
    corpus: Corpus,
    train: NDArray[np.int64],
    test: NDArray[np.int64],
    encoder: Encoder,
    *,
    seed: int,  # noqa: ARG001 - as others
) -> Scored:
    """Return the cosine of passage and the centre of the code's examples."""
    vectors = encoder.encode(corpus.texts)
    held = corpus.held[train]
    cosine = (vectors[test] @ centres(vectors[train], held).T).astype(np.float64)
    cosine[:, ~held.any(axis=0)] = -np.inf
    return Scored(cosine)


def centroid_and_entry(
    corpus: Corpus,
    train: NDArray[np.int64],
    test: NDArray[np.int64],
    encoder: Encoder,
    *,
    seed: int,  # noqa: ARG001 - as others
) -> Scored:
    """Return the cosine of passage and the mean of examples' centre and codebook entry."""
    vectors = encoder.encode(corpus.texts)
    both = centres(vectors[train], corpus.held[train]) + entry_vectors(corpus.codes, encoder)
    return Scored((vectors[test] @ unit(both).T).astype(np.float64))


def neighbours(
    corpus: Corpus,
    train: NDArray[np.int64],
    test: NDArray[np.int64],
    encoder: Encoder,
    *,
    seed: int,  # noqa: ARG001 - as others
) -> Scored:
    """Return each code's share among the five nearest examples, weighted by cosine."""
    vectors = encoder.encode(corpus.texts)
    cosine = vectors[test] @ vectors[train].T
    near = np.argsort(-cosine, axis=1, kind="stable")[:, :NEIGHBOURS]
    weight = np.maximum(np.take_along_axis(cosine, near, axis=1), 0)
    votes = (weight[:, :, None] * corpus.held[train][near]).sum(axis=1)
    share = votes / np.maximum(weight.sum(axis=1, keepdims=True), 1e-12)
    return Scored(np.where(share > 0, share, -np.inf).astype(np.float64))


PEERS: tuple[Method[Learner], ...] = (
    Method("nearest centroid", centroid),
    Method("centroid + codebook entry", centroid_and_entry),
    Method("kNN (5)", neighbours),
)
