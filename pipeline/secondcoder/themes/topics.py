"""The BERTopic adapter: themes by any clusterer, key phrases by class-based TF-IDF.

BERTopic is handed the vectors and the clusterer; its own dimension reduction and density
clustering, which leave out about a quarter of the passages, are not used.
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from secondcoder.protocols import Clusterer, Encoder, Floats, Labels
from secondcoder.words import analyser

CANDIDATES = 30
"""Phrases of a theme before they are ranked again and thinned; for reading only."""
PHRASES = 8
"""Key phrases that are shown; for reading only."""
DIVERSITY = 0.4
"""Weight of variety among key phrases, 0 to 1. Not measured; for reading only."""
LARGE = 300
"""From this many passages on, a phrase must stand in at least two of them. Not measured."""


class _ClusterModel:
    """A clusterer, with the space it works in, in the form that BERTopic calls."""

    def __init__(self, clusterer: Clusterer, space: Floats, seed: int) -> None:
        self._clusterer = clusterer
        self._space = space
        self._seed = seed
        self.labels_: Labels = np.empty(0, dtype=np.int64)

    def fit(self, vectors: Floats, y: object = None) -> "_ClusterModel":  # noqa: ARG002 - BERTopic's form
        self.labels_ = self._clusterer.cluster(self._space, seed=self._seed)
        return self

    def predict(self, vectors: Floats) -> Labels:  # noqa: ARG002 - BERTopic's form
        raise TypeError("passages are clustered together, not one by one")


def find_topics(
    texts: Sequence[str],
    vectors: Floats,
    clusterer: Clusterer,
    *,
    space: Floats,
    encoder: Encoder,
    stops: frozenset[str],
    seed: int,
) -> tuple[Labels, dict[int, tuple[str, ...]]]:
    """Group the rows of ``space``; ``vectors`` are the texts' vectors of meaning.

    Return a label for each text (0 the largest, -1 none) and each label's key phrases.

    Key phrases are the theme's words and phrases of up to three words by class-based TF-IDF,
    re-ranked by closeness to the theme's typical passages and thinned for variety. Texts of
    nothing but function words or figures are grouped, and have no key phrases.
    """
    vocabulary = _vocabulary(texts, stops)
    if not vocabulary:
        return clusterer.cluster(space, seed=seed), {}
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
        hdbscan_model=_ClusterModel(clusterer, space, seed),
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
    labels = np.asarray(topics, dtype=np.int64)
    phrases = {
        int(topic): tuple(word for word, _ in words if word)
        for topic, words in model.get_topics().items()
        if topic >= 0
    }
    return labels, phrases


def _vocabulary(texts: Sequence[str], stops: frozenset[str]) -> list[str]:
    """Return the phrases that may describe a theme, in alphabetical order.

    Counted here by passage: inside BERTopic a minimum frequency would count themes.
    """
    counts = Counter(phrase for text in texts for phrase in set(analyser(stops)(text)))
    least = 2 if len(texts) >= LARGE else 1
    return sorted(phrase for phrase, count in counts.items() if count >= least)
