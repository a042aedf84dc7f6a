"""What people decided about themes, as the report says it."""

from collections.abc import Mapping

from secondcoder.page.picture import Grid, grid
from secondcoder.page.values import quoted
from secondcoder.procedures.second_coder.tables.decided_themes import (
    THEME_DECISIONS,
    THEMES_NOT_CARRIED,
    ThemeDecisionRow,
)
from secondcoder.procedures.second_coder.tables.themes import ThemeRow
from secondcoder.publish.schema import Tables


def decided_by_theme(tables: Tables) -> dict[str, ThemeDecisionRow]:
    """Return what was decided about each theme, by its id."""
    return {row.theme_id: row for row in tables[THEME_DECISIONS]}


def called(theme: ThemeRow, decided: Mapping[str, ThemeDecisionRow]) -> str:
    """Return the name that people gave a theme, or else the machine's."""
    choice = decided.get(theme.theme_id)
    return choice.name if choice and choice.name else theme.label


def in_words(theme: ThemeRow, decided: Mapping[str, ThemeDecisionRow]) -> str:
    """Return what was decided about a theme and by whom; empty if nothing."""
    choice = decided.get(theme.theme_id)
    return _said(choice) if choice else ""


def decided_grid(tables: Tables) -> Grid | None:
    """Return what people decided about the themes, which leads their section."""
    rows = tables[THEME_DECISIONS]
    data = [(row.name or row.theme, row.theme, _what(row), row.memo, row.reviewer) for row in rows]
    head = ("Theme", "As the machine calls it", "Decided", "Memo", "By")
    return grid("Decided by people", head, data) if data else None


def not_carried_grid(tables: Tables) -> Grid | None:
    """Return the decisions on themes that this run does not take up, with the reason."""
    data = [
        (row.name or row.theme, _NAMES[row.action], row.memo, row.reviewer, row.reason)
        for row in tables[THEMES_NOT_CARRIED]
    ]
    head = ("Theme then", "Decided", "Memo", "By", "Why it could not be carried")
    return grid("Not carried", head, data) if data else None


_NAMES = {
    "adopt": "new code",
    "attach": "part of a code",
    "merge": "merged",
    "split": "split",
    "rename": "renamed",
    "reject": "rejected",
}


def _what(row: ThemeDecisionRow) -> str:
    said = _NAMES[row.action]
    if row.into:
        said += f" with {row.into}"
    if row.code:
        said += f": {row.code}" if row.action == "attach" else f", under {row.code}"
    if row.parts:
        said += f" into {'; '.join(row.parts)}"
    return f"{said} (carried: {round(100 * row.overlap)} % shared)" if row.overlap < 1 else said


def _said(row: ThemeDecisionRow) -> str:
    named = (
        f" The machine calls it {quoted(row.theme)}." if row.name and row.name != row.theme else ""
    )
    memo = f" Memo: {row.memo}" if row.memo else ""
    return f"Decided by {row.reviewer}: {_what(row)}.{named}{memo}"
