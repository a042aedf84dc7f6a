"""What stands before and after a passage as context: codes that hold on from turn to turn.

A speaker keeps a position over several sentences, a conversation stays on its matter. Where the
coding there is shows it, a passage's shares are mixed with those of the passages around it; how
much is chosen out of fold, and nothing is mixed unless that pays.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from secondcoder.suggesting.confidence import log_shares

REACH = 3
"""Passages on either side. Not measured apart; the weight, which can be 0, is chosen out of
fold."""
WEIGHTS = (0.0, 0.3, 0.6, 1.0)
"""The weights tried in every study, out of fold; 0 mixes nothing. What it brings in the coal debate
is in docs/quality.md (*secondcoder, in order*)."""
FLOOR = 1e-9
"""Keeps logarithms finite; decides nothing."""


def mixed(shares: NDArray[np.float64], orders: Sequence[str], weight: float) -> NDArray[np.float64]:
    """Return shares mixed with the mean logarithm of the neighbours' shares, same shape.

    ``orders`` names for each passage the text in whose order it stands; passages with an empty
    name stand in none, and keep their shares.
    """
    if weight == 0.0 or not len(shares):
        return shares
    logarithm = np.log(shares + FLOOR)
    total = np.zeros_like(logarithm)
    count = np.zeros((len(shares), 1))
    names = np.array(orders)
    for step in range(1, REACH + 1):
        near = (names[step:] == names[:-step]) & (names[step:] != "")
        later, earlier = np.flatnonzero(near) + step, np.flatnonzero(near)
        np.add.at(total, later, logarithm[earlier])
        np.add.at(total, earlier, logarithm[later])
        np.add.at(count, later, 1)
        np.add.at(count, earlier, 1)
    around = np.divide(total, count, out=np.zeros_like(total), where=count > 0)
    return np.exp(log_shares(logarithm + weight * around, 1.0))


def best_weight(
    found: Sequence[tuple[NDArray[np.float64], NDArray[np.bool_]]],
    applied: NDArray[np.bool_] | NDArray[np.float64],
    orders: Sequence[str],
) -> float:
    """Return the weight under which coded passages get the greatest likelihood, 0 unless it pays.

    ``applied`` says which codes people gave, or what share of the coders did. ``found`` holds
    shares of all passages with a mask of those that the model behind them did not see. A weight
    pays if the mean gain in log likelihood is more than its standard error.
    """
    if not any(orders):
        return 0.0
    gains: dict[float, NDArray[np.float64]] = {
        weight: np.concatenate(
            [
                _likelihood(mixed(shares, orders, weight)[rows], applied[rows])
                for shares, rows in found
            ]
            or [np.zeros(0)]
        )
        for weight in WEIGHTS
    }
    plain = gains[WEIGHTS[0]]
    best, most = 0.0, 0.0
    for weight in WEIGHTS[1:]:
        gain = gains[weight] - plain
        if len(gain) > 1 and gain.mean() > max(most, gain.std(ddof=1) / np.sqrt(len(gain))):
            best, most = weight, float(gain.mean())
    return best


def _likelihood(
    shares: NDArray[np.float64], applied: NDArray[np.bool_] | NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the mean log share of each coded passage's codes."""
    coded = applied.any(axis=1)
    logarithm = np.where(applied > 0, np.log(shares + FLOOR) * applied, 0.0)[coded]
    mean: NDArray[np.float64] = logarithm.sum(axis=1) / applied[coded].sum(axis=1)
    return mean
