"""Key phrases of groups by BERTopic: class-based TF-IDF, ranked by meaning, thinned for variety.

BERTopic is handed the vectors and the groups; what it groups by itself is in ``bertopic_own``.
"""

from collections import Counter
from collections.abc import Sequence

from secondcoder.protocols import Encoder, Floats, Labels
from secondcoder.words import analyser

CANDIDATES = 30
"""Phrases of a theme before they are ranked again and thinned; for reading only."""
PHRASES = 8
"""Key phrases that are shown; for reading only."""
DIVERSITY = 0.4
"""Weight of variety among key phrases, 0 to 1. Not measured; for reading only."""
LARGE = 300
"""From this many passages on, a phrase must stand in at least two of them. Not measured."""


class _Given:
    """Groups that were found before, in the form that BERTopic calls."""

    def __init__(self, labels: Labels) -> None:
        self.labels_ = labels

    def fit(self, vectors: Floats, y: object = None) -> "_Given":  # noqa: ARG002 - BERTopic's form
        return self

    def predict(self, vectors: Floats) -> Labels:  # noqa: ARG002 - BERTopic's form
        raise TypeError("passages are clustered together, not one by one")


def key_phrases(
    texts: Sequence[str],
    vectors: Floats,
    labels: Labels,
    *,
    encoder: Encoder,
    stops: frozenset[str],
    seed: int,
) -> dict[int, tuple[str, ...]]:
    """Return the key phrases of each group; ``vectors`` are the texts' vectors of meaning.

    Key phrases are the theme's words and phrases of up to three words by class-based TF-IDF,
    re-ranked by closeness to the theme's typical passages and thinned for variety. Groups of
    nothing but function words or figures have no key phrases.
    """
    vocabulary = _vocabulary(texts, stops)
    if not vocabulary or labels.max(initial=-1) < 0:
        return {}
    from bertopic import BERTopic
    from bertopic.backend import BaseEmbedder
    from bertopic.dimensionality import BaseDimensionalityReduction
    from bertopic.representation import KeyBERTInspired, MaximalMarginalRelevance
    from bertopic.vectorizers import ClassTfidfTransformer
    from sklearn.feature_extraction.text import CountVectorizer

    class Backend(BaseEmbedder):  # type: ignore[misc]  # the base class carries no types
        def embed(self, documents: Sequence[str], verbose: bool = False) -> Floats:  # noqa: ARG002
            return encoder.encode(list(documents))

    model = BERTopic(
        embedding_model=Backend(),
        umap_model=BaseDimensionalityReduction(),
        hdbscan_model=_Given(labels),
        vectorizer_model=CountVectorizer(analyzer=analyser(stops), vocabulary=vocabulary),
        ctfidf_model=ClassTfidfTransformer(reduce_frequent_words=True),
        representation_model=[
            KeyBERTInspired(top_n_words=CANDIDATES, random_state=seed),
            MaximalMarginalRelevance(diversity=DIVERSITY, top_n_words=PHRASES),
        ],
        top_n_words=CANDIDATES,
        calculate_probabilities=False,
    )
    topics, _ = model.fit_transform(list(texts), embeddings=vectors)
    words = model.get_topics()
    numbers = dict(zip(labels.tolist(), topics, strict=True))  # BERTopic numbers groups anew
    return {
        label: tuple(word for word, _ in words[topic] if word)
        for label, topic in sorted(numbers.items())
        if label >= 0
    }


def _vocabulary(texts: Sequence[str], stops: frozenset[str]) -> list[str]:
    """Return the phrases that may describe a theme, in alphabetical order.

    Counted here by passage: inside BERTopic a minimum frequency would count themes.
    """
    counts = Counter(phrase for text in texts for phrase in set(analyser(stops)(text)))
    least = 2 if len(texts) >= LARGE else 1
    return sorted(phrase for phrase, count in counts.items() if count >= least)
