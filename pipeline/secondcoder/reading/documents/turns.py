"""Turns of a conversation to blocks: who moderates, and what was asked before an answer."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from secondcoder.passages.paragraphs import count_words, is_note, trim
from secondcoder.reading.documents.labels import speaker_key
from secondcoder.reading.documents.role_words import is_assisting
from secondcoder.records.text import Block

BACKCHANNEL = 3
"""A moderator's turn of so few words without a question mark asks nothing new. Not measured."""
QUESTION_MARKS = "?？؟"


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What one speaker says before the next one does, without the label."""

    start: int
    end: int
    speaker: str
    time: str = ""
    heading: str = ""
    asks: bool = False
    """The layout itself says that it is a question: bold among plain answers."""


def turn_blocks(
    text: str,
    turns: Sequence[Turn],
    *,
    moderators: Collection[str],
    quiet: Collection[str] = (),
) -> tuple[Block, ...]:
    """Return a block for every turn with speech; answers carry the last question verbatim.

    ``moderators`` are names as `speaker_key` returns them; nobody answers those who are ``quiet``.
    """
    blocks = []
    for turn in turns:
        start, end = trim(text, turn.start, turn.end)
        if not is_note(text[start:end]):
            blocks.append(
                Block(
                    start=start,
                    end=end,
                    speaker=turn.speaker,
                    heading=turn.heading,
                    time=turn.time,
                    moderator=turn.asks,
                )
            )
    return asked_blocks(text, blocks, moderators=moderators, quiet=quiet)


def asked_blocks(
    text: str,
    blocks: Sequence[Block],
    *,
    moderators: Collection[str],
    quiet: Collection[str] = (),
) -> tuple[Block, ...]:
    """Return the blocks with these moderators, and with the question before each answer.

    A block without a speaker's name keeps its part.
    """
    asked: list[Block] = []
    question = heading = ""
    for block in blocks:
        words = text[block.start : block.end]
        if block.heading != heading:
            question, heading = "", block.heading
        asks = speaker_key(block.speaker) in moderators if block.speaker else block.moderator
        asked.append(replace(block, moderator=asks, question="" if asks else question))
        new = asks_something(words) or count_words(words) > BACKCHANNEL
        beside = is_assisting(block.speaker) or speaker_key(block.speaker) in quiet
        if asks and new and not beside:
            question = words
    return tuple(asked)


def asks_something(words: str) -> bool:
    """Say whether a question mark of any script stands in the words."""
    return any(mark in words for mark in QUESTION_MARKS)
