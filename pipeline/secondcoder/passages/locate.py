"""Where a quotation stands in a text, though it was typed, shortened or prettified on the way.

Both are brought to one canonical spelling: a run of blanks is one blank, every quotation mark is
``'``, every dash (or run of hyphens, with the blanks around it) is ``-``, an ellipsis is three
dots, and what has no width is left out. The canonical text remembers which stretch of the original
each of its letters is.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from html import unescape

from secondcoder.passages.time_marks import without_time_marks

Span = tuple[int, int]
"""Start and end in the original text, end exclusive."""

REACH = 2_000
"""Characters that an ellipsis may stand for. Not measured; about a page of text."""

_BLANK = r"\s"
_DASH = r"[-\u2010-\u2015\u2212]"
_ODD = re.compile(
    rf"(?P<dash>{_BLANK}*{_DASH}(?:{_BLANK}|{_DASH})*)"
    rf"|(?P<blank>{_BLANK}+)"
    r"|(?P<quote>[‘’‚‛'`´′“”„‟«»\"″])"
    r"|(?P<ellipsis>…)"
    r"|(?P<widthless>[\u00ad\u200b\u2060\ufeff])"
)
_CANONICAL = {"dash": "-", "blank": " ", "quote": "'", "ellipsis": "...", "widthless": ""}
_ELLIPSIS = re.compile(r"\s*(?:[\[(]\s*(?:\.\s?){2,}[\])]|(?:\.\s?){3,})\s*")
_MARKS = "'\" .…"


def locate(quote: str, text: str) -> list[Span]:
    """Return every place of a quotation in a text; see :class:`QuoteLocator`."""
    return QuoteLocator(text).locate(quote)


class QuoteLocator:
    """Finds quotations in one text, whose index is built once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._canonical, self._starts, self._ends = _index(text)

    def locate(self, quote: str) -> list[Span]:
        """Return every place of the quotation, in order; the first way that finds any decides.

        The ways: as it stands; in canonical spelling, its first letter in either case; without the
        marks around it; by its parts, in order, where an ellipsis stands between them; without the
        times of the recording, which are cut out of documents too; with characters for what it
        spells as HTML, as ``&amp;``. Places that begin and end with
        whole words are preferred to places inside words.
        """
        if not quote.strip():
            return []
        exact = [(start, start + len(quote)) for start in _finds(self._text, quote)]
        if exact:
            return _whole_words(exact, self._text)
        canonical = _index(quote.strip())[0]
        return (
            self._find(canonical)
            or self._find(canonical.strip(_MARKS))
            or self._by_parts([part.strip(_MARKS) for part in _ELLIPSIS.split(canonical)])
            or self._without_times(quote)
            or self._without_html(quote)
        )

    def _without_html(self, quote: str) -> list[Span]:
        bare = unescape(quote)
        return self.locate(bare) if bare != quote else []

    def _without_times(self, quote: str) -> list[Span]:
        bare = without_time_marks(quote)
        return self._find(_index(bare)[0]) if bare and bare != quote.strip() else []

    def _find(self, canonical: str) -> list[Span]:
        spellings = {canonical, canonical[:1].swapcase() + canonical[1:]}
        found = {
            self._original(start, start + len(spelling))
            for spelling in spellings
            if spelling
            for start in _finds(self._canonical, spelling)
        }
        return _whole_words(sorted(found), self._text)

    def _original(self, start: int, end: int) -> Span:
        """Return the stretch of the original text, without blanks that a dash took with it."""
        first, last = self._starts[start], self._ends[end - 1]
        stretch = self._text[first:last]
        return (
            first + len(stretch) - len(stretch.lstrip()),
            last - (len(stretch) - len(stretch.rstrip())),
        )

    def _by_parts(self, parts: list[str]) -> list[Span]:
        filled = [part for part in parts if part]
        if len(filled) < 2:
            return []
        places = [self._find(part) for part in filled]
        if not all(places):
            return []
        chains = (_chain(start, places[1:]) for start in places[0])
        shortest: dict[int, Span] = {}
        for span in (span for span in chains if span):
            shortest[span[1]] = span  # a later start that reaches the same end is the closer one
        return sorted(shortest.values())


def _chain(first: Span, later: list[list[Span]]) -> Span | None:
    """Return the stretch from the first part to the last, each the nearest after the one before."""
    end = first[1]
    for places in later:
        following = bisect_left(places, (end, end))
        if following == len(places) or places[following][0] > end + REACH:
            return None
        end = places[following][1]
    return (first[0], end)


def _finds(text: str, sought: str) -> Iterator[int]:
    start = text.find(sought)
    while start >= 0:
        yield start
        start = text.find(sought, start + 1)


def _whole_words(spans: list[Span], text: str) -> list[Span]:
    whole = [
        (start, end) for start, end in spans if not _cuts(text, start) and not _cuts(text, end)
    ]
    return whole or spans


def _cuts(text: str, at: int) -> bool:
    """Whether a boundary lies between two letters of one word."""
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()


def _index(text: str) -> tuple[str, list[int], list[int]]:
    """Return the canonical text and, for each of its letters, start and end in the original."""
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for odd in _ODD.finditer(text):
        start, end = odd.span()
        pieces.append(text[done:start])
        starts.extend(range(done, start))
        ends.extend(range(done + 1, start + 1))
        spelling = _CANONICAL[str(odd.lastgroup)]
        pieces.append(spelling)
        starts.extend([start] * len(spelling))
        ends.extend([end] * len(spelling))
        done = end
    pieces.append(text[done:])
    starts.extend(range(done, len(text)))
    ends.extend(range(done + 1, len(text) + 1))
    return "".join(pieces), starts, ends
