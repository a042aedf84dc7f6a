"""Cohen's kappa of every theme with every code, from counts of passages."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from secondcoder.agreement.coefficients.distances import Matrix

Columns = NDArray[np.float32]
"""0 and 1, shape ``(passages, columns)``."""


def kappa_matrix(themes: ArrayLike, codes: ArrayLike) -> Matrix:
    """Return Cohen's kappa of every theme with every code, shape ``(themes, codes)``.

    Both have shape ``(passages, columns)``. NaN where either holds no passage or all: no
    passage then tells the two apart. This matrix is the one place where NaN stands for
    "undefined"; it is not meant to be shown as it is.
    """
    one, two = columns(themes), columns(codes)
    return kappas(one.T @ two, one.sum(axis=0), two.sum(axis=0), len(one))


def columns(membership: ArrayLike) -> Columns:
    """Return 0/1 columns; float32 counts exactly up to 16 million passages."""
    found = np.asarray(membership, dtype=bool).astype(np.float32)
    if found.ndim != 2:
        raise ValueError(f"membership has shape (passages, columns), not {found.shape}")
    return found


def kappas(both: ArrayLike, themes: ArrayLike, codes: ArrayLike, passages: int) -> Matrix:
    """Return kappa from counts: (a - AB/N) / ((A + B)/2 - AB/N); NaN where undefined.

    ``both`` has shape ``(…, themes, codes)``, ``themes`` ``(…, themes)``, ``codes`` ``(codes,)``.
    """
    rows, held = np.asarray(themes, dtype=float)[..., None], np.asarray(codes, dtype=float)
    chance = rows * held / max(passages, 1)
    usable = (rows > 0) & (rows < passages) & (held > 0) & (held < passages)
    room = np.where(usable, (rows + held) / 2 - chance, 1)
    kappa = np.subtract(both, np.where(usable, chance, np.nan))
    return np.asarray(np.divide(kappa, room, out=kappa))


def best(kappa: Matrix, axis: int) -> Matrix:
    """Return the largest kappa along an axis; -inf where none is defined."""
    return np.asarray(np.fmax.reduce(kappa, axis=axis, initial=-np.inf))
