"""Paragraphs one after the other to a text and its lines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from secondcoder.passages.paragraphs import trim
from secondcoder.reading.documents.lines import Line

BETWEEN = "\n\n"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as its file marks it; it may hold line breaks."""

    text: str
    heading: bool = False


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
        yield Line(offset + start, offset + end, heading=" ".join(paragraph.text.split()))
        return
    place = 0
    gap = True
    for line in paragraph.text.split("\n"):
        start, end = trim(line, 0, len(line))
        if start < end:
            yield Line(offset + place + start, offset + place + end, gap)
            gap = False
        place += len(line) + 1
