"""Confidence that means what it says, and the cut that keeps to a risk.

A model's share of a code is turned into the chance that people apply it by a logistic curve
(Platt 1999) over the first three codes of passages that people coded, each scored by a model that
did not see it. With little coding the curve is held near the identity: a normal prior, worth a
few passages. The share of wrong first suggestions above each confidence gives the cut for a risk.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

FIRST = 3
"""Codes of each passage that the curve is fitted on. Not measured apart from the curve."""
PRIOR = 4.0
"""Weight of the prior that holds intercept and slope near 0 and 1. Not measured apart from the
curve."""
EDGE = 1e-6
"""Keeps logarithms finite; decides nothing."""


@dataclass(frozen=True, slots=True)
class Curve:
    """``chance = expit(intercept + slope * logit(share))``."""

    intercept: float = 0.0
    slope: float = 1.0

    def __call__(self, shares: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the chance for each share, same shape."""
        scaled = self.intercept + self.slope * logit(np.clip(shares, EDGE, 1 - EDGE))
        chance: NDArray[np.float64] = expit(scaled)
        return chance


def fit_curve(
    shares: NDArray[np.float64], applied: NDArray[np.bool_] | NDArray[np.float64]
) -> Curve:
    """Fit the curve on passages with their human coding, both of shape ``(passages, codes)``.

    ``applied`` says which codes people gave, or what share of the coders did.
    """
    if not len(shares):
        return Curve()
    first = np.argsort(-shares, axis=1, kind="stable")[:, :FIRST]
    x = logit(np.clip(np.take_along_axis(shares, first, axis=1), EDGE, 1 - EDGE)).ravel()
    y = np.take_along_axis(applied, first, axis=1).ravel().astype(float)

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scaled = weights[0] + weights[1] * x
        off = weights - np.array([0.0, 1.0])
        value = np.logaddexp(0, scaled).sum() - (y * scaled).sum() + PRIOR * (off @ off)
        slack = expit(scaled) - y
        return float(value), np.array([slack.sum(), (slack * x).sum()]) + 2 * PRIOR * off

    from scipy.optimize import minimize

    best = minimize(loss, np.array([0.0, 1.0]), jac=True, method="L-BFGS-B").x
    if best[1] <= 0:  # a falling curve would turn every ranking round
        return Curve()
    return Curve(float(best[0]), float(best[1]))


def cut_for_risk(
    confidence: NDArray[np.float64], right: NDArray[np.bool_] | NDArray[np.float64], risk: float
) -> float | None:
    """Return the least confidence above which at most ``risk`` of first suggestions are wrong.

    ``confidence`` and ``right`` have one entry for each passage with human coding; ``right`` may be
    the share of coders who gave the code. ``None`` if no cut keeps to the risk.
    """
    order = np.argsort(-confidence, kind="stable")
    wrong = np.cumsum(1.0 - right[order]) / np.arange(1, len(order) + 1)
    sorted_confidence = confidence[order]
    last_of_equals = np.append(sorted_confidence[1:] < sorted_confidence[:-1], True)
    kept = np.flatnonzero((wrong <= risk) & last_of_equals)
    return float(sorted_confidence[kept[-1]]) if len(kept) else None
