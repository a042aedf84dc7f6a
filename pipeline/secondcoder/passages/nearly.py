"""Where a quotation stands in a text although a word of it was typed differently.

Both are compared word by word, without case and apostrophes, with numbers as digits and British
spelling as American. Candidates are where most of the quotation's rarer words lie in its order;
the likeness of two stretches is the share of their letters that the alignment pairs,
``2 * paired / (letters of one + letters of the other)``.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

LIKE_ENOUGH = 0.82
"""Likeness from which a stretch is taken for the quotation. See ``docs/decisions`` and the test
that measures it: quotations with one or two slips lie above, the nearest stretch of a text that a
quotation does not come from below."""
FEWEST_WORDS, SHORT, SHORT_LIKE_ENOUGH = 3, 6, 0.88
"""Fewer words are too few to tell a slip from something else said; below six a slip weighs more,
and chance likeness is commoner, so more is asked."""
_CANDIDATES = 4
_MARGIN = 3
"""Words beyond a quotation's length that a stretch is sought in, at either end."""
_COMMON = 60
"""Places of a word from which it does not help to find a stretch."""

_WORD = re.compile(r"[^\W_]+(?:['’‘`´][^\W_]+)*")
_APOSTROPHE = re.compile(r"['’‘`´]")
_NUMBERS = {
    word: str(number)
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen twenty".split()
    )
} | {"thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "hundred": "100"}
_SPELLINGS = (
    (re.compile(r"(?<=\w{2})our(?=$|s$|ed$|ing$|ite|able|al|ful|hood)"), "or"),
    (re.compile(r"is(?=(?:e|ed|es|er|ers|ing|ation|ations)$)"), "iz"),
    (re.compile(r"ys(?=(?:e|ed|es|er|ing)$)"), "yz"),
    (re.compile(r"(?<=[tb])re(?=s?$)"), "er"),
    (re.compile(r"ll(?=(?:ed|ing|er|ers)$)"), "l"),
    (re.compile(r"(?<=\w)ae|(?<=\w)oe"), "e"),
    (re.compile(r"ence$"), "ense"),
    (re.compile(r"ogue(?=s?$)"), "og"),
    (re.compile(r"amme(?=s?$)"), "am"),
)
_WORDS = {"grey": "gray", "mum": "mom", "tyre": "tire", "tyres": "tires", "cheque": "check"}


@dataclass(frozen=True, slots=True)
class Near:
    """The stretch of a text that is most like a quotation."""

    start: int
    end: int
    likeness: float
    """0 to 1; 1 where they differ in spelling only."""
    words: int
    """Words of the quotation."""

    @property
    def enough(self) -> bool:
        """Whether the stretch can be taken for the quotation."""
        if self.likeness >= 1:
            return self.words > 1
        needed = SHORT_LIKE_ENOUGH if self.words < SHORT else LIKE_ENOUGH
        return self.words >= FEWEST_WORDS and self.likeness >= needed


class NearFinder:
    """Finds the nearest stretches in one text, whose words are indexed once."""

    def __init__(self, text: str) -> None:
        found = [match for match in _WORD.finditer(text)]
        self._spans = [match.span() for match in found]
        self._words = [spelling(match.group()) for match in found]
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, word in enumerate(self._words):
            self._places[word].append(place)

    def nearest(self, quote: str) -> list[Near]:
        """Return the most alike stretch, or several that are equally so; none if no word is there."""
        sought = [spelling(match.group()) for match in _WORD.finditer(quote)]
        if not sought:
            return []
        found = {
            (near.start, near.end): near
            for first in self._candidates(sought)
            if (near := self._aligned(sought, first)) is not None
        }
        best = max((near.likeness for near in found.values()), default=0.0)
        return sorted(
            (near for near in found.values() if near.likeness == best), key=lambda near: near.start
        )

    def _candidates(self, sought: Sequence[str]) -> list[int]:
        """Return where the quotation might begin: where its rarer words stand in its order."""
        votes: Counter[int] = Counter()
        rare = [(place, word) for place, word in enumerate(sought) if word in self._places]
        few = [one for one in rare if len(self._places[one[1]]) <= _COMMON] or rare[:_CANDIDATES]
        for place, word in few:
            for at in self._places[word]:
                votes[max(0, at - place)] += 1
        together = {
            first: sum(votes[first + shift] for shift in range(-_MARGIN, _MARGIN + 1))
            for first in votes
        }
        ranked = sorted(together, key=lambda first: (-together[first], -votes[first], first))
        kept: list[int] = []
        for first in ranked:
            if all(abs(first - other) > _MARGIN for other in kept):
                kept.append(first)
            if len(kept) == _CANDIDATES:
                break
        return kept

    def _aligned(self, sought: Sequence[str], first: int) -> Near | None:
        begin = max(0, first - _MARGIN)
        window = self._words[begin : first + len(sought) + 2 * _MARGIN]
        changes = SequenceMatcher(None, sought, window, autojunk=False).get_opcodes()
        changes = [
            change
            for change in changes
            if change[0] != "insert" or change[1] not in {0, len(sought)}
        ]
        paired = 0.0
        low, high = len(window), 0
        for kind, a1, a2, b1, b2 in changes:
            if kind == "replace":
                b1, b2 = _fitting(a1, a2, b1, b2, last=a2 == len(sought))
                one, two = "".join(sought[a1:a2]), "".join(window[b1:b2])
                paired += SequenceMatcher(None, one, two, autojunk=False).ratio() * (
                    len(one) + len(two)
                )
            elif kind == "equal":
                paired += 2 * len("".join(sought[a1:a2]))
            if kind != "delete":
                low, high = min(low, b1), max(high, b2)
        if low >= high:
            return None
        letters = len("".join(sought)) + len("".join(window[low:high]))
        start, end = self._spans[begin + low][0], self._spans[begin + high - 1][1]
        return Near(start, end, min(1.0, paired / letters), len(sought))


def _fitting(a1: int, a2: int, b1: int, b2: int, *, last: bool) -> tuple[int, int]:
    """Return the part of a replaced stretch at the window's edge that the quotation can mean."""
    length = a2 - a1
    if b2 - b1 <= length:
        return b1, b2
    if last:
        return b1, b1 + length
    return (b2 - length, b2) if a1 == 0 else (b1, b2)


@lru_cache(maxsize=50_000)
def spelling(word: str) -> str:
    """Return a word in the one spelling that quotation and text are compared in."""
    bare = _APOSTROPHE.sub("", word.casefold())
    bare = _NUMBERS.get(bare, _WORDS.get(bare, bare))
    if len(bare) > 4:
        for pattern, other in _SPELLINGS:
            bare = pattern.sub(other, bare)
    return bare
