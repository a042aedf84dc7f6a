"""Coefficients of many coders with missing values, and their standard errors (Gwet).

All share one form. With q categories, weights w (1 on the diagonal), r_i values of unit i, r_ik
of them category k, n units with a value and n' with two or more:
pa_i = Σ_k r_ik (Σ_l w_kl r_il - 1) / [r_i(r_i - 1)], Po = Σ pa_i / n' and
coefficient = (Po - Pe) / (1 - Pe), where only Pe differs. The standard error is over independent
units from a large population; for units clustered in documents use ``intervals.py``.

Undefined where no unit has two values, where all values are the same category (also AC1, whose
formula would give 1), and where Pe is 1. Gwet (2014) Handbook of Inter-Rater Reliability, 4th
ed., ch. 5 and 6; AC1: Gwet (2008) Br J Math Stat Psychol 61:29-48.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from secondcoder.agreement.coefficients.alpha import NO_PAIRS
from secondcoder.agreement.coefficients.checked import RatingsError, is_missing, rated
from secondcoder.agreement.coefficients.distances import Matrix
from secondcoder.agreement.coefficients.values import Value, undefined

ONE_CATEGORY = "all values are the same category"


@dataclass(frozen=True, slots=True)
class Estimate:
    """A coefficient and its standard error; both are undefined together, or the error alone."""

    value: Value
    error: Value


@dataclass(frozen=True, slots=True)
class Ratings:
    """Values of coders for units, as places among the categories."""

    values: NDArray[np.int64]
    """Shape ``(units, coders)``; -1 where the coder did not see the unit."""
    weights: Matrix
    """Shape ``(categories, categories)``."""

    @property
    def given(self) -> Matrix:
        """One-hot values, shape ``(units, coders, categories)``; zeros where missing."""
        return np.asarray(self.values[:, :, None] == np.arange(len(self.weights)), dtype=float)


def ratings(
    rows: Sequence[Sequence[Hashable]],
    *,
    categories: Sequence[Hashable] | None = None,
    weights: ArrayLike | None = None,
) -> Ratings:
    """Return ratings from rows of units and columns of coders, ``None`` where missing.

    Categories default to the values that occur, in order; give all of them, in order, where
    some were never used (AC1 and Brennan-Prediger depend on their number) or weights are used.
    """
    given = rated(rows)
    found = {value for row in given for value in row if value is not None}
    order = _in_given_order(categories) if categories is not None else sorted(found, key=in_order)
    place = {value: column for column, value in enumerate(order)}
    if missing := found - set(order):
        raise RatingsError(
            f"values outside the categories: {sorted(map(repr, missing))}",
            hint="List every value that can occur, as it is written in the ratings.",
        )
    values = [[-1 if value is None else place[value] for value in row] for row in given]
    coders = len(given[0]) if given else 0
    array = np.array(values, dtype=np.int64).reshape(len(given), coders)
    weight = np.eye(len(order)) if weights is None else np.asarray(weights, dtype=float)
    if weight.shape != (len(order), len(order)):
        raise ValueError(f"weights of shape {weight.shape} for {len(order)} categories")
    return Ratings(array[(array >= 0).any(axis=1)], weight)


def _in_given_order(categories: Sequence[Hashable]) -> list[Hashable]:
    """Return the categories as they are listed; refuse what has no order or lists one twice."""
    if isinstance(categories, (str, bytes)) or not hasattr(categories, "__getitem__"):
        raise RatingsError(
            f"categories are a list in their order, not {type(categories).__name__}",
            hint="categories=[…] with every value that can occur, as written in the ratings.",
        )
    order = list(categories)
    wrong = next((c for n, c in enumerate(order) if is_missing(c) or c in order[:n]), order)
    if wrong is not order:
        raise RatingsError(
            f"categories hold {wrong!r} " + ("as one" if is_missing(wrong) else "twice"),
            hint="Each category stands once; missing values are none.",
        )
    return order


def in_order(value: Hashable) -> tuple[int, float | int, str]:
    """Return the key by which categories are put in order: numbers by size, then the rest."""
    return (0, value, "") if isinstance(value, (int, float)) else (1, 0.0, repr(value))


def percent(found: Ratings) -> Estimate:
    """Return Po, the (weighted) share of agreeing pairs of values; undefined without pairs."""
    units = _Units.of(found)
    if not units.paired.any():
        return _none(NO_PAIRS)
    estimate = units.estimate(0.0, np.zeros(len(units.counts)))
    return Estimate(Value(estimate.value.value), estimate.error)


def gwet_ac(found: Ratings) -> Estimate:
    """Return AC1, or AC2 with weights: Pe = Σw Σ_k p_k(1 - p_k) / [q(q - 1)].

    p_k is the mean over units of r_ik / r_i.
    """
    units = _Units.of(found)
    if reason := units.reason():
        return _none(reason)
    count = len(found.weights)
    factor = found.weights.sum() / (count * (count - 1))
    return units.estimate(
        float(factor * (units.mean * (1 - units.mean)).sum()),
        factor * (units.share @ (1 - units.mean)),
        slope=2.0,
    )


def fleiss(found: Ratings) -> Estimate:
    """Return Fleiss' kappa for missing values: Pe = Σ w_kl p_k p_l, p as in AC1."""
    units = _Units.of(found)
    if reason := units.reason():
        return _none(reason)
    weight = (found.weights + found.weights.T) / 2
    expected = float(units.mean @ weight @ units.mean)
    return units.estimate(expected, units.share @ weight @ units.mean, slope=2.0)


