"""The workbook of a synthesis: the grid and the matrices as they are read, the steps below."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from secondcoder.procedures.second_coder.tables.sheets import Sheet
from secondcoder.procedures.synthesis.tables.build import LIST
from secondcoder.publish.workbook import build_book

ABOUT = (
    (
        "What this is",
        (
            "A synthesis of case studies in four steps: a sentence for every cell of the grid, "
            "themes under each heading, general themes across headings, and general themes merged "
            "where they repeat each other. Every sentence and quotation is the source’s own, word "
            "for word, unless a person’s name stands beside it."
        ),
    ),
    (
        "What it does not claim",
        (
            "That similar wording is the same experience, that a theme is more than a group of "
            "similar answers, or that a case without a theme says nothing of it. The machine "
            "proposes; people decide, in the tables of the folder synthesis."
        ),
    ),
)
_THEME = {"theme_id": "2 Themes by heading"}


def build_synthesis_workbook(
    tables: Mapping[str, pd.DataFrame], record: Mapping[str, Any]
) -> bytes:
    """Return the workbook's bytes."""
    return build_book(synthesis_sheets(tables), record, about=ABOUT)


def synthesis_sheets(tables: Mapping[str, pd.DataFrame]) -> list[Sheet]:
    """Return the sheets in the order of their tabs."""
    found = [
        Sheet("Grid", wide_grid(tables), "What every case says under every heading.", width=60),
        Sheet(
            "1 Summaries",
            tables["step1_summaries"],
            "Step 1: a sentence for every cell, with its place in the document (characters from "
            "start to end) and who wrote it.",
        ),
        Sheet(
            "2 Themes by heading",
            tables["step2_themes"],
            "Step 2: similar answers of at least two cases under one heading. ‘likeness’ is the "
            "mean cosine between answers of different cases.",
            key="theme_id",
        ),
        Sheet(
            "3 General themes",
            tables["step3_general"],
            "Step 3: what comes up under several headings. ‘made of’ names the themes joined; "
            "‘mentions’ counts answers under further headings.",
            {"themes": "2 Themes by heading"},
            key="theme_id",
        ),
        Sheet(
            "4 Decisions",
            tables["step4_merged"],
            "Step 4: what is proposed for every general theme, on what evidence, and what was "
            "decided by whom.",
            {"theme_id": "3 General themes"},
        ),
        Sheet(
            "Final themes",
            tables["themes_final"],
            "The general themes after step 4.",
            {"theme_id": "3 General themes", "merged": "3 General themes"},
        ),
        Sheet(
            "Theme by heading",
            matrix(tables, "matrix_theme_heading", "heading", "cases"),
            "Which cases a theme comes up in under each heading.",
            width=30,
        ),
        Sheet(
            "Theme by case",
            matrix(tables, "matrix_theme_case", "case", "headings"),
            "Under which headings each case speaks of a theme.",
            width=24,
        ),
        Sheet(
            "Quotations",
            tables["quotations"],
            "Every answer of every theme, word for word, with its place in the document; step 2 "
            "for themes under a heading, step 3 for general themes with their mentions, step 4 for "
            "final themes.",
        ),
    ]
    if len(tables["named_cases"]):
        found += [
            Sheet(
                "Named cases",
                tables["named_cases"],
                "Themes that people derived with the cases they name, beside the found theme: "
                "chosen by its name alone, and by its cases (the best possible choice).",
                _THEME,
            ),
            Sheet(
                "Named cases, totals",
                tables["named_cases_totals"],
                "Precision and recall of the cases named, over all derived themes.",
            ),
        ]
    about = "What was inferred, left out or not found on the way."
    return [*found, Sheet("Notices", tables["notices"], about)]


def wide_grid(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the grid with a row a case and a column a heading."""
    return _wide(tables["grid"], "case", "heading", "text")


def matrix(tables: Mapping[str, pd.DataFrame], name: str, across: str, shown: str) -> pd.DataFrame:
    """Return a matrix with a row a theme; a cell holds a count and the names behind it."""
    long = tables[name]
    listed = long[shown].map(lambda text: f"{len(text.split(LIST))}: {text}" if text else "")
    wide = _wide(long.assign(cell=listed), "theme_id", across, "cell")
    labels = dict(zip(long["theme_id"], long["theme"], strict=True))
    wide.insert(0, "theme", [labels[one] for one in wide["theme_id"]])
    return wide.drop(columns="theme_id")


def _wide(long: pd.DataFrame, down: str, across: str, value: str) -> pd.DataFrame:
    rows: dict[str, dict[str, str]] = {}
    columns = list(dict.fromkeys(long[across]))
    for one, other, text in zip(long[down], long[across], long[value], strict=True):
        rows.setdefault(one, {})[other] = text
    cells = [[one, *(held.get(column, "") for column in columns)] for one, held in rows.items()]
    return pd.DataFrame(cells, columns=[down, *columns])
