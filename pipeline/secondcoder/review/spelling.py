"""Words as people type them: case, accents, kinds of apostrophe and doubled blanks do not count."""

import unicodedata
from collections.abc import Iterator

_LIKE = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc\u0060\u00b4\u2032", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\ufeff", None),
        "\u2026": "...",
        "\u0142": "l",
        "\u0141": "l",
        "\u00f8": "o",
        "\u00d8": "o",
        "\u0131": "i",
    }
)
"""Marks that keyboards and word processors put for each other; letters without an accent apart."""


def plain(text: str) -> str:
    """Return the text as it is searched."""
    return " ".join(_letters(text).split())


def where(text: str, wanted: str) -> tuple[int, int] | None:
    """Return where searched words stand in a text, as offsets into the text; ``None`` if nowhere.

    ``wanted`` is as ``plain`` returns it.
    """
    letters, places = [], []
    for letter, place in _with_places(text):
        letters.append(letter)
        places.append(place)
    at = "".join(letters).find(wanted)
    if at < 0 or not wanted:
        return None
    return places[at], places[at + len(wanted) - 1] + 1


def _with_places(text: str) -> Iterator[tuple[str, int]]:
    """Yield the letters of ``plain(text)``, each with its place in the text."""
    blank = True
    for place, mark in enumerate(text):
        for letter in _letters(mark):
            if not letter.isspace():
                yield letter, place
            elif not blank:
                yield " ", place
            blank = letter.isspace()


def _letters(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.translate(_LIKE)).casefold().translate(_LIKE)
    return "".join(letter for letter in folded if not unicodedata.combining(letter))
