"""Which codes and pairs are more than chance when many are looked at, and how surely.

Codes are corrected for their number after Benjamini and Hochberg. Pairs of a code that was found
are then held to the share of codes found, as many themes of one code were looked at only because
the code was found: Benjamini & Bogomolov (2014) J. R. Stat. Soc. B 76:297-318.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from secondcoder.agreement.coefficients.distances import Matrix

SURE = 1.96
"""Standard errors of a Monte Carlo p within which a decision is called borderline: 95 %."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """P and q of codes and of pairs, from one null."""

    code_p: Matrix
    code_q: Matrix
    """Shape ``(codes,)``; NaN for a code that cannot be tested."""
    pair_p: Matrix
    pair_q: Matrix
    """Shape ``(themes, codes)``; NaN where kappa is. Never below p; of a code's best pair, the
    code's."""
    borderline: NDArray[np.bool_]
    """Other random shifts might decide otherwise; shape ``(themes, codes)``."""
    least: Matrix
    """For each code the kappa that a pair must exceed to be more than chance; NaN if none can."""


def discoveries(kappa: Matrix, null: Matrix, *, rate: float) -> Found:
    """Return p and q of kappas, shape ``(themes, codes)``.

    ``null`` holds the best kappa of each code by chance, shape ``(draws, codes)``. p is
    (1 + draws with a value as large) / (1 + draws).
    """
    draws = len(null)
    drawn = np.sort(null, axis=0)
    pair_p = np.full(kappa.shape, np.nan)
    for code in range(kappa.shape[1]):
        below = np.searchsorted(drawn[:, code], kappa[:, code] - 1e-12, side="left")
        pair_p[:, code] = (1 + draws - below) / (1 + draws)
    pair_p[np.isnan(kappa)] = np.nan
    code_p = _least(pair_p)
    error = SURE * np.sqrt(pair_p * (1 - pair_p) / draws)
    surely = pair_q(np.minimum(pair_p + error, 1)) <= rate
    perhaps = pair_q(np.maximum(pair_p - error, 0)) <= rate
    code_q = corrected(code_p)
    return Found(
        code_p=code_p,
        code_q=code_q,
        pair_p=pair_p,
        pair_q=pair_q(pair_p),
        borderline=perhaps & ~surely,
        least=_must_exceed(drawn, code_q, rate),
    )


def corrected(p: Matrix) -> Matrix:
    """Return p after Benjamini and Hochberg (1995); NaN stays and does not count.

    The i-th smallest of m becomes the least of p_j m / j over all j from i on.
    """
    found = np.full(p.shape, np.nan)
    places = np.flatnonzero(~np.isnan(p))
    order = places[np.argsort(p[places], kind="stable")]
    share = p[order] * len(order) / np.arange(1, len(order) + 1)
    found[order] = np.minimum(np.minimum.accumulate(share[::-1])[::-1], 1)
    return found


def pair_q(pair_p: Matrix) -> Matrix:
    """Return the least rate at which a pair's code is found and the pair holds beside it.

    With R(a) of m codes found at a rate of a, that is the least a with p <= a R(a) / m.
    """
    q = np.sort(corrected(_least(pair_p)))
    q = q[~np.isnan(q)]
    least = np.where(np.isnan(pair_p), np.nan, np.inf)
    for rank, rate in enumerate(q.tolist(), start=1):
        least = np.minimum(least, np.maximum(rate, pair_p * len(q) / rank))
    return np.maximum(np.minimum(least, 1), pair_p)


def _least(pair_p: Matrix) -> Matrix:
    """Return the least p of each code; NaN where it has none."""
    filled = np.where(np.isnan(pair_p), np.inf, pair_p).min(axis=0, initial=np.inf)
    return np.where(np.isinf(filled), np.nan, filled)


def _must_exceed(drawn: Matrix, code_q: Matrix, rate: float) -> Matrix:
    """Return for each code the drawn kappa that must be exceeded.

    A code that was not found would be one more among those found; ``drawn`` is sorted.
    """
    tested = ~np.isnan(code_q)
    found = code_q <= rate
    among = np.where(found, found.sum(), found.sum() + 1)
    most = np.floor(rate * among / max(1, tested.sum()) * (len(drawn) + 1) + 1e-9).astype(int)
    usable = tested & (most >= 1)
    row = len(drawn) - np.where(usable, np.minimum(most, len(drawn)), 1)
    least = drawn[row, np.arange(drawn.shape[1])]
    return np.where(usable & np.isfinite(least), least, np.nan)
