"""Word files: paragraphs and tables in the order of the text, and transcripts set as tables."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from secondcoder.errors import SecondcoderError
from secondcoder.names import plain
from secondcoder.reading.documents.account import LeftOut, told_left_out
from secondcoder.reading.documents.flow import BETWEEN, Paragraph, lay_out
from secondcoder.reading.documents.front import is_about_people
from secondcoder.reading.documents.labels import clock, lone_time
from secondcoder.reading.documents.layouts import is_speaker_like
from secondcoder.reading.documents.lines import Line
from secondcoder.reading.documents.reader import Read, text_document, turn_document
from secondcoder.reading.documents.roles import NOTHING_TOLD, Told
from secondcoder.reading.documents.turns import Turn
from secondcoder.reading.documents.word_columns import (
    question_columns,
    rows_without_heads,
    without_columns_beside,
)
from secondcoder.reading.documents.word_styles import (
    BREAKS,
    FALLBACK,
    UNSEEN,
    Styles,
    W,
    outstanding,
    paragraph_style,
    styles_of,
)
from secondcoder.reading.files.text import normalise, read_bytes
from secondcoder.reading.files.word_file import WordFile, open_word
from secondcoder.reading.tables.headings import role_of
from secondcoder.records.study import Notice

_HEADINGS = ("heading", "title", "subtitle")
_MOSTLY = 0.8
"""Share of a column's filled cells that must be speakers or times for a table to be a transcript.
Not measured."""

_Table = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class _Columns:
    """Places of a dialogue's columns."""

    speaker: int | None
    speech: int
    time: int | None
    question: int | None = None

    @property
    def last(self) -> int:
        """The last column that a row of the talk must have."""
        return max(self.speaker or 0, self.speech, self.question or 0)


def read_word(path: Path, *, source: str, told: Told = NOTHING_TOLD) -> Read:
    """Read a ``.docx`` file; deleted text of tracked changes, notes and boxes are left out."""
    items, beside = _without_beside(_items(open_word(read_bytes(path, name=source), name=source)))
    if not any(_words(item) for item in items):
        raise SecondcoderError(
            f"{source}: the file has no text; perhaps it is a scan",
            hint="Recognise the text first (OCR), or save it as text, and try again.",
        )
    columns = _dialogue_columns(items) or _question_columns(items)
    if columns is not None:
        read = _read_dialogue(items, columns, stem=path.stem, source=source, told=told)
    else:
        text, lines = _lay_out(items)
        read = text_document(text, lines, stem=path.stem, source=source, told=told)
    notices = (*told_left_out(source, beside), *read.notices)
    return replace(read, notices=notices, left_out=(*read.left_out, *beside))


def _without_beside(
    items: Iterable[Paragraph | _Table],
) -> tuple[list[Paragraph | _Table], list[LeftOut]]:
    """Return the items without the columns of codes and notes, and the cells of these."""
    kept: list[Paragraph | _Table] = []
    left: list[LeftOut] = []
    for item in items:
        if isinstance(item, Paragraph):
            kept.append(item)
            continue
        table, beside = without_columns_beside(item)
        left += beside
        kept.append(table)
    return kept, left


def _items(file: WordFile) -> Iterator[Paragraph | _Table]:
    """Yield the body's paragraphs and tables in order."""
    yield from _body_items(file.body, styles_of(file.styles))


def _body_items(parent: Any, styles: Styles) -> Iterator[Paragraph | _Table]:
    for child in parent:
        if child.tag == f"{W}p" and len(child):
            name = styles.names.get(paragraph_style(child), "").casefold()
            text = normalise(_run_text(child))
            heading = bool(text.strip()) and name.startswith(_HEADINGS)
            yield Paragraph(text, heading, outstanding(child, styles))
        elif child.tag == f"{W}tbl":
            yield tuple(_row(row) for row in child.iterfind(f"{W}tr"))
        elif child.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"}:
            yield from _body_items(child, styles)


def _row(row: Any) -> tuple[str, ...]:
    return tuple(
        normalise("\n".join(_run_text(paragraph) for paragraph in cell.iter(f"{W}p"))).strip()
        for cell in row.iter(f"{W}tc")
    )


def _run_text(element: Any) -> str:
    """Return the words of a paragraph as shown: with insertions, without deletions."""
    parts = []
    for child in element:
        if child.tag == f"{W}t":
            parts.append(child.text or "")
        elif child.tag in BREAKS:
            parts.append(BREAKS[child.tag])
        elif child.tag not in UNSEEN and child.tag != FALLBACK:
            parts.append(_run_text(child))
    return "".join(parts)


def _words(item: Paragraph | _Table) -> str:
    if isinstance(item, Paragraph):
        return item.text.strip()
    return "".join(cell for row in item for cell in row)


def _lay_out(items: Sequence[Paragraph | _Table]) -> tuple[str, list[Line]]:
    """Return the whole text, paragraphs and cells delimited by blank lines, and its lines."""
    stretches: list[Paragraph] = []
    for item in items:
        if isinstance(item, Paragraph):
            stretches.append(item)
        else:
            about = is_about_people(item)
            rows = [("\t".join(row),) for row in item] if about else item
            stretches += [Paragraph(cell, about=about) for row in rows for cell in row]
    return lay_out(stretches)


