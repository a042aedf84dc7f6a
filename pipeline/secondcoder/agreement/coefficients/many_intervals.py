"""Intervals over documents of many shares and differences at once, on the plain scale."""

import math

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv, stdtrit

from secondcoder.agreement.coefficients.enough import LEAST_DOCUMENTS
from secondcoder.agreement.coefficients.jackknife_error import LEAST_ERROR, error_and_freedom

Many = NDArray[np.float64]


def jackknife_many(
    whole: Many, without: Many, *, most: Many | float | None = None
) -> tuple[Many, Many]:
    """Return both ends of the 95 % interval of each value; NaN where there is none.

    ``whole`` has shape ``(values,)``, ``without`` ``(documents, values)``: each value without one
    document. Like ``intervals.jackknife``, with at most ``most`` degrees of freedom. None with
    fewer than five documents, where a value is NaN, or where no document changes it.
    """
    documents = len(without)
    if documents < LEAST_DOCUMENTS:
        none = np.full_like(whole, np.nan)
        return none, none
    error, freedom = error_and_freedom(without)
    usable = np.isfinite(whole) & np.isfinite(error) & (error > LEAST_ERROR)
    if most is not None:
        freedom = np.maximum(np.minimum(freedom, most), 1.0)
    reach = stdtrit(freedom, 0.975) * error
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
