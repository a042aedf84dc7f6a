"""Marks of the recording among the words: cut out of the text, their times kept by the lines."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from secondcoder.passages.paragraphs import trim
from secondcoder.passages.time_marks import TIME_MARK
from secondcoder.reading.documents.labels import clock, lone_time
from secondcoder.reading.documents.layouts import STAMPED, loose_labels, read_label
from secondcoder.reading.documents.lines import Line

Span = tuple[int, int]

_NUMBERED = re.compile(r"[(\[¶]?(\d{1,5})[.)\]]?[\s\t]+(?=\S)")
_MOSTLY = 0.9
_LABELLED = 0.4
"""Paragraph numbers: share of lines that carry one, counting up, and share of them that carry a
label behind it, so that numbered lists stay. Not measured."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A text without marks, its lines, and the marks."""

    text: str
    lines: tuple[Line, ...]
    cut: tuple[str, ...] = ()


def cut_marks(text: str, lines: Sequence[Line]) -> Marked:
    """Return the text without time marks and paragraph numbers; those in labels stay."""
    numbers = _paragraph_numbers(text, lines)
    named = loose_labels(text, lines, STAMPED)
    times_named = Counter(label.key for label in named if label)
    spans: list[Span] = []
    times: dict[int, str] = {}
    for place, line in enumerate(lines):
        found = numbers[place : place + 1] if numbers else []
        start = found[0][1] if found else line.start
        label = named[place]
        stamped = label.length if label and times_named[label.key] > 1 else 0
        marks = _marks(text, replace(line, start=start), line.start + stamped)
        if marks:
            times[place] = clock(text[slice(*marks[0])])
        spans += [*found, *marks]
    if not spans:
        return Marked(text, tuple(lines))
    kept, offsets = _without(text, spans)
    moved = [_moved(kept, line, offsets, times.get(place, "")) for place, line in enumerate(lines)]
    cut = tuple(text[start:end] for start, end in spans)
    return Marked(kept, tuple(line for line in moved if line.start < line.end), cut)


def _marks(text: str, line: Line, first: int) -> list[Span]:
    """Return where the marks lie behind the label; ``first`` is where it ends at least."""
    words = text[line.start : line.end]
    if line.heading or lone_time(words):
        return []
    label = read_label(words)
    first = max(first, line.start + (label.length if label else 0))
    if not TIME_MARK.search(text[first : line.end]):
        return []
    return [
        (first + match.start(), first + match.end())
        for match in TIME_MARK.finditer(text[first : line.end])
    ]


def _paragraph_numbers(text: str, lines: Sequence[Line]) -> list[Span]:
    """Return where the numbers of paragraphs lie, one a line, if the lines are numbered so."""
    matches = [_NUMBERED.match(text, line.start, line.end) for line in lines]
    numbers = [int(match[1]) for match in matches if match]
    if len(numbers) < 3 or len(numbers) < _MOSTLY * len(lines):
        return []
    if any(after <= before for before, after in pairwise(numbers)):
        return []
    rests = [
        text[match.end() : line.end] for match, line in zip(matches, lines, strict=True) if match
    ]
    if sum(read_label(rest) is not None for rest in rests) < _LABELLED * len(rests):
        return []
    return [
        match.span() if match else (line.start, line.start)
        for match, line in zip(matches, lines, strict=True)
    ]


def _without(text: str, spans: Sequence[Span]) -> tuple[str, list[int]]:
    """Return the text without the spans, and for every old offset the new one."""
    gone = bytearray(len(text) + 1)
    for start, end in spans:
        gone[start:end] = b"\x01" * (end - start)
        if start and end < len(text) and text[start - 1] == " " and text[end] == " ":
            gone[end] = 1
    offsets = [0]
    for place in range(len(text)):
        offsets.append(offsets[-1] + (not gone[place]))
    return "".join(letter for letter, cut in zip(text, gone, strict=False) if not cut), offsets


def _moved(text: str, line: Line, offsets: Sequence[int], time: str) -> Line:
    start, end = trim(text, offsets[line.start], offsets[line.end])
    bold = min(max(offsets[line.start + line.bold] - start, 0), end - start) if line.bold else 0
    return replace(line, start=start, end=end, bold=bold, time=time or line.time)
