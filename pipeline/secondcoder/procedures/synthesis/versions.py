"""The tables that a person edited, checked row by row, as versions of the steps."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from secondcoder.errors import SecondcoderError
from secondcoder.names import did_you_mean, loosely
from secondcoder.procedures.synthesis.copies import Own, Step
from secondcoder.procedures.synthesis.decided import carried_to, groups_of, line_of
from secondcoder.procedures.synthesis.records import DecisionEdit, GeneralTheme, Grid, HeadingTheme
from secondcoder.procedures.synthesis.steps.edits import (
    GeneralEdit,
    SummaryEdit,
    ThemeEdit,
    Versions,
)
from secondcoder.procedures.synthesis.steps.grid import cell_id
from secondcoder.procedures.synthesis.steps.merging import DECISIONS, MERGE, RENAME
from secondcoder.procedures.synthesis.tables.steps import DECISIONS as STEP_4
from secondcoder.procedures.synthesis.tables.steps import (
    GENERAL_THEMES,
    HEADING_THEMES,
    SUMMARIES,
)
from secondcoder.publish.cells import read_list
from secondcoder.reading.tables.tables import Row
from secondcoder.records.codes import SEPARATOR
from secondcoder.records.study import Notice

NOT_CARRIED = "decision not carried"
"""The kind of notice of decisions that no theme of this synthesis takes up."""


def read_versions(
    own: Mapping[Step, Own],
    grid: Grid,
    notices: list[Notice],
    *,
    decided: Sequence[DecisionEdit] = (),
) -> Versions:
    """Return the versions that the tables hold; what is unusual but usable goes to ``notices``.

    A value that cannot be meant is refused with file, row, column, value and how to fix it.
    ``decided`` are decisions made elsewhere, such as on the review page; one in the table of step
    4 goes before them.
    """
    first, second = own.get(SUMMARIES), own.get(HEADING_THEMES)
    third, fourth = own.get(GENERAL_THEMES), own.get(STEP_4)
    return Versions(
        summaries=_summaries(first, grid, notices) if first else None,
        heading_themes=_themes(second, grid, notices) if second else None,
        general_themes=partial(_general, own=third, notices=notices) if third else None,
        decisions=partial(_all_decisions, own=fourth, decided=decided, notices=notices)
        if fourth or decided
        else None,
    )


def _summaries(own: Own, grid: Grid, notices: list[Notice]) -> tuple[SummaryEdit, ...]:
    cells = {cell.id for cell in grid.filled}
    seen: dict[str, int] = {}
    edits = []
    for row in own.table.rows:
        if _has_left(row, grid):
            message = (
                f"{row['case']} under {row['heading']!r} is no longer in the material; the "
                "summary is set aside until it is again"
            )
            notices.append(Notice("set aside", message, own.at(row.number, "case")))
            continue
        case = _one_of(own, row, "case", grid.cases)
        heading = _one_of(own, row, "heading", grid.headings)
        cell = cell_id(case, heading)
        if cell not in cells:
            raise SecondcoderError(
                f"{own.at(row.number, 'summary')}: {case} says nothing under {heading!r}, so there "
                "is nothing to summarise",
                hint="Remove the row, or add the text to the study's material.",
            )
        _once(own, row, "case", cell, seen)
        edits.append(SummaryEdit(cell, row["summary"], _by(row), _cell(row, "memo")))
    return tuple(edits)


def _has_left(row: Row, grid: Grid) -> bool:
    """Return whether a row is of a cell that the material had, as its id says, and has no more."""
    was = cell_id(row["case"], row["heading"])
    return _cell(row, "cell_id") == was and was not in {cell.id for cell in grid.filled}


def _themes(own: Own, grid: Grid, notices: list[Notice]) -> tuple[ThemeEdit, ...]:
    seen: dict[str, int] = {}
    edits = []
    for row in own.table.rows:
        heading = _one_of(own, row, "heading", grid.headings)
        label = _filled(own, row, "theme")
        cases = tuple(dict.fromkeys(_cases_named(own, row, grid, notices)))
        if not cases:
            raise SecondcoderError(
                f"{own.at(row.number, 'cases')}: the theme {label!r} names no case",
                hint="Name its cases, delimited by semicolons, or remove the row.",
            )
        if len(cases) < 2:
            message = f"the theme {label!r} names one case only; a theme usually rests on two"
            notices.append(Notice("one case", message, own.at(row.number, "cases")))
        identity = _cell(row, "theme_id")
        _once(own, row, "theme", identity or f"{heading}{SEPARATOR}{loosely(label)}", seen)
        edits.append(
            ThemeEdit(
                id=identity,
                heading=heading,
                label=label,
                cases=cases,
                by=_by(row),
                memo=_cell(row, "memo"),
            )
        )
    return tuple(edits)


def _cases_named(own: Own, row: Row, grid: Grid, notices: list[Notice]) -> Iterator[str]:
    """Yield the cases of a theme; one that is gone is left out, one that is misspelt refused."""
    known = {loosely(case) for case in grid.cases}
    for part in _parts(row["cases"]):
        if loosely(part) not in known and not did_you_mean(part, grid.cases):
            message = f"the case {part!r} is not in the material; it is left out of the theme"
            notices.append(Notice("set aside", message, own.at(row.number, "cases")))
        else:
            yield _known(own, row, "cases", part, grid.cases)


def _general(
    themes: Sequence[HeadingTheme], *, own: Own, notices: list[Notice]
) -> tuple[GeneralEdit, ...]:
    by_name = {loosely(f"{one.heading}{SEPARATOR}{one.label}"): one.id for one in themes}
    names = {one.id: one.id for one in themes} | by_name
    seen: dict[str, int] = {}
    edits = []
    for row in own.table.rows:
        label = _filled(own, row, "theme")
        ids = []
        for part in _parts(row["themes"]):
            found = names.get(part) or names.get(loosely(part))
            if found:
                ids.append(found)
            else:
                message = (
                    f"step 2 has no theme {part!r} (any more); it is left out of {label!r}. Name "
                    "themes by their id, or as Heading > Theme"
                )
                notices.append(Notice("unknown theme", message, own.at(row.number, "themes")))
        if not ids:
            raise SecondcoderError(
                f"{own.at(row.number, 'themes')}: none of the themes named for {label!r} stands in "
                f"step 2 ({row['themes'] or 'the cell is empty'})",
                hint="Name themes of step 2, delimited by semicolons: by their theme_id, or as "
                f"Heading > Theme. {did_you_mean(row['themes'], by_name)}".strip(),
            )
        identity = _cell(row, "theme_id")
        _once(own, row, "theme", identity or loosely(label), seen)
        members = tuple(dict.fromkeys(ids))
        edits.append(
            GeneralEdit(
                id=identity, label=label, themes=members, by=_by(row), memo=_cell(row, "memo")
            )
        )
    return tuple(edits)


def _all_decisions(
    themes: Sequence[GeneralTheme],
    *,
    own: Own | None,
    decided: Sequence[DecisionEdit],
    notices: list[Notice],
) -> tuple[DecisionEdit, ...]:
    """Return the decisions of the table, and those made elsewhere where it has none."""
    written = _decisions(own, themes, notices) if own else ()
    taken = {one.theme_id for one in written if one.decision}
    claims = [line_of(one, number) for number, one in enumerate(decided, start=1)]
    held, lost = carried_to(claims, groups_of(themes))
    for one in lost:
        edit = one.edit
        message = f"the decision of {edit.by} on {edit.label or 'a general theme'!r} "
        message += f"({edit.decision}) could not be carried: {one.reason}"
        notices.append(Notice(NOT_CARRIED, message, "the review page"))
    elsewhere = [one.edit for theme, one in held.items() if theme not in taken]
    ids = {one.theme_id for one in elsewhere}
    return (*(one for one in written if one.theme_id not in ids), *elsewhere)


def _decisions(
    own: Own, themes: Sequence[GeneralTheme], notices: list[Notice]
) -> tuple[DecisionEdit, ...]:
    ids = {one.id: one.id for one in themes}
    names: dict[str, str] = {}
    for one in themes:
        names.setdefault(loosely(one.label), one.id)
    edits = []
    seen: dict[str, int] = {}
    for row in own.table.rows:
        decision = row["decision"].casefold()
        theme = ids.get(_cell(row, "theme_id")) or names.get(loosely(row["theme"]), "")
        if not theme:
            if decision:
                message = f"there is no general theme {row['theme']!r} any more; the decision rests"
                notices.append(Notice("decision rests", message, own.at(row.number, "theme")))
            continue
        _once(own, row, "theme", theme, seen)
        if decision and decision not in DECISIONS:
            raise SecondcoderError(
                f"{own.at(row.number, 'decision')}: {row['decision']!r} is no decision",
                hint=f"Write one of: {', '.join(DECISIONS)}; or leave it empty.",
            )
        into = _target(own, row, theme, names | ids) if decision == MERGE else ""
        name = _cell(row, "name")
        if decision == RENAME and not name:
            raise SecondcoderError(
                f"{own.at(row.number, 'name')}: {row['theme']!r} is to be renamed, but has no name",
                hint="Write the new name into this column.",
            )
        edits.append(
            DecisionEdit(
                theme_id=theme,
                decision=decision,
                into=into,
                name=name,
                by=_by(row),
                memo=_cell(row, "memo"),
            )
        )
    return tuple(edits)


def _target(own: Own, row: Row, theme: str, names: Mapping[str, str]) -> str:
    given = row["into"] or _cell(row, "proposed_into")
    into = names.get(given) or names.get(loosely(given), "")
    if not into or into == theme:
        raise SecondcoderError(
            f"{own.at(row.number, 'into')}: {given!r} is no other general theme to merge with",
            hint=f"Write the name of a general theme. {did_you_mean(given, names)}".strip(),
        )
    return into


def _one_of(own: Own, row: Row, column: str, among: Sequence[str]) -> str:
    return _known(own, row, column, _filled(own, row, column), among)


def _known(own: Own, row: Row, column: str, value: str, among: Sequence[str]) -> str:
    spelt = {loosely(one): one for one in among}
    if loosely(value) not in spelt:
        raise SecondcoderError(
            f"{own.at(row.number, column)}: {value!r} is not in the grid",
            hint=f"{did_you_mean(value, among)} The grid has: {'; '.join(among)}.".strip(),
        )
    return spelt[loosely(value)]


def _filled(own: Own, row: Row, column: str) -> str:
    if not row[column]:
        raise SecondcoderError(
            f"{own.at(row.number, column)}: the cell is empty",
            hint="Fill it in, or remove the row.",
        )
    return row[column]


def _once(own: Own, row: Row, column: str, key: str, seen: dict[str, int]) -> None:
    if key in seen:
        raise SecondcoderError(
            f"{own.at(row.number, column)}: {row[column]!r} stands twice, first in row {seen[key]}",
            hint="Keep one of the rows; for a further theme leave its theme_id empty.",
        )
    seen[key] = row.number


def _parts(cell: str) -> list[str]:
    """Return the parts of a list, also where a person wrote it without our quotation marks."""
    try:
        parts: Sequence[str] = read_list(cell)
    except ValueError:
        parts = cell.split(";")
    return [part.strip() for part in parts if part.strip()]


def _cell(row: Row, column: str) -> str:
    return row[column] if column in row.cells else ""


def _by(row: Row) -> str:
    return _cell(row, "by")
