"""The four steps as tables: what people edit, with the evidence beside it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from secondcoder.procedures.synthesis.records import Synthesis
from secondcoder.procedures.synthesis.tables.common import (
    By,
    Case,
    CaseCount,
    Cases,
    CellId,
    Document,
    End,
    Heading,
    HeadingCount,
    Headings,
    InVivo,
    InVivoCase,
    KeyPhrases,
    Memo,
    Start,
    ThemeId,
    ThemeName,
)
from secondcoder.publish.schema import Column, Table, row_of
from secondcoder.records.codes import SEPARATOR


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryRow:
    """A sentence for a cell."""

    cell_id: CellId
    case: Case
    heading: Heading
    summary: Annotated[
        str,
        Column("A sentence of the cell, or what a person wrote instead.", width=70, words=True),
    ]
    by: By
    memo: Memo
    sentences: Annotated[int, Column("Sentences in the cell.")]
    document: Document
    start: Start
    end: End
    source_text: Annotated[
        str,
        Column(
            "The source's sentence; for a person's wording the nearest one.", width=60, words=True
        ),
    ]


SUMMARIES = Table(
    "step1_summaries",
    SummaryRow,
    "Step 1: a sentence for every cell, with its place in the document (characters from start to "
    "end) and who wrote it.",
    sheet="1 Summaries",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadingThemeRow:
    """A theme under one heading."""

    theme_id: ThemeId
    heading: Heading
    theme: ThemeName
    case_count: CaseCount
    cases: Cases
    key_phrases: KeyPhrases
    answers: Annotated[int, Column("Answers that belong to it.")]
    likeness: Annotated[
        float | None,
        Column("Mean cosine between its answers of different cases; empty if not known."),
    ]
    by: By
    memo: Memo
    quotation: Annotated[
        str, Column("Its most typical answer, word for word.", width=60, words=True)
    ]
    in_vivo: InVivo
    in_vivo_case: InVivoCase


HEADING_THEMES = Table(
    "step2_themes",
    HeadingThemeRow,
    "Step 2: similar answers of at least two cases under one heading. ‘likeness’ is the mean "
    "cosine between answers of different cases.",
    sheet="2 Themes by heading",
    key="theme_id",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneralThemeRow:
    """A theme of several headings."""

    theme_id: ThemeId
    theme: ThemeName
    headings: Headings
    heading_count: HeadingCount
    case_count: CaseCount
    cases: Cases
    themes: Annotated[tuple[str, ...], Column("Ids of the themes by heading that it joins.")]
    made_of: Annotated[
        tuple[str, ...],
        Column("These themes by heading and name (Heading > Theme).", width=60, words=True),
    ]
    mentions: Annotated[
        int, Column("Answers under further headings, of cases that share no theme there.")
    ]
    key_phrases: KeyPhrases
    by: By
    memo: Memo
    in_vivo: InVivo
    in_vivo_case: InVivoCase


GENERAL_THEMES = Table(
    "step3_general",
    GeneralThemeRow,
    "Step 3: what comes up under several headings. ‘made of’ names the themes joined; ‘mentions’ "
    "counts answers under further headings.",
    sheet="3 General themes",
    links={"themes": HEADING_THEMES.sheet},
    key="theme_id",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRow:
    """What becomes of a general theme."""

    theme_id: ThemeId
    theme: ThemeName
    proposal: Annotated[str, Column("What the machine proposes: keep or merge.")]
    proposed_into: Annotated[
        str, Column("Name of the theme that it is proposed to be merged into.", words=True)
    ]
    because: Annotated[str, Column("The evidence, in words and numbers.", width=60, words=True)]
    decision: Annotated[
        str,
        Column("keep, merge, rename or drop; the proposal where nobody has decided."),
    ]
    into: Annotated[str, Column("Name of the theme that it is merged into.", words=True)]
    name: Annotated[str, Column("Its new name, if it was given one.", words=True)]
    by: Annotated[str, Column("Who decided: machine, or a person's name.")]
    memo: Memo


DECISIONS = Table(
    "step4_merged",
    DecisionRow,
    "Step 4: what is proposed for every general theme, on what evidence, and what was decided by "
    "whom.",
    sheet="4 Decisions",
    links={"theme_id": GENERAL_THEMES.sheet},
)
STEPS: tuple[Table[Any], ...] = (SUMMARIES, HEADING_THEMES, GENERAL_THEMES, DECISIONS)
"""In their order; each can be edited by people."""


def summary_rows(standing: Synthesis) -> Iterator[SummaryRow]:
    """Yield step 1."""
    for summary in standing.summaries:
        yield SummaryRow(
            cell_id=summary.cell_id,
            case=summary.case,
            heading=summary.heading,
            summary=summary.text,
            by=summary.by,
            memo=summary.memo,
            sentences=summary.sentences,
            document=summary.source.document,
            start=summary.source.start,
            end=summary.source.end,
            source_text=summary.source.text,
        )


def heading_theme_rows(standing: Synthesis) -> Iterator[HeadingThemeRow]:
    """Yield step 2."""
    answers = {answer.id: answer for answer in standing.answers}
    for theme in standing.heading_themes:
        yield HeadingThemeRow(
            theme_id=theme.id,
            heading=theme.heading,
            theme=theme.label,
            case_count=len(theme.cases),
            cases=theme.cases,
            key_phrases=theme.key_phrases,
            answers=len(theme.answers),
            likeness=theme.likeness,
            by=theme.by,
            memo=theme.memo,
            quotation=answers[theme.answers[0]].text if theme.answers else "",
            in_vivo=theme.in_vivo,
            in_vivo_case=theme.in_vivo_case,
        )


def general_theme_rows(standing: Synthesis) -> Iterator[GeneralThemeRow]:
    """Yield step 3."""
    named = {t.id: f"{t.heading}{SEPARATOR}{t.label}" for t in standing.heading_themes}
    for theme in standing.general_themes:
        cases = standing.grid.cases_at(theme.places)
        yield GeneralThemeRow(
            theme_id=theme.id,
            theme=theme.label,
            headings=theme.headings,
            heading_count=len(theme.headings),
            case_count=len(cases),
            cases=cases,
            themes=theme.themes,
            made_of=tuple(named[part] for part in theme.themes if part in named),
            mentions=len(theme.mentions),
            key_phrases=theme.key_phrases,
            by=theme.by,
            memo=theme.memo,
            in_vivo=theme.in_vivo,
            in_vivo_case=theme.in_vivo_case,
        )


def decision_rows(standing: Synthesis) -> Iterator[DecisionRow]:
    """Yield step 4."""
    names = {theme.id: theme.label for theme in standing.general_themes}
    for refinement in standing.refinements:
        yield row_of(
            DecisionRow,
            refinement,
            theme=names.get(refinement.theme_id, ""),
            proposed_into=names.get(refinement.proposed_into, ""),
            into=names.get(refinement.into, ""),
        )


STEP_ROWS: Mapping[Table[Any], Callable[[Synthesis], Iterator[Any]]] = {
    SUMMARIES: summary_rows,
    HEADING_THEMES: heading_theme_rows,
    GENERAL_THEMES: general_theme_rows,
    DECISIONS: decision_rows,
}
