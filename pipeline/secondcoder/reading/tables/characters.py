"""Characters that a table spells as HTML, such as ``&amp;``, read as what they stand for."""

import html
import re

_AMPERSAND = re.compile(r"&(#\d{1,7};|#[xX][0-9A-Fa-f]{1,6};|[A-Za-z][A-Za-z0-9]{1,30};)?")
_ADDRESS = re.compile(r"https?://\S+")
"""An address holds ampersands of its own, also in a table that spells its own as HTML."""

Rows = list[tuple[int, list[str]]]


def with_characters(rows: Rows) -> tuple[Rows, int]:
    """Return the rows with characters for their HTML spelling, and how many were so spelled.

    They are taken so only where the whole table spells them so: one ampersand that begins no
    such spelling says that the others were typed as they stand.
    """
    number = 0
    for _, cells in rows:
        for cell in cells:
            for found in _AMPERSAND.finditer(_ADDRESS.sub("", cell)) if "&" in cell else ():
                if not found[1] or html.unescape(found[0]) == found[0]:
                    return rows, 0
                number += 1
    if not number:
        return rows, 0
    return [(at, [_read(cell) for cell in cells]) for at, cells in rows], number


def _read(cell: str) -> str:
    return html.unescape(cell).replace("\N{NO-BREAK SPACE}", " ") if "&" in cell else cell
