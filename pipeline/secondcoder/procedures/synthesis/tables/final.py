"""The themes after step 4, and the answers behind the themes of every step, as tables."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated

from secondcoder.procedures.synthesis.records import (
    Answer,
    FinalTheme,
    GeneralTheme,
    HeadingTheme,
    Synthesis,
)
from secondcoder.procedures.synthesis.tables.common import (
    By,
    Case,
    CaseCount,
    Cases,
    Document,
    End,
    Heading,
    HeadingCount,
    Headings,
    KeyPhrases,
    Start,
    ThemeId,
    ThemeName,
)
from secondcoder.procedures.synthesis.tables.steps import GENERAL_THEMES
from secondcoder.publish.schema import Column, Table

OF_HEADING, OF_GENERAL, OF_FINAL = "2", "3", "4"
"""The step that a quoted theme belongs to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FinalThemeRow:
    """A general theme after step 4."""

    theme_id: ThemeId
    theme: ThemeName
    merged: Annotated[tuple[str, ...], Column("Ids of the general themes in it.")]
    headings: Headings
    heading_count: HeadingCount
    case_count: CaseCount
    cases: Cases
    key_phrases: KeyPhrases
    by: By


FINAL_THEMES = Table(
    "themes_final",
    FinalThemeRow,
    "The general themes after step 4.",
    sheet="Final themes",
    links={"theme_id": GENERAL_THEMES.sheet, "merged": GENERAL_THEMES.sheet},
)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotationRow:
    """An answer of a theme."""

    step: Annotated[
        str, Column("2: of a theme by heading; 3: of a general theme; 4: of a final theme.")
    ]
    theme_id: ThemeId
    theme: ThemeName
    heading: Heading
    case: Case
    answer: Annotated[
        str, Column("The answer, word for word unless a person rewrote it.", width=50, words=True)
    ]
    sentence: Annotated[str, Column("The whole sentence around it.", width=60, words=True)]
    by: Annotated[str, Column("Whose wording it is: machine for the source's own, or a name.")]
    document: Document
    start: Start
    end: End
    answer_id: Annotated[str, Column("Id of the answer.")]


QUOTATIONS = Table(
    "quotations",
    QuotationRow,
    "Every answer of every theme, word for word, with its place in the document; step 2 for themes "
    "under a heading, step 3 for general themes with their mentions, step 4 for final themes.",
    sheet="Quotations",
)


def final_theme_rows(standing: Synthesis) -> Iterator[FinalThemeRow]:
    """Yield the themes after step 4."""
    for theme in standing.final_themes:
        cases = standing.grid.cases_at(theme.places)
        yield FinalThemeRow(
            theme_id=theme.id,
            theme=theme.label,
            merged=theme.merged,
            headings=theme.headings,
            heading_count=len(theme.headings),
            case_count=len(cases),
            cases=cases,
            key_phrases=theme.key_phrases,
            by=theme.by,
        )


def quotation_rows(standing: Synthesis) -> Iterator[QuotationRow]:
    """Yield the answers of every theme, step by step."""
    answers = {answer.id: answer for answer in standing.answers}
    for theme in standing.heading_themes:
        yield from _quoted(OF_HEADING, theme, [answers[one] for one in theme.answers])
    for general in standing.general_themes:
        members = (*general.answers, *general.mentions)
        yield from _quoted(OF_GENERAL, general, [answers[one] for one in members])
    for final in standing.final_themes:
        yield from _quoted(OF_FINAL, final, [answers[one] for one in final.answers])


def _quoted(
    step: str, theme: HeadingTheme | GeneralTheme | FinalTheme, answers: Sequence[Answer]
) -> Iterator[QuotationRow]:
    for answer in answers:
        yield QuotationRow(
            step=step,
            theme_id=theme.id,
            theme=theme.label,
            heading=answer.heading,
            case=answer.case,
            answer=answer.text,
            sentence=answer.sentence.text,
            by=answer.by,
            document=answer.source.document,
            start=answer.source.start,
            end=answer.source.end,
            answer_id=answer.id,
        )
