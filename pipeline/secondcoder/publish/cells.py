"""A value as the text of a cell, and back: the same for every table.

A list is written as its parts with ``; `` between them. A part that holds a semicolon or a
quotation mark, is empty, or begins or ends with a blank stands in double quotes, its own quotes
doubled, so that every list can be read back: ``Trust; "Cost; benefit"``.
"""

import re
from collections.abc import Sequence
from typing import Any

from secondcoder.publish.schema import DECIMAL, LIST, TEXT, TRUTH, WHOLE, Field

Value = str | float | tuple[str, ...] | None
"""What a cell holds; ``float`` stands for whole numbers and for yes or no too."""
_PART = re.compile(r'\s*(?:"((?:[^"]|"")*)"|([^;"]*))\s*(;|$)')


def cell_text(value: Any, kind: str) -> str:
    """Return a value, of the type that ``kind`` names, as it is written."""
    if value is None:
        return ""
    if kind == TRUTH:
        return "yes" if value else "no"
    if kind == LIST:
        return written_list(value)
    if kind == WHOLE:
        return str(int(value))
    return str(value)


def cell_value(text: str, field: Field) -> Value:
    """Return what a cell holds; ``ValueError`` says what is wrong with it."""
    if field.kind == TEXT:
        return None if field.can_be_empty and not text else text
    if field.kind == LIST:
        return read_list(text)
    if not text:
        if field.can_be_empty:
            return None
        raise ValueError("is empty")
    if field.kind == TRUTH:
        if text not in {"yes", "no"}:
            raise ValueError(f"is {text!r}, not yes or no")
        return text == "yes"
    try:
        return float(text) if field.kind == DECIMAL else int(text)
    except ValueError as error:
        raise ValueError(f"is {text!r}, not a number") from error


def written_list(parts: Sequence[str]) -> str:
    """Return parts as one cell."""
    return "; ".join(map(_written_part, parts))


def read_list(text: str) -> tuple[str, ...]:
    """Return the parts of a cell."""
    if not text:
        return ()
    parts = []
    place = 0
    while True:
        found = _PART.match(text, place)
        if found is None:
            raise ValueError(f"is {text!r}: a quotation mark in it is not closed")
        quoted, plain, end = found.groups()
        parts.append(plain.rstrip() if quoted is None else quoted.replace('""', '"'))
        place = found.end()
        if not end:
            return tuple(parts)


def _written_part(part: str) -> str:
    if part and part == part.strip() and not {'"', ";"} & set(part):
        return part
    return '"' + part.replace('"', '""') + '"'
