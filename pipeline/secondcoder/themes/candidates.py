"""What a theme may be called by: chunks that its passages share, and clauses of central ones."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from secondcoder.protocols import Floats
from secondcoder.themes.general_words import TOO_GENERAL, form_headings, plain
from secondcoder.themes.grammar import PassageReader, Reading
from secondcoder.themes.lines import Clause, weightiest
from secondcoder.themes.phrases import AskedPhrases
from secondcoder.words import is_content

_SMALL = re.compile(r"\b[a-z][\w'’-]*")
CENTRAL = 25
"""Passages nearest to the centre that are parsed. Not measured apart, see ``labels.RIVALS``."""
FEWEST, MOST, PER_TEXT = 6, 20, 3
"""Texts of a theme whose meaning is looked at: one for so many passages, within these bounds. On
development halves labels came out as good as with all phrases (docs/quality.md, e)."""
OF_NAMES = 0.6
"""Share of these that are chunks; the rest are clauses. Half and half came out within .002 of it
(mean reciprocal rank on the development halves of bills and nhs_px, mean over 36 settings)."""
FOR_READING = 3
"""Chunks of a theme at the least, for key phrases, where fewer are shared."""
SHARED = 2
"""Passages that say a name: what only one says names no theme, by definition."""
LEAST_SHARE = 0.02
"""And the least share of its passages."""
WIDELY = 1.0
"""Weight of that square root; see ``Candidate.widely``. Not measured apart."""
PLURAL = 0.5
"""Share of a noun's uses in the plural from which it is written so, as headings write what can be
counted. Not measured."""
ALIKE = 3
"""Of the chunks, those with one word in common: the rest leave room for others."""
LONGER = 1.5
"""Weight by counts of a phrase of several words against a single word's."""
EARLY = 0.3
"""Weight by counts that a phrase or a clause loses which stands in the least central passage."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """Themes that stand beside each other, and are named so that they can be told apart."""

    texts: Sequence[Sequence[str]]
    """Each theme's passages, from the most central on."""
    centres: Floats
    """Each theme's unit-length centre, shape ``(themes, dimensions)``."""
    below: tuple[int, int] | None = None
    """The place of the level above and of the theme there that these are parts of; theirs must
    not be its name. A level stands after the one above it."""
    sources: Sequence[Sequence[str]] = ()
    """The document, or the case, of each passage; empty: each passage is its own."""
    headings: frozenset[str] = field(default=frozenset())
    """Headings of forms in lower case, which name no theme."""
    introductions: frozenset[str] = field(default=frozenset())
    """Texts in which speakers say who they are, from which no line is taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A chunk that a theme may be called by."""

    phrase: str
    shown: str
    """The phrase with abbreviations, and nouns of German, in capitals."""
    key: str
    """The same for its singular and its plural."""
    held: int
    """Passages of the theme that hold it, in either form."""
    sources: int
    """Documents or cases that these lie in."""
    lift: float
    """Logarithm of how much more often this theme's passages hold it than the others'."""
    widely: bool
    """Said by more than one of the theme's several documents or cases and, if it is one word, by
    at least the square root of the number of its passages: of three two, of nine three."""
    weight: float
    """By counts (class-based TF-IDF: Grootendorst 2022)."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What one theme may be called by."""

    names: tuple[Candidate, ...]
    """Chunks that several passages share, most weight first."""
    others: tuple[Candidate, ...]
    """Further chunks: for key phrases only."""
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class _Banned:
    """What names a person, a place or a project, and no theme."""

    words: frozenset[str]
    """Words that are only written as names."""
    keys: set[str]
    """Chunks that are."""

    def holds(self, chunk: Candidate) -> bool:
        """Say whether a chunk is a name or has one in it."""
        return chunk.key in self.keys or bool(
            self.words.intersection(word.split("'")[0] for word in chunk.phrase.split())
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """What the passages of a level hold."""

    read: Mapping[str, Reading]
    """Of each central text, by the text."""
    banned: _Banned
    stops: frozenset[str]
    abbreviations: Mapping[str, str]
    """How words are written that are only written in capitals, by the word in lower case."""
    places: Sequence[Mapping[str, Sequence[int]]]
    """Of each theme: the places of the passages that hold a phrase, in ascending order."""
    everywhere: Counter[str]
    total: int
    """Passages of all themes."""

    def as_verb(self, phrase: str, text: str) -> bool:
        """Say whether a text that was read uses a word as a verb alone (“I'd fund”)."""
        return text in self.read and phrase in self.read[text].verbs


def offers(
    levels: Sequence[Level], *, reader: PassageReader, stops: frozenset[str]
) -> list[list[Offer]]:
    """Return what each theme of each level may be called by; a text is parsed once."""
    central = {text: None for level in levels for texts in level.texts for text in texts[:CENTRAL]}
    read = dict(zip(central, reader(list(central)), strict=True))
    small = {
        plain(word)
        for text in {text for level in levels for texts in level.texts for text in texts}
        for word in _SMALL.findall(text)
    }
    names = frozenset().union(*(reading.names for reading in read.values())) - small
    chunks = [chunk for reading in read.values() for chunk in reading.chunks]
    proper = {one.key for one in chunks} - {one.key for one in chunks if not one.proper}
    banned = _Banned(names, proper)
    asked = AskedPhrases(read, stops)
    written = {one.lower(): one for reading in read.values() for one in reading.abbreviations}
    abbreviations = {word: one for word, one in sorted(written.items()) if word not in small}
    return [
        list(_of_level(level, _said(level, read, banned, asked, abbreviations=abbreviations)))
        for level in levels
    ]


def _said(
    level: Level,
    read: Mapping[str, Reading],
    banned: _Banned,
    asked: AskedPhrases,
    *,
    abbreviations: Mapping[str, str],
) -> _Said:
    places = [asked.places(texts) for texts in level.texts]
    everywhere: Counter[str] = Counter()
    for of_theme in places:
        everywhere.update({phrase: len(where) for phrase, where in of_theme.items()})
    return _Said(
        read=read,
        banned=banned,
        stops=asked.stops,
        abbreviations=abbreviations,
        places=places,
        everywhere=everywhere,
        total=sum(len(texts) for texts in level.texts),
    )


def _of_level(level: Level, said: _Said) -> Iterator[Offer]:
    headings = level.headings | form_headings(level.texts)
    for place, texts in enumerate(level.texts):
        budget = min(MOST, max(FEWEST, len(texts) // PER_TEXT))
        chunks = [
            one
            for one in _chunks(level, place, said)
            if one.phrase not in TOO_GENERAL | headings and not said.banned.holds(one)
        ]
        least = max(SHARED, LEAST_SHARE * len(texts))
        shared = [one for one in chunks if one.held >= least]
        chosen = _unlike(shared, round(budget * OF_NAMES))
        rest = [one for one in chunks if one not in chosen]
        others = rest[: max(0, FOR_READING - len(chosen))]
        left = budget - len(chosen) - len(others)
        lines = _lines(texts, place, said, introductions=level.introductions, most=left)
        yield Offer(tuple(chosen), tuple(others), tuple(lines))


def _chunks(level: Level, place: int, said: _Said) -> list[Candidate]:
    """Return the chunks of a theme's central passages, most weight by counts first."""
    texts = level.texts[place]
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    first: dict[str, int] = {}
    plurals: set[str] = set()
    for number, text in enumerate(texts[:CENTRAL]):
        for chunk in said.read[text].chunks:
            plurals.update([chunk.phrase] if chunk.plural else [])
            forms[chunk.key][chunk.phrase] += 1
            first.setdefault(chunk.key, number)
    sources = level.sources[place] if level.sources else [str(n) for n in range(len(texts))]
    rest = max(1, said.total - len(texts))
    candidates = []
    for key, written in forms.items():
        where = {
            number
            for one in written
            for number in said.places[place].get(one, ())
            if not said.as_verb(one, texts[number])
        }
        held = max(1, len(where))
        everywhere = max(held, sum(said.everywhere[one] for one in written))
        share, elsewhere = held / len(texts), (everywhere - held) / rest
        phrase = _form(written, plurals)
        candidates.append(
            Candidate(
                phrase=phrase,
                shown=" ".join(said.abbreviations.get(word, word) for word in phrase.split()),
                key=key,
                held=held,
                sources=max(1, len({sources[number] for number in where})),
                widely=_widely(key, where, sources),
                lift=float(np.log((share + 0.01) / (elsewhere + 0.01))),
                weight=held
                * float(np.log1p(said.total / everywhere))
                * (LONGER if " " in key else 1)
                * (1 - EARLY * first[key] / CENTRAL),
            )
        )
    return sorted(candidates, key=lambda one: (-round(one.weight, 6), one.phrase))


def _widely(key: str, where: Collection[int], sources: Sequence[str]) -> bool:
    own = {sources[number] for number in where}
    enough = " " in key or len(where) >= WIDELY * len(sources) ** 0.5
    return enough and (len(own) > 1 or len(set(sources)) == 1)


def _form(written: Counter[str], plurals: set[str]) -> str:
    """Return how a chunk is written as a name: as most often, or in a plural that is no rarity."""
    usual = max(sorted(written, key=lambda one: (len(one), one)), key=written.__getitem__)
    many = {one: times for one, times in written.items() if one in plurals}
    if not many or sum(many.values()) < PLURAL * written.total():
        return usual
    return max(sorted(many), key=many.__getitem__)


def _unlike(candidates: Sequence[Candidate], most: int) -> list[Candidate]:
    """Return the first candidates, few of them with one word in common."""
    chosen: list[Candidate] = []
    used: Counter[str] = Counter()
    for one in candidates:
        words = set(one.key.split())
        if len(chosen) < most and all(used[word] < ALIKE for word in words):
            chosen.append(one)
            used.update(words)
    return chosen


def _lines(
    texts: Sequence[str], place: int, said: _Said, *, introductions: frozenset[str], most: int
) -> list[Clause]:
    return weightiest(
        [
            (
                text,
                () if text in introductions else said.read[text].clauses,
                said.read[text].numbers,
            )
            for text in texts[:CENTRAL]
        ],
        weight=lambda word: _weight(word, place, said, len(texts)),
        lost=EARLY / CENTRAL,
        banned=said.banned.words,
        most=most,
    )


def _weight(word: str, place: int, said: _Said, size: int) -> float:
    if not is_content(word, said.stops):
        return 0.0
    everywhere = max(1, said.everywhere[word])
    return len(said.places[place].get(word, ())) / size * float(np.log1p(said.total / everywhere))
