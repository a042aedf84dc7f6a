"""What people decided about candidate themes, and which of it this run does not take up."""

from dataclasses import dataclass
from typing import Annotated

from secondcoder.procedures.second_coder.tables.common import ThemeId, ThemeLabel
from secondcoder.publish.schema import Column, Table

Name = Annotated[str, Column("What people call it; empty if they gave no name.", width=34)]
Action = Annotated[str, Column("adopt, attach, merge, split, rename or reject.")]
Memo = Annotated[str, Column("Why, as they wrote it.", width=44, words=True)]
By = Annotated[str, Column("Who decided last.")]
Parts = Annotated[tuple[str, ...], Column("The names of its parts, if it was split.", width=40)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeDecisionRow:
    """What holds for a theme."""

    theme_id: ThemeId
    theme: ThemeLabel
    name: Name
    action: Action
    code_id: Annotated[str, Column("The code that it is attached to, or put under.")]
    code: Annotated[str, Column("That code.", width=30)]
    into_id: Annotated[str, Column("The theme that it is merged with.")]
    into: Annotated[str, Column("What that theme is called now.", width=34, words=True)]
    parts: Parts
    memo: Memo
    reviewer: By
    overlap: Annotated[
        float,
        Column(
            "Jaccard overlap of its passages with those of the theme that was decided on: 1 for "
            "the same theme, less where the decision was carried from an earlier run."
        ),
    ]


THEME_DECISIONS = Table(
    "theme_decisions",
    ThemeDecisionRow,
    "What people decided about the candidate themes: names, merges, splits, rejections and memos. "
    "Decisions of earlier runs are carried to the theme that shares most passages.",
    sheet="Themes decided",
    links={"theme_id": "Themes", "into_id": "Themes", "code_id": "Codebook"},
    optional=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeNotCarriedRow:
    """A decision on a theme that no theme of this run takes up."""

    theme: Annotated[str, Column("What the machine called the theme then.", width=34, words=True)]
    name: Name
    action: Action
    parts: Parts
    memo: Memo
    reviewer: By
    reason: Annotated[str, Column("Why it could not be carried.", width=44)]


THEMES_NOT_CARRIED = Table(
    "theme_decisions_not_carried",
    ThemeNotCarriedRow,
    "Decisions on candidate themes of earlier runs that no theme of this run takes up, with the "
    "reason. They are kept, and hold again if such a theme comes back.",
    sheet="Themes not carried",
    optional=True,
)
DECIDED_THEMES = (THEME_DECISIONS, THEMES_NOT_CARRIED)
