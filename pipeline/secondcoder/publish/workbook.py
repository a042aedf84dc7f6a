"""``workbook.xlsx``: the tables of a result for people who work in a spreadsheet.

Same sheets, same bytes. Text is written as text: nothing in a cell is ever evaluated or turned
into a link.
"""

import datetime as dt
import gc
import io
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from secondcoder.publish.sheets import Cell, Sheet
from secondcoder.publish.zips import as_everywhere

MAX_ROWS = 50_000
"""Rows below the header that a sheet holds; Excel takes a million, but a workbook of so many takes
gigabytes of memory to write and minutes to open. All rows stand in the CSV file."""
MAX_LINKS = 60_000
"""Links that a sheet can hold, a little below Excel's own limit."""
MAX_CHARACTERS = 32_000
"""Characters that a cell can hold, a little below Excel's own limit."""
CUT = " … [cut here; whole in the CSV file]"
LINE = 15
"""Height of a line in points."""
MAX_HEIGHT = 400
WIDER = 1.08
"""How much wider a letter is taken to be than Excel's unit of width. Not measured."""
_NOTHING_EVALUATED = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}
_CREATED = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed date without meaning
_FRONT_WIDTH = 90
_TINTS = {
    "both": "#DCEFE6",
    "matches": "#DCEFE6",
    "human only": "#FBE9D0",
    "splits": "#FBE9D0",
    "machine only": "#DCEAF7",
    "merges": "#DCEAF7",
    "new theme": "#EFE4F3",
    "code not found": "#EFE4F3",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Formats:
    head: Any
    text: Any
    whole: Any
    decimal: Any
    link: Any
    title: Any
    strong: Any
    tints: Mapping[str, Any]


def build_book(
    found: list[Sheet], run: Mapping[str, Any], *, about: Iterable[tuple[str, str]]
) -> bytes:
    """Return a workbook of these sheets, with a page before them that says what it is."""
    import xlsxwriter

    buffer = io.BytesIO()
    with _nothing_collected():
        book = xlsxwriter.Workbook(buffer, _NOTHING_EVALUATED)
        book.set_properties({"title": str(run.get("title", "")), "created": _CREATED})
        formats = _formats(book)
        front = book.add_worksheet("Read me")
        pages = {sheet.name: book.add_worksheet(sheet.name) for sheet in found}
        places = {sheet.name: _places(sheet) for sheet in found if sheet.key}
        _write_front(front, found, run, formats, about=about)
        for sheet in found:
            _write_sheet(pages[sheet.name], sheet, places, formats)
        book.close()
    return as_everywhere(buffer.getvalue())


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Keep Python from looking through the cells for garbage while there are ever more of them.

    It takes a quarter of the time, and finds nothing.
    """
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def _formats(book: Any) -> _Formats:
    base = {"font_name": "Calibri", "font_size": 11, "valign": "top", "text_wrap": True}
    head = {"bold": True, "bg_color": "#1F3A4D", "font_color": "#FFFFFF", "valign": "vcenter"}
    return _Formats(
        head=book.add_format(base | head | {"border": 1, "border_color": "#FFFFFF"}),
        text=book.add_format(base),
        whole=book.add_format(base | {"num_format": "0"}),
        decimal=book.add_format(base | {"num_format": "0.00##"}),
        link=book.add_format(base | {"font_color": "#0B5CAD", "underline": 1}),
        title=book.add_format(base | {"bold": True, "font_size": 18, "font_color": "#1F3A4D"}),
        strong=book.add_format(base | {"bold": True}),
        tints={word: book.add_format(base | {"bg_color": tint}) for word, tint in _TINTS.items()},
    )


def _places(sheet: Sheet) -> dict[str, int]:
    """Return the row of the sheet, from 1, on which each id stands."""
    at = sheet.columns.index(sheet.key)
    return {str(cells[at]): row for row, cells in enumerate(sheet.rows[:MAX_ROWS], start=2)}


def _write_front(
    page: Any,
    found: list[Sheet],
    run: Mapping[str, Any],
    f: _Formats,
    *,
    about: Iterable[tuple[str, str]],
) -> None:
    page.hide_gridlines(2)
    page.set_column(0, 0, 22)
    page.set_column(1, 1, _FRONT_WIDTH)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.write_string(0, 0, "")
    page.write_string(0, 1, _cell(str(run.get("title", "Untitled study"))), f.title)
    lines = list(about)
    if run.get("run_id"):
        lines.append(("Run", str(run["run_id"])))
    lines.append(
        ("Keep your own copy", "A new run replaces this file. Copy it before you write into it.")
    )
    for row, (name, text) in enumerate(lines, start=2):
        page.set_row(row, _height([(text, _FRONT_WIDTH)]))
        page.write_string(row, 0, name, f.strong)
        page.write_string(row, 1, text, f.text)
    head = len(lines) + 3
    page.write_string(head, 0, "Sheet", f.head)
    page.write_string(head, 1, "What stands on it", f.head)
    for row, sheet in enumerate(found, start=head + 1):
        text = f"{sheet.about} {_size(sheet)}"
        page.set_row(row, _height([(text, _FRONT_WIDTH)]))
        page.write_url(row, 0, f"internal:'{sheet.name}'!A1", f.link, sheet.name)
        page.write_string(row, 1, text, f.text)


def _size(sheet: Sheet) -> str:
    rows = len(sheet.rows)
    if rows > MAX_ROWS:
        return f"(the first {MAX_ROWS:,} of {rows:,} rows; all are in the CSV file)"
    return f"({rows:,} row{'' if rows == 1 else 's'})"


def _write_sheet(
    page: Any, sheet: Sheet, places: Mapping[str, Mapping[str, int]], f: _Formats
) -> None:
    rows = sheet.rows[:MAX_ROWS]
    linked = [column for column in sheet.links if column in sheet.columns]
    if len(rows) * len(linked) > MAX_LINKS:
        linked = []
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, max(len(rows), 1), len(sheet.columns) - 1)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.set_row(0, 2 * LINE + 2)
    goals = [sheet.links[column] if column in linked else "" for column in sheet.columns]
    for place, (column, width) in enumerate(zip(sheet.columns, sheet.widths, strict=True)):
        page.set_column(place, place, width, f.text)
        page.write_string(0, place, _cell(column.replace("_", " ")), f.head)
    for row, cells in enumerate(rows, start=1):
        page.set_row(row, _height(zip(cells, sheet.widths, strict=True)))
        for place, (value, goal) in enumerate(zip(cells, goals, strict=True)):
            at = places[goal].get(str(value).split("; ", 1)[0]) if goal in places else None
            if at:
                shown = _cell(str(value))[:255]
                page.write_url(row, place, f"internal:'{goal}'!A{at}", f.link, shown)
            else:
                _write_value(page, row, place, value, f)


def _write_value(page: Any, row: int, place: int, value: Cell, f: _Formats) -> None:
    if value is None or value == "":
        return  # the column has its format
    if isinstance(value, str):
        page.write_string(row, place, _cell(value), f.tints.get(value, f.text))
    elif isinstance(value, float):
        page.write_number(row, place, value, f.decimal)
    else:
        page.write_number(row, place, int(value), f.whole)


def _height(cells: Iterable[tuple[Cell, int]]) -> int:
    """Return the height in points that the cells' wrapped lines need, given widths."""
    most = 1
    for value, width in cells:
        if isinstance(value, str) and (len(value) * WIDER > width or "\n" in value):
            parts = value.split("\n")
            most = max(most, sum(math.ceil(len(part) * WIDER / width) or 1 for part in parts))
    return min(MAX_HEIGHT, LINE * most + 3)


def _cell(text: str) -> str:
    return text if len(text) <= MAX_CHARACTERS else text[:MAX_CHARACTERS] + CUT


def table_to_edit(name: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """Return a workbook of one sheet, all text: for a person to write into and give back."""
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, _NOTHING_EVALUATED)
    book.set_properties({"created": _CREATED})
    formats = _formats(book)
    text = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True})
    page = book.add_worksheet(name[:31])
    page.freeze_panes(1, 0)
    for place, column in enumerate(columns):
        longest = max((len(row[place]) for row in rows), default=0)
        page.set_column(place, place, min(max(longest, len(column), 10), 60), text)
        page.write_string(0, place, column, formats.head)
        for number, row in enumerate(rows, start=1):
            page.write_string(number, place, _cell(row[place]), text)
    book.close()
    return as_everywhere(buffer.getvalue())
