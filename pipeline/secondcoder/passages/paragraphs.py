"""Where the paragraphs of a text lie, whether its lines were wrapped or are paragraphs each."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

Span = tuple[int, int]
"""Start and end in code points, end exclusive."""

WIDEST_WRAP = 120
"""Files whose longest line is longer were not wrapped by hand or by an editor. Not measured;
editors usually wrap at 72 to 100."""

FULL, MOSTLY = 0.9, 0.6
"""A wrapped line would pass this share of the width with the next word on it; this share of the
lines must. Not measured."""
_ASIAN = "\u3040-\u30ff\u3400-\u9fff"
_RUN = re.compile(rf"[{_ASIAN}]|[^\s{_ASIAN}]+")
_LETTER = re.compile(r"[^\W_]")
_LINE = re.compile(r"[^\n]*\S[^\n]*")
_ITEM = re.compile(r"\s*(?:[-*•–]|\(?\d{1,2}[.)]|\(?[a-z]\))\s+\S")
_SENTENCE_END = re.compile(r"[.?!…。？！:;][\"'”’»)\]*]*\s*$")
_NOTE = re.compile(
    r"\s*(?:\[[^\]\n]{0,60}\]|\(\w+(?:[^\w)]+\w+){0,2}[^\w)]*\)|\*[^*\n]{0,60}\*|[\W_]*)[.\s]*"
)
_FURNITURE = re.compile(
    r"[-–—\s]*(?:page\s*)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?[-–—\s]*"
    r"|\s*[\[(]?\d{1,3}(?::\d{1,2}){1,2}(?:[.,]\d{1,3})?[\])]?\s*|[\W_]*",
    re.IGNORECASE,
)


def word_spans(text: str) -> list[Span]:
    """Return where the words lie: runs between blanks that hold a letter or digit."""
    return [match.span() for match in _RUN.finditer(text) if _LETTER.search(match[0])]


def count_words(text: str) -> int:
    """Return the number of words."""
    return sum(1 for run in _RUN.findall(text) if _LETTER.search(run))


def trim(text: str, start: int, end: int) -> Span:
    """Return the span without the blanks at its ends; an empty span stays at its start."""
    stretch = text[start:end]
    left = len(stretch) - len(stretch.lstrip())
    kept = len(stretch.strip())
    return (start + left, start + left + kept) if kept else (start, start)


def is_note(text: str) -> bool:
    """Say whether a turn holds no speech: only a transcriber's note such as ``[laughter]``."""
    return _NOTE.fullmatch(text) is not None


def is_furniture(text: str) -> bool:
    """Say whether a line is a page number, a time of the recording or a rule."""
    return _FURNITURE.fullmatch(text) is not None


def is_aside(text: str) -> bool:
    """Say whether a line among others holds no speech: a note or furniture."""
    return is_note(text) or is_furniture(text)


def ends_sentence(line: str) -> bool:
    """Say whether a line ends as a sentence does."""
    return _SENTENCE_END.search(line) is not None


def is_wrapped(texts: Iterable[str]) -> bool:
    """Say whether the lines were broken to a width, so that only blank lines end a paragraph.

    They were if no line is wider than `WIDEST_WRAP` and, at most breaks inside a stretch, the
    next line's first word had no room on the line before.
    """
    stretches = [[line.rstrip() for line in text.split("\n")] for text in texts]
    width = max((len(line) for lines in stretches for line in lines), default=0)
    if not 40 <= width <= WIDEST_WRAP:
        return False
    full = breaks = 0
    for lines in stretches:
        for line, following in pairwise(lines):
            if line and following and not _ITEM.match(following):
                breaks += 1
                full += len(line) + 1 + len(following.split(maxsplit=1)[0]) > FULL * width
    return breaks > 0 and full >= MOSTLY * breaks


def paragraph_spans(text: str, start: int, end: int, *, wrapped: bool) -> list[Span]:
    """Return the paragraphs of ``text[start:end]``, trimmed, in order.

    Blank lines and list items always part them. In a text that is not wrapped a line end does
    so too, unless it stands between short lines that end no sentence (an address, a form).
    """
    lines = [
        trim(text, start + match.start(), start + match.end())
        for match in _LINE.finditer(text[start:end])
    ]
    return join_lines(text, lines, wrapped=wrapped)


def join_lines(text: str, lines: Sequence[Span], *, wrapped: bool) -> list[Span]:
    """Join lines that make one paragraph; see `paragraph_spans`."""
    paragraphs: list[Span] = []
    last = ""
    for start, end in lines:
        line = text[start:end]
        if paragraphs and not _parts(text, paragraphs[-1][1], last, line, start, wrapped=wrapped):
            paragraphs[-1] = (paragraphs[-1][0], end)
        else:
            paragraphs.append((start, end))
        last = line
    return paragraphs


def _parts(text: str, before: int, last: str, line: str, start: int, *, wrapped: bool) -> bool:
    """Say whether a paragraph ends between two lines."""
    if text.count("\n", before, start) > 1 or _ITEM.match(line):
        return True
    if wrapped:
        return False
    return any(len(one) > WIDEST_WRAP or ends_sentence(one) for one in (last, line))


def many(count: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun, in the plural where it must be."""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"
