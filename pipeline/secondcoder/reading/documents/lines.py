"""The lines of a text with what their file says of them: the form every text reader works on."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from secondcoder.passages.paragraphs import (
    count_words,
    ends_sentence,
    is_furniture,
    is_wrapped,
    join_lines,
    trim,
)
from secondcoder.records.text import Block

LONGEST_HEADING = 10
MOST_CHARACTERS = 80
SHORTEST_BODY = 20
"""Of guessed headings: most words and characters, and fewest words of the text below. Not
measured."""

_LINE = re.compile(r"[^\n]*\S[^\n]*")
_MARKDOWN_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*")
_MARKDOWN_QUOTED = re.compile(r"(?:>\s*)+(?=[^\s>])")
_MARKDOWN_BOLD = re.compile(r"(\*\*|__)(?=\S)((?:(?!\1)[^\n])+?)(?<=\S)\1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line that is not blank, without the blanks at its ends."""

    start: int
    end: int
    gap: bool = True
    """A blank line or the beginning of a paragraph stands before it."""
    heading: str = ""
    """The heading's words, if the line is one; empty otherwise."""
    bold: int = 0
    """How many of its first characters stand out: bold, in italics, underlined or set in."""
    about: bool = False
    """It belongs to a table about the conversation or the people in it."""
    time: str = ""
    """The time of a mark that was cut out of it, as ``HH:MM:SS``; empty if there was none."""
    apart: bool = False
    """A line that is nobody's words stands before it."""
    resumes: bool = False
    """The speaker before the last one goes on: the line follows words said across theirs."""


def plain_lines(text: str, *, markdown: bool = False) -> list[Line]:
    """Return the lines of a text; in Markdown those that begin with ``#`` are headings."""
    lines: list[Line] = []
    for match in _LINE.finditer(text):
        start, end = trim(text, match.start(), match.end())
        quoted = _MARKDOWN_QUOTED.match(text, start, end) if markdown else None
        start = quoted.end() if quoted else start
        mark = _MARKDOWN_HEADING.fullmatch(text, start, end) if markdown else None
        gap = not lines or text.count("\n", lines[-1].end, start) > 1
        bold = None if mark else _MARKDOWN_BOLD.match(text, start, end)
        if bold and bold.end() == end:
            start, end = bold.span(2)
        length = min(bold.end(), end) - start if bold else (end - start) * bool(quoted)
        heading = mark.group(2) if mark else ""
        lines.append(Line(start=start, end=end, gap=gap, heading=heading, bold=length))
    return lines


def paragraph_blocks(
    text: str, lines: Sequence[Line], *, guess_headings: bool = False
) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    """Return the paragraphs as blocks under their headings, and the headings that were guessed.

    A guessed heading is a short line without a mark of sentence end between a blank line or a
    long paragraph and a long paragraph. If the text follows without a blank line, the heading
    ends at the next one; it also ends at the lines of a form.
    """
    paragraphs = _paragraphs(text, lines)
    guessed = _guessed_headings(text, paragraphs) if guess_headings else frozenset()
    blocks: list[Block] = []
    running = ""
    attached = False
    for place, (start, end, heading) in enumerate(paragraphs):
        before = paragraphs[place - 1][1] if place else 0
        if guess_headings and (
            _is_form(text[start:end]) or (attached and _gap(text, before, start))
        ):
            running, attached = "", False
        if place in guessed:
            running = text[start:end]
            attached = not _gap(text, end, paragraphs[place + 1][0])
        elif heading:
            running = heading
        elif not is_furniture(text[start:end]):
            blocks.append(Block(start=start, end=end, heading=running))
    return tuple(blocks), tuple(text[slice(*paragraphs[place][:2])] for place in sorted(guessed))


def _paragraphs(text: str, lines: Sequence[Line]) -> list[tuple[int, int, str]]:
    """Return start, end and, for headings the file marks, their words."""
    wrapped = is_wrapped(_between_headings(text, lines))
    paragraphs: list[tuple[int, int, str]] = []
    for marked, group in itertools.groupby(lines, key=lambda line: bool(line.heading)):
        if marked:
            paragraphs += [(line.start, line.end, line.heading) for line in group]
        else:
            spans = join_lines(text, [(line.start, line.end) for line in group], wrapped=wrapped)
            paragraphs += [(*span, "") for span in spans]
    return paragraphs


def _gap(text: str, before: int, after: int) -> bool:
    """Say whether a blank line lies between two offsets."""
    return text.count("\n", before, after) > 1


def _is_form(words: str) -> bool:
    """Say whether a paragraph is made of short lines that end no sentence."""
    return "\n" in words and not any(map(ends_sentence, words.split("\n")))


def _between_headings(text: str, lines: Sequence[Line]) -> list[str]:
    """Return the stretches between headings, for judging how their lines end."""
    edges = [0]
    for line in lines:
        if line.heading:
            edges += [line.start, line.end]
    edges.append(len(text))
    return [text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]


def _guessed_headings(text: str, paragraphs: Sequence[tuple[int, int, str]]) -> frozenset[int]:
    """Return the places of the paragraphs that read as headings."""

    def is_long(place: int) -> bool:
        words = text[slice(*paragraphs[place][:2])]
        return count_words(words) >= SHORTEST_BODY and not _is_form(words)

    return frozenset(
        place
        for place, (start, end, _) in enumerate(paragraphs[:-1])
        if _reads_as_heading(text[start:end])
        and is_long(place + 1)
        and (place == 0 or _gap(text, paragraphs[place - 1][1], start) or is_long(place - 1))
    )


def _reads_as_heading(words: str) -> bool:
    return (
        "\n" not in words
        and len(words) <= MOST_CHARACTERS
        and count_words(words) <= LONGEST_HEADING
        and (words[0].isupper() or words[0].isdigit())
        and not ends_sentence(words)
        and not is_furniture(words)
    )
