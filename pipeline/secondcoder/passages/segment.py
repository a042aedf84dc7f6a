"""Cutting documents into the passages that are coded."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from secondcoder.errors import SecondcoderError
from secondcoder.passages.paragraphs import (
    Span,
    count_words,
    is_aside,
    is_wrapped,
    many,
    paragraph_spans,
    trim,
    word_spans,
)
from secondcoder.passages.sentences import SentenceCutter
from secondcoder.records.study import Notice
from secondcoder.records.text import Block, Document, Passage

ID_DIGITS = 12
"""48 bits: among a million passages two share an id with a chance of about one in 560."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CutSettings:
    """How documents are cut; the fields are those of ``[passages]`` in a study."""

    unit: str | None = None
    """``row``, ``turn``, ``paragraph``, ``sentence`` or ``window``; each document's own if none."""
    min_words: int = 1
    max_words: int | None = None
    window: int = 3
    """Sentences in a window."""
    stride: int | None = None
    """Sentences between the starts of windows; as many as a window holds if none."""
    moderator: str = "context"
    """``context`` or ``passage``."""


@dataclass(frozen=True, slots=True)
class PassagesCut:
    """Passages of all documents in order, and what was left out or cut otherwise than asked."""

    passages: tuple[Passage, ...]
    notices: tuple[Notice, ...]


def cut_passages(
    documents: Sequence[Document],
    settings: CutSettings,
    *,
    sentences: SentenceCutter | None = None,
) -> PassagesCut:
    """Cut documents into passages with ``document.text[start:end] == text`` and unique ids.

    ``sentences`` is called only for the units ``sentence`` and ``window`` and for passages that
    are longer than ``max_words``. A study without any passage is refused.
    """
    counts: Counter[str] = Counter()
    seen: set[str] = set()
    passages: list[Passage] = []
    for document in documents:
        spans = _document_spans(document, settings, sentences, counts)
        passages += [
            _passage(document, block, span, position, seen)
            for position, (block, span) in enumerate(spans, start=1)
        ]
    notices = _notices(documents, settings, counts)
    if not passages:
        raise _nothing_left(documents, notices)
    return PassagesCut(tuple(passages), notices)


def passage_id(document: str, start: int, end: int, text: str, *, digits: int = ID_DIGITS) -> str:
    """Return ``p`` and the first digits of the sha256 of document, start, end and text."""
    source = "\x1f".join((document, str(start), str(end), text))
    return "p" + hashlib.sha256(source.encode()).hexdigest()[:digits]


def _document_spans(
    document: Document,
    settings: CutSettings,
    sentences: SentenceCutter | None,
    counts: Counter[str],
) -> Iterator[tuple[Block, Span]]:
    unit = settings.unit or document.unit
    if unit in {"row", "turn"} and unit != document.unit:
        counts["other unit"] += 1
    wrapped = _wraps(document, unit)
    for block in document.blocks:
        if block.moderator and settings.moderator == "context":
            counts["moderator"] += 1
            continue
        for start, end in _unit_spans(document, block, unit, settings, sentences, wrapped=wrapped):
            pieces = _pieces(document.text, (start, end), settings.max_words, sentences)
            counts["long"] += len(pieces) > 1
            for piece in pieces:
                if count_words(document.text[slice(*piece)]) < settings.min_words:
                    counts["short"] += 1
                else:
                    yield block, piece


def _wraps(document: Document, unit: str) -> bool:
    """Say whether the document's lines are wrapped, where the unit depends on it."""
    if unit in {"row", "turn"} or document.unit == "paragraph":
        return False
    return is_wrapped(document.text[block.start : block.end] for block in document.blocks)


def _unit_spans(
    document: Document,
    block: Block,
    unit: str,
    settings: CutSettings,
    sentences: SentenceCutter | None,
    *,
    wrapped: bool,
) -> list[Span]:
    text = document.text
    whole = trim(text, block.start, block.end)
    if unit in {"row", "turn"}:
        return [whole]
    paragraphs = (
        [whole]
        if document.unit == "paragraph"
        else paragraph_spans(text, block.start, block.end, wrapped=wrapped)
    )
    if document.unit == "turn":
        speech = [span for span in paragraphs if not is_aside(text[slice(*span)])]
        paragraphs = speech or [whole]
    if unit == "paragraph":
        return paragraphs
    cut = [span for paragraph in paragraphs for span in _sentences(text, paragraph, sentences)]
    return cut if unit == "sentence" else _windows(cut, settings)


