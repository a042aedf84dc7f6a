"""Long tables as sheets that people read: a row for each thing, a column for each other."""

from collections.abc import Mapping, Sequence
from typing import Any

from secondcoder.publish.schema import Table
from secondcoder.publish.sheets import Sheet


def wide(
    table: Table[Any],
    down: str,
    rows: Sequence[tuple[str, Mapping[str, str]]],
    *,
    about: str,
    widths: tuple[int, int],
) -> Sheet:
    """Return the sheet of a table in wide form.

    ``rows`` hold the first cell, whose column is ``down``, and the further cells by their column;
    ``widths`` are of the first column and of each other.
    """
    columns = tuple(dict.fromkeys(column for _, cells in rows for column in cells))
    return Sheet(
        name=table.sheet,
        about=about,
        columns=(down, *columns),
        widths=(widths[0], *(widths[1] for _ in columns)),
        rows=[[first, *(cells.get(column, "") for column in columns)] for first, cells in rows],
        links={},
        key="",
    )
