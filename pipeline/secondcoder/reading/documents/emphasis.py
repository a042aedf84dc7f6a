"""Interviews without names: questions in bold, answers in plain type."""

from collections.abc import Sequence
from itertools import groupby

from secondcoder.passages.paragraphs import count_words, is_aside
from secondcoder.reading.documents.lines import Line
from secondcoder.reading.documents.turns import Turn, asks_something

FEWEST, MOSTLY = 2, 0.6
"""Questions that stand out, and share of what stands out that asks. Not measured."""
FEW = 0.3
"""Most plain paragraphs that may ask as well. Not measured."""


def emphasised_turns(text: str, lines: Sequence[Line]) -> list[Turn]:
    """Return questions that stand out and the plain answers below them, or nothing.

    What stands out before the first question is a title and no turn.
    """
    spoken = [line for line in lines if line.heading or not is_aside(text[line.start : line.end])]
    groups = [
        (heading, stands_out, list(group))
        for (heading, stands_out), group in groupby(
            spoken, key=lambda line: (line.heading, _stands_out(line))
        )
    ]
    bold = [group for heading, stands_out, group in groups if stands_out and not heading]
    plain = [group for heading, stands_out, group in groups if not stands_out and not heading]
    if not _is_interview(text, bold, plain):
        return []
    turns: list[Turn] = []
    title = ""
    for heading, stands_out, group in groups:
        if heading:
            title = heading
            continue
        first = 0 if turns else _first_question(text, group)
        if turns or stands_out:
            turns.append(_turn(group[first:], title, asks=stands_out))
    return turns


def _first_question(text: str, group: Sequence[Line]) -> int:
    return next((place for place, line in enumerate(group) if _asks(text, [line])), 0)


def _turn(group: Sequence[Line], heading: str, *, asks: bool) -> Turn:
    time = next((line.time for line in group if line.time), "")
    return Turn(
        start=group[0].start, end=group[-1].end, speaker="", time=time, heading=heading, asks=asks
    )


def _stands_out(line: Line) -> bool:
    return not line.heading and line.bold >= line.end - line.start > 0


def _asks(text: str, group: Sequence[Line]) -> bool:
    return any(asks_something(text[line.start : line.end]) for line in group)


def _is_interview(
    text: str, bold: Sequence[Sequence[Line]], plain: Sequence[Sequence[Line]]
) -> bool:
    asking = sum(_asks(text, group) for group in bold)
    answers = sum(_asks(text, group) for group in plain)
    if asking < FEWEST or asking < MOSTLY * len(bold) or answers > FEW * len(plain):
        return False
    questions = sum(count_words(text[line.start : line.end]) for group in bold for line in group)
    words = sum(count_words(text[line.start : line.end]) for group in plain for line in group)
    return len(plain) >= FEWEST and words > questions
