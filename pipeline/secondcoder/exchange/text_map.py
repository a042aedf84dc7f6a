r"""A text as other software holds it to ours, with a map of the offsets between the two."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from functools import cache

_NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_HANGUL_LATER = (*range(0x1161, 0x1176), *range(0x11A8, 0x11C3))


class TextMap:
    r"""The NFC text with ``\n`` of a raw text, and where each raw offset lies in it.

    ``text`` has no byte-order mark; characters that no XML may hold are ``\ufffd``.
    """

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self._edges = [0]
        """Raw offsets at which a piece of changed length begins or ends, ascending."""
        self._ours = [0]
        """The same places in ``text``."""
        pieces: list[str] = []
        done = length = 0
        for start, end, piece in _changes(raw):
            pieces += [raw[done:start], piece]
            length += start - done
            self._edges += [start, end]
            self._ours += [length, length + len(piece)]
            length += len(piece)
            done = end
        pieces.append(raw[done:])
        self._edges.append(len(raw))
        self._ours.append(length + len(raw) - done)
        joined = "".join(pieces)
        self.text = _NOT_TEXT.sub("\ufffd", joined)
        self.replaced = len(_NOT_TEXT.findall(joined))
        """How many characters are no text."""

    def start(self, offset: int) -> int:
        """Return our offset of a raw start; inside a changed piece that piece's beginning."""
        place = bisect_right(self._edges, offset) - 1
        shift = offset - self._edges[place]
        if self._inside(place, shift):
            return self._ours[place]
        return self._ours[place] + shift

    def end(self, offset: int) -> int:
        """Return our offset of a raw end; inside a changed piece that piece's end."""
        place = max(bisect_left(self._edges, offset) - 1, 0)
        shift = offset - self._edges[place]
        if shift and self._inside(place, shift):
            return self._ours[place + 1]
        return self._ours[place] + shift

    def _inside(self, place: int, shift: int) -> bool:
        """Say whether an offset lies in a piece that was changed; those stand at odd places."""
        return shift > 0 and place % 2 == 1 and place + 1 < len(self._edges)


def places_of(quote: str, text: str) -> list[int]:
    """Return where a quotation begins in a text, at most a thousand places."""
    places: list[int] = []
    start = text.find(quote)
    while start >= 0 and len(places) < 1_000:
        places.append(start)
        start = text.find(quote, start + 1)
    return places


def _changes(raw: str) -> list[tuple[int, int, str]]:
    """Return start, end and spelling of every piece that is not as we hold it, in order."""
    marks = len(raw) - len(raw.lstrip("\ufeff"))
    changes = [(0, marks, "")] if marks else []
    changes += [(found.start(), found.end(), "\n") for found in re.finditer("\r\n?", raw)]
    if not unicodedata.is_normalized("NFC", raw):
        changes += _compositions(raw)
    return sorted(changes)


def _compositions(raw: str) -> list[tuple[int, int, str]]:
    r"""Return the runs that normal form changes: each a character with what joins it."""
    changes = []
    start = 0
    for end in range(1, len(raw) + 1):
        if end < len(raw) and not _begins(raw[end]):
            continue
        piece = raw[start:end]
        if not piece.isascii() and not unicodedata.is_normalized("NFC", piece):
            changes.append((start, end, unicodedata.normalize("NFC", piece)))
        start = end
    return changes


def _begins(character: str) -> bool:
    """Say whether normal form never joins a character to the one before it."""
    if character < "\u0300":
        return True
    first = unicodedata.normalize("NFD", character)[0]
    return unicodedata.combining(first) == 0 and first not in _later_parts()


@cache
def _later_parts() -> frozenset[str]:
    """Return the characters without combining class that a character before them may absorb."""
    parts = {chr(point) for point in _HANGUL_LATER}
    for point in range(0x300, 0x20000):
        steps = unicodedata.decomposition(chr(point)).split()
        if len(steps) == 2 and not steps[0].startswith("<"):
            later = chr(int(steps[1], 16))
            if unicodedata.combining(later) == 0:
                parts.add(later)
    return frozenset(parts)
