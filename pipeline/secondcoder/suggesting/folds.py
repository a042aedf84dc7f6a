"""Which passages are held out together: whole documents, or, with one document, passages."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from secondcoder.protocols import Labels

FOLDS = 5
"""The usual five; docs/quality.md measures with as many. Other numbers were not measured."""
NONE = -1
"""The fold of a passage whose document nobody saw: a model of all coding scores it."""


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


def folds_of_seen(
    groups: Sequence[str], seen: NDArray[np.bool_], *, seed: int
) -> tuple[Labels, str]:
    """Return folds over the documents that somebody saw; all others need not be held out.

    A document that people left without a code teaches no code, but it shows how often they do.
    """
    several = len(set(groups)) > 1
    inside = seen
    if several:
        met = {groups[row] for row in np.flatnonzero(seen).tolist()}
        inside = np.array([group in met for group in groups], dtype=bool)
    fold = np.full(len(groups), NONE, dtype=np.int64)
    if inside.any():
        names = [group for group, is_in in zip(groups, inside, strict=True) if is_in]
        fold[inside], _ = folds(names, seed=seed)
    return fold, "document" if several else "passage"