def _dialogue_columns(items: Sequence[Paragraph | _Table]) -> _Columns | None:
    """Return the columns of a transcript set as tables, if most of the words stand in such."""
    rows = [row for item in items if isinstance(item, tuple) for row in item if any(row)]
    head = rows[0] if rows and _is_head(rows[0], ()) else ()
    rows = rows[bool(head) :]
    width = Counter(map(len, rows)).most_common(1)[0][0] if rows else 0
    rows = [row for row in rows if len(row) == width]
    inside = sum(len(cell) for row in rows for cell in row)
    if len(rows) < 3 or width not in {2, 3, 4} or 2 * inside < sum(len(_words(i)) for i in items):
        return None
    columns = list(zip(*rows, strict=True))
    time = next((place for place, cells in enumerate(columns) if _are_times(cells)), None)
    speech = max(range(width), key=lambda place: sum(len(cell) for cell in columns[place]))
    others = [
        place
        for place in range(width)
        if place not in {time, speech} and not all(_is_empty(cell) for cell in columns[place])
    ]
    if len(others) != 1 or not (
        _are_speakers(columns[others[0]]) or _names_people(head, others[0])
    ):
        return None
    return _Columns(others[0], speech, time)


def _question_columns(items: Sequence[Paragraph | _Table]) -> _Columns | None:
    """Return the columns of an interview set as questions beside answers, if most words are."""
    tables = [item for item in items if isinstance(item, tuple)]
    rows = list(rows_without_heads(tables))
    inside = sum(len(cell) for row in rows for cell in row)
    found = question_columns(rows)
    if found is None or 2 * inside < sum(len(_words(item)) for item in items):
        return None
    return _Columns(None, found.said, None, found.asked)


def _is_empty(cell: str) -> bool:
    """Say whether a cell holds nothing or only the number of its row."""
    return not cell.strip(" .") or cell.strip(" .").isdecimal()


def _names_people(head: Sequence[str], place: int) -> bool:
    """Say whether a table's first row names a column of people, each perhaps once."""
    return place < len(head) and role_of(head[place]) in {"speaker", "case"}


def _are_speakers(cells: Sequence[str]) -> bool:
    """Say whether the cells hold names that recur."""
    names = [cell.rstrip(" :") for cell in cells if cell]
    named = sum(is_speaker_like(name) for name in names)
    return bool(names) and 3 * len(set(names)) <= 2 * len(names) and named >= _MOSTLY * len(names)


def _are_times(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    times = sum(bool(lone_time(cell)) for cell in filled)
    return bool(filled) and times >= _MOSTLY * (len(filled) - 1) and times > 0


def _read_dialogue(
    items: Sequence[Paragraph | _Table],
    columns: _Columns,
    *,
    stem: str,
    source: str,
    told: Told,
) -> Read:
    """Read a transcript whose turns are rows of a table; a row without speaker continues."""
    parts: list[str] = []
    turns: list[Turn] = []
    left: list[LeftOut] = []
    offset = 0
    heading = ""
    for row, is_heading in _rows(items):
        text = "\t".join(row)
        if is_heading:
            heading = text
            left.append(LeftOut("heading", text))
        elif len(row) <= columns.last or _is_head(row, turns):
            left.append(LeftOut("", text))
        else:
            talk = {columns.speech, columns.question}
            cells = [cell for place, cell in enumerate(row) if place not in talk and cell]
            left += [LeftOut("label", cell) for cell in cells]
            if columns.question is not None and row[columns.question]:
                turns.append(_cell_turn(row, columns.question, offset, heading))
            turns.append(_row_turn(row, columns, offset, turns[-1:], heading))
        parts.append(text)
        offset += len(text) + len(BETWEEN)
    whole = BETWEEN.join(parts)
    said = "a column of questions beside one of answers was read as an interview; this is a guess"
    guess = [Notice("moderator", said, source)] if columns.question is not None else []
    return turn_document(
        whole, turns, stem=stem, source=source, told=told, left_out=left, notices=guess
    )


def _rows(items: Sequence[Paragraph | _Table]) -> Iterator[tuple[tuple[str, ...], bool]]:
    """Yield filled rows of tables, and paragraphs as rows of one cell; whether it is a heading."""
    for item in items:
        if isinstance(item, tuple):
            yield from ((row, False) for row in item if any(row))
        elif item.text.strip():
            text = " ".join(item.text.split()) if item.heading else item.text
            yield (text,), item.heading


def _cell_turn(row: Sequence[str], place: int, offset: int, heading: str) -> Turn:
    """Return a question that stands in a cell of its own."""
    start = offset + sum(len(cell) + 1 for cell in row[:place])
    return Turn(start=start, end=start + len(row[place]), speaker="", heading=heading, asks=True)


def _row_turn(
    row: Sequence[str], columns: _Columns, offset: int, before: Sequence[Turn], heading: str
) -> Turn:
    start = offset + sum(len(cell) + 1 for cell in row[: columns.speech])
    running = before[0].speaker if before else ""
    named = row[columns.speaker].rstrip(" :") if columns.speaker is not None else ""
    return Turn(
        start=start,
        end=start + len(row[columns.speech]),
        speaker=named or running,
        time=clock(row[columns.time]) if columns.time is not None else "",
        heading=heading,
    )


def _is_head(row: Sequence[str], turns: Sequence[Turn]) -> bool:
    """Say whether a row names the columns instead of holding a turn."""
    usual = {"name", "transcript", "content", "speech", "time", "timestamp", "line", "turn", "zeit"}
    roles = {"speaker", "text", "id", "question", "case", "comment"}
    named = [plain(cell) in usual or role_of(cell) in roles for cell in row]
    return not turns and sum(named) >= 2