def brennan_prediger(found: Ratings) -> Estimate:
    """Return the Brennan-Prediger coefficient, Bennett's S: Pe = Σw / q²."""
    units = _Units.of(found)
    if reason := units.reason():
        return _none(reason)
    expected = float(found.weights.mean())
    return units.estimate(expected, np.full(len(units.counts), expected))


def conger(found: Ratings) -> Estimate:
    """Return Conger's kappa, Cohen's for many named coders.

    Pe is the mean over pairs of coders g ≠ h of Σ w_kl p_gk p_hl, with p_gk coder g's own share
    of category k; a coder without values is left out. Conger (1980) Psychological Bulletin
    88:322-328.
    """
    units = _Units.of(found)
    if reason := units.reason():
        return _none(reason)
    given = found.given[:, (found.values >= 0).any(axis=0)]
    weight = (found.weights + found.weights.T) / 2
    saw = given.sum(axis=2)
    seen = saw.sum(axis=0)
    own = given.sum(axis=0) / seen[:, None]
    coders = len(own)
    others = (own.sum(axis=0) - own) @ weight / (coders * (coders - 1))
    expected = float((own * others).sum())
    scale = len(given) / seen
    moves = scale[None, :, None] * (given - saw[:, :, None] * own[None])
    return units.estimate(expected, expected + 2 * (moves * others[None]).sum(axis=(1, 2)))


def alpha(found: Ratings) -> Estimate:
    """Return Krippendorff's alpha in Gwet's form, over units with two or more values.

    p_k = Σ_i r_ik / (n' r̄), r̄ the mean of r_i; Po is weighted by r_i and drawn to 1 by
    ε = 1 / (n' r̄); Pe = Σ w_kl p_k p_l. Equals ``alpha.krippendorff_alpha`` with distance
    1 - w. The standard error is that of the R package irrCAC 1.4.
    """
    units = _Units.of(found)
    if reason := units.reason():
        return _none(reason)
    weight = (found.weights + found.weights.T) / 2
    counts = units.counts[units.paired]
    many = counts.sum(axis=1)
    size = many / many.mean()
    agreed = units.agreed[units.paired] * size
    mean = counts.sum(axis=0) / many.sum()
    if np.count_nonzero(mean) == 1:
        return _none(ONE_CATEGORY)
    observed = (1 - 1 / many.sum()) * agreed.mean() + 1 / many.sum()
    expected = float(mean @ weight @ mean)
    value = (observed - expected) / (1 - expected)
    uncorrected = (agreed.mean() - expected) / (1 - expected)
    chance = counts @ weight @ mean / many.mean() - expected * (size - 1)
    agreement = agreed - agreed.mean() * (size - 1)
    moves = (agreement - expected - 2 * (1 - uncorrected) * (chance - expected)) / (1 - expected)
    return Estimate(
        Value(float(value), observed=float(observed), expected=expected),
        _error(moves - uncorrected),
    )


@dataclass(frozen=True, slots=True)
class _Units:
    counts: Matrix
    agreed: Matrix
    paired: NDArray[np.bool_]

    @classmethod
    def of(cls, found: Ratings) -> "_Units":
        counts = found.given.sum(axis=1)
        many = counts.sum(axis=1)
        pairs = many * (many - 1)
        weighted = counts @ found.weights.T
        agreeing = (counts * (weighted - 1)).sum(axis=1)
        agreed = np.divide(agreeing, pairs, out=np.zeros(len(counts)), where=pairs > 0)
        return cls(counts, agreed, many > 1)

    @property
    def share(self) -> Matrix:
        return np.asarray(self.counts / self.counts.sum(axis=1, keepdims=True))

    @property
    def mean(self) -> Matrix:
        return np.asarray(self.share.mean(axis=0))

    def reason(self) -> str:
        if not self.paired.any():
            return NO_PAIRS
        return ONE_CATEGORY if np.count_nonzero(self.counts.sum(axis=0)) == 1 else ""

    def estimate(self, expected: float, chance: Matrix, *, slope: float = 1.0) -> Estimate:
        observed = float(self.agreed[self.paired].mean())
        if expected >= 1:
            return _none("chance alone gives full agreement")
        value = (observed - expected) / (1 - expected)
        weight = len(self.counts) / self.paired.sum()
        moves = np.where(self.paired, weight * (self.agreed - expected), 0) / (1 - expected)
        moves = moves - slope * (1 - value) * (chance - expected) / (1 - expected)
        return Estimate(Value(value, observed=observed, expected=expected), _error(moves - value))


def _error(deviations: Matrix) -> Value:
    count = len(deviations)
    if count < 2:
        return undefined("one unit has no standard error")
    return Value(float(np.sqrt((deviations @ deviations) / (count * (count - 1)))))


def _none(reason: str) -> Estimate:
    return Estimate(undefined(reason), undefined(reason))
