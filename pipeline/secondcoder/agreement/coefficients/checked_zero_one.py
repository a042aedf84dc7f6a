"""Values of 0 and 1, as one code's: as booleans, or an error that says where."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from secondcoder.agreement.coefficients.checked import MISSING_HINT, RatingsError, is_missing


def zero_one(
    values: ArrayLike, name: str, kept: NDArray[np.bool_] | None = None
) -> NDArray[np.bool_]:
    """Return 0/1 values as booleans, of any shape; other values are refused where ``kept``.

    Text is refused too: "0" would count as applied.
    """
    array = np.asarray(values)
    if array.dtype == bool:
        return array
    if array.dtype.kind in "iuf":
        one, wrong = np.asarray(array == 1), ~((array == 0) | (array == 1))
    else:
        flat = array.ravel().tolist()
        known = np.array([_is_zero_one(value) for value in flat], dtype=bool)
        one = np.array([_is_zero_one(value) and bool(value) for value in flat], dtype=bool)
        one, wrong = one.reshape(array.shape), ~known.reshape(array.shape)
    if kept is not None:
        wrong = wrong & kept
    if wrong.any():
        place = tuple(int(one) for one in np.argwhere(wrong)[0])
        value = array[place]
        shown = value.item() if isinstance(value, np.generic) else value
        where = place[0] if len(place) == 1 else place
        hint = (
            f"leave units that a coder did not see out, or name them ({MISSING_HINT}) in a "
            "function that takes missing values, such as krippendorff_alpha"
            if is_missing(shown)
            else "1 or True where the coder gave the code, 0 or False where not; text such as "
            '"1" or "yes" is to be turned into numbers first'
        )
        raise RatingsError(f"{name}, place {where}: {shown!r} is neither 0 nor 1", hint=hint)
    return one


def _is_zero_one(value: object) -> bool:
    return isinstance(value, (bool, int, float, np.number, np.bool_)) and value in {0, 1}
