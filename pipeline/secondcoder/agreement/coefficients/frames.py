"""Whether a value is one of pandas' own, told by its type without loading pandas for it."""

from typing import TYPE_CHECKING, TypeGuard

if TYPE_CHECKING:
    import pandas as pd


def is_frame(value: object) -> "TypeGuard[pd.DataFrame]":
    """Return whether a value is a DataFrame."""
    return _is_of_pandas(value, "DataFrame")


def is_series(value: object) -> "TypeGuard[pd.Series]":
    """Return whether a value is a Series."""
    return _is_of_pandas(value, "Series")


def is_na(value: object) -> bool:
    """Return whether a value is what pandas has for a missing one, NaN apart."""
    return _is_of_pandas(value, "NAType") or _is_of_pandas(value, "NaTType")


def _is_of_pandas(value: object, name: str) -> bool:
    return any(
        one.__name__ == name and one.__module__.partition(".")[0] == "pandas"
        for one in type(value).__mro__
    )
