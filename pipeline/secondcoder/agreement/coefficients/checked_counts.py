"""Counts of units or coders: whole numbers, or an error that says where."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from secondcoder.agreement.coefficients.checked import RatingsError

MOST = 2**62
"""The greatest count that is taken; sums of two fit in 64 bits."""
MOST_SQUARED = 2**31 - 1
"""The greatest count whose square fits in 64 bits."""


def whole_counts(table: ArrayLike, name: str, *, most: int = MOST) -> NDArray[np.int64]:
    """Return counts as whole numbers; negative, broken, missing or written ones are refused.

    A frame must not be longer than int64 reaches; one with other labels above than at the side
    is refused if it is square, as ``pandas.crosstab`` makes it where a coder lacks a category.
    """
    try:
        array = np.asarray(table)
    except ValueError:
        raise RatingsError(
            f"the rows of {name} have different lengths",
            hint="Every row is a unit with a count for each category, 0 included.",
        ) from None
    if array.dtype.kind not in "iuf":
        array = np.asarray([_number(one, name) for one in array.ravel().tolist()], dtype=float)
        array = array.reshape(np.asarray(table).shape)
    wrong = ~np.isfinite(array) | (array < 0) | (array != np.floor(array)) | (array > most)
    if wrong.any():
        place = tuple(int(one) for one in np.argwhere(wrong)[0])
        raise RatingsError(
            f"{name}, place {place}: {array[place].item()!r} is no count",
            hint=f"Counts are whole numbers of units, from 0 to {most:,}.",
        )
    return np.asarray(array, dtype=np.int64)


def _number(value: object, name: str) -> float:
    if isinstance(value, (int, float, np.number)) and not isinstance(value, bool):
        return float(value)
    raise RatingsError(f"{name}: {value!r} is no count", hint="Counts are whole numbers.")
