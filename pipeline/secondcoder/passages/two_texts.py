"""Two versions of a text, such as a file and what is read of it, and what lies where in both."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

_WORDS = re.compile(r"\w+|\W")


class Places:
    """Where the offsets of one text lie in another."""

    def __init__(self, one: str, text: str) -> None:
        self.text = text
        """The other."""
        self._same = [*_same(one.splitlines(keepends=True), text.splitlines(keepends=True))]
        self._starts = [start for start, _, _ in self._same]
        self._ends = [start + length for start, _, length in self._same]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return start and end in the other text; what only that has lies inside."""
        first = self._start(start)
        return first, max(self._end(end), first)

    def _start(self, offset: int) -> int:
        place = bisect_right(self._ends, offset)
        if place == len(self._same):
            return len(self.text)
        start, there, _ = self._same[place]
        return there + max(offset - start, 0)

    def _end(self, offset: int) -> int:
        place = bisect_left(self._starts, offset) - 1
        if place < 0:
            return 0
        start, there, length = self._same[place]
        return there + min(offset - start, length)


def _same(one: Sequence[str], other: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Yield what is the same in both, line by line, and word by word in lines that differ.

    Each is a place in the first, a place in the second and a length, in characters.
    """
    lines = SequenceMatcher(None, one, other, autojunk=False)
    at = [_offsets(one), _offsets(other)]
    for kind, a, b, c, d in lines.get_opcodes():
        if kind == "equal":
            yield at[0][a], at[1][c], at[0][b] - at[0][a]
        elif kind == "replace":
            words = [_WORDS.findall("".join(one[a:b])), _WORDS.findall("".join(other[c:d]))]
            inside = [_offsets(words[0]), _offsets(words[1])]
            for block in SequenceMatcher(None, words[0], words[1]).get_matching_blocks():
                if block.size:
                    start = inside[0][block.a]
                    length = inside[0][block.a + block.size] - start
                    yield at[0][a] + start, at[1][c] + inside[1][block.b], length


def _offsets(pieces: Sequence[str]) -> list[int]:
    found = [0]
    for piece in pieces:
        found.append(found[-1] + len(piece))
    return found
