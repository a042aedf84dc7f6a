"""Columns of a Word table beside the talk, and interviews set as questions and answers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from secondcoder.names import plain
from secondcoder.passages.paragraphs import count_words
from secondcoder.reading.documents.account import LeftOut
from secondcoder.reading.documents.turns import asks_something
from secondcoder.reading.tables.headings import role_of

Table = tuple[tuple[str, ...], ...]

BESIDE = "a column of codes or notes"
"""Why the cells of such a column are no passages."""
NAMES = "names of columns"
"""Why the first row of a table is no passage."""
_BESIDE = frozenset({"code", "memo", "comment", "coder"})
_ALSO_BESIDE = (
    frozenset(
        "analysis coding codings reflections interpretation paraphrase paraphrasierung reduktion "
        "generalisierung analyse auswertung kodierung codierung codage codificacion".split()
    )
    | {"initial coding", "open coding", "emergent themes", "emerging themes"}
    | {*("exploratory comments", "researcher notes", "my notes", "my comments")}
)
_SPEECH = frozenset("transcript transcription transkript talk speech said content wording".split())
_HEAD_WORDS = 4
"""Most words of a column's name. Not measured."""
FEWEST, ASKS, ANSWERS = 3, 0.8, 0.2
"""Rows from which a table may be an interview; share of the cells with a question mark in the
column of questions, at least, and in that of answers, at most. Not measured."""


@dataclass(frozen=True, slots=True)
class Questions:
    """Places of the columns of questions and answers."""

    asked: int
    said: int


def without_columns_beside(table: Table) -> tuple[Table, tuple[LeftOut, ...]]:
    """Return a table of talk without its columns of codes, notes and comments, and their cells.

    A table is one if a column of its first row is named so and another holds more words.
    """
    head = table[0] if table else ()
    if len(table) < 2 or any(count_words(cell) > _HEAD_WORDS for cell in head):
        return table, ()
    beside = [place for place, cell in enumerate(head) if _is_beside(cell)]
    others = [place for place in range(len(head)) if place not in beside]
    if not beside or not any(_is_speech(head[place]) for place in others):
        return table, ()
    left = [
        LeftOut(BESIDE, row[place])
        for row in table
        for place in beside
        if place < len(row) and row[place]
    ]
    kept = tuple(tuple(c for p, c in enumerate(row) if p not in beside) for row in table)
    return kept, tuple(left)


def head_of(table: Table) -> tuple[str, ...]:
    """Return the first row where all its filled cells name columns of talk; otherwise nothing."""
    head = tuple(cell for cell in (table[0] if len(table) > 1 else ()) if cell)
    named = [_is_speech(cell) or bool(role_of(cell)) for cell in head]
    spoken = any(_is_speech(cell) or role_of(cell) == "question" for cell in head)
    return head if named and all(named) and spoken else ()


def question_columns(rows: Sequence[Sequence[str]]) -> Questions | None:
    """Return which column asks and which answers, if the rows are an interview set so."""
    width = {len(row) for row in rows}
    if len(rows) < FEWEST or len(width) != 1:
        return None
    columns = list(zip(*rows, strict=True))
    filled = [place for place, cells in enumerate(columns) if not all(map(_is_number, cells))]
    if len(filled) != 2:
        return None
    asked, said = filled
    if _share(columns[asked]) < ASKS or _share(columns[said]) > ANSWERS:
        return None
    return Questions(asked, said)


def _share(cells: Sequence[str]) -> float:
    filled = [cell for cell in cells if cell]
    return sum(map(asks_something, filled)) / len(filled) if filled else 0.0


def _is_number(cell: str) -> bool:
    return not cell.strip(" .)") or cell.strip(" .)").isdecimal()


def _is_beside(cell: str) -> bool:
    return role_of(cell) in _BESIDE or plain(cell) in _ALSO_BESIDE


def _is_speech(cell: str) -> bool:
    return role_of(cell) == "text" or plain(cell) in _SPEECH


def rows_without_heads(tables: Sequence[Table]) -> Iterator[tuple[str, ...]]:
    """Yield the filled rows of tables that are not the names of their columns."""
    for table in tables:
        head = bool(head_of(table))
        yield from (row for row in table[head:] if any(row))
