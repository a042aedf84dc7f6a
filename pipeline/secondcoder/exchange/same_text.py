"""Whether two documents of two files are one, and where a place in one lies in the other.

Two people's copies of a text differ in line ends, blanks, a file's extension or a corrected word.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from secondcoder.exchange.safe_names import without_ending

ENOUGH = 0.8
"""Share of the letters of both texts that the alignment pairs, from which two documents of one
name are taken for one. Not measured; a cleaned or corrected transcript has far more, another
interview far less."""
_LONG = 5_000
"""Words from which commonplace ones are not compared, for the sake of time."""
_SLIP = 0.6
"""Likeness of letters from which words that differ are one stretch, corrected. Not measured."""
_LONGEST_SLIP = 200
"""Letters of such a stretch; longer ones are other text. Not measured."""
_WORD = re.compile(r"\w+|[^\w\s]")


def name_key(name: str) -> str:
    """Return a document's name without extension and case, as copies share it."""
    bare = unicodedata.normalize("NFC", " ".join(name.split()))
    return without_ending(bare).casefold()


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of two texts: the same in both, or words that are spelt otherwise in the one."""

    first: int
    last: int
    start: int
    end: int
    """``first`` to ``last`` in the one, ``start`` to ``end`` in the other."""
    same: bool = True


@dataclass(frozen=True, slots=True)
class Alignment:
    """How two texts lie on each other: the pieces that they share, in order."""

    pieces: tuple[Piece, ...]
    differing: int
    """Words of either text that the other lacks."""

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the place in the first text of a stretch of the second; ``None`` if it lacks.

        Words that are spelt otherwise belong to it as a whole.
        """
        at = bisect_right(self.pieces, start, key=lambda piece: piece.end)
        to = bisect_left(self.pieces, end, key=lambda piece: piece.start) - 1
        if at == len(self.pieces) or to < 0:
            return None
        here, there = self.pieces[at], self.pieces[to]
        first = here.first + max(start - here.start, 0) * here.same
        last = there.first + min(end, there.end) - there.start if there.same else there.last
        return (first, last) if first < last else None

    def whole(self, start: int, end: int) -> bool:
        """Say whether a stretch of the second text, without blanks around, begins and ends in it.

        If not, some of its first or last words are not in the first text.
        """
        at = bisect_right(self.pieces, start, key=lambda piece: piece.end)
        to = bisect_left(self.pieces, end, key=lambda piece: piece.start) - 1
        if at == len(self.pieces) or to < 0:
            return False
        return self.pieces[at].start <= start and end <= self.pieces[to].end


def same_words(one: str, other: str) -> bool:
    """Say whether two texts differ in nothing but blanks and line ends."""
    return one == other or "".join(one.split()) == "".join(other.split())


def aligned(one: str, other: str) -> Alignment | None:
    """Return how two texts lie on each other; ``None`` if they are not nearly the same."""
    if one == other:
        return Alignment((Piece(first=0, last=len(one), start=0, end=len(other)),), 0)
    pieces: list[Piece] = []
    found, words = _words(one), _words(other)
    named = [one[start:end] for start, end in found]
    said = [other[start:end] for start, end in words]
    before = (0, 0)
    for first, second, number in _blocks(named, said):
        pieces += _corrected(one, other, found[before[0] : first], words[before[1] : second])
        before = first + number, second + number
        pieces += [
            Piece(first=here[0], last=here[1], start=there[0], end=there[1])
            for here, there in zip(found[first : before[0]], words[second : before[1]], strict=True)
        ]
    shared = [piece for piece in pieces if piece.same]
    paired = sum(piece.end - piece.start for piece in shared)
    letters = sum(map(len, named)) + sum(map(len, said))
    if not letters or 2 * paired < ENOUGH * letters:
        return None
    return Alignment(tuple(pieces), len(named) + len(said) - 2 * len(shared))


def _corrected(
    one: str, other: str, found: Sequence[tuple[int, int]], words: Sequence[tuple[int, int]]
) -> Iterator[Piece]:
    """Yield the words of two texts that stand in each other's place, if they are nearly alike."""
    if not found or not words:
        return
    first, last, start, end = found[0][0], found[-1][1], words[0][0], words[-1][1]
    if max(last - first, end - start) > _LONGEST_SLIP:
        return
    if SequenceMatcher(None, one[first:last], other[start:end]).ratio() >= _SLIP:
        yield Piece(first=first, last=last, start=start, end=end, same=False)


def _blocks(one: Sequence[str], other: Sequence[str]) -> Sequence[tuple[int, int, int]]:
    if one == other:
        return [(0, 0, len(one))]
    return SequenceMatcher(None, one, other, autojunk=len(one) > _LONG).get_matching_blocks()


def _words(text: str) -> Sequence[tuple[int, int]]:
    return [match.span() for match in _WORD.finditer(text)]
