"""Codes learnt from human coding, always out of fold.

A logistic regression over the passages' features, with the codebook's entries as further
examples, is pooled with the codebook's own scores: ``log p = log p_regression + k^-1/2 log
p_codebook`` where k is the number of coded passages per code. The more coding there is, the less
the codebook alone counts. A curve then turns the pooled shares into chances
(``calibrated.py``). No passage is scored by a model that saw its document (or, where there is
one document, itself), and the curve of a fold rests on models that saw neither that fold nor
the passages they score.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from secondcoder.protocols import Floats, Labels
from secondcoder.suggesting.calibrated import fit_curve
from secondcoder.suggesting.confidence import TEMPERATURE, log_shares

FOLDS = 5
NONE = -1
"""The fold of a passage whose document carries no coding: a model of all coding scores it."""
FEWEST_EXAMPLES = 5
STRENGTH = 5.0
"""Inverse regularisation of the regression over features of about unit length."""
FLOOR = 1e-6


@dataclass(frozen=True, slots=True)
class Learned:
    """Confidences out of fold, and which fold each passage was held out in."""

    shares: NDArray[np.float64]
    """Shape ``(passages, codes)``, rows summing to one: the ranking, before the curve."""
    chances: NDArray[np.float64]
    """The chance that people apply the code, 0 to 1, same shape; rows need not sum to one."""
    fold: Labels
    """The fold in which a passage was held out, shape ``(passages,)``; -1 where its document
    carries no coding."""
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
    features: Floats,
    applied: NDArray[np.bool_],
    seen: NDArray[np.bool_],
    *,
    codebook_scores: NDArray[np.float64],
    entries: Floats,
    groups: Sequence[str],
    seed: int,
    calibrated: bool = True,
) -> Learned:
    """Return out-of-fold confidences for every passage and code.

    ``features`` and ``entries`` are rows for the passages and for the codes' entries, in one
    space. ``applied`` is human coding, shape ``(passages, codes)``; ``seen`` marks the passages
    that were coded or seen. A passage with several codes is an example of each.
    Without ``calibrated`` the chances are the shares: for who needs the ranking alone.
    """
    coded = applied & seen[:, None]
    fold, kept_together = _folds_of_coded(groups, coded, seed=seed)
    pool = _Pool(features, coded, fold, entries, log_shares(codebook_scores, TEMPERATURE))
    shares = np.exp(pool.zero_shot)
    chances = shares.copy()
    learnt = np.zeros(len(features), dtype=bool)
    numbers = [number for number in np.unique(fold).tolist() if number != NONE]
    pairs = {
        pair: found
        for pair in (combinations(numbers, 2) if calibrated else ())
        if (found := pool.without(*pair)) is not None
    }
    for number in (*numbers, NONE):
        held = fold == number
        found = pool.without(number) if held.any() else None
        if found is None:
            continue
        shares[held] = found[held]
        learnt |= held
    for number in np.unique(fold[learnt]).tolist() if calibrated else ():
        held = learnt & (fold == number)
        rows, calibrating = _for_curve(number, pairs, shares, usable=learnt & seen, fold=fold)
        chances[held] = fit_curve(calibrating, coded[rows])(shares[held])
    return Learned(shares, chances, fold, kept_together, learnt)


@dataclass(frozen=True, slots=True)
class _Pool:
    """All there is to learn from."""

    features: Floats
    coded: NDArray[np.bool_]
    fold: Labels
    entries: Floats
    zero_shot: NDArray[np.float64]
    """Logarithm of the codebook's own shares, shape ``(passages, codes)``."""

    def without(self, *folds_left_out: int) -> NDArray[np.float64] | None:
        """Return shares by a model that saw no coding of some folds, for those folds' rows.

        All other rows are zero. ``None`` if too little coding is left to learn from.
        """
        out = np.isin(self.fold, folds_left_out)
        learn_from = ~out | (self.fold == NONE)
        rows, codes = np.nonzero(self.coded & learn_from[:, None])
        if len(rows) < FEWEST_EXAMPLES:
            return None
        examples = np.concatenate([self.features[rows], self.entries])
        of_code = np.concatenate([codes, np.arange(len(self.entries))])
        regression = _regression(examples, of_code, self.features[out], self.zero_shot.shape[1])
        per_code = len(rows) / len(np.unique(codes))
        pooled = regression + self.zero_shot[out] / np.sqrt(per_code)
        shares = np.zeros_like(self.zero_shot)
        shares[out] = np.exp(log_shares(pooled, 1.0))
        return shares


def _for_curve(
    number: int,
    pairs: Mapping[tuple[int, int], NDArray[np.float64]],
    shares: NDArray[np.float64],
    *,
    usable: NDArray[np.bool_],
    fold: Labels,
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return rows and their shares for the curve of one fold, by models that never saw the fold.

    A row of another fold is scored by the model that saw neither its own fold nor this one.
    """
    rows: list[int] = []
    found: list[NDArray[np.float64]] = []
    for other in np.unique(fold[fold != NONE]).tolist():
        pair = (min(number, other), max(number, other))
        if other == number or (number != NONE and pair not in pairs):
            continue
        of_other = np.flatnonzero(usable & (fold == other))
        rows += of_other.tolist()
        found.append((shares if number == NONE else pairs[pair])[of_other])
    stacked = np.concatenate(found) if found else np.zeros((0, shares.shape[1]))
    return np.array(rows, dtype=np.int64), stacked


def _folds_of_coded(
    groups: Sequence[str], coded: NDArray[np.bool_], *, seed: int
) -> tuple[Labels, str]:
    """Return folds over the documents that carry coding; all others need not be held out."""
    several = len(set(groups)) > 1
    inside: NDArray[np.bool_] = np.asarray(coded.any(axis=1))
    if several:
        with_coding = {groups[row] for row in np.flatnonzero(inside).tolist()}
        inside = np.array([group in with_coding for group in groups])
    fold = np.full(len(groups), NONE, dtype=np.int64)
    if inside.any():
        names = [group for group, is_in in zip(groups, inside, strict=True) if is_in]
        fold[inside], _ = folds(names, seed=seed)
    return fold, "document" if several else "passage"


def _regression(examples: Floats, codes: Labels, held: Floats, count: int) -> NDArray[np.float64]:
    """Return the logarithm of each code's share by a regression, shape ``(held, count)``."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=STRENGTH, max_iter=1000)
    model.fit(examples, codes)
    found = np.full((len(held), count), FLOOR)
    found[:, model.classes_] = np.maximum(model.predict_proba(held), FLOOR)
    logarithm: NDArray[np.float64] = np.log(found)
    return logarithm
