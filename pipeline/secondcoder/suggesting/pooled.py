"""How much each thing that speaks for a code counts: weights chosen inside the examples.

What was learnt from passages, the codebook's own scores and what was learnt from the questions
asked are pooled: ``log p = sum(weight * score)``, rows normalised. Bare names of codes deserve
little trust beside a few coded passages, full definitions much, so that no fixed weight fits every
study. What was learnt from passages weighs 1; the other weights are those, none below 0, under
which coded passages get the greatest likelihood from models that did not see them (stacked
generalisation, Wolpert 1992). With few passages a normal prior holds them near a rule.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from secondcoder.suggesting.confidence import log_shares

PRIOR = 2.0
"""Weight of the prior, for scores of unit spread. Chosen on the development halves among .1, 2 and
10, all within .01 of each other (docs/quality.md, *Learning from examples*)."""
LEAST_SPREAD = 1e-9
"""Keeps the division finite where a scorer says the same of every code; decides nothing."""


@dataclass(frozen=True, slots=True)
class Judged:
    """Scores of passages by models that did not see them, and what people gave."""

    scores: tuple[NDArray[np.float64], ...]
    """One array for each scorer, each of shape ``(passages, codes)``."""
    given: NDArray[np.float64]
    """The share of coders who gave each code, same shape."""


def pool(
    scores: Sequence[NDArray[np.float64]], weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return shares of the codes, rows summing to one."""
    return np.exp(log_shares(_sum(scores, weights), 1.0))


def fit_weights(judged: Judged, rule: Sequence[float]) -> NDArray[np.float64]:
    """Return a weight for each scorer, the first unchanged; ``rule`` is what they are held near."""
    start = np.array(rule, dtype=np.float64)
    coded = judged.given.any(axis=1)
    if not coded.any():
        return start
    target = judged.given[coded] / judged.given[coded].sum(axis=1, keepdims=True)
    rows = [scores[coded] for scores in judged.scores]
    spread = np.array([max(float(part.std(axis=1).mean()), LEAST_SPREAD) for part in rows])
    units = [part / size for part, size in zip(rows, spread, strict=True)]
    centre = start * spread

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        logarithm = log_shares(_sum(units, weights), 1.0)
        off = weights - centre
        slack = np.exp(logarithm) - target
        slope = np.array([(slack * part).sum() for part in units])
        value = -(target * logarithm).sum() + PRIOR * (off @ off)
        return float(value), slope + 2 * PRIOR * off

    bounds = [(centre[0], centre[0]), *[(0.0, None)] * (len(units) - 1)]
    from scipy.optimize import minimize

    best = minimize(loss, centre, jac=True, method="L-BFGS-B", bounds=bounds).x
    weights: NDArray[np.float64] = best / spread
    return weights


def _sum(
    scores: Sequence[NDArray[np.float64]], weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    total = np.zeros_like(scores[0])
    for weight, part in zip(weights, scores, strict=True):
        total = total + weight * part
    return total
