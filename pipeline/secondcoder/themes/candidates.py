"""Phrases that a theme may be called by: those of its passages with most weight by counts."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress

import numpy as np

from secondcoder.themes.grammar import NounPhrases
from secondcoder.words import phrases

_CAPITAL = re.compile(r"(?<=[a-z,;] )[A-Z][\w'’-]*")
_SMALL = re.compile(r"\b[a-z][\w'’-]*")
CENTRAL = 25
"""Passages nearest to the centre whose phrases are considered. Not measured apart, see
``CONTRAST``."""
CANDIDATES = 120
"""Phrases that are judged, those of most weight by counts. Not measured; bounds the time."""
JUDGED = 24
"""Phrases judged at a time; no result depends on it."""
FEWEST, MOST, PER_PHRASE = 7, 20, 3
"""Phrases of a theme whose meaning is looked at, those of most weight by counts: one for so many
passages, within these bounds. On development halves labels came out as good as with all phrases
(mean reciprocal rank: bills .814 against .818, nhs_px .556 against .517; docs/quality.md, e)."""
ALIKE = 3
"""Of these, phrases with one word in common: the rest leave room for a second phrase."""
LONGER = 1.5
"""Weight by counts of a phrase of several words against a single word's."""
EARLY = 0.3
"""Weight by counts that a phrase loses which first stands in the least central passage."""
TOO_GENERAL = frozenset(
    """
    people person folk week weeks month months year years day days time times night morning
    evening evenings everyone someone anyone nobody told asked work good better nice great
    """.split()
)
"""Words that name no theme when they stand alone."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A phrase that a theme may be called by."""

    phrase: str
    held: int
    """Passages of the theme that hold it."""


def candidates_of(
    texts: Sequence[Sequence[str]],
    *,
    stops: frozenset[str],
    can_stand: NounPhrases,
    capitals: bool,
) -> list[list[Candidate]]:
    """Return each theme's phrases of most weight by counts."""
    found = [[set(phrases(text, stops)) for text in passages] for passages in texts]
    held = [Counter(phrase for own in theme for phrase in own) for theme in found]
    everywhere: Counter[str] = Counter()
    for counts in held:
        everywhere.update(counts)
    total = sum(len(passages) for passages in texts)
    best = []
    for passages, theme, counts in zip(texts, found, held, strict=True):
        weight = _weights(theme, counts, everywhere, total)
        names = set() if capitals else _names(passages)
        fitting = [p for p in weight if p not in TOO_GENERAL and not names.intersection(p.split())]
        ranked = sorted(  # a name or a general word before none
            fitting or weight, key=lambda p, of=weight: (-round(of[p], 6), p)
        )
        most = min(MOST, max(FEWEST, len(passages) // PER_PHRASE))
        standing = _first_standing(ranked[:CANDIDATES], can_stand, most) or ranked[:most]
        best.append([Candidate(phrase, counts[phrase]) for phrase in standing])
    return best


def _weights(
    theme: Sequence[set[str]], held: Counter[str], everywhere: Counter[str], total: int
) -> dict[str, float]:
    """Return the weight by counts of the phrases of a theme's central passages.

    ``theme`` holds the phrases of each passage, from the most central on; ``total`` is the number
    of passages of all themes beside each other.
    """
    first: dict[str, int] = {}
    for place, own in enumerate(theme[:CENTRAL]):
        for phrase in own:
            first.setdefault(phrase, place)
    return {
        phrase: held[phrase]
        * float(np.log1p(total / everywhere[phrase]))
        * (LONGER if " " in phrase else 1)
        * (1 - EARLY * place / len(theme))
        for phrase, place in first.items()
    }


def _first_standing(best: Sequence[str], can_stand: NounPhrases, most: int) -> list[str]:
    """Return the first phrases that can stand alone, few of them with one word in common.

    Few more are judged than it takes.
    """
    standing: list[str] = []
    used: Counter[str] = Counter()
    for start in range(0, len(best), JUDGED):
        block = best[start : start + JUDGED]
        for phrase in compress(block, can_stand(block)):
            words = set(phrase.split())
            if all(used[word] < ALIKE for word in words):
                standing.append(phrase)
                used.update(words)
        if len(standing) >= most:
            break
    return standing[:most]


def _names(passages: Sequence[str]) -> set[str]:
    """Return words that stand with a capital inside sentences and never without one."""
    inside = {m.group().lower() for text in passages for m in _CAPITAL.finditer(text)}
    small = {m.group() for text in passages for m in _SMALL.finditer(text)}
    return {word.replace("’", "'") for word in inside - small}
