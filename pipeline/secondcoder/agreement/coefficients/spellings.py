"""Text that stands for a value: one value spelt in two ways, and missing values made into text."""

import re
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

        Differences of case, of spaces, of Unicode's forms and marks that cannot be seen, of
        straight and curly quotation marks, of dashes, and of how a whole number is written are
        differences of spelling. "1.1" and "1.10" are not: codes are numbered so.
        """
        first, place = self._seen.setdefault(_same(text), (text, where))
        return place if first != text else ""


_WHOLE = re.compile(r"[+-]?\d+(\.0*)?")
_ALIKE = str.maketrans("‘’ʼ‚“”„–—‑‐−", "''''\"\"\"-----")


def _same(text: str) -> Hashable:
    plain = unicodedata.normalize("NFKC", text).translate(_ALIKE)
    seen = "".join(letter for letter in plain if unicodedata.category(letter) != "Cf")
    known = " ".join(seen.split())
    return int(known.partition(".")[0]) if _WHOLE.fullmatch(known) else known.casefold()
