"""Names of codes and documents compared as people spell them."""

import difflib
import re
import unicodedata
from collections.abc import Iterable

_APOSTROPHES = dict.fromkeys(map(ord, "‘’‚‛'`´′“”„‟«»\"″"), None)

NEAR = 0.66
"""Least likeness of a name that a message asks about. Not measured; nothing is decided by it."""


def loosely(name: str) -> str:
    """Return a name without case, punctuation, quotation marks and spare blanks.

    ``&`` counts as ``and``; a name of marks alone stays as it is.
    """
    folded = unicodedata.normalize("NFKC", name).casefold().translate(_APOSTROPHES)
    folded = folded.replace("&", " and ")
    letters = "".join(
        " " if unicodedata.category(letter)[0] in "PZ" or letter.isspace() else letter
        for letter in folded
    )
    return " ".join(letters.split()) or " ".join(name.split())


def nearest_name(name: str, among: Iterable[str]) -> str | None:
    """Return the name that is spelt most nearly alike, or ``None`` if none is near."""
    spellings = {loosely(other): other for other in among}
    near = difflib.get_close_matches(loosely(name), list(spellings), n=1, cutoff=NEAR)
    return spellings[near[0]] if near else None


def did_you_mean(name: str, among: Iterable[str]) -> str:
    """Return ``Did you mean '…'?`` with the nearest name, or nothing."""
    near = nearest_name(name, among)
    return "" if near is None else f"Did you mean {near!r}?"


def listed(numbers: Iterable[int], *, most: int = 8) -> str:
    """Write row numbers for a message: ``row 4``, ``rows 2, 5 and 9``, ``rows 1, 2, … (30)``."""
    rows = sorted(set(numbers))
    if len(rows) == 1:
        return f"row {rows[0]}"
    if len(rows) > most:
        return f"rows {', '.join(map(str, rows[:most]))}, … ({len(rows)} in all)"
    return f"rows {', '.join(map(str, rows[:-1]))} and {rows[-1]}"


def plain(name: str) -> str:
    """Return a name without case, accents, punctuation and spare blanks, camel case parted."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name.strip())
    folded = unicodedata.normalize("NFKD", loosely(parted))
    return "".join(letter for letter in folded if not unicodedata.combining(letter))
