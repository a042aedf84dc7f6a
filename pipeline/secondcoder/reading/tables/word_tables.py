"""The tables of a Word file as rows of cells: a codebook is often written there."""

from typing import Any

from secondcoder.errors import SecondcoderError
from secondcoder.reading.files.numbers import whole_number
from secondcoder.reading.files.text import normalise
from secondcoder.reading.files.word_file import open_word
from secondcoder.reading.tables.word_prose import prose_rows

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MARKS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_UNSEEN = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", f"{_W}rPr"})


def word_rows(data: bytes, *, name: str) -> list[list[str]]:
    """Return the rows of the widest table of a ``.docx`` and of those below with its columns.

    A file without tables is read as a codebook in prose (`prose_rows`).

    A table that goes on with the same number of columns is the same table; its header, if it is
    repeated, is left out. Cells merged downwards are empty below the first.
    """
    tables = [table for table in _tables(data, name=name) if table]
    if not tables and (prose := prose_rows(data, name=name)):
        return prose
    if not tables:
        raise SecondcoderError(
            f"{name}: there is no table in this Word file, and no names with definitions below",
            hint="Set the codebook as a table with a row of column names, or each code as a "
            "heading with its definition below, or save it as .csv.",
        )
    largest = max(tables, key=lambda table: (min(len(table[0]), 2), sum(map(_size, table))))
    joined: list[list[str]] = []
    for table in tables:
        if len(table[0]) == len(largest[0]):
            repeats = bool(joined) and table[0] == joined[0]
            joined += table[1:] if repeats else table
    return joined


def words_outside_tables(data: bytes, *, name: str) -> tuple[int, int]:
    """Return how many words of a ``.docx`` stand outside tables and inside them."""
    body = open_word(data, name=name).body
    outside = sum(len(_text(one).split()) for one in body.iterchildren(f"{_W}p"))
    inside = sum(len(_text(one).split()) for one in body.iterchildren(f"{_W}tbl"))
    return outside, inside


def _tables(data: bytes, *, name: str) -> list[list[list[str]]]:
    return [
        [_row(row) for row in table.iterfind(f"{_W}tr")]
        for table in open_word(data, name=name).body.iter(f"{_W}tbl")
    ]


def _row(row: Any) -> list[str]:
    cells: list[str] = []
    for cell in row.iterfind(f"{_W}tc"):
        lines = [_text(paragraph) for paragraph in cell.iter(f"{_W}p")]
        cells.append(normalise("\n".join(lines)).strip("\n"))
        cells += [""] * (_span(cell) - 1)
    return cells


def _span(cell: Any) -> int:
    found = cell.find(f"{_W}tcPr/{_W}gridSpan")
    value = found.get(f"{_W}val", "1") if found is not None else "1"
    columns = whole_number(value) or 1
    return columns if 0 < columns < 64 else 1  # 63: Word's most columns


def _size(row: list[str]) -> int:
    return sum(map(len, row))


def _text(element: Any) -> str:
    parts = []
    for child in element:
        if child.tag == f"{_W}t":
            parts.append(child.text or "")
        elif child.tag in _MARKS:
            parts.append(_MARKS[child.tag])
        elif child.tag not in _UNSEEN:
            parts.append(_text(child))
    return "".join(parts)
