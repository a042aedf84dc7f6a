"""The published tables of a content analysis: names, columns in order, and what they hold.

``codes`` is everywhere the number of coded comments that are counted. A column is text unless it
is named below. Percents have two decimals, other numbers four. An undefined number is empty.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from secondcoder.publish.frames import quoted_cell

TABLES: dict[str, tuple[str, ...]] = {
    "summary": (
        *("level", "counted", "themes", "total", "mean", "median", "sd", "lowest", "highest"),
        *("range", "major", "minor"),
    ),
    "counts": (
        *("level", "theme", "code", "facets", "codes", "percent", "standing", "documents"),
        *("speakers", "note"),
    ),
    "facet_counts": ("theme", "facet", "value", "codes", "percent"),
    "counts_by": (
        *("attribute", "value", "theme", "codes", "total", "percent", "standing", "in_half"),
        *("documents", "mean_percent", "sd", "se", "low", "high", "bootstrap_low"),
        *("bootstrap_high", "note"),
    ),
    "majority": (
        *("attribute", "value", "theme", "percent", "together", "subtheme", "codes"),
        *("quotation", "speaker", "document", "passage_id", "note"),
    ),
    "triangulation": (
        *("theme", "kind", "codes", "percent", "standing", "passages", "passages_of_kind"),
        *("passage_percent", "documents", "documents_of_kind", "mostly"),
    ),
    "convergence": ("theme", "appears_in", "silent", "assessment", "reason"),
    "facets": (
        *("passage_id", "document", "speaker", "facet", "coded", "suggested", "share", "basis"),
        *("agrees", "evidence_code", "evidence_text", "evidence_words", "against", "text"),
    ),
    "facet_check": (
        *("facet", "basis", "passages", "correct", "percent", "low", "high", "interval"),
        *("commoner", "commoner_percent", "better", "several"),
    ),
    "queries": (
        *("query_id", "kind", "status", "question", "code", "other", "evidence", "text"),
        *("document", "speaker", "passage_id", "decision", "by", "memo"),
    ),
    "comments": (
        *("theme", "code", "facets", "document", "case", "speaker", "times", "text", "passage_ids"),
    ),
    "notices": ("kind", "message", "where"),
}
WHOLE = frozenset(
    {
        *("level", "themes", "total", "lowest", "highest", "range", "major", "minor", "codes"),
        *("documents", "speakers", "passages", "passages_of_kind", "documents_of_kind"),
        *("correct", "several", "times"),
    }
)
PERCENTS = frozenset(
    {
        *("percent", "together", "mean_percent", "sd", "se", "low", "high", "bootstrap_low"),
        *("bootstrap_high", "passage_percent", "commoner_percent", "mean", "median"),
    }
)
"""Columns with two decimals."""
SHARES = frozenset({"share"})
COUNTED: frozenset[str] = frozenset({"facet_check"})
"""Tables that a reflexive study does not have."""


def frame(name: str, rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Return a table with its columns, typed; a missing text is an empty string."""
    columns = TABLES[name]
    cells = [[row.get(column) for column in columns] for row in rows]
    table = pd.DataFrame(cells, columns=list(columns), dtype=object)
    return pd.DataFrame({column: _typed(table[column]) for column in columns})


def to_csv(table: pd.DataFrame) -> bytes:
    """Return a table as CSV, UTF-8, with percents written to two decimals."""
    lines = [list(table.columns)]
    texts = [_texts(table[column]) for column in table.columns]
    lines += [list(row) for row in zip(*texts, strict=True)]
    return "".join(",".join(map(quoted_cell, line)) + "\n" for line in lines).encode("utf-8")


def _texts(cells: "pd.Series[Any]") -> list[str]:
    places = 2 if cells.name in PERCENTS else 4 if cells.name in SHARES else None
    if places is None:
        return ["" if pd.isna(cell) else str(cell) for cell in cells.tolist()]
    return ["" if pd.isna(cell) else f"{cell:.{places}f}" for cell in cells.tolist()]


def _typed(cells: "pd.Series[Any]") -> "pd.Series[Any]":
    if cells.name in WHOLE:
        return pd.to_numeric(cells).astype("Int64")
    if cells.name in PERCENTS:
        return pd.to_numeric(cells).astype("float64").round(2) + 0.0
    if cells.name in SHARES:
        return pd.to_numeric(cells).astype("float64").round(4) + 0.0
    return cells.where(cells.notna(), "").astype(str)
