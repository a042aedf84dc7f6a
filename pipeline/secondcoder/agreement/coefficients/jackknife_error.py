"""What leaving out documents tells of an error, and what it cannot tell."""

import numpy as np
from numpy.typing import NDArray

LEAST_ERROR = 1e-12
"""Standard error up to which no document changes the value but by rounding."""


def error_and_freedom(without: NDArray[np.float64]) -> tuple[NDArray[np.float64], ...]:
    """Return standard errors and degrees of freedom of values without each document.

    ``without`` has documents first. A variance of G values with kurtosis κ has 2G / (κ - 1):
    Satterthwaite (1946) Biometrics Bulletin 2:110-114. With no change the error is 0.
    """
    documents = len(without)
    apart = without - without.mean(axis=0)
    squares = (apart**2).sum(axis=0)
    error = np.sqrt((documents - 1) / documents * squares)
    with np.errstate(invalid="ignore", divide="ignore"):
        kurtosis = documents * (apart**4).sum(axis=0) / squares**2
        by_tails = 2 * documents / np.maximum(kurtosis - 1, 1e-9)
    return error, np.clip(by_tails, 1.0, max(documents - 1.0, 1.0))


def effective(units: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return (Σ n_g)² / Σ n_g², the effective number of documents (last) that carry a code."""
    return np.asarray(units.sum(axis=-1) ** 2 / (units**2).sum(axis=-1))


def may_be_unseen(units: NDArray[np.float64], *, level: float) -> NDArray[np.float64]:
    """Return how large a share of units (documents last) may be of which none was seen."""
    return np.asarray(1 - (1 - level) ** (1 / units.sum(axis=-1)))
