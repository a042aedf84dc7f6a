"""Codes learnt from human coding, always out of fold.

A logistic regression over what passages say, with the codebook's entries as further examples, is
pooled with the codebook's own scores and, where questions were asked, with a regression over the
questions. How much each counts is chosen inside the examples (``pooled.py``), so that what does
not pay counts nothing. A curve then turns the pooled shares into chances (``calibrated.py``), and
people's own numbers say how many codes apply (``how_many.py``). No passage is scored by a model
that saw its document (or, where there is one document, itself); weights, curve and cuts of a fold
rest on models that saw neither that fold nor the passages they score.

Several people's coding is not thrown together: each person's passage is an example of its own,
and weighs 1 divided by the number of people who coded the passage. The chance that the curve
speaks of is that of one of those who saw the passage, and so are the numbers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from secondcoder.protocols import Labels
from secondcoder.suggesting.confidence import TEMPERATURE, log_shares, shares
from secondcoder.suggesting.folds import NONE, folds_of_seen
from secondcoder.suggesting.how_many import Cuts
from secondcoder.suggesting.models import Bench, Decided, Features, Scores


@dataclass(frozen=True, slots=True)
class OfCoders:
    """How many of several coders gave each code, both of shape ``(passages, codes)``."""

    share: NDArray[np.float64]
    """Share of those who saw the passage."""
    weight: NDArray[np.float64]
    """Share of those who gave the passage any code."""
    any_code: NDArray[np.float64]
    """Share of those who saw the passage and gave it any code, shape ``(passages,)``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """Confidences out of fold, and which fold each passage was held out in."""

    shares: NDArray[np.float64]
    """Shape ``(passages, codes)``, rows summing to one: the ranking, before the curve."""
    chances: NDArray[np.float64]
    """The chance that a person applies the code, 0 to 1, same shape; rows need not sum to one."""
    fold: Labels
    """The fold in which a passage was held out, shape ``(passages,)``; -1 where its document
    was seen by nobody."""
    grouped_by: str
    """``document`` or ``passage``."""
    given: NDArray[np.float64]
    """What was learnt from: the share of coders who gave each code, same shape."""
    learnt: NDArray[np.bool_]
    """Whether a model could be learnt for the passage, shape ``(passages,)``; where there was too
    little other coding, its confidences come from the codebook alone."""
    first_cut: NDArray[np.float64]
    further_cut: NDArray[np.float64]
    """Chances from which the first code and further ones apply (``how_many.py``), shape
    ``(passages,)``; nothing is cut where nothing was learnt."""


def learn(
    features: Features,
    applied: NDArray[np.bool_],
    seen: NDArray[np.bool_],
    *,
    codebook_scores: NDArray[np.float64],
    unlearnt: NDArray[np.float64] | None = None,
    groups: Sequence[str],
    orders: Sequence[str] = (),
    of_coders: OfCoders | None = None,
    seed: int,
    calibrated: bool = True,
) -> Learned:
    """Return out-of-fold confidences for every passage and code.

    ``applied`` is human coding, shape ``(passages, codes)``; ``seen`` marks the passages that were
    coded or seen. A passage with several codes is an example of each. ``unlearnt`` are the scores
    that hold where nothing could be learnt, ``codebook_scores`` if not given. ``orders`` names for
    each passage the text in whose order it stands, empty for none (``neighbours.py``).
    ``of_coders`` says how many of several coders gave each code; without it all are taken for one.
    Without ``calibrated`` there is no curve, no cut and no weight of neighbours, and one set of
    weights for all folds, which takes a third of the time: for who needs rankings alone.
    """
    bench, kept_together = bench_of(
        features,
        applied,
        seen,
        codebook_scores=codebook_scores,
        groups=groups,
        orders=orders,
        of_coders=of_coders,
        seed=seed,
    )
    fold = bench.fold
    found = _Found.nothing(shares(codebook_scores if unlearnt is None else unlearnt))
    numbers = [number for number in np.unique(fold).tolist() if number != NONE]
    single = {number: bench.without(number) for number in numbers}
    pairs = {pair: bench.without(*pair) for pair in combinations(numbers, 2) if calibrated}
    for number in np.unique(fold).tolist():
        scores = bench.without(number) if number == NONE else single[number]
        if scores is None:
            continue
        held = fold == number
        blind = _blind_to(number if calibrated else NONE, single, pairs)
        use = bench.use(blind, scorers=len(scores), calibrated=calibrated)
        found.put(held, use.decided(scores, bench.orders), use.cuts)
    return Learned(
        shares=found.shares,
        chances=found.chances,
        fold=fold,
        grouped_by=kept_together,
        given=bench.given,
        learnt=found.learnt,
        first_cut=found.first_cut,
        further_cut=found.further_cut,
    )


def bench_of(
    features: Features,
    applied: NDArray[np.bool_],
    seen: NDArray[np.bool_],
    *,
    codebook_scores: NDArray[np.float64],
    groups: Sequence[str],
    orders: Sequence[str] = (),
    of_coders: OfCoders | None = None,
    seed: int,
) -> tuple[Bench, str]:
    """Return all there is to learn from, and what its folds keep together; see ``learn``."""
    coded = applied & seen[:, None]
    fold, kept_together = folds_of_seen(groups, seen, seed=seed)
    bench = Bench(
        features=features,
        coded=coded,
        weight=None if of_coders is None else of_coders.weight,
        fold=fold,
        zero_shot=log_shares(codebook_scores, TEMPERATURE),
        given=coded.astype(np.float64) if of_coders is None else of_coders.share * coded,
        any_code=np.asarray(coded.any(axis=1), float) if of_coders is None else of_coders.any_code,
        seen=seen,
        orders=orders or [""] * len(seen),
    )
    return bench, kept_together


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """Results that are put together fold by fold."""

    shares: NDArray[np.float64]
    chances: NDArray[np.float64]
    learnt: NDArray[np.bool_]
    first_cut: NDArray[np.float64]
    further_cut: NDArray[np.float64]

    @classmethod
    def nothing(cls, shares: NDArray[np.float64]) -> "_Found":
        """Return shares from the codebook, with nothing learnt."""
        none = np.zeros(len(shares))
        return cls(
            shares=shares,
            chances=shares.copy(),
            learnt=none > 0,
            first_cut=none,
            further_cut=none.copy(),
        )

    def put(self, held: NDArray[np.bool_], decided: Decided, cuts: Cuts) -> None:
        """Fill in the rows that were held out."""
        self.shares[held] = decided.shares[held]
        self.chances[held] = decided.chances[held]
        self.learnt[held] = True
        self.first_cut[held], self.further_cut[held] = cuts.first, cuts.further


def _blind_to(
    number: int,
    single: Mapping[int, Scores | None],
    pairs: Mapping[tuple[int, int], Scores | None],
) -> list[tuple[int, Scores]]:
    """Return scores by models that never saw a fold, each with a further fold it did not see.

    What is chosen for the fold, its weights, curve and cuts, rests on these: rows of another fold
    are scored by the model that saw neither that fold nor this one.
    """
    found = []
    for other in single:
        scores = (
            single[other] if number == NONE else pairs.get((min(number, other), max(number, other)))
        )
        if scores is not None:
            found.append((other, scores))
    return found
