"""Codes learnt from human coding, always out of fold.

A logistic regression over the vectors, with the codebook's entries as further examples, is pooled
with the codebook's own scores: ``log p = log p_regression + k^-1/2 log p_codebook`` where k is the
number of coded passages per code. The more coding there is, the less the codebook alone counts.
No passage is scored by a model that saw its document (or, where there is one document, itself).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from secondcoder.protocols import Floats, Labels
from secondcoder.suggesting.confidence import TEMPERATURE, log_shares

FOLDS = 5
FEWEST_EXAMPLES = 5
STRENGTH = 5.0
"""Inverse regularisation of the regression over unit-length vectors."""
FLOOR = 1e-6


@dataclass(frozen=True, slots=True)
class Learned:
    """Confidences out of fold, and which fold each passage was held out in."""

    shares: NDArray[np.float64]
    """Shape ``(passages, codes)``, rows summing to one."""
    fold: Labels
    """The fold in which a passage was held out, shape ``(passages,)``."""
    grouped_by: str
    """``document`` or ``passage``."""
    learnt: NDArray[np.bool_]
    """Whether a model could be learnt for the passage, shape ``(passages,)``; where there was too
    little other coding, its confidences come from the codebook alone."""


def folds(groups: Sequence[str], *, seed: int) -> tuple[Labels, str]:
    """Return a fold for each passage and what the folds keep together.

    Whole documents are held out; with one document, single passages are.
    """
    names = sorted(set(groups))
    random = np.random.default_rng(seed)
    if len(names) == 1:
        return random.permutation(np.arange(len(groups)) % FOLDS), "passage"
    sizes = Counter(groups)
    count = min(FOLDS, len(names))
    load = [0] * count
    chosen = {}
    shuffled = [names[place] for place in random.permutation(len(names))]
    for name in sorted(shuffled, key=lambda item: -sizes[item]):
        lightest = min(range(count), key=load.__getitem__)
        chosen[name] = lightest
        load[lightest] += sizes[name]
    return np.array([chosen[name] for name in groups], dtype=np.int64), "document"


def learn(
    vectors: Floats,
    applied: NDArray[np.bool_],
    seen: NDArray[np.bool_],
    *,
    codebook_scores: NDArray[np.float64],
    entries: tuple[Floats, Labels],
    groups: Sequence[str],
    seed: int,
) -> Learned:
    """Return out-of-fold confidences for every passage and code.

    ``applied`` is human coding, shape ``(passages, codes)``; ``seen`` marks the passages that
    were coded or seen; ``entries`` holds vectors of the codebook's entries and their codes.
    A passage with several codes is an example of each.
    """
    fold, kept_together = folds(list(groups), seed=seed)
    zero_shot = log_shares(codebook_scores, TEMPERATURE)
    result = np.exp(zero_shot)
    learnt = np.zeros(len(vectors), dtype=bool)
    for number in range(int(fold.max()) + 1):
        held = fold == number
        rows, codes = np.nonzero(applied & (seen & ~held)[:, None])
        if len(rows) < FEWEST_EXAMPLES:
            continue
        pooled = _pooled(vectors, rows, codes, entries=entries, zero_shot=zero_shot, held=held)
        result[held] = pooled
        learnt |= held
    return Learned(result, fold, kept_together, learnt)


def _pooled(
    vectors: Floats,
    rows: Labels,
    codes: Labels,
    *,
    entries: tuple[Floats, Labels],
    zero_shot: NDArray[np.float64],
    held: NDArray[np.bool_],
) -> NDArray[np.float64]:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=STRENGTH, max_iter=1000)
    model.fit(np.concatenate([vectors[rows], entries[0]]), np.concatenate([codes, entries[1]]))
    learnt = np.full((int(held.sum()), zero_shot.shape[1]), FLOOR)
    learnt[:, model.classes_] = np.maximum(model.predict_proba(vectors[held]), FLOOR)
    per_code = len(rows) / len(np.unique(codes))
    mixed = np.log(learnt) + zero_shot[held] / np.sqrt(per_code)
    return np.exp(log_shares(mixed, 1.0))
