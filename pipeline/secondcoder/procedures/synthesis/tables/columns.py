"""The tables of a synthesis: their columns and the types of these."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

_PLACE = ("document", "start", "end")
COLUMNS: dict[str, tuple[str, ...]] = {
    "grid": ("cell_id", "case", "heading", "text", *_PLACE, "pieces"),
    "step1_summaries": (
        *("cell_id", "case", "heading", "summary", "by", "memo", "sentences", *_PLACE),
        "source_text",
    ),
    "step2_themes": (
        *("theme_id", "heading", "theme", "case_count", "cases", "key_phrases", "answers"),
        *("likeness", "by", "memo", "quotation"),
    ),
    "step3_general": (
        *("theme_id", "theme", "headings", "heading_count", "case_count", "cases", "themes"),
        *("made_of", "mentions", "key_phrases", "by", "memo"),
    ),
    "step4_merged": (
        *("theme_id", "theme", "proposal", "proposed_into", "because", "decision", "into"),
        *("name", "by", "memo"),
    ),
    "themes_final": (
        *("theme_id", "theme", "merged", "headings", "heading_count", "case_count", "cases"),
        *("key_phrases", "by"),
    ),
    "quotations": (
        *("step", "theme_id", "theme", "heading", "case", "answer", "sentence", "by", *_PLACE),
        "answer_id",
    ),
    "matrix_theme_heading": ("theme_id", "theme", "heading", "case_count", "cases", "mention"),
    "matrix_theme_case": ("theme_id", "theme", "case", "heading_count", "headings"),
    "named_cases": (
        *("heading", "derived_theme", "cases_named", "method", "chosen_by", "theme_id", "theme"),
        *("cases_found", "both", "named", "found", "precision", "recall", "f1", "chance"),
    ),
    "named_cases_totals": (
        *("method", "chosen_by", "themes", "found", "both", "cases_found", "cases_named"),
        *("precision", "precision_low", "precision_high", "recall", "recall_low", "recall_high"),
        *("f1", "mean_f1", "chance"),
    ),
    "notices": ("kind", "message", "where"),
}
"""Tables of a synthesis and their columns; matrices in long form."""
STEPS = ("step1_summaries", "step2_themes", "step3_general", "step4_merged")
WHOLE = frozenset(
    {
        *("start", "end", "pieces", "sentences", "case_count", "heading_count", "answers"),
        *("mentions", "both", "named", "found"),
    }
)
COUNTS = frozenset({"themes", "cases_found", "cases_named"})
"""Whole numbers in the table of totals, lists elsewhere."""
DECIMAL = frozenset(
    {
        *("likeness", "precision", "recall", "f1", "mean_f1", "chance"),
        *("precision_low", "precision_high", "recall_low", "recall_high"),
    }
)


def table_of(name: str, rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Return a table with its columns, typed; a missing text is an empty string."""
    columns = COLUMNS[name]
    records = [[row.get(column) for column in columns] for row in rows]
    raw = pd.DataFrame(records, columns=list(columns), dtype=object)
    return pd.DataFrame({column: _typed(name, raw[column]) for column in columns})


def _typed(table: str, cells: "pd.Series[Any]") -> "pd.Series[Any]":
    counts = table == "named_cases_totals" and cells.name in {
        "themes",
        "cases_found",
        "cases_named",
    }
    if cells.name in WHOLE or counts:
        return pd.to_numeric(cells).astype("Int64")
    if cells.name in DECIMAL:
        return pd.to_numeric(cells).astype("float64").round(4) + 0.0
    return cells.where(cells.notna(), "").astype(str)
