"""Labels cut and wrapped to the room they have."""

import unicodedata
from collections.abc import Iterator

from secondcoder.page.figures.style import SIZE

_MOST = 400
"""Characters looked at; no room holds more."""
_WIDE = {"W", "F"}
"""Classes of characters that take a whole em; the font measured with lacks most of them."""


def clean(text: str) -> str:
    """Return a text in one line, without control characters."""
    kept = "".join(c if unicodedata.category(c) != "Cc" else " " for c in text[:_MOST])
    return " ".join(kept.split())


def width_of(text: str, *, size: float = SIZE) -> float:
    """Return the width of a line in inches."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    wide = sum(unicodedata.east_asian_width(letter) in _WIDE for letter in text)
    narrow = "".join(c for c in text if unicodedata.east_asian_width(c) not in _WIDE)
    font = FontProperties(size=size)
    measured = text_to_path.get_text_width_height_descent(narrow, font, ismath=False)
    return float(measured[0] + wide * size) / 72


def wrapped(text: str, room: float, *, lines: int = 3, size: float = SIZE) -> str:
    """Return a label in at most so many lines of ``room`` inches; what is cut ends in ``…``."""
    made = [""]
    words = [piece for word in clean(text).split() for piece in _pieces(word, room, size)]
    for word in words:
        longer = f"{made[-1]} {word}".strip()
        if width_of(longer, size=size) <= room:
            made[-1] = longer
        else:
            made.append(word)
    if len(made) > lines:
        last = made[lines - 1]
        while last and width_of(f"{last}…", size=size) > room:
            last = last[:-1]
        made = [*made[: lines - 1], f"{last.rstrip()}…"]
    return "\n".join(made)


def _pieces(word: str, room: float, size: float) -> Iterator[str]:
    """Yield a word, in parts where it is wider than the room."""
    part = ""
    for letter in word:
        if part and width_of(part + letter, size=size) > room:
            yield part
            part = ""
        part += letter
    yield part
