"""Tables as data frames in the form that figures still take: truths as ``yes`` and ``no``."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from secondcoder.page.frames import as_frame
from secondcoder.publish.schema import TRUTH, Table


def figure_frame(table: Table[Any], rows: Iterable[Any]) -> pd.DataFrame:
    """Return rows as a data frame."""
    frame = as_frame(table, rows)
    truths = [field.name for field in table.fields if field.kind == TRUTH]
    return frame.assign(**{name: frame[name].map({True: "yes", False: "no"}) for name in truths})
