"""The tables of a synthesis from its records."""

from collections.abc import Iterable

from secondcoder.procedures.notices import NOTICES, notice_rows
from secondcoder.procedures.synthesis.records import Synthesis
from secondcoder.procedures.synthesis.tables.declared import TABLES
from secondcoder.procedures.synthesis.tables.final import (
    FINAL_THEMES,
    QUOTATIONS,
    final_theme_rows,
    quotation_rows,
)
from secondcoder.procedures.synthesis.tables.grid import GRID, grid_rows
from secondcoder.procedures.synthesis.tables.matrices import (
    THEME_BY_CASE,
    THEME_BY_HEADING,
    by_case,
    by_heading,
)
from secondcoder.procedures.synthesis.tables.named_cases import (
    NAMED_CASES,
    NAMED_TOTALS,
    named_cases_rows,
    named_totals_rows,
)
from secondcoder.procedures.synthesis.tables.steps import STEP_ROWS, STEPS
from secondcoder.procedures.understood import UNDERSTOOD, understood_rows
from secondcoder.publish.schema import Tables
from secondcoder.records.account import Account
from secondcoder.records.study import Notice


def build_synthesis_tables(
    standing: Synthesis, notices: Iterable[Notice] = (), account: Account | None = None
) -> Tables:
    """Return every table of a synthesis."""
    return Tables(
        TABLES,
        {
            GRID: grid_rows(standing.grid),
            **{step: rows(standing) for step, rows in STEP_ROWS.items()},
            FINAL_THEMES: final_theme_rows(standing),
            THEME_BY_HEADING: by_heading(standing),
            THEME_BY_CASE: by_case(standing),
            QUOTATIONS: quotation_rows(standing),
            NAMED_CASES: named_cases_rows(standing),
            NAMED_TOTALS: named_totals_rows(standing),
            UNDERSTOOD: understood_rows(account),
            NOTICES: notice_rows(notices),
        },
    )


def build_step_tables(proposed: Synthesis) -> Tables:
    """Return the tables of the four steps alone."""
    return Tables(STEPS, {step: rows(proposed) for step, rows in STEP_ROWS.items()})
