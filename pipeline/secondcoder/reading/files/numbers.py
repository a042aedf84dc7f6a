"""Whole numbers as files from elsewhere state them."""

import re

_WHOLE = re.compile(r"\s*([+-]?[0-9]{1,15})\s*")
"""More digits place nothing, and Python refuses to read thousands of them."""


def whole_number(text: str) -> int | None:
    """Return the whole number that a text states; ``None`` if it states none, or a huge one."""
    match = _WHOLE.fullmatch(text)
    return int(match[1]) if match else None


def stated_span(start: str, end: str) -> tuple[int, int] | None:
    """Return two positions from 0 on; ``None`` if one is missing or no such number."""
    first, last = whole_number(start), whole_number(end)
    if first is None or last is None or min(first, last) < 0:
        return None
    return first, last
