"""Where a table's column names stand: below titles, in two or three rows, beside question texts."""

import html
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from secondcoder.names import loosely, plain
from secondcoder.reading.tables.cells import Rows
from secondcoder.reading.tables.headings import (
    NUMBERED_CODE,
    WEAK_CODES,
    are_of_segments,
    role_of,
)

SEARCHED = 20
"""Rows in which the column names are sought; titles and export notes are shorter."""
_LONGEST = 25
"""Words of a heading; a longer cell is one only if it ends in a question mark. Not measured."""
_IMPORT_ID = re.compile(r'\s*\{\s*"+ImportId"+')
_ANSWERED = frozenset(
    "response,open ended response,offene antwort,antwort,reponse ouverte,respuesta abierta,"
    "reponse,respuesta".split(",")
)
"""What SurveyMonkey writes below a question that is answered in words."""
_SHORT_NAME = re.compile(r"[A-Za-z_]{0,14} ?\d[\w.\-#]*|[A-Za-z]+(?:_[A-Za-z0-9]+)+")
_NUMERIC = re.compile(r"[+-]?\d[\d.,:/ T+Z-]*%?")
_TAG = re.compile(r"<[^<>]{1,200}>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The column names, and how many of the rows they take."""

    columns: tuple[str, ...]
    labels: dict[str, str] = field(default_factory=dict)
    """Columns with a longer name than their own, such as the text of the question."""
    row: int
    """Number of the row that the names stand in."""
    body: int
    """Index of the first row below the header."""
    said: tuple[str, ...] = ()
    """What was passed over or assumed, in words."""


def header_of(rows: Rows) -> Header:
    """Return the header of a table's filled rows; of a plain table it is the first row."""
    at = _start(rows)
    said = [_passed_over(rows[:at])] if at else []
    names, body = _names(rows, at)
    if body > at + 1:
        said.append(f"the column names were put together from rows {_numbers(rows[at:body])}")
    below, labels, label_rows = _labels(rows, body, names)
    if label_rows:
        said.append(
            f"{_row_words(label_rows)} below the column names were read as the questions"
            if labels
            else f"{_row_words(label_rows)} below the column names were passed over"
        )
    columns, renamed = _told_apart(names)
    if renamed:
        said.append(f"columns of one name were told apart: {', '.join(map(repr, renamed[:6]))}")
    return Header(
        columns=columns,
        labels={columns[place]: text for place, text in labels.items() if place < len(columns)},
        row=rows[at][0],
        body=below,
        said=tuple(said),
    )


def _start(rows: Rows) -> int:
    """Return the index of the row with the names: titles and blocks of key and value are above."""
    near = rows[: SEARCHED + 30]
    usual = max((len(_filled(cells)) for _, cells in near[1:]), default=0)
    limit = min(len(rows) - 1, SEARCHED)
    first = next((at for at in range(limit) if not _is_title(near[at][1], usual)), 0)
    if not _may_head(rows[first][1]):
        first = 0
    own = _known(rows[first][1])
    for at in range(first + 1, min(limit, first + 9)):
        cells = rows[at][1]
        known = _known(cells)
        enough = known >= 2 or (usual == 1 and known == 1 and first == 0)
        if known > own and enough and 2 * known >= len(_filled(cells)) and _may_head(cells):
            wider = len(_filled(cells)) >= len(_filled(rows[first][1]))
            if wider and not _continues(rows, first, at):
                return at
    return first


def _continues(rows: Rows, first: int, at: int) -> bool:
    """Say whether the row is the second of two header rows."""
    return at == first + 1 and _is_second(rows, first)


def _is_title(cells: Sequence[str], usual: int) -> bool:
    filled = len(_filled(cells))
    return usual > 1 and (filled == 1 or 2 * filled < usual)


def _filled(cells: Sequence[str]) -> list[str]:
    return [cell.strip() for cell in cells if cell.strip()]


def _known(cells: Sequence[str]) -> int:
    """Return how many different cells are usual names of columns; «No» may be an answer."""
    different = {plain(cell): cell for cell in _filled(cells) if plain(cell) != "no"}
    return sum(
        bool(role_of(cell)) or name in WEAK_CODES or bool(NUMBERED_CODE.fullmatch(name))
        for name, cell in different.items()
    )


def _may_head(cells: Sequence[str]) -> bool:
    """Say whether cells can be column names: no numbers, no prose but questions."""
    filled = _filled(cells)
    return bool(filled) and not any(
        _NUMERIC.fullmatch(cell) or (len(cell.split()) > _LONGEST and not cell.endswith("?"))
        for cell in filled
    )


def _is_second(rows: Rows, at: int) -> bool:
    """Say whether the row below fills the blanks of this one: groups above, names below."""
    if at + 2 > len(rows) - 1:
        return False
    upper, lower = _padded(rows[at][1], rows[at + 1][1])
    if not _may_head(lower):
        return False
    blanks = [place for place, cell in enumerate(upper) if not cell and lower[place]]
    answered = any(loosely(cell) in _ANSWERED for cell in lower)
    return answered or (
        len(blanks) >= 2
        and all(lower[place] or upper[place] for place in range(len(lower)))
        and (_known(lower) > _known(upper) or not lower[0] or not upper[-1])
        and not _like_body(lower, rows[at + 2][1])
    )


def _like_body(lower: Sequence[str], body: Sequence[str]) -> bool:
    """Say whether a row repeats what stands below it, as data do and names do not."""
    return any(a and a == b.strip() for a, b in zip(lower, body, strict=False))


def _padded(upper: Sequence[str], lower: Sequence[str]) -> tuple[list[str], list[str]]:
    width = max(len(upper), len(lower))
    one, two = (
        [cell.strip() for cell in (*cells, *[""] * (width - len(cells)))]
        for cells in (upper, lower)
    )
    return one, two


def _names(rows: Rows, at: int) -> tuple[list[str], int]:
    """Return the column names and the index of the row below them."""
    if not _is_second(rows, at):
        names = [cell.strip() for cell in rows[at][1]]
        groups = rows[at - 1][1] if at else []
        return _trimmed(_grouped(groups, names)), at + 1
    upper, lower = _padded(rows[at][1], rows[at + 1][1])
    group, names = "", []
    times = Counter(lower)
    for over, under in zip(upper, lower, strict=True):
        group = over or group
        if not under or loosely(under) in _ANSWERED or under == group:
            names.append(over or group)
        elif over and not role_of(under) and times[under] == 1 and over.endswith("?"):
            names.append(f"{over} – {under}")
        else:
            names.append(under if times[under] == 1 else f"{group} – {under}")
    return _trimmed(names), at + 2


def _grouped(groups: Sequence[str], names: Sequence[str]) -> list[str]:
    """Return names, those that repeat with the group that stands above them."""
    times = Counter(names)
    group, named = "", []
    for place, name in enumerate(names):
        group = (groups[place].strip() if place < len(groups) else "") or group
        named.append(f"{group} – {name}" if name and times[name] > 1 and group else name)
    return named if len(set(named)) > len(set(names)) else list(names)


def _trimmed(names: Sequence[str]) -> list[str]:
    kept = list(names)
    while kept and not kept[-1]:
        kept.pop()
    return kept


def _labels(rows: Rows, body: int, names: Sequence[str]) -> tuple[int, dict[int, str], list[int]]:
    """Return where the answers begin, the questions by column, and the rows between."""
    marked = next(
        (at for at in range(body, min(body + 3, len(rows))) if _is_ids(rows[at][1])), None
    )
    if marked is not None:
        texts = list(range(body, marked)) or [
            at for at in (marked + 1,) if at < len(rows) and _are_questions(rows, at, names)
        ]
        after = max([marked, *texts]) + 1
        labels = _cleaned(rows[texts[0]][1]) if texts else {}
        return after, labels, [rows[at][0] for at in range(body, after)]
    if body < len(rows) - 1 and _are_questions(rows, body, names):
        return body + 1, _cleaned(rows[body][1]), [rows[body][0]]
    own = {place: text for place, text in _cleaned(names).items() if text != names[place]}
    return body, own, []


def _is_ids(cells: Sequence[str]) -> bool:
    filled = _filled(cells)
    return bool(filled) and 2 * sum(bool(_IMPORT_ID.match(cell)) for cell in filled) > len(filled)


def _are_questions(rows: Rows, at: int, names: Sequence[str]) -> bool:
    """Say whether a row holds the long names of short ones: ``Q2`` and what question 2 asks.

    What stands in its column again further down is an entry, such as a document or a coder.
    """
    cells = [cell.strip() for cell in rows[at][1]]
    pairs = [(name, cell) for name, cell in zip(names, cells, strict=False) if name and cell]
    if are_of_segments(names) or not pairs or any(_NUMERIC.fullmatch(cell) for _, cell in pairs):
        return False
    below = [row for _, row in rows[at + 1 : at + 30]]
    if any(
        cell and cell in _filled(row[place : place + 1])
        for row in below
        for place, cell in enumerate(cells)
    ):
        return False
    same = sum(plain(name) == plain(cell) for name, cell in pairs)
    asked = sum(
        bool(_SHORT_NAME.fullmatch(name)) and _clean(cell).endswith(("?", ":"))
        for name, cell in pairs
    )
    numeric = [
        place
        for place in range(min(len(names), len(cells)))
        if cells[place]
        and (column := [c for row in below for c in _filled(row[place : place + 1])])
        and all(_NUMERIC.fullmatch(cell) for cell in column)
    ]
    short = sum(bool(_SHORT_NAME.fullmatch(name)) for name, _ in pairs)
    return (
        same >= 2
        or (asked >= 1 and not any(_clean(row[-1]).endswith("?") for row in below if row))
        or (len(numeric) >= 2 and len(below) >= 3 and 2 * short >= len(pairs))
    )


def _cleaned(cells: Sequence[str]) -> dict[int, str]:
    return {place: text for place, cell in enumerate(cells) if (text := _clean(cell))}


def _clean(cell: str) -> str:
    """Return the words of a heading without tags, entities and line breaks."""
    return " ".join(html.unescape(_TAG.sub(" ", cell)).split()).replace(" ?", "?")


def _told_apart(names: Sequence[str]) -> tuple[tuple[str, ...], list[str]]:
    """Return names that are all different, and those that were given a number for it."""
    times: Counter[str] = Counter()
    taken = set(names)
    columns: list[str] = []
    renamed: list[str] = []
    for place, given in enumerate(names, start=1):
        name = given or f"column {place}"
        times[name] += 1
        if times[name] > 1:
            number = times[name]
            while f"{name} ({number})" in taken:
                number += 1
            name = f"{name} ({number})"
            taken.add(name)
            renamed.append(name)
        columns.append(name)
    return tuple(columns), renamed


def _passed_over(rows: Rows) -> str:
    first = " ".join(_filled(rows[0][1]))
    shown = f"{first[:60]}…" if len(first) > 60 else first
    numbers = [number for number, _ in rows]
    return f"{_row_words(numbers)} above the column names were passed over: “{shown}”"


def _row_words(numbers: Sequence[int]) -> str:
    if len(numbers) == 1:
        return f"row {numbers[0]}"
    joined = all(after - before == 1 for before, after in pairwise(numbers))
    between = "to" if joined and len(numbers) > 2 else "and"
    return f"rows {numbers[0]} {between} {numbers[-1]}"


def _numbers(rows: Rows) -> str:
    return " and ".join(str(number) for number, _ in rows)
