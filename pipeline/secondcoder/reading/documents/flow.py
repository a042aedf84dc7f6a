"""Paragraphs one after the other to a text and its lines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from secondcoder.passages.paragraphs import trim
from secondcoder.reading.documents.lines import Line
from secondcoder.reading.files.text import normalise

BETWEEN = "\n\n"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as its file marks it; it may hold line breaks."""

    text: str
    heading: bool = False
    bold: tuple[int, ...] = ()
    """Of each of its lines: how many characters at its beginning stand out."""
    about: bool = False
    """It is a row of a table about the conversation or the people in it."""


def leading(pieces: Sequence[tuple[str, bool]]) -> int:
    """Return how many characters of a line, in pieces that stand out or not, do so at first."""
    length = ""
    for text, stands_out in pieces:
        if not stands_out and text.strip():
            break
        length += text
    stand = any(stands_out and text.strip() for text, stands_out in pieces)
    return len(normalise(length).rstrip()) if stand else 0


def lay_out(paragraphs: Sequence[Paragraph]) -> tuple[str, list[Line]]:
    """Return the whole text, paragraphs delimited by blank lines, and its lines."""
    parts: list[str] = []
    lines: list[Line] = []
    offset = 0
    for paragraph in paragraphs:
        if paragraph.text.strip():
            lines += _lines(paragraph, offset)
            parts.append(paragraph.text)
            offset += len(paragraph.text) + len(BETWEEN)
    return BETWEEN.join(parts), lines


def _lines(paragraph: Paragraph, offset: int) -> Iterator[Line]:
    if paragraph.heading:
        start, end = trim(paragraph.text, 0, len(paragraph.text))
        heading = " ".join(paragraph.text.split())
        yield Line(start=offset + start, end=offset + end, heading=heading)
        return
    place = 0
    gap = True
    lines = paragraph.text.split("\n")
    bold = [*paragraph.bold, *(0 for _ in lines)]
    for line, outstanding in zip(lines, bold, strict=False):
        start, end = trim(line, 0, len(line))
        if start < end:
            length = min(max(outstanding - start, 0), end - start)
            first = offset + place
            yield Line(
                start=first + start, end=first + end, gap=gap, bold=length, about=paragraph.about
            )
            gap = False
        place += len(line) + 1
