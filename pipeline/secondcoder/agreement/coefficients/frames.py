"""Whether a value is one of pandas' own, without loading pandas where nobody brought it."""

import sys
from typing import TYPE_CHECKING, TypeGuard

if TYPE_CHECKING:
    import pandas as pd


def is_frame(value: object) -> "TypeGuard[pd.DataFrame]":
    """Return whether a value is a DataFrame."""
    loaded = sys.modules.get("pandas")
    return loaded is not None and isinstance(value, loaded.DataFrame)


def is_series(value: object) -> "TypeGuard[pd.Series]":
    """Return whether a value is a Series."""
    loaded = sys.modules.get("pandas")
    return loaded is not None and isinstance(value, loaded.Series)


def is_na(value: object) -> bool:
    """Return whether a value is what pandas has for a missing one, NaN apart."""
    loaded = sys.modules.get("pandas")
    return loaded is not None and (value is loaded.NA or value is loaded.NaT)
