"""Codes learnt from human coding, always out of fold.

A logistic regression over the passages' features, with the codebook's entries as further
examples, is pooled with the codebook's own scores: ``log p = log p_regression + k^-1/2 log
p_codebook`` where k is the number of coded passages per code. The more coding there is, the less
the codebook alone counts. A curve then turns the pooled shares into chances
(``calibrated.py``). No passage is scored by a model that saw its document (or, where there is
one document, itself), and the curve of a fold rests on models that saw neither that fold nor
the passages they score.

Several people's coding is not thrown together: each person's passage is an example of its own,
and weighs 1 divided by the number of people who coded the passage. The chance that the curve
speaks of is that of one of those who saw the passage.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from secondcoder.protocols import Floats, Labels
from secondcoder.suggesting.calibrated import Curve, fit_curve
from secondcoder.suggesting.confidence import TEMPERATURE, log_shares
from secondcoder.suggesting.neighbours import best_weight, mixed

FOLDS = 5
"""The usual five; docs/quality.md measures with as many. Other numbers were not measured."""
NONE = -1
"""The fold of a passage whose document carries no coding: a model of all coding scores it."""
FEWEST_EXAMPLES = 5
"""Codings of passages that a model needs; with fewer none is trained. Not measured."""
STRENGTH = 5.0
"""Inverse regularisation of the regression over features of about unit length. 2 and 10 were
measured on the development halves and make no difference above .01 (docs/quality.md, *What each
part brings*)."""
FLOOR = 1e-6
"""Keeps logarithms finite; decides nothing."""


@dataclass(frozen=True, slots=True)
class OfCoders:
    """How many of several coders gave each code, both of shape ``(passages, codes)``."""

    share: NDArray[np.float64]
    """Share of those who saw the passage."""
    weight: NDArray[np.float64]
    """Share of those who gave the passage any code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """Confidences out of fold, and which fold each passage was held out in."""

    shares: NDArray[np.float64]
    """Shape ``(passages, codes)``, rows summing to one: the ranking, before the curve."""
    chances: NDArray[np.float64]
    """The chance that a person applies the code, 0 to 1, same shape; rows need not sum to one."""
    fold: Labels
    """The fold in which a passage was held out, shape ``(passages,)``; -1 where its document
    carries no coding."""
    grouped_by: str
    """``document`` or ``passage``."""
    given: NDArray[np.float64]
    """What was learnt from: the share of coders who gave each code, same shape."""
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
    orders: Sequence[str] = (),
    of_coders: OfCoders | None = None,
    seed: int,
    calibrated: bool = True,
) -> Learned:
    """Return out-of-fold confidences for every passage and code.

    ``features`` and ``entries`` are rows for the passages and for the codes' entries, in one
    space. ``applied`` is human coding, shape ``(passages, codes)``; ``seen`` marks the passages
    that were coded or seen. A passage with several codes is an example of each. ``orders`` names
    for each passage the text in whose order it stands, empty for none (``neighbours.py``).
    ``of_coders`` says how many of several coders gave each code; without it all are taken for one.
    Without ``calibrated`` no curve and no weight of neighbours is fitted, which takes a third of
    the time: for who needs rankings alone.
    """
    orders = orders or [""] * len(features)
    coded = applied & seen[:, None]
    given = coded.astype(np.float64) if of_coders is None else of_coders.share * coded
    fold, kept_together = _folds_of_coded(groups, coded, seed=seed)
    pool = _Pool(
        features=features,
        coded=coded,
        weight=None if of_coders is None else of_coders.weight,
        fold=fold,
        entries=entries,
        zero_shot=log_shares(codebook_scores, TEMPERATURE),
    )
    shares = np.exp(pool.zero_shot)
    chances = shares.copy()
    learnt = np.zeros(len(features), dtype=bool)
    numbers = [number for number in np.unique(fold).tolist() if number != NONE]
    single = {number: pool.without(number) for number in numbers}
    pairs = {pair: pool.without(*pair) for pair in combinations(numbers, 2) if calibrated}
    for number in np.unique(fold).tolist():
        held = fold == number
        found = pool.without(number) if number == NONE else single[number]
        if found is None:
            continue
        blind = _blind_to(number, single, pairs, seen=seen, fold=fold)
        weight = best_weight(blind, given, orders)
        shares[held] = mixed(found, orders, weight)[held]
        curve = _curve(blind, given, orders, weight)
        chances[held] = curve(shares[held])
        learnt |= held
    return Learned(
        shares=shares,
        chances=chances,
        fold=fold,
        grouped_by=kept_together,
        given=given,
        learnt=learnt,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pool:
    """All there is to learn from."""

    features: Floats
    coded: NDArray[np.bool_]
    weight: NDArray[np.float64] | None
    """What each coding weighs as an example, shape ``(passages, codes)``; 1 if not given."""
    fold: Labels
    entries: Floats
    zero_shot: NDArray[np.float64]
    """Logarithm of the codebook's own shares, shape ``(passages, codes)``."""

    def without(self, *folds_left_out: int) -> NDArray[np.float64] | None:
        """Return shares of all passages by a model that saw no coding of some folds.

        ``None`` if too little coding is left to learn from.
        """
        learn_from = ~np.isin(self.fold, folds_left_out) | (self.fold == NONE)
        rows, codes = np.nonzero(self.coded & learn_from[:, None])
        if len(rows) < FEWEST_EXAMPLES:
            return None
        examples = np.concatenate([self.features[rows], self.entries])
        of_code = np.concatenate([codes, np.arange(len(self.entries))])
        weight = None if self.weight is None else self.weight[rows, codes]
        weights = None if weight is None else np.concatenate([weight, np.ones(len(self.entries))])
        regression = _regression(
            examples, of_code, self.features, self.zero_shot.shape[1], weights=weights
        )
        per_code = (len(rows) if weight is None else weight.sum()) / len(np.unique(codes))
        return np.exp(log_shares(regression + self.zero_shot / np.sqrt(per_code), 1.0))


def _blind_to(
    number: int,
    single: Mapping[int, NDArray[np.float64] | None],
    pairs: Mapping[tuple[int, int], NDArray[np.float64] | None],
    *,
    seen: NDArray[np.bool_],
    fold: Labels,
) -> list[tuple[NDArray[np.float64], NDArray[np.bool_]]]:
    """Return shares by models that never saw a fold, each with the rows it did not see either.

    What is chosen for the fold, its curve and its weight of neighbours, rests on these: rows of
    another fold are scored by the model that saw neither that fold nor this one.
    """
    found = []
    for other in single:
        shares = (
            single[other] if number == NONE else pairs.get((min(number, other), max(number, other)))
        )
        if shares is not None:
            found.append((shares, seen & (fold == other)))
    return found


def _curve(
    blind: Sequence[tuple[NDArray[np.float64], NDArray[np.bool_]]],
    given: NDArray[np.float64],
    orders: Sequence[str],
    weight: float,
) -> Curve:
    """Return the curve of a fold, from shares by models that never saw it."""
    pairs = [(mixed(shares, orders, weight)[rows], given[rows]) for shares, rows in blind]
    return fit_curve(
        np.concatenate([part for part, _ in pairs] or [given[:0]]),
        np.concatenate([part for _, part in pairs] or [given[:0]]),
    )


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


def _regression(
    examples: Floats,
    codes: Labels,
    held: Floats,
    count: int,
    *,
    weights: NDArray[np.float64] | None,
) -> NDArray[np.float64]:
    """Return the logarithm of each code's share by a regression, shape ``(held, count)``."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=STRENGTH, max_iter=1000)
    model.fit(examples, codes, sample_weight=weights)
    found = np.full((len(held), count), FLOOR)
    found[:, model.classes_] = np.maximum(model.predict_proba(held), FLOOR)
    logarithm: NDArray[np.float64] = np.log(found)
    return logarithm