def _sentences(text: str, span: Span, sentences: SentenceCutter | None) -> list[Span]:
    if sentences is None:
        raise ValueError("sentences are needed for this unit or length, but no cutter was given")
    start, end = span
    spans = [trim(text, start + left, start + right) for left, right in sentences(text[start:end])]
    return [(left, right) for left, right in spans if left < right]


def _windows(cut: Sequence[Span], settings: CutSettings) -> list[Span]:
    """Return runs of sentences; the last run ends with the last sentence."""
    size = settings.window
    stride = settings.stride or size
    windows: list[Span] = []
    for first in range(0, len(cut), stride):
        run = cut[first : first + size]
        windows.append((run[0][0], run[-1][1]))
        if first + size >= len(cut):
            break
    return windows


def _pieces(
    text: str, span: Span, most: int | None, sentences: SentenceCutter | None
) -> list[Span]:
    """Cut a span into pieces of at most ``most`` words.

    Cuts are made at sentence ends, and inside a sentence only where it is longer by itself.
    """
    if most is None or count_words(text[slice(*span)]) <= most:
        return [span]
    pieces: list[Span] = []
    room = 0
    for sentence in _sentences(text, span, sentences):
        for start, end in _cut_by_words(text, sentence, most):
            length = count_words(text[start:end])
            if pieces and length <= room:
                pieces[-1] = (pieces[-1][0], end)
                room -= length
            else:
                pieces.append((start, end))
                room = most - length
    return pieces


def _cut_by_words(text: str, span: Span, most: int) -> list[Span]:
    start, end = span
    words = word_spans(text[start:end])
    if len(words) <= most:
        return [span]
    edges = [start, *(start + words[first][0] for first in range(most, len(words), most)), end]
    return [trim(text, left, right) for left, right in pairwise(edges)]


def _passage(
    document: Document, block: Block, span: Span, position: int, seen: set[str]
) -> Passage:
    start, end = span
    text = document.text[start:end]
    digits = ID_DIGITS
    while (identity := passage_id(document.name, start, end, text, digits=digits)) in seen:
        digits += 1
    seen.add(identity)
    return Passage(
        id=identity,
        document=document.name,
        case=block.case or document.case,
        speaker=block.speaker,
        heading=block.heading,
        question=block.question,
        time=block.time,
        position=position,
        start=start,
        end=end,
        text=text,
        source_id=block.source_id,
        attributes=block.attributes,
    )


def _notices(
    documents: Sequence[Document], settings: CutSettings, counts: Counter[str]
) -> tuple[Notice, ...]:
    own = sorted({document.unit for document in documents if document.unit != settings.unit})
    other, asked, short, long = (
        counts[key] for key in ("other unit", "moderator", "short", "long")
    )
    units = (
        f"{other} of {len(documents)} documents have no {settings.unit}s; "
        f"they were cut by their own unit: {', '.join(own)}"
    )
    few = f"of fewer than {settings.min_words} words"
    much = f"of more than {settings.max_words} words"
    told = (
        (other, "unit", units),
        (asked, "moderator", f"{_stretches(asked, 'by a moderator')} context, not passages"),
        (short, "left out", f"{_stretches(short, few)} not passages"),
        (long, "cut", f"{_stretches(long, much, 'was', 'were')} cut"),
    )
    return tuple(Notice(kind, message, "passages") for count, kind, message in told if count)


def _stretches(count: int, which: str, singular: str = "is", plural: str = "are") -> str:
    return f"{many(count, 'stretch', 'stretches')} {which} {singular if count == 1 else plural}"


def _nothing_left(documents: Sequence[Document], notices: Sequence[Notice]) -> SecondcoderError:
    blocks = sum(len(document.blocks) for document in documents)
    reasons = "; ".join(notice.message for notice in notices)
    return SecondcoderError(
        f"passages: none is left of {many(len(documents), 'document')} with "
        f"{many(blocks, 'stretch', 'stretches')} of text" + (f": {reasons}" if reasons else ""),
        hint="Check [[documents]], and unit, min_words and moderator in [passages].",
    )
