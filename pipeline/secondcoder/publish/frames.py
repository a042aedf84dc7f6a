r"""Rows to typed data frames, data frames to CSV bytes, and back.

CSV files are UTF-8 with ``\n`` line ends and RFC 4180 quoting. Cells that begin with ``=``,
``+``, ``-`` or ``@`` stand there as they are: a guard would alter quoted words. The workbook,
which is made for spreadsheets, holds the same cells as text that is never evaluated.
"""

import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from secondcoder.errors import SecondcoderError
from secondcoder.procedures.second_coder.tables.columns import (
    COUNTED,
    COUNTED_COLUMNS,
    DECIMAL,
    REVIEWED,
    TABLES,
    WHOLE,
)

DECIMALS = 4


def frame(
    table: str, rows: Iterable[Mapping[str, Any]], *, more: tuple[str, ...] = ()
) -> pd.DataFrame:
    """Return a table with its columns and ``more``, typed; a missing text is an empty string."""
    columns = [*TABLES[table], *more]
    records = [[row.get(column) for column in columns] for row in rows]
    return _all_typed(table, pd.DataFrame(records, columns=columns, dtype=object))


def to_csv(df: pd.DataFrame) -> bytes:
    """Return a table as CSV."""
    cells = df.astype(object).where(df.notna(), "").to_numpy().tolist()
    lines = (",".join(quoted_cell(str(cell)) for cell in row) for row in [list(df.columns), *cells])
    return "".join(f"{line}\n" for line in lines).encode("utf-8")


def tables_to_csv(tables: Mapping[str, pd.DataFrame], *, counted: bool = True) -> dict[str, bytes]:
    """Return the file of every table by its name, such as ``passages.csv``.

    Without ``counted``, tables and columns of coefficients are left out; so are tables of a
    review where nobody reviewed.
    """
    names = [name for name in TABLES if name not in REVIEWED or len(tables[name])]
    if counted:
        return {f"{name}.csv": to_csv(tables[name]) for name in names}
    left = {
        name: tables[name].drop(columns=list(COUNTED_COLUMNS.get(name, ())))
        for name in names
        if name not in COUNTED
    }
    return {f"{name}.csv": to_csv(table) for name, table in left.items()}


def without_counts(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return the tables as a reflexive study has them: no table or column of coefficients."""
    kept = {name: frame(name, ()) if name in COUNTED else table for name, table in tables.items()}
    for name, columns in COUNTED_COLUMNS.items():
        empty = {column: pd.Series(float("nan"), tables[name].index) for column in columns}
        kept[name] = tables[name].assign(**empty)
    return kept


def read_tables(folder: Path) -> dict[str, pd.DataFrame]:
    """Read the tables of a run's folder as they were when they were written.

    Tables and columns of coefficients, which a reflexive study lacks, are then empty, and so are
    tables of a review that nobody made.
    """
    counted = any((folder / f"{name}.csv").is_file() for name in COUNTED)
    wanted = [
        name
        for name in TABLES
        if (counted or name not in COUNTED)
        and (name not in REVIEWED or (folder / f"{name}.csv").is_file())
    ]
    absent = [name for name in wanted if not (folder / f"{name}.csv").is_file()]
    if absent:
        raise SecondcoderError(
            f"{folder.name}: the run lacks {absent[0]}.csv",
            hint="Name a folder that a whole run was written to, or run the study again.",
        )
    return {
        name: _read(name, folder / f"{name}.csv") if name in wanted else frame(name, ())
        for name in TABLES
    }


def _read(table: str, path: Path) -> pd.DataFrame:
    data = path.read_bytes()
    df = pd.read_csv(io.BytesIO(data), dtype=str, keep_default_na=False, encoding="utf-8")
    for column in COUNTED_COLUMNS.get(table, ()):
        if column not in df.columns:
            df.insert(TABLES[table].index(column), column, "")
    lost = [column for column in TABLES[table] if column not in df.columns]
    if lost:
        raise SecondcoderError(
            f"{path.name}: the column {lost[0]!r} is missing",
            hint="The tables of a run must stay as they were written; run the study again.",
        )
    return _all_typed(table, df.replace({"": None}))


def quoted_cell(cell: str) -> str:
    """Quote as RFC 4180 says; the csv module leaves a lone carriage return bare."""
    if any(mark in cell for mark in ',"\r\n'):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def _all_typed(table: str, df: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({name: _typed(table, df[name]) for name in df.columns})


def _typed(table: str, cells: "pd.Series[Any]") -> "pd.Series[Any]":
    if cells.name in WHOLE.get(table, ()):
        return pd.to_numeric(cells).astype("Int64")
    if cells.name in DECIMAL.get(table, ()):
        numbers = pd.to_numeric(cells).astype("float64").round(DECIMALS)
        return numbers + 0.0  # no negative zero
    return cells.where(cells.notna(), "").astype(str)
