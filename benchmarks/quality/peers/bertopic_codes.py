"""BERTopic as a coder: zero-shot with the codes' names, and semi-supervised with examples."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.quality.corpora import Corpus
from benchmarks.quality.method import Learner, Method, Scored, Suggester, Traits
from secondcoder.protocols import Encoder, Floats, Labels

APPLIED = 0.5
"""A passage either is in a topic or not: any cut between 0 and 1 says the same."""
FEWEST = 20
"""Passages below which UMAP with its defaults cannot be fitted."""


def reduction(seed: int) -> Any:
    """Return BERTopic's own dimension reduction, with a seed."""
    from umap import UMAP

    return UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=seed)


def backend(encoder: Encoder) -> Any:
    """Return the encoder in the form that BERTopic calls."""
    from bertopic.backend import BaseEmbedder

    class Backend(BaseEmbedder):  # type: ignore[misc]  # the base class carries no types
        def embed(self, documents: Sequence[str], verbose: bool = False) -> Floats:  # noqa: ARG002
            return encoder.encode(list(documents))

    return Backend()


def zero_shot_topics(
    texts: Sequence[str],
    names: Sequence[str],
    encoder: Encoder,
    *,
    similarity: float,
    seed: int,
) -> tuple[Labels, NDArray[np.int64]]:
    """Return each text's topic (-1 for none), and for each topic the place of its name.

    ``-1`` in the second array is a topic that BERTopic found beside the names. Where the names
    leave too few texts to cluster, these are in no topic.
    """
    from bertopic import BERTopic

    vectors = encoder.encode(list(texts))
    nearest = vectors @ encoder.encode(list(names)).T
    far = nearest.max(axis=1) < similarity
    if far.sum() < FEWEST:
        return np.where(far, -1, nearest.argmax(axis=1)), np.arange(len(names))
    model: Any = BERTopic(
        embedding_model=backend(encoder),
        umap_model=reduction(seed),
        zeroshot_topic_list=list(names),
        zeroshot_min_similarity=similarity,
    )
    labels = np.asarray(model.fit_transform(list(texts), embeddings=vectors)[0], dtype=np.int64)
    place = {name: number for number, name in enumerate(names)}
    count = int(labels.max(initial=-1)) + 1
    return labels, np.array([place.get(model.topic_labels_[t], -1) for t in range(count)], np.int64)


def zero_shot(corpus: Corpus, encoder: Encoder, *, seed: int, similarity: float) -> Scored:
    """Return 1 where a passage lies in the topic that bears the code's name."""
    labels, named = zero_shot_topics(
        corpus.texts,
        [code.name for code in corpus.codes],
        encoder,
        similarity=similarity,
        seed=seed,
    )
    confidence = np.full((len(labels), len(corpus.codes)), -np.inf)
    code = np.where(labels >= 0, np.append(named, -1)[labels], -1)
    rows = np.flatnonzero(code >= 0)
    confidence[rows, code[rows]] = 1.0
    return Scored(confidence, APPLIED)


def semi_supervised(
    corpus: Corpus,
    train: NDArray[np.int64],
    test: NDArray[np.int64],
    encoder: Encoder,
    *,
    seed: int,
) -> Scored:
    """Return the share of each code among the examples of the passage's topic.

    All passages are clustered together; only the examples' codes are given to the reduction. A
    passage with several codes gives the rarest of them, as the form allows one.
    """
    from bertopic import BERTopic

    rarity = np.argsort(np.argsort(corpus.held[train].sum(axis=0), kind="stable"))
    target = np.full(len(corpus.passages), -1, dtype=np.int64)
    rank = np.where(corpus.held[train], rarity, len(rarity))
    target[train] = rank.argmin(axis=1)
    confidence = np.full((len(test), len(corpus.codes)), -np.inf)
    if len(corpus.passages) < FEWEST or len(train) == 0:
        return Scored(confidence, APPLIED)
    model: Any = BERTopic(embedding_model=backend(encoder), umap_model=reduction(seed))
    vectors = encoder.encode(corpus.texts)
    labels = np.asarray(
        model.fit_transform(corpus.texts, embeddings=vectors, y=target)[0], dtype=np.int64
    )
    for place, row in enumerate(test):
        inside = train[labels[train] == labels[row]]
        if labels[row] >= 0 and len(inside):
            share = corpus.held[inside].mean(axis=0)
            confidence[place] = np.where(share > 0, share, -np.inf)
    return Scored(confidence, APPLIED)


ZERO_SHOT: tuple[Method[Suggester], ...] = (
    Method("BERTopic zero-shot (.7)", partial(zero_shot, similarity=0.7)),
    Method("BERTopic zero-shot (.3)", partial(zero_shot, similarity=0.3)),
)
SEMI_SUPERVISED: tuple[Method[Learner], ...] = (
    Method("BERTopic semi-supervised", semi_supervised, Traits(one_fold=True)),
)
