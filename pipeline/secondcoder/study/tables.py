"""What a table seems to be: documents, a codebook, a coding, or none of these."""

from collections.abc import Sequence
from dataclasses import dataclass

from secondcoder.names import plain
from secondcoder.reading.codes.cells import is_mark
from secondcoder.reading.documents.role_words import is_asking, is_unsure
from secondcoder.reading.tables.headings import RESPONDENT
from secondcoder.reading.tables.tables import Table
from secondcoder.study.columns import (
    Column,
    columns_of,
    of_role,
    respondent,
    text_column,
    wide_columns,
)
from secondcoder.study.schema import Documents

_WHO = frozenset("who role name wer qui quien chi quem kto hvem vem wie turn_by by from".split())
"""Headings of speakers where the rows are turns, and of other things elsewhere."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of the folder and its columns; ``sheet`` names one of several in a workbook."""

    path: str
    sheet: str | None
    table: Table
    columns: tuple[Column, ...]

    @property
    def name(self) -> str:
        """File and sheet, for messages."""
        return f"{self.path} [{self.sheet}]" if self.sheet else self.path

    @property
    def codes(self) -> tuple[Column, ...]:
        """Columns that name codes."""
        named = [c for c in self.columns if c.role == "code" and c.filled and not c.numeric]
        return tuple(column for column in named if not all(map(is_mark, column.values)))


def sheet_of(path: str, sheet: str | None, table: Table) -> Sheet:
    """Return a table with its columns described."""
    return Sheet(path, sheet, table, columns_of(table))


def as_documents(sheet: Sheet) -> Documents | None:
    """Return how to read the sheet as documents, or nothing if it holds no prose."""
    columns = sheet.columns
    wide = wide_columns(columns)
    if wide:
        headings = [column.name for column in wide]
        case = name_of(respondent(columns))
        return Documents(path=sheet.path, sheet=sheet.sheet, case=case, headings=headings)
    text = text_column(columns)
    if text is None:
        return None
    question = of_role(columns, "question")
    heading = of_role(columns, "heading")
    once = _repeats(sheet, text)
    speaker = of_role(columns, "speaker") or _speaker_by_names(sheet, text)
    if question and question.numeric and heading is None:
        question, heading = None, question
    return Documents(
        path=sheet.path,
        sheet=sheet.sheet,
        text=text.name,
        id=name_of(_repeated_id(sheet, text) if once else id_column(columns, text)),
        document=name_of(of_role(columns, "document")),
        case=name_of(of_role(columns, "case")),
        speaker=name_of(speaker),
        moderators=_who_asks(sheet, speaker, text),
        question=name_of(question),
        heading=name_of(heading),
        once=True if once else None,
    )


def _speaker_by_names(sheet: Sheet, text: Column) -> Column | None:
    """Return the column whose few cells recur and name who asks: ``interviewer``, ``Moderator``.

    Headings such as ``role`` or ``who`` say it only where somebody mostly asks.
    """
    for column in sheet.columns:
        few = column.filled == column.rows and 1 < len(column.values) <= column.rows / 2
        if column is text or column.role not in {"", "case"} or not (few and column.short):
            continue
        named = any(is_asking(one) and not is_unsure(one) for one in column.values)
        asked: dict[str, list[bool]] = {}
        for row in sheet.table.rows:
            asked.setdefault(row[column.name], []).append("?" in row[text.name])
        asks = any(len(one) > 1 and sum(one) > len(one) / 2 for one in asked.values())
        if named or (plain(column.name) in _WHO and asks):
            return column
    return None


def _who_asks(sheet: Sheet, speaker: Column | None, text: Column) -> list[str] | None:
    """Return the speakers whose names say that they ask, if others speak as well.

    ``I`` and ``Q`` say so only of somebody who asks in half of their rows.
    """
    if speaker is None:
        return None
    said = [(row[speaker.name], "?" in row[text.name]) for row in sheet.table.rows]
    asking = []
    for name in filter(is_asking, speaker.values):
        asks = [asked for own, asked in said if own == name]
        if not is_unsure(name) or 2 * sum(asks) >= len(asks):
            asking.append(name)
    return asking if asking and len(asking) < len(speaker.values) else None


def _repeats(sheet: Sheet, text: Column) -> bool:
    """Say whether rows repeat a text for each coder or code."""
    coded = sheet.codes or of_role(sheet.columns, "coder")
    return bool(coded) and len(text.values) < text.filled


def id_column(columns: Sequence[Column], text: Column) -> Column | None:
    """Return the column with the rows' ids: a respondent's or so headed, or else the first."""
    headed = [c for c in columns if c.role == "id" and c.unique and c is not text]
    if headed:
        order = {name: place for place, name in enumerate(RESPONDENT)}
        return min(headed, key=lambda column: order.get(plain(column.name), len(order)))
    first = columns[0]
    bare = first is not text and first.unique and first.short and not first.role
    return first if bare and not first.times and not first.contact else None


def _repeated_id(sheet: Sheet, text: Column) -> Column | None:
    """Return the column with the ids of texts that several rows repeat."""
    for column in sheet.columns:
        pairs = {(row[column.name], row[text.name]) for row in sheet.table.rows}
        named = column.role == "id" and column.filled == column.rows and column is not text
        if named and len(pairs) == len(column.values):
            return column
    return None


def name_of(column: Column | None) -> str | None:
    """Return a column's name, if there is a column."""
    return column.name if column else None
