"""Who says what in a row of coding: in one column, several, a column a coder, a column a code."""

from collections.abc import Sequence
from dataclasses import dataclass

from secondcoder.reading.codes.cells import code_and_coder, coder_of, is_given, is_mark
from secondcoder.reading.codes.code_names import Ambiguous, CodeFinder
from secondcoder.reading.tables.tables import Row, Table
from secondcoder.records.codes import SEPARATOR, Code
from secondcoder.study.schema import CodingSource

UNNAMED = "human"
"""Whose the marks are below a heading that names none of the coders."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What one coder says of a row's passage."""

    coder: str
    written: str
    codes: tuple[Code | Ambiguous, ...]
    doubtful: tuple[tuple[str, str], ...] = ()
    """Marks that are neither yes nor no: the code, and why it is doubtful."""


def entries_of(
    table: Table,
    row: Row,
    source: CodingSource,
    codes: CodeFinder,
    *,
    say_no: frozenset[str] = frozenset(),
) -> list[Entry]:
    """Return what each coder says of a row's passage.

    Of those who ``say_no``, a row without any mark was not seen.
    """

    def find(*cells: str) -> list[Code | Ambiguous]:
        return codes.find(cells, file=table.name, row=row.number)

    def found(cells: Sequence[str]) -> dict[Code | Ambiguous, None]:
        return dict.fromkeys(code for cell in cells for code in find(cell))

    def marked(coder: str, columns: Sequence[str]) -> Entry:
        names = {column: code_and_coder(column, source.mark_coders or ())[0] for column in columns}
        given = [names[column] for column in columns if is_given(row[column])]
        doubtful = tuple(
            (names[column], f"{row[column]!r} in {column!r} is neither yes nor no")
            for column in columns
            if not is_mark(row[column])
        )
        return Entry(coder, "; ".join(given), tuple(found(given)), doubtful)

    if source.coders:
        return [
            Entry(coder_of(column), row[column], tuple(find(row[column])))
            for column in source.coders
        ]
    if source.mark_coders:
        by_coder: dict[str, list[str]] = {coder: [] for coder in source.mark_coders}
        for column in source.marks or ():
            _, coder = code_and_coder(column, source.mark_coders)
            by_coder.setdefault(coder or UNNAMED, []).append(column)
        return [
            marked(coder, columns)
            for coder, columns in by_coder.items()
            if columns and (coder not in say_no or any(row[column] for column in columns))
        ]
    coder = (source.coder or row[str(source.coder_column)]).strip()
    if source.code is not None:
        levels = [row[column] for column in listed_columns(source.code)]
        return [Entry(coder, SEPARATOR.join(filter(None, levels)), tuple(find(*levels)))]
    if source.marks:
        return [marked(coder, source.marks)]
    cells = [row[column] for column in source.codes or () if row[column]]
    return [Entry(coder, "; ".join(cells), tuple(found(cells)))]


def who_says_no(table: Table, source: CodingSource) -> frozenset[str]:
    """Return the coders who write ``0`` or ``no`` where a code is not given, and leave no blanks.

    Only columns of marks for code and coder tell whose a blank is.
    """
    coders = source.mark_coders or ()
    whose = {column: code_and_coder(column, coders)[1] for column in source.marks or ()}
    return frozenset(
        coder
        for column, coder in whose.items()
        if coder and any(row[column] and not is_given(row[column]) for row in table.rows)
    )


def learn_names(table: Table, source: CodingSource, codes: CodeFinder) -> None:
    """Learn from a table's columns of codes what codes are called, where no codebook says it."""
    columns = (source.code, source.codes, source.coders)
    names = [name for found in columns for name in listed_columns(found)]
    codes.learn([row[name] for name in names for row in table.rows])


def listed_columns(columns: str | Sequence[str] | None) -> list[str]:
    """Return one column, several or none as a list."""
    return [columns] if isinstance(columns, str) else list(columns or ())
