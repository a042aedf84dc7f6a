"""Excel workbooks to rows of text, through openpyxl, within limits of rows and empty cells."""

import datetime as dt
import io
import re
import warnings
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import islice
from typing import Any

from secondcoder.errors import SecondcoderError
from secondcoder.reading.files.archive import require_small
from secondcoder.reading.files.boundary import third_party
from secondcoder.reading.files.text import normalise

LAST_ROW = 1_048_576
"""Excel's own; a damaged file may state a row number of twenty digits."""
MOST_EMPTY = 500_000
"""Cells that are declared and empty, after which a sheet is refused: openpyxl reads 100,000 of them
a second (measured on two shared cores), so that a small file could take hours."""
_AT_ONCE = 100
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d{1,8}):[A-Z]{1,3}(\d{1,8})"')
_HINT = "Open it in a spreadsheet, remove any password, and save it as .xlsx again."
_WHAT = "this is not an Excel workbook that can be read"


def workbook_sheets(data: bytes, *, name: str) -> list[str]:
    """Return the names of a workbook's sheets with cells, in order."""
    with third_party(name, _WHAT, hint=_HINT), closing(_open(data, name=name)) as workbook:
        return [str(sheet.title) for sheet in workbook.worksheets]


def workbook_rows(
    data: bytes, *, name: str, sheet: str | None
) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield the rows of a sheet, or of the first one, by their numbers; cells are text."""
    with third_party(name, _WHAT, hint=_HINT):
        workbook = _open(data, name=name)
        sheets = {str(one.title): one for one in workbook.worksheets}
    with closing(workbook):
        if not sheets or (sheet is not None and sheet not in sheets):
            raise SecondcoderError(
                f"{name}: the workbook has no sheet {sheet!r}"
                if sheets
                else f"{name}: the workbook has no sheet with cells",
                hint=f"Its sheets are: {', '.join(sheets)}." if sheets else _HINT,
            )
        empty = 0
        chosen = sheets[sheet or next(iter(sheets))]
        merged = _merged_down(workbook, chosen, name=name)
        above: dict[int, object] = {}
        for number, values in _values(chosen, name=name):
            empty += sum(value is None for value in values)
            if empty > MOST_EMPTY or number > LAST_ROW:
                what = f"{MOST_EMPTY:,} empty cells" if empty > MOST_EMPTY else f"{LAST_ROW:,} rows"
                raise SecondcoderError(
                    f"{name}: the sheet declares more than {what}",
                    hint="Delete the empty rows and columns beyond the table, or copy the table "
                    "to a new workbook or save it as CSV.",
                )
            spread = _spread(number, values, merged, above) if merged else values
            yield number, [_cell_text(value) for value in spread]


def _merged_down(workbook: Any, worksheet: Any, *, name: str) -> dict[int, list[tuple[int, int]]]:
    """Return the cells merged over several rows: by column from 0, first and last row from 1."""
    place = worksheet._worksheet_path  # noqa: SLF001 - openpyxl tells of merged cells no other way
    archive = workbook._archive  # noqa: SLF001
    with third_party(name, _WHAT, hint=_HINT), archive.open(place) as part:
        found = _MERGED.findall(part.read())
    merged: dict[int, list[tuple[int, int]]] = {}
    for letters, first, last in found:
        if int(first) < int(last) <= LAST_ROW:
            column = 0
            for letter in letters.decode():
                column = 26 * column + ord(letter) - ord("A") + 1
            merged.setdefault(column - 1, []).append((int(first), int(last)))
    return {column: sorted(spans) for column, spans in merged.items()}


def _spread(
    number: int,
    values: Sequence[object],
    merged: dict[int, list[tuple[int, int]]],
    above: dict[int, object],
) -> list[object]:
    """Return a row in which a cell merged over several rows stands in each; keeps it ``above``."""
    row = list(values)
    for column, spans in merged.items():
        place = bisect_right(spans, (number, LAST_ROW + 1)) - 1
        if place < 0 or number > spans[place][1]:
            continue
        row += [None] * (column + 1 - len(row))  # cells below the first may be absent
        if number == spans[place][0]:
            above[column] = row[column]
        elif row[column] is None and any(value is not None for value in row):
            row[column] = above.get(column)
    return row


def _open(data: bytes, *, name: str) -> Any:
    import openpyxl

    require_small(data, name=name)
    with warnings.catch_warnings():  # of styles and the like that are not read anyway
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)


def _values(worksheet: Any, *, name: str) -> Iterator[tuple[int, Sequence[object]]]:
    """Yield the values of each row; only the library's own steps stand inside its boundary."""
    with third_party(name, _WHAT, hint=_HINT):
        worksheet.reset_dimensions()
        rows = enumerate(worksheet.iter_rows(values_only=True), start=1)
    while True:
        with third_party(name, _WHAT, hint=_HINT):
            some = list(islice(rows, _AT_ONCE))
        if not some:
            return
        yield from some


def _cell_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return normalise(str(value))
