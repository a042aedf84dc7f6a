"""Whether a value is one of pandas' or polars' own, told by its type without loading either."""

from typing import TYPE_CHECKING, Any, TypeGuard

if TYPE_CHECKING:
    import pandas as pd


def is_frame(value: object) -> "TypeGuard[pd.DataFrame]":
    """Return whether a value is a DataFrame."""
    return _is_of_pandas(value, "DataFrame")


def is_series(value: object) -> "TypeGuard[pd.Series]":
    """Return whether a value is a Series."""
    return _is_of_pandas(value, "Series")


def is_column(value: object) -> bool:
    """Return whether a value is a column of another kind: an Index, an array, a polars Series."""
    return (
        _is_of_pandas(value, "Index")
        or _is_of_pandas(value, "ExtensionArray")
        or _is_of(value, "Series", "polars")
    )


def is_polars(value: Any) -> "TypeGuard[Any]":
    """Return whether a value is a DataFrame of polars."""
    return _is_of(value, "DataFrame", "polars")


def is_na(value: object) -> bool:
    """Return whether a value is what pandas has for a missing one, NaN apart."""
    return _is_of_pandas(value, "NAType") or _is_of_pandas(value, "NaTType")


def _is_of_pandas(value: object, name: str) -> bool:
    return _is_of(value, name, "pandas")


def _is_of(value: object, name: str, package: str) -> bool:
    return any(
        one.__name__ == name and one.__module__.partition(".")[0] == package
        for one in type(value).__mro__
    )
