"""Labels of groups by other means: topic words, the most central passage's words."""

from collections.abc import Sequence

import numpy as np

from benchmarks.quality.method import Labeller, Method, Traits
from secondcoder.protocols import Encoder, Floats

WORDS = 4
"""BERTopic names a topic by four words."""
KEY_PHRASES = 30


def topic_words(
    texts: Sequence[Sequence[str]],
    centres: Floats,  # noqa: ARG001 - as others
    encoder: Encoder,  # noqa: ARG001
    *,
    seed: int,  # noqa: ARG001
) -> list[str]:
    """Return the four words of greatest class-based TF-IDF, as BERTopic's defaults do."""
    from bertopic.vectorizers import ClassTfidfTransformer
    from sklearn.feature_extraction.text import CountVectorizer

    vectoriser = CountVectorizer()
    counts = vectoriser.fit_transform([" ".join(part) for part in texts])
    weights = ClassTfidfTransformer().fit(counts).transform(counts).toarray()
    names = vectoriser.get_feature_names_out()
    return [" ".join(names[np.argsort(-row, kind="stable")[:WORDS]]) for row in weights]


def nearest_phrase(
    texts: Sequence[Sequence[str]],
    centres: Floats,
    encoder: Encoder,
    *,
    seed: int,  # noqa: ARG001 - as others
) -> list[str]:
    """Return of each group's frequent words and pairs the one nearest to its centre (KeyBERT)."""
    from sklearn.feature_extraction.text import CountVectorizer

    labels = []
    for part, centre in zip(texts, centres, strict=True):
        vectoriser = CountVectorizer(ngram_range=(1, 2), stop_words="english")
        counts = np.asarray(vectoriser.fit_transform(part).sum(axis=0)).ravel()
        names = vectoriser.get_feature_names_out()
        frequent = names[np.argsort(-counts, kind="stable")[:KEY_PHRASES]]
        labels.append(str(frequent[np.argmax(encoder.encode(list(frequent)) @ centre)]))
    return labels


def central_passage(
    texts: Sequence[Sequence[str]],
    centres: Floats,  # noqa: ARG001 - as others
    encoder: Encoder,  # noqa: ARG001
    *,
    seed: int,  # noqa: ARG001
) -> list[str]:
    """Return each group's most central passage, whole: no label, a bound of what text can do."""
    return [part[0] for part in texts]


_FIXED = Traits(seeded=False)
PEERS: tuple[Method[Labeller], ...] = (
    Method("BERTopic topic words", topic_words, _FIXED),
    Method("KeyBERT, nearest phrase", nearest_phrase, _FIXED),
    Method("most central passage", central_passage, _FIXED),
)
