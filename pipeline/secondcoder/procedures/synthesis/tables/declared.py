"""Every table of a synthesis, in the order of their sheets."""

from typing import Any

from secondcoder.procedures.notices import NOTICES
from secondcoder.procedures.synthesis.tables.final import FINAL_THEMES, QUOTATIONS
from secondcoder.procedures.synthesis.tables.grid import GRID
from secondcoder.procedures.synthesis.tables.matrices import THEME_BY_CASE, THEME_BY_HEADING
from secondcoder.procedures.synthesis.tables.named_cases import NAMED_CASES, NAMED_TOTALS
from secondcoder.procedures.synthesis.tables.steps import STEPS
from secondcoder.procedures.understood import UNDERSTOOD
from secondcoder.publish.schema import Table

TABLES: tuple[Table[Any], ...] = (
    *(GRID, *STEPS, FINAL_THEMES, THEME_BY_HEADING, THEME_BY_CASE, QUOTATIONS),
    *(NAMED_CASES, NAMED_TOTALS, UNDERSTOOD, NOTICES),
)
