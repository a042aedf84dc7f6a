"""A readable label for each theme: two phrases that stand in its passages."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import compress, count, islice

import numpy as np

from secondcoder.protocols import Encoder, Floats
from secondcoder.themes.grammar import NounPhrases
from secondcoder.words import phrases

_CAPITAL = re.compile(r"(?<=[a-z,;] )[A-Z][\w'’-]*")
_SMALL = re.compile(r"\b[a-z][\w'’-]*")
CENTRAL = 25
"""Passages nearest to the centre whose phrases are considered. Not measured apart, see
``CONTRAST``."""
CANDIDATES = 120
"""Phrases that are judged, those that most passages hold. Not measured; bounds the time."""
CONTRAST = 0.4
"""Weight of nearness to the nearest other theme, taken off. Not measured apart; the labels that
come of all these are measured as task (e) of docs/quality.md."""
SPREAD = 0.08
"""Worth of each doubling of the passages that hold a phrase, against closeness of meaning. Not
measured apart, see ``CONTRAST``."""
SINGLE = 0.08
"""What a single word must be better by than a phrase. Not measured apart, see ``CONTRAST``."""
TOO_GENERAL = frozenset(
    """
    people person folk week weeks month months year years day days time times night morning
    evening evenings everyone someone anyone nobody told asked work good better nice great
    """.split()
)
"""Words that name no theme when they stand alone."""
SECONDS = 40
"""Phrases, the best first, among which a second one is looked for. Not measured; bounds the
time."""
TOO_LIKE = 0.8
"""Cosine from which a second phrase says what the first one says. Not measured apart; that there is
a second phrase was (development halves of bills and nhs_px, docs/quality.md)."""
NO_WORDS = "No phrase of its own"


def choose_labels(
    texts: Sequence[Sequence[str]],
    centres: Floats,
    *,
    encoder: Encoder,
    stops: frozenset[str],
    can_stand: NounPhrases,
    taken: frozenset[str] = frozenset(),
    two: bool = True,
    capitals: bool = False,
) -> list[str]:
    """Return one label for each theme, no two beginning alike, none beginning as in ``taken``.

    ``texts`` holds each theme's passages from the most central on; ``centres`` its unit-length
    centre, shape ``(themes, dimensions)``; ``can_stand`` judges phrases. Wanted is the phrase
    nearest in meaning to this theme and far from the others, the more so the more passages hold
    it; names of people and places are passed over. A second phrase that shares no word with the
    first follows after a comma, if there is one: one phrase alone named people's own groups less
    well on the development parts that ``docs/quality.md`` tells of. ``two=False`` leaves it out.
    ``capitals``: the language writes every noun with a capital, so that a capital is no name.
    """
    used = set(taken)
    labels = []
    for place, passages in enumerate(texts):
        ranked = _ranked(
            passages,
            centres,
            place,
            encoder=encoder,
            stops=stops,
            can_stand=can_stand,
            names=set() if capitals else _names(passages),
        )
        free = [phrase for phrase in ranked if phrase not in used]
        if free:
            chosen = [free[0], *(_second(free, encoder) if two else [])]
        else:
            chosen = [_free(ranked[0] if ranked else NO_WORDS, used)]
        used.add(chosen[0].lower())
        label = ", ".join(chosen)
        labels.append(label[:1].upper() + label[1:])
    return labels


def _second(ranked: Sequence[str], encoder: Encoder) -> list[str]:
    """Return the best phrase that adds to the first one, if there is one."""
    first, others = ranked[0], ranked[1:SECONDS]
    if not others:
        return []
    vectors = encoder.encode([first, *others])
    like = vectors[1:] @ vectors[0]
    words = set(first.split())
    fitting = (
        phrase
        for phrase, likeness in zip(others, like, strict=True)
        if likeness < TOO_LIKE and not words.intersection(phrase.split())
    )
    return list(islice(fitting, 1))


def _free(label: str, used: set[str]) -> str:
    """Return the label, numbered if another theme has it."""
    numbered = (f"{label} ({number})" for number in count(2))
    return next(name for name in (label, *islice(numbered, len(used))) if name.lower() not in used)


def _ranked(
    passages: Sequence[str],
    centres: Floats,
    place: int,
    *,
    encoder: Encoder,
    stops: frozenset[str],
    can_stand: NounPhrases,
    names: set[str],
) -> list[str]:
    held = Counter(p for text in passages for p in set(phrases(text, stops)))
    central = {p for text in passages[:CENTRAL] for p in phrases(text, stops)}
    fitting = [p for p in central if p not in TOO_GENERAL and not names.intersection(p.split())]
    candidates = fitting or list(central)  # a name or a general word before none
    candidates = sorted(candidates, key=lambda p: (-held[p], " " not in p, p))[:CANDIDATES]
    candidates = list(compress(candidates, can_stand(candidates))) or candidates
    if not candidates:
        return []
    similarity = encoder.encode(candidates) @ centres.T
    others = np.delete(similarity, place, axis=1)
    rival = others.max(axis=1) if others.shape[1] else np.zeros(len(candidates))
    score = (
        similarity[:, place]
        - CONTRAST * rival
        + SPREAD * np.log2([held[phrase] for phrase in candidates])
        - SINGLE * np.array([" " not in phrase for phrase in candidates])
    )
    order = np.lexsort((np.arange(len(candidates)), -np.round(score, 6)))
    return [candidates[index] for index in order]


def _names(passages: Sequence[str]) -> set[str]:
    """Return words that stand with a capital inside sentences and never without one."""
    inside = {m.group().lower() for text in passages for m in _CAPITAL.finditer(text)}
    small = {m.group() for text in passages for m in _SMALL.finditer(text)}
    return {word.replace("’", "'") for word in inside - small}
