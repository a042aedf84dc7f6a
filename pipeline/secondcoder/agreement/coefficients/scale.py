"""The scale on which intervals of coefficients are symmetrical: like Fisher's z, other below 0."""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

FLOOR = 0.04
"""How far below 0 the scale of coefficients would end. Chosen on simulated studies other than those
reported: with more, as with Fisher's z (1), the upper end of weak agreement is too low."""
_SLOPE = 1 + 1 / FLOOR
"""Of the scale at 0."""


def scale(values: ArrayLike) -> NDArray[np.float64]:
    """Return log((v + .04) / (1 - v)) of values below 1, and below 0 its tangent at 0."""
    known = np.asarray(values, dtype=float)
    above = np.maximum(known, 0.0)
    return np.asarray(np.log((above + FLOOR) / (1 - above)) + np.minimum(known, 0.0) * _SLOPE)


def put_back(scaled: ArrayLike) -> NDArray[np.float64]:
    """Return the values of ``scale``, -1 and 1 at most."""
    known = np.asarray(scaled, dtype=float)
    above = np.maximum(known, math.log(FLOOR))
    grown = np.exp(np.minimum(above, 700))
    below = np.minimum(known - math.log(FLOOR), 0.0) / _SLOPE
    return np.asarray(np.maximum((grown - FLOOR) / (grown + 1) + below, -1.0))
