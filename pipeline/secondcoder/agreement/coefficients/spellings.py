"""Text that stands for a value: one value spelt in two ways, and missing values made into text."""

import unicodedata
from collections.abc import Hashable

MADE_TEXT = frozenset({"nan", "NaN", "<NA>", "NaT", "None"})
"""What missing values become when a column is turned into text, as by ``astype(str)``."""


class Spellings:
    """The spellings met so far."""

    def __init__(self) -> None:
        self._seen: dict[Hashable, tuple[str, str]] = {}

    def other(self, text: str, where: str) -> str:
        """Return where the same value was spelt otherwise before; empty if it was not.

        Differences of case, of spaces at the ends, of Unicode's forms, and of how a number is
        written are differences of spelling.
        """
        first, place = self._seen.setdefault(_same(text), (text, where))
        return place if first != text else ""


def _same(text: str) -> Hashable:
    known = unicodedata.normalize("NFC", text).strip()
    try:
        return float(known)
    except ValueError:
        return known.casefold()
