"""The lines of a text as a form shows them: titles, bullets, and labels such as ``Aims:``."""

import re
from dataclasses import dataclass

LONGEST_TITLE = 10
MOST_CHARACTERS = 90
LONGEST_LABEL = 14
"""Words of a title and of a label, characters of a title. Not measured."""

_LINE = re.compile(r"[^\n]*\S[^\n]*")
_LEAD = re.compile(
    r"\s*(?P<bullet>[-*•–‣·]\s+)?"
    r"(?P<number>(?:\(?\d{1,3}(?:\.\d{1,3})*[.):]*|[①-⑳])\s+)?"
    r"(?P<mark>#{1,6}\s+|\*{1,2})?"
)
_BOLD = re.compile(r"(?P<label>[^*\n]{2,90}?)\s*[:;.–—-]?\s*\*{1,2}[:;.]?\s*")
_PLAIN = re.compile(r"(?P<label>[^:;*\n]{2,120}?)\s*(?:\*{0,2}[:;]\*{0,2})\s+")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]*]*$")
_POSSESSIVE = re.compile(r"['’]s?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A line and what it may be; offsets count in the document's text."""

    start: int
    end: int
    title: str = ""
    """Its words without number and marks, if it may be a title or a label of its own line."""
    label: str = ""
    """The words before a colon or set in bold at its beginning, if text follows them."""
    after: int = 0
    """Where the text after the label begins; without a label, where the words begin."""
    bullet: bool = False
    gap: bool = True
    """A blank line stands before it."""


def marks_of(text: str) -> list[Mark]:
    """Return the lines of a text that are not blank, in order."""
    marks: list[Mark] = []
    for match in _LINE.finditer(text):
        start, end = match.start(), match.end()
        while end > start and text[end - 1].isspace():
            end -= 1
        gap = not marks or text.count("\n", marks[-1].end, start) > 1
        marks.append(_mark(text, start, end, gap=gap))
    return marks


def _mark(text: str, start: int, end: int, *, gap: bool) -> Mark:
    lead = _LEAD.match(text, start, end)
    assert lead is not None  # noqa: S101 - every part of it may be empty
    begins = lead.end()
    bullet = bool(lead["bullet"])
    label, after = _label(text, begins, end, bold=(lead["mark"] or "").startswith("*"))
    words = text[begins:end].strip("*# \t")
    title = words.rstrip(":").strip() if not bullet and _may_be_title(words) else ""
    return Mark(
        start=start,
        end=end,
        title=title,
        label=label,
        after=after if label else begins,
        bullet=bullet,
        gap=gap,
    )


def _label(text: str, begins: int, end: int, *, bold: bool) -> tuple[str, int]:
    """Return a label at the beginning of a line and where the text after it begins."""
    match = _BOLD.match(text, begins, end) if bold else None
    match = match or _PLAIN.match(text, begins, end)
    if match is None or match.end() >= end:
        return "", begins
    label = _POSSESSIVE.sub("", match["label"].strip(" *:;"))
    known = label[:1].isupper() or label[:1].isdigit()
    if not known or len(label.split()) > LONGEST_LABEL or _SENTENCE_END.search(label):
        return "", begins
    return label, match.end()


def _may_be_title(words: str) -> bool:
    return (
        bool(words)
        and len(words) <= MOST_CHARACTERS
        and len(words.split()) <= LONGEST_TITLE
        and (words[0].isupper() or words[0].isdigit())
        and any(letter.isalpha() for letter in words)
        and not _SENTENCE_END.search(words)
    )
