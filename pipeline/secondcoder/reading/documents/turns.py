"""Turns of a conversation to blocks: who moderates, and what was asked before an answer."""

from collections.abc import Sequence
from dataclasses import dataclass

from secondcoder.passages.paragraphs import count_words, is_note, trim
from secondcoder.reading.documents.labels import is_moderator
from secondcoder.records.text import Block

BACKCHANNEL = 3
"""A moderator's turn of so few words without a question mark asks nothing new. Not measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What one speaker says before the next one does, without the label."""

    start: int
    end: int
    speaker: str
    time: str = ""
    heading: str = ""


def turn_blocks(
    text: str, turns: Sequence[Turn], *, moderators: Sequence[str] | None
) -> tuple[Block, ...]:
    """Return a block for every turn with speech; answers carry the last question verbatim.

    ``moderators`` are compared without regard to case; with ``None`` usual names count.
    """
    named = None if moderators is None else {name.casefold().strip() for name in moderators}
    blocks: list[Block] = []
    question = heading = ""
    for turn in turns:
        start, end = trim(text, turn.start, turn.end)
        words = text[start:end]
        if turn.heading != heading:
            question, heading = "", turn.heading
        if is_note(words):
            continue
        asks = is_moderator(turn.speaker) if named is None else turn.speaker.casefold() in named
        blocks.append(
            Block(
                start=start,
                end=end,
                speaker=turn.speaker,
                heading=turn.heading,
                question="" if asks else question,
                time=turn.time,
                moderator=asks,
            )
        )
        if asks and ("?" in words or count_words(words) > BACKCHANNEL):
            question = words
    return tuple(blocks)
