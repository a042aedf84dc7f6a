"""BERTopic as a discoverer: defaults, guided by the codebook's names, and by coded examples."""

from functools import partial
from typing import Any

import numpy as np

from benchmarks.quality.corpora import Corpus
from benchmarks.quality.method import Discoverer, Grouped, Hider, Method, Traits
from benchmarks.quality.peers.bertopic_codes import backend, reduction, zero_shot_topics
from benchmarks.quality.sampling import choose_examples
from secondcoder.protocols import Encoder, Labels
from secondcoder.records.codes import Codebook

EXAMPLES = 10


def defaults(corpus: Corpus, encoder: Encoder, *, seed: int) -> Labels:
    """Return BERTopic's topics with its own reduction and density clustering."""
    from bertopic import BERTopic

    model: Any = BERTopic(embedding_model=backend(encoder), umap_model=reduction(seed))
    vectors = encoder.encode(corpus.texts)
    return np.asarray(model.fit_transform(corpus.texts, embeddings=vectors)[0], dtype=np.int64)


def assigned(corpus: Corpus, encoder: Encoder, *, seed: int) -> Labels:
    """Return the same with the passages left out put into the topic nearest in meaning."""
    labels = defaults(corpus, encoder, seed=seed)
    vectors = encoder.encode(corpus.texts)
    topics = sorted(set(labels.tolist()) - {-1})
    if not topics:
        return labels
    centres = np.stack([vectors[labels == topic].mean(axis=0) for topic in topics])
    centres /= np.linalg.norm(centres, axis=1, keepdims=True)
    nearest = np.array(topics)[(vectors @ centres.T).argmax(axis=1)]
    return np.where(labels < 0, nearest, labels)


def zero_shot(corpus: Corpus, encoder: Encoder, *, seed: int, similarity: float) -> Labels:
    """Return topics given the names at the top of the codebook."""
    names = list(corpus.tops[: corpus.known_tops])
    return zero_shot_topics(corpus.texts, names, encoder, similarity=similarity, seed=seed)[0]


def semi_supervised(corpus: Corpus, encoder: Encoder, *, seed: int) -> Labels:
    """Return topics given the codes of up to ten passages a code, of the same material."""
    from bertopic import BERTopic

    everything = np.arange(len(corpus.passages))
    train = choose_examples(corpus.top_held, everything, EXAMPLES, seed=seed)
    target = np.full(len(everything), -1, dtype=np.int64)
    target[train] = corpus.top_held[train].argmax(axis=1)
    model: Any = BERTopic(embedding_model=backend(encoder), umap_model=reduction(seed))
    vectors = encoder.encode(corpus.texts)
    found = model.fit_transform(corpus.texts, embeddings=vectors, y=target)[0]
    return np.asarray(found, dtype=np.int64)


def hidden(
    corpus: Corpus, codebook: Codebook, encoder: Encoder, *, seed: int, similarity: float
) -> tuple[Grouped, ...]:
    """Return zero-shot topics; those beside the given names are new."""
    names = list(dict.fromkeys(code.path[0] for code in codebook.codes))
    labels, named = zero_shot_topics(corpus.texts, names, encoder, similarity=similarity, seed=seed)
    return tuple(
        Grouped(np.flatnonzero(labels == topic), bool(named[topic] < 0))
        for topic in range(len(named))
        if (labels == topic).any()
    )


PEERS: tuple[Method[Discoverer], ...] = (
    Method("BERTopic defaults", defaults),
    Method("BERTopic, left-out passages assigned", assigned),
    Method("BERTopic zero-shot (.7)", partial(zero_shot, similarity=0.7)),
    Method("BERTopic zero-shot (.3)", partial(zero_shot, similarity=0.3)),
    Method("BERTopic semi-supervised (10 a code)", semi_supervised, Traits(told=True)),
)
HIDERS: tuple[Method[Hider], ...] = (
    Method("BERTopic zero-shot (.7)", partial(hidden, similarity=0.7), Traits(refits=True)),
    Method("BERTopic zero-shot (.3)", partial(hidden, similarity=0.3), Traits(refits=True)),
)
