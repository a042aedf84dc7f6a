"""Columns of a Word table beside the talk, and interviews set as questions and answers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from secondcoder.names import plain
from secondcoder.passages.paragraphs import count_words
from secondcoder.reading.documents.account import LeftOut
from secondcoder.reading.documents.layouts import read_label
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
_SPEECH = frozenset(
    "transcript transcription transkript talk speech said content wording originaltext wortlaut "
    "interviewtext".split()
) | {"original transcript", "original text", "interview text", "raw data", "interview transcript"}
_SEVERAL = 2
"""Columns named so from which the longest of the others is the talk, whatever its name."""
TURNS = 0.5
"""Share of a column's cells with two labelled lines from which it holds talk. Not measured."""
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
    """Return a table of talk without its columns of codes and notes, and what was left out.

    A table is one if its first row names such columns, or if one column holds labelled turns.
    """
    headed = _headed_beside(table)
    beside = headed or _beside_talk(table)
    if not beside:
        return table, ()
    kept = tuple(tuple(c for p, c in enumerate(row) if p not in beside) for row in table)
    head = kept[0] if headed else head_of(kept)
    cells = [row[place] for row in table for place in beside if place < len(row)]
    left = [LeftOut(BESIDE, cell) for cell in cells if cell]
    left += [LeftOut(NAMES, cell) for cell in head if cell]
    return kept[bool(head) :], tuple(left)


def _headed_beside(table: Table) -> list[int]:
    """Return the columns whose names say that they stand beside the talk."""
    head = table[0] if table else ()
    if len(table) < 2 or any(count_words(cell) > _HEAD_WORDS for cell in head):
        return []
    beside = [place for place, cell in enumerate(head) if _is_beside(cell)]
    words = [
        sum(count_words(row[p]) for row in table[1:] if p < len(row)) for p in range(len(head))
    ]
    longest = max(range(len(head)), key=lambda place: words[place], default=-1)
    if longest >= 0 and role_of(head[longest]) == "comment":
        beside = [place for place in beside if place != longest]  # comments are the material here
    others = [place for place in range(len(head)) if place not in beside]
    several = len(beside) >= _SEVERAL and longest in others
    spoken = any(_is_speech(head[place]) for place in others)
    return beside if beside and (several or spoken) else []


def _beside_talk(table: Table) -> list[int]:
    """Return the other columns where a single one holds turns with their speakers' labels."""
    width = {len(row) for row in table}
    if len(table) < FEWEST or len(width) != 1:
        return []
    columns = list(zip(*table, strict=True))
    talk = [place for place, cells in enumerate(columns) if _labelled(cells) >= TURNS]
    others = [place for place in range(len(columns)) if place not in talk]
    silent = all(_labelled(columns[place]) == 0 for place in others)
    return others if len(talk) == 1 and silent else []


def _labelled(cells: Sequence[str]) -> float:
    """Return the share of the filled cells with two labelled lines or more."""
    filled = [cell for cell in cells if cell]
    several = [
        sum(read_label(line) is not None for line in cell.split("\n")) > 1 for cell in filled
    ]
    return sum(several) / len(filled) if filled else 0.0


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
    if sum(map(count_words, columns[asked])) > sum(map(count_words, columns[said])):
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
