"""Rows as a data frame, for figures that still reckon with columns."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from secondcoder.publish.schema import DECIMAL, WHOLE, Table


def as_frame(table: Table[Any], rows: Iterable[Any]) -> pd.DataFrame:
    """Return a table's rows as a data frame with a column for each of its fields."""
    kept = list(rows)
    return (
        pd.DataFrame(
            {field.name: [getattr(row, field.name) for row in kept] for field in table.fields}
        )
        .astype({f.name: "float64" for f in table.fields if f.kind == DECIMAL})
        .astype({f.name: "Int64" for f in table.fields if f.kind == WHOLE})
    )
