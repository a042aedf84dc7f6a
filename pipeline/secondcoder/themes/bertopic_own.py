"""BERTopic's own way of grouping: UMAP, then HDBSCAN, with its defaults and a seed.

Grootendorst, M. (2022). BERTopic: Neural topic modeling with a class-based TF-IDF procedure.
arXiv:2203.05794. For those who must report it, and to see beside this project's own way. Passages
in sparse places are in no topic.
"""

import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from secondcoder.protocols import Floats, Labels
from secondcoder.themes.consensus import by_size


@dataclass(frozen=True, slots=True, kw_only=True)
class BertopicsOwn:
    """The two models that BERTopic makes for itself, which see meaning alone."""

    neighbours: int = 15
    """Of each passage in UMAP."""
    min_size: int = 10
    """Passages that make a topic in HDBSCAN."""

    def on(self, vectors: Floats) -> "Topics":
        """Return passages that can be grouped again and again."""
        return Topics(self, vectors)


class Topics:
    """The topics of some passages by seed."""

    def __init__(self, settings: BertopicsOwn, vectors: Floats) -> None:
        self._settings = settings
        self._vectors = vectors

    def sample(self, rows: NDArray[np.int64]) -> "Topics":
        """Return the same for some of the rows."""
        return Topics(self._settings, self._vectors[rows])

    def labels(self, *, seed: int) -> Labels:
        """Return one label for each row; 0 is the largest topic, -1 is none."""
        settings, count = self._settings, len(self._vectors)
        if count < 2 * settings.min_size:  # HDBSCAN finds two groups or none
            return np.full(count, -1, dtype=np.int64)
        from bertopic import BERTopic

        model = BERTopic(min_topic_size=settings.min_size)
        model.umap_model.set_params(
            random_state=seed, n_neighbors=min(settings.neighbours, count - 1), n_jobs=1
        )
        with warnings.catch_warnings():  # equal passages make a graph of several parts
            warnings.filterwarnings("ignore", module="umap")
            flat = np.nan_to_num(model.umap_model.fit_transform(self._vectors))
        found = model.hdbscan_model.fit(flat).labels_
        return by_size(np.asarray(found, dtype=np.int64), min_size=settings.min_size)
