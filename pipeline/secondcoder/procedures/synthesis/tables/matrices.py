"""Where final themes come up: by heading and by case, as tables and as sheets."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated

from secondcoder.procedures.synthesis.records import Synthesis
from secondcoder.procedures.synthesis.tables.common import Case, Heading, ThemeId, ThemeName
from secondcoder.procedures.synthesis.tables.wide import wide
from secondcoder.publish.cells import written_list
from secondcoder.publish.schema import Column, Table
from secondcoder.publish.sheets import Sheet

_THEME_WIDTH = 34


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeByHeading:
    """A final theme under one heading."""

    theme_id: ThemeId
    theme: ThemeName
    heading: Heading
    case_count: Annotated[int, Column("How many cases speak of it there.")]
    cases: Annotated[tuple[str, ...], Column("These cases, in the grid's order.", width=50)]
    mention: Annotated[
        bool, Column("Whether cases speak of it there without sharing a theme under the heading.")
    ]


THEME_BY_HEADING = Table(
    "matrix_theme_heading",
    ThemeByHeading,
    "Which cases a theme comes up in under each heading.",
    sheet="Theme by heading",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ThemeByCase:
    """A final theme in one case."""

    theme_id: ThemeId
    theme: ThemeName
    case: Case
    heading_count: Annotated[int, Column("Under how many headings the case speaks of it.")]
    headings: Annotated[tuple[str, ...], Column("These headings.", width=40)]


THEME_BY_CASE = Table(
    "matrix_theme_case",
    ThemeByCase,
    "Under which headings each case speaks of a theme.",
    sheet="Theme by case",
)


def by_heading(standing: Synthesis) -> Iterator[ThemeByHeading]:
    """Yield theme by heading; a mention is a heading under which no theme of two cases lies."""
    general = {theme.id: theme for theme in standing.general_themes}
    heading_of = {theme.id: theme.heading for theme in standing.heading_themes}
    for final in standing.final_themes:
        shared = {
            heading_of[theme]
            for part in final.merged
            for theme in general[part].themes
            if theme in heading_of
        }
        for heading in standing.grid.headings:
            cases = tuple(case for at, case in final.places if at == heading)
            yield ThemeByHeading(
                theme_id=final.id,
                theme=final.label,
                heading=heading,
                case_count=len(cases),
                cases=cases,
                mention=bool(cases) and heading not in shared,
            )


def by_case(standing: Synthesis) -> Iterator[ThemeByCase]:
    """Yield theme by case."""
    for final in standing.final_themes:
        for case in standing.grid.cases:
            headings = tuple(heading for heading, at in final.places if at == case)
            yield ThemeByCase(
                theme_id=final.id,
                theme=final.label,
                case=case,
                heading_count=len(headings),
                headings=headings,
            )


def heading_sheet(rows: Iterable[ThemeByHeading]) -> Sheet:
    """Return a row for each theme and a column for each heading, with its cases."""
    cells: dict[tuple[str, str], dict[str, str]] = {}
    for row in rows:
        cells.setdefault((row.theme_id, row.theme), {})[row.heading] = _counted(row.cases)
    return wide(
        THEME_BY_HEADING,
        "theme",
        [(theme, held) for (_, theme), held in cells.items()],
        about=THEME_BY_HEADING.about,
        widths=(_THEME_WIDTH, 30),
    )


def case_sheet(rows: Iterable[ThemeByCase]) -> Sheet:
    """Return a row for each theme and a column for each case, with its headings."""
    cells: dict[tuple[str, str], dict[str, str]] = {}
    for row in rows:
        cells.setdefault((row.theme_id, row.theme), {})[row.case] = _counted(row.headings)
    return wide(
        THEME_BY_CASE,
        "theme",
        [(theme, held) for (_, theme), held in cells.items()],
        about=THEME_BY_CASE.about,
        widths=(_THEME_WIDTH, 24),
    )


def _counted(names: tuple[str, ...]) -> str:
    """Return ``2: Aims; Methods``, or nothing."""
    return f"{len(names)}: {written_list(names)}" if names else ""
