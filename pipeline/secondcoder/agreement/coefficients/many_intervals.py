"""Intervals over documents of many shares and differences at once, on the plain scale."""

import math

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv, stdtrit

from secondcoder.agreement.coefficients.intervals import LEAST_DOCUMENTS

Many = NDArray[np.float64]


def jackknife_many(
    whole: Many, without: Many, *, most: Many | float | None = None
) -> tuple[Many, Many]:
    """Return both ends of the 95 % interval of each value; NaN where there is none.

    ``whole`` has shape ``(values,)``, ``without`` ``(documents, values)``: each value without one
    document. v ± t_f √[(G-1)/G Σ (v_g - mean v)²] with f as in ``intervals.jackknife`` and at most
    ``most``. None with fewer than five documents, where a value is NaN, or where no document
    changes it.
    """
    documents = len(without)
    apart = without - without.mean(axis=0) if documents else without
    squares = (apart**2).sum(axis=0)
    usable = np.isfinite(whole) & np.isfinite(squares) & (squares > 1e-24)
    if documents < LEAST_DOCUMENTS:
        usable = np.zeros_like(usable)
    squares = np.where(usable, squares, 1.0)
    kurtosis = np.where(usable, documents * (apart**4).sum(axis=0) / squares**2, 3.0)
    freedom = 2 * documents / np.maximum(kurtosis - 1, 1e-9)
    freedom = np.minimum(freedom, documents - 1)
    if most is not None:
        freedom = np.minimum(freedom, most)
    error = np.sqrt((documents - 1) / max(documents, 1) * squares)
    reach = stdtrit(np.maximum(freedom, 1.0), 0.975) * error
    return np.where(usable, whole - reach, np.nan), np.where(usable, whole + reach, np.nan)


def exact_share(successes: NDArray[np.int64], documents: int) -> tuple[Many, Many]:
    """Return both ends of the 95 % interval of shares of documents (Clopper & Pearson 1934).

    NaN with fewer than five documents.
    """
    if documents < LEAST_DOCUMENTS:
        none = np.full(len(successes), math.nan)
        return none, none
    low = np.where(
        successes > 0, betaincinv(np.maximum(successes, 1), documents - successes + 1, 0.025), 0.0
    )
    most = np.maximum(documents - successes, 1)
    high = np.where(successes < documents, betaincinv(successes + 1, most, 0.975), 1.0)
    return np.asarray(low), np.asarray(high)
