"""The same interview in two files, as text and as captions or twice the same: one document."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from secondcoder.passages.paragraphs import word_spans
from secondcoder.records.study import Notice
from secondcoder.records.text import Document

ALIKE = 0.9
"""Share of their words that two files of one interview have in common. Not measured."""
FEWEST_COPIED = 30
"""Texts of one form with fewer words may be alike by chance. Not measured."""
FEWEST_WORDS = 8
"""Texts with fewer words are not compared. Not measured."""


@dataclass(frozen=True, slots=True)
class _Words:
    document: Document
    order: tuple[str, ...]
    words: Counter[str]

    @property
    def form(self) -> str:
        return PurePosixPath(self.document.source).suffix.lower()

    @property
    def speakers(self) -> int:
        return len({block.speaker for block in self.document.blocks} - {""})


def without_twins(documents: Sequence[Document]) -> tuple[list[Document], list[Notice]]:
    """Return the documents, of two files of one interview only one.

    Of two forms it is the one that names more speakers, of two copies the shorter file name.
    """
    spoken = [_spoken(document) for document in documents if document.unit != "row"]
    instead: dict[int, Document] = {}
    for place, first in enumerate(spoken):
        for second in spoken[place + 1 :]:
            gone = {id(first.document), id(second.document)} & set(instead)
            if not gone and _is_twin(first, second):
                kept, left = _kept_first(first, second)
                instead[id(left.document)] = kept.document
    notices = [
        _told(document, _at_last(document, instead))
        for document in documents
        if id(document) in instead
    ]
    return [document for document in documents if id(document) not in instead], notices


def _at_last(document: Document, instead: Mapping[int, Document]) -> Document:
    """Return the document that is read in the end, where one copy gave way to another."""
    while id(document) in instead:
        document = instead[id(document)]
    return document


def _told(left: Document, kept: Document) -> Notice:
    message = (
        f"holds the same interview as {kept.source}, which is read instead; "
        "to read it, leave the other out of [[documents]]"
    )
    return Notice("same text", message, left.source)


def _spoken(document: Document) -> _Words:
    words: list[str] = []
    for block in document.blocks:
        text = document.text[block.start : block.end].casefold()
        words += [text[start:end].strip(".,;:!?\"'") for start, end in word_spans(text)]
    return _Words(document, tuple(words), Counter(words))


def _is_twin(first: _Words, second: _Words) -> bool:
    """Say whether two files hold one interview; those of one form only with every word alike."""
    if first.form == second.form:
        return first.order == second.order and len(first.order) >= FEWEST_COPIED
    return _alike(first.words, second.words)


def _kept_first(first: _Words, second: _Words) -> tuple[_Words, _Words]:
    if first.speakers != second.speakers:
        swap = first.speakers < second.speakers
    else:
        swap = first.form == second.form and len(second.document.source) < len(
            first.document.source
        )
    return (second, first) if swap else (first, second)


def _alike(first: Counter[str], second: Counter[str]) -> bool:
    fewer, more = sorted((first.total(), second.total()))
    if fewer < FEWEST_WORDS or fewer < ALIKE * more:
        return False
    return (first & second).total() >= ALIKE * more
