"""Decisions on themes as rows of a run's tables. Pure."""

from collections.abc import Iterator, Sequence
from typing import Any

from secondcoder.procedures.second_coder.reviewed.session import Review
from secondcoder.procedures.second_coder.reviewed.themes import (
    SPLIT,
    Decided,
    current_names,
    decided_on,
)
from secondcoder.procedures.second_coder.tables.decided_themes import (
    THEME_DECISIONS,
    THEMES_NOT_CARRIED,
    ThemeDecisionRow,
    ThemeNotCarriedRow,
)
from secondcoder.procedures.second_coder.tables.themes import THEMES
from secondcoder.publish.schema import Table


def theme_tables(review: Review) -> dict[Table[Any], Sequence[Any]]:
    """Return the rows of both tables."""
    decided = decided_on(review)
    return {
        THEME_DECISIONS: list(_held(review, decided)),
        THEMES_NOT_CARRIED: list(_lost(decided)),
    }


def _held(review: Review, decided: Decided) -> Iterator[ThemeDecisionRow]:
    names = current_names(review.material, decided)
    codes = review.material.codes
    for row in review.material.tables[THEMES]:
        choice = decided.choices.get(row.theme_id)
        if choice is None:
            continue
        yield ThemeDecisionRow(
            theme_id=row.theme_id,
            theme=row.label,
            name=choice.name,
            action=choice.action,
            code_id=choice.code,
            code=codes[choice.code].label if choice.code in codes else "",
            into_id=choice.into,
            into=names.get(choice.into, ""),
            parts=choice.names if choice.action == SPLIT else (),
            memo=choice.memo,
            reviewer=choice.event.reviewer,
            overlap=choice.overlap,
        )


def _lost(decided: Decided) -> Iterator[ThemeNotCarriedRow]:
    for one in decided.lost:
        yield ThemeNotCarriedRow(
            theme=one.label,
            name=one.choice.name,
            action=one.choice.action,
            parts=one.choice.names if one.choice.action == SPLIT else (),
            memo=one.choice.memo,
            reviewer=one.choice.event.reviewer,
            reason=one.reason,
        )
