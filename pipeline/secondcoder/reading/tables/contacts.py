"""Columns that say who a respondent is or where they can be reached."""

import re

from secondcoder.names import plain
from secondcoder.reading.tables.headings import is_contact
from secondcoder.reading.tables.tables import Table

_ADDRESS = re.compile(
    r"[^@\s]+@[^@\s]+\.\w+|(?:\d{1,3}\.){3}\d{1,3}|(?:[0-9a-f]{0,4}:){4,7}[0-9a-f]{1,4}"
)
"""An e-mail address, or a network address of either kind."""
_NAMES = frozenset("name nom nombre naam navn namn nome".split())
"""Headings of a respondent's name where an address stands beside it, as in Microsoft Forms."""
_LOOKED_AT = 500
"""Rows by which a column is told."""


def are_contacts(heading: str, filled: list[str]) -> bool:
    """Say whether a column holds contact or network data, by its heading or by most cells."""
    addresses = sum(bool(_ADDRESS.fullmatch(cell)) for cell in filled)
    return is_contact(heading) or (bool(filled) and 2 * addresses > len(filled))


def contact_columns(table: Table) -> frozenset[str]:
    """Return the columns that hold contact or network data; beside these, names of people too."""
    found = {
        column
        for column in table.columns
        if are_contacts(column, [cell for row in table.rows[:_LOOKED_AT] if (cell := row[column])])
    }
    mail = any("mail" in plain(column) or "correo" in plain(column) for column in found)
    return frozenset(found | {c for c in table.columns if mail and plain(c) in _NAMES})
