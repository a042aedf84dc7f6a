"""How passages are worded, beside what they mean: letter runs, reduced to a few dimensions.

Vectors of meaning blur names, terms and turns of phrase that people code by. A profile of the
runs of three to five letters inside words, reduced by latent semantic analysis (Deerwester et al.
1990), keeps them; put beside the vectors it helped both grouping and learning on the corpora
used for choosing (``docs/quality.md``).
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from secondcoder.protocols import Floats

DIMENSIONS = 150
"""Not measured apart; that profiles as such help is (docs/quality.md, *What each part brings*)."""
RUNS = (3, 5)
"""Letters in the shortest and the longest run. Other lengths were not measured."""


def wording_profiles(texts: Sequence[str], others: Sequence[str] = ()) -> tuple[Floats, Floats]:
    """Return unit-length rows for ``texts`` and for ``others``, placed in the space of ``texts``.

    The shapes are ``(len(texts), d)`` and ``(len(others), d)`` with ``d`` at most ``DIMENSIONS``.
    A text that shares no run of letters with another has a row of zeros.
    """
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectoriser = TfidfVectorizer(
        analyzer="char_wb", ngram_range=RUNS, sublinear_tf=True, min_df=2, dtype=np.float64
    )
    if not _recurring(texts, vectoriser.build_analyzer()):
        return _none(len(texts)), _none(len(others))
    weights = vectoriser.fit_transform(texts)
    size = min(DIMENSIONS, weights.shape[0] - 1, weights.shape[1] - 1)
    if size < 1:
        return _none(len(texts)), _none(len(others))
    reduction = TruncatedSVD(size, random_state=0)
    with np.errstate(divide="ignore", invalid="ignore"):  # equal texts vary in nothing
        own = _units(reduction.fit_transform(weights))
    if not others:
        return own, np.zeros((0, size), np.float32)
    return own, _units(reduction.transform(vectoriser.transform(others)))


def beside(first: Floats, *others: tuple[float, NDArray[np.floating]]) -> Floats:
    """Return unit-length rows of ``first`` with others, each times its weight, beside it."""
    parts = [first, *(weight * part for weight, part in others)]
    return _units(np.concatenate(parts, axis=1))


def _recurring(texts: Sequence[str], analyse: object) -> bool:
    """Return whether any run of letters stands in two texts."""
    met: set[str] = set()
    for text in texts:
        runs = set(analyse(text))  # type: ignore[operator]  # scikit-learn names no type for it
        if runs & met:
            return True
        met |= runs
    return False


def _units(rows: NDArray[np.floating]) -> Floats:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: Floats = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 1e-9).astype(
        np.float32
    )
    return unit


def _none(count: int) -> Floats:
    return np.zeros((count, 1), np.float32)
