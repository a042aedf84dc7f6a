"""Whether two documents of two files are one, and where a place in one lies in the other.

Two people's copies of a text differ in line ends, blanks, a file's extension or a corrected word.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from secondcoder.exchange.safe_names import without_ending

ENOUGH = 0.8
"""Share of the letters of both texts that the alignment pairs, from which two documents of one
name are taken for one. Not measured; a cleaned or corrected transcript has far more, another
interview far less."""
_LONG = 5_000
"""Words from which commonplace ones are not compared, for the sake of time."""
_WORD = re.compile(r"\w+|[^\w\s]")


def name_key(name: str) -> str:
    """Return a document's name without extension and case, as copies share it."""
    bare = unicodedata.normalize("NFC", " ".join(name.split()))
    return without_ending(bare).casefold()


@dataclass(frozen=True, slots=True)
class Alignment:
    """Stretches that two texts share, in order: start in the one, start in the other, length."""

    shared: tuple[tuple[int, int, int], ...]
    differing: int
    """Words of either text that the other lacks."""

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the place in the first text of a stretch of the second; ``None`` if it lacks."""
        starts = [place[1] for place in self.shared]
        at = bisect_right(starts, start) - 1
        if at >= 0 and start < starts[at] + self.shared[at][2]:
            first = self.shared[at][0] + start - starts[at]
        elif at + 1 < len(self.shared):
            first = self.shared[at + 1][0]
        else:
            return None
        at = bisect_right(starts, end - 1) - 1
        if at < 0:
            return None
        one, other, length = self.shared[at]
        last = one + min(end - other, length)
        return (first, last) if first < last else None


def same_words(one: str, other: str) -> bool:
    """Say whether two texts differ in nothing but blanks and line ends."""
    return one == other or "".join(one.split()) == "".join(other.split())


def aligned(one: str, other: str) -> Alignment | None:
    """Return how two texts lie on each other; ``None`` if they are not nearly the same."""
    if one == other:
        return Alignment(((0, 0, len(one)),), 0)
    shared: list[tuple[int, int, int]] = []
    found, words = _words(one), _words(other)
    named = [one[start:end] for start, end in found]
    said = [other[start:end] for start, end in words]
    for first, second, number in _blocks(named, said):
        for (start, end), (place, _) in zip(
            found[first : first + number], words[second : second + number], strict=True
        ):
            shared.append((start, place, end - start))
    paired = sum(length for *_, length in shared)
    letters = sum(map(len, named)) + sum(map(len, said))
    if not letters or 2 * paired < ENOUGH * letters:
        return None
    return Alignment(tuple(shared), len(named) + len(said) - 2 * len(shared))


def _blocks(one: Sequence[str], other: Sequence[str]) -> Sequence[tuple[int, int, int]]:
    if one == other:
        return [(0, 0, len(one))]
    return SequenceMatcher(None, one, other, autojunk=len(one) > _LONG).get_matching_blocks()


def _words(text: str) -> Sequence[tuple[int, int]]:
    return [match.span() for match in _WORD.finditer(text)]
