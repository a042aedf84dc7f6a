"""Labels cut and wrapped to the room they have."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from secondcoder.page.figures.style import SIZE

_MOST = 400
"""Characters looked at; no room holds more."""
_IN_THE_FONT = ("LATIN", "GREEK", "CYRILLIC", "HEBREW", "ARABIC", "GEORGIAN", "ARMENIAN")
_NAMED = 8
"""Missing letters that are named."""
_LEFT_TO_RIGHT = "\u200e"
"""A mark of no width: what follows is set from the left, as pages set it, also where a name in a
script from the right stands in it."""
_FROM_THE_RIGHT = {"R", "AL"}
_NUMBER = re.compile(r"^\d+ ")
"""What a label of a numbered row begins with."""
_WIDE = {"W", "F"}
"""Classes of characters that take a whole em; the font measured with lacks most of them."""


def clean(text: str) -> str:
    """Return a text in one line, without control characters."""
    kept = "".join(c if unicodedata.category(c) != "Cc" else " " for c in text[:_MOST])
    return " ".join(kept.split())


def unshown(texts: Iterable[str]) -> str:
    """Return the letters and signs that the font of figures lacks, each once, the first of them."""
    found = dict.fromkeys(
        letter
        for text in texts
        for letter in text
        if unicodedata.category(letter) in {"Lo", "So", "Cs", "Co"}
        and not unicodedata.name(letter, "").startswith(_IN_THE_FONT)
    )
    return "".join(list(found)[:_NAMED])


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
    return "\n".join(map(_from_the_left, made))


def wrapped_apart(
    texts: Sequence[str], room: float, *, lines: int = 3, size: float = SIZE
) -> list[str]:
    """Return labels as ``wrapped`` does, cut so that different texts stay different.

    Where several would read the same, what they begin with alike is cut and not what tells them
    apart: ``Structural and… staff speak`` beside ``Structural and… public transport``.
    """
    whole = [clean(text) for text in texts]
    shown = {text: wrapped(text, room, lines=lines, size=size) for text in whole}
    for same in _alike(shown):
        bodies = {text: _NUMBER.sub("", text) for text in same}
        begun = _begun_alike(list(bodies.values()))
        begun = begun[: begun.rfind(" ") + 1]
        for text, body in bodies.items():
            number = text[: len(text) - len(body)]
            shown[text] = _shortened(number + begun, body[len(begun) :], room, lines, size)
    for same in _alike(shown):  # nothing but later letters of one long word tells these apart
        begun = _begun_alike(same)
        for text in same:
            shown[text] = wrapped(f"{text[:3]}…{text[len(begun) :]}", room, lines=lines, size=size)
    return [shown[text] for text in whole]


def _alike(shown: dict[str, str]) -> list[list[str]]:
    """Return the different texts that would read the same, together; a number before each aside."""
    groups: dict[str, dict[str, str]] = {}
    for text, label in shown.items():
        groups.setdefault(_NUMBER.sub("", label), {})[_NUMBER.sub("", text)] = text
    return [list(group.values()) for group in groups.values() if len(group) > 1]


def _begun_alike(texts: Sequence[str]) -> str:
    """Return what all texts begin with."""
    first, last = min(texts), max(texts)
    same = (n for n, (a, b) in enumerate(zip(first, last, strict=False)) if a != b)
    return first[: next(same, min(len(first), len(last)))]


def _shortened(begun: str, rest: str, room: float, lines: int, size: float) -> str:
    """Return the first words, ``…`` and the rest: as many words as leave the rest its room."""
    words = begun.split()
    for kept in range(len(words) - 1, 0, -1):
        label = wrapped(f"{' '.join(words[:kept])}… {rest}", room, lines=lines, size=size)
        if not label.endswith("…"):
            return label
    first = f"{words[0]}… " if words else "…"
    return wrapped(f"{first}{rest}", room, lines=lines, size=size)


def _from_the_left(line: str) -> str:
    """Return a line that begins at the left, whatever the script of its first letter."""
    mixed = any(unicodedata.bidirectional(letter) in _FROM_THE_RIGHT for letter in line)
    return f"{_LEFT_TO_RIGHT}{line}" if mixed else line


def _pieces(word: str, room: float, size: float) -> Iterator[str]:
    """Yield a word, in parts where it is wider than the room."""
    part = ""
    for letter in word:
        if part and width_of(part + letter, size=size) > room:
            yield part
            part = ""
        part += letter
    yield part
