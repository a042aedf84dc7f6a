"""Readable labels and key phrases of themes: phrases that stand in their passages.

Phrases are weighed by counts first (class-based TF-IDF: Grootendorst 2022), which costs nothing;
the best few of every theme and subtheme are then encoded together, once, and ranked by meaning.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count, islice

import numpy as np

from secondcoder.protocols import Encoder, Floats
from secondcoder.themes.candidates import Candidate, candidates_of
from secondcoder.themes.grammar import NounPhrases

CONTRAST = 0.4
"""Weight of nearness to the nearest other theme, taken off. Not measured apart; the labels that
come of all these are measured as task (e) of docs/quality.md."""
SPREAD = 0.08
"""Worth of each doubling of the passages that hold a phrase, against closeness of meaning. Not
measured apart, see ``CONTRAST``."""
SINGLE = 0.08
"""What a single word must be better by than a phrase. Not measured apart, see ``CONTRAST``."""
TOO_LIKE = 0.8
"""Cosine from which a second phrase says what the first one says. Not measured apart; that there is
a second phrase was (development halves of bills and nhs_px, docs/quality.md)."""
BEGINNING = 5
"""Letters in which words of a first and a second phrase differ. Not measured."""
KEY_PHRASES = 8
"""Key phrases that are shown; for reading only."""
DIVERSITY = 0.4
"""Weight of variety among key phrases, 0 to 1. Not measured; for reading only."""
NO_WORDS = "No phrase of its own"


@dataclass(frozen=True, slots=True)
class Level:
    """Themes that stand beside each other, and are named so that they can be told apart."""

    texts: Sequence[Sequence[str]]
    """Each theme's passages, from the most central on."""
    centres: Floats
    """Each theme's unit-length centre, shape ``(themes, dimensions)``."""
    below: tuple[int, int] | None = None
    """The place of the level above and of the theme there that these are parts of; theirs must
    not begin as its label does. A level stands after the one above it."""


@dataclass(frozen=True, slots=True)
class Name:
    """What a theme is called."""

    label: str
    first: str
    """The phrase that the label begins with, in lower case."""
    key_phrases: tuple[str, ...]


def name_levels(
    levels: Sequence[Level],
    *,
    encoder: Encoder,
    stops: frozenset[str],
    can_stand: NounPhrases,
    two: bool = True,
    capitals: bool = False,
) -> list[list[Name]]:
    """Return a name for each theme of each level, no two of a level beginning alike.

    ``can_stand`` judges phrases. Wanted is the phrase nearest in meaning to this theme and far
    from the others, the more so the more passages hold it; names of people and places are passed
    over. A second phrase that shares no word with the first, nor a form of one, follows after a
    comma, if there is one: one phrase alone named people's own groups less well on the development
    parts that ``docs/quality.md`` tells of. ``two=False`` leaves it out. ``capitals``: the language
    writes every noun with a capital, so that a capital is no name.
    """
    candidates = [
        candidates_of(level.texts, stops=stops, can_stand=can_stand, capitals=capitals)
        for level in levels
    ]
    asked = sorted({one.phrase for level in candidates for theme in level for one in theme})
    meaning = dict(zip(asked, encoder.encode(asked), strict=True)) if asked else {}
    named: list[list[Name]] = []
    for level, of_themes in zip(levels, candidates, strict=True):
        above = {named[level.below[0]][level.below[1]].first} if level.below else set()
        named.append(_named(level.centres, of_themes, meaning, taken=above, two=two))
    return named


def choose_labels(
    texts: Sequence[Sequence[str]],
    centres: Floats,
    *,
    encoder: Encoder,
    stops: frozenset[str],
    can_stand: NounPhrases,
    two: bool = True,
    capitals: bool = False,
) -> list[str]:
    """Return one label for each theme of one level, as ``name_levels`` does."""
    (names,) = name_levels(
        [Level(texts, centres)],
        encoder=encoder,
        stops=stops,
        can_stand=can_stand,
        two=two,
        capitals=capitals,
    )
    return [name.label for name in names]


def _named(
    centres: Floats,
    of_themes: Sequence[Sequence[Candidate]],
    meaning: Mapping[str, Floats],
    *,
    taken: set[str],
    two: bool,
) -> list[Name]:
    used = set(taken)
    names = []
    for place, candidates in enumerate(of_themes):
        ranked = _ranked(candidates, centres, place, meaning)
        free = [phrase for phrase in ranked if phrase not in used]
        if free:
            chosen = [free[0], *(_second(free, meaning) if two else [])]
        else:
            chosen = [_free(ranked[0] if ranked else NO_WORDS, used)]
        first = chosen[0].lower()
        used.add(first)
        label = ", ".join(chosen)
        keys = _varied(ranked, centres[place], meaning)
        names.append(Name(label[:1].upper() + label[1:], first, keys))
    return names


def _second(ranked: Sequence[str], meaning: Mapping[str, Floats]) -> list[str]:
    """Return the best phrase that adds to the first one, if there is one."""
    first, *others = ranked
    words = _beginnings(first)
    fitting = (
        phrase
        for phrase in others
        if float(meaning[phrase] @ meaning[first]) < TOO_LIKE and not words & _beginnings(phrase)
    )
    return list(islice(fitting, 1))


def _beginnings(phrase: str) -> set[str]:
    """Return how a phrase's words begin: ``worker`` and ``workers`` begin alike."""
    return {word[:BEGINNING] for word in phrase.split()}


def _free(label: str, used: set[str]) -> str:
    """Return the label, numbered if another theme has it."""
    numbered = (f"{label} ({number})" for number in count(2))
    return next(name for name in (label, *islice(numbered, len(used))) if name.lower() not in used)


def _ranked(
    candidates: Sequence[Candidate], centres: Floats, place: int, meaning: Mapping[str, Floats]
) -> list[str]:
    """Return a theme's candidates, the best label first."""
    if not candidates:
        return []
    similarity = np.stack([meaning[one.phrase] for one in candidates]) @ centres.T
    others = np.delete(similarity, place, axis=1)
    rival = others.max(axis=1) if others.shape[1] else np.zeros(len(candidates))
    score = (
        similarity[:, place]
        - CONTRAST * rival
        + SPREAD * np.log2([one.held for one in candidates])
        - SINGLE * np.array([" " not in one.phrase for one in candidates])
    )
    order = np.lexsort((np.arange(len(candidates)), -np.round(score, 6)))
    return [candidates[index].phrase for index in order]


def _varied(
    ranked: Sequence[str], centre: Floats, meaning: Mapping[str, Floats]
) -> tuple[str, ...]:
    """Return key phrases: near to the theme and unlike one another (maximal marginal relevance).

    Carbonell, J. and Goldstein, J. (1998). The use of MMR, diversity-based reranking. SIGIR.
    """
    chosen: list[str] = []
    left = list(ranked)
    while left and len(chosen) < KEY_PHRASES:
        like = {
            phrase: max((float(meaning[phrase] @ meaning[one]) for one in chosen), default=0.0)
            for phrase in left
        }
        worth = {
            phrase: (1 - DIVERSITY) * float(meaning[phrase] @ centre) - DIVERSITY * like[phrase]
            for phrase in left
        }
        best = max(left, key=lambda phrase: round(worth[phrase], 6))
        chosen.append(best)
        left.remove(best)
    return tuple(chosen)
