"""What themes are called: a name that their passages share, and a line in participants' words.

Chunks and clauses are weighed by counts first, which costs nothing; the best few of every theme and
subtheme are then encoded together, once, and ranked by meaning. Weights were chosen on the
development halves of bills and nhs_px, with another encoder as judge (docs/quality.md, e).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count, islice

import numpy as np

from secondcoder.protocols import Encoder, Floats
from secondcoder.themes.candidates import Candidate, Level, Offer, offers
from secondcoder.themes.grammar import PassageReader
from secondcoder.themes.lines import Clause

RIVALS = 1.0
"""Weight of the mean nearness to the other themes, taken off: .5 came out .009 lower for clauses
and about as much for names (mean reciprocal rank, means over the other settings)."""
LIFT = 0.03
"""Worth of being said e times as often in this theme as elsewhere."""
SPREAD = 0.08
"""Worth of each doubling of the documents that hold a name."""
SINGLE = 0.06
"""What a single word must be better by than a phrase."""
BY_CHANCE = 0.9
"""Share of other themes' chunks than which a name must be nearer to the theme: five in a hundred of
them are by chance."""
TOO_LIKE = 0.8
"""Cosine from which a second phrase says what the first one says. Not measured apart."""
BEGINNING = 5
"""Letters in which words of a first and a second phrase differ. Not measured."""
STANDS = 0.02
"""What a clause that points back must be nearer by than one that stands by itself."""
COUNTS = 0.05
"""What a clause with a number must be nearer by than one without: it tells one case."""
KEY_PHRASES = 8
"""Key phrases that are shown; for reading only."""
DIVERSITY = 0.4
"""Weight of variety among key phrases, 0 to 1. Not measured; for reading only."""
NO_WORDS = "No phrase of its own"


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """What a theme is called."""

    name: str
    """A noun chunk that several of its passages hold; empty if they share none."""
    label: str
    """The name; without one the line in quotation marks, and without a line a key phrase."""
    key: str
    """The same for singular and plural."""
    key_phrases: tuple[str, ...]
    in_vivo: Clause | None
    """A clause of a central passage; ``None`` if there is none of a fitting length."""


def name_levels(
    levels: Sequence[Level],
    *,
    encoder: Encoder,
    stops: frozenset[str],
    reader: PassageReader,
    two: bool = False,
) -> list[list[Name]]:
    """Return a name for each theme of each level, no two of a level called alike.

    Wanted is the chunk nearest in meaning to this theme and far from the others on the mean, the
    more so the more this theme says it and the more documents hold it; the clause by meaning alone.
    ``two``: a second phrase that shares no word with the first follows after a comma, for languages
    without a parser, whose phrases say less.
    """
    offered = offers(levels, reader=reader, stops=stops)
    asked = sorted({text for level in offered for offer in level for text in _texts(offer)})
    meaning = dict(zip(asked, encoder.encode(asked), strict=True)) if asked else {}
    chunks = sorted({one.phrase for level in offered for offer in level for one in offer.names})
    named: list[list[Name]] = []
    for level, of_themes in zip(levels, offered, strict=True):
        above = named[level.below[0]][level.below[1]] if level.below else None
        near = _near_enough(level.centres, of_themes, chunks, meaning)
        named.append(_named(level.centres, near, meaning, above=above, two=two))
    return named


def choose_labels(
    level: Level,
    *,
    encoder: Encoder,
    stops: frozenset[str],
    reader: PassageReader,
    two: bool = False,
) -> list[Name]:
    """Return the name of each theme of one level, as ``name_levels`` does."""
    (names,) = name_levels([level], encoder=encoder, stops=stops, reader=reader, two=two)
    return names


def _texts(offer: Offer) -> list[str]:
    phrases = [one.phrase for one in (*offer.names, *offer.others)]
    return [*phrases, *(one.text for one in offer.clauses)]


def _near_enough(
    centres: Floats,
    of_themes: Sequence[Offer],
    chunks: Sequence[str],
    meaning: Mapping[str, Floats],
) -> list[Offer]:
    """Return the offers with the names that are nearer to their theme than others' chunks are."""
    if not chunks:
        return list(of_themes)
    cosines = np.stack([meaning[one] for one in chunks]) @ centres.T
    place_of = {phrase: row for row, phrase in enumerate(chunks)}
    kept = []
    for place, offer in enumerate(of_themes):
        own = {one.phrase for one in offer.names}
        others = [row for phrase, row in place_of.items() if phrase not in own]
        floor = np.quantile(cosines[others, place], BY_CHANCE) if others else -1.0
        near = [one for one in offer.names if cosines[place_of[one.phrase], place] >= floor]
        far = [one for one in offer.names if one not in near]
        kept.append(replace(offer, names=tuple(near), others=(*far, *offer.others)))
    return kept


def _named(
    centres: Floats,
    of_themes: Sequence[Offer],
    meaning: Mapping[str, Floats],
    *,
    above: Name | None,
    two: bool,
) -> list[Name]:
    used, labels = set[str](), set[str]()
    names = []
    for place, offer in enumerate(of_themes):
        ranked = _ranked(offer.names, centres, place, meaning)
        taken = above.in_vivo.text if above and above.in_vivo else ""
        clauses = [one for one in offer.clauses if one.text != taken]
        line = _line(clauses, centres, place, meaning)
        free = [one for one in ranked if _is_free(one.key, used, above.key if above else "")]
        chosen = next(_strong(free, line, centres, place, meaning), None)
        parts: list[str] = []
        if chosen:
            used.add(chosen.key)
            second = _second(chosen, ranked, meaning) if two else []
            parts = [chosen.shown, *second]
        name = _capital(", ".join(parts))
        phrases = [one.phrase for one in (*ranked, *offer.others)]
        written = {one.phrase: one.shown for one in (*ranked, *offer.others)}
        keys = tuple(written[key] for key in _varied(phrases, centres[place], meaning))
        spare = f"“{line.text}”" if line else _capital(keys[0]) if keys else NO_WORDS
        label = free_label(name or spare, labels)
        labels.add(label.lower())
        names.append(
            Name(
                name=name,
                label=label,
                key=chosen.key if chosen else "",
                key_phrases=keys,
                in_vivo=line,
            )
        )
    return names


def _strong(
    candidates: Sequence[Candidate],
    line: Clause | None,
    centres: Floats,
    place: int,
    meaning: Mapping[str, Floats],
) -> Iterator[Candidate]:
    """Yield the chunks that many passages hold, or that are nearer to the theme than its line."""
    near = _nearness([one.phrase for one in candidates], centres, place, meaning)
    least = float(_nearness([line.text], centres, place, meaning)[0]) if line else -np.inf
    for one, nearness in zip(candidates, near, strict=True):
        if one.widely or nearness >= least:
            yield one


def _is_free(key: str, used: set[str], above: str) -> bool:
    """Say whether a name is no part of that of the theme above, and of none beside it nor over it.

    “Worker” says nothing under “Link workers”; “Box” beside “Bird box” tells nothing apart.
    """
    words = set(key.split())
    beside = (set(one.split()) for one in used)
    return not words <= set(above.split()) and not any(
        words <= one or one <= words for one in beside
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _second(
    first: Candidate, ranked: Sequence[Candidate], meaning: Mapping[str, Floats]
) -> list[str]:
    """Return the best phrase that adds to the first one, if there is one."""
    words = _beginnings(first.phrase)
    fitting = (
        one.shown
        for one in ranked
        if float(meaning[one.phrase] @ meaning[first.phrase]) < TOO_LIKE
        and not words & _beginnings(one.phrase)
    )
    return list(islice(fitting, 1))


def _beginnings(phrase: str) -> set[str]:
    """Return how a phrase's words begin: ``worker`` and ``workers`` begin alike."""
    return {word[:BEGINNING] for word in phrase.split()}


def free_label(label: str, used: set[str]) -> str:
    """Return the label, numbered if another theme has it."""
    numbered = (f"{label} ({number})" for number in count(2))
    return next(name for name in (label, *islice(numbered, len(used))) if name.lower() not in used)


def _ranked(
    candidates: Sequence[Candidate], centres: Floats, place: int, meaning: Mapping[str, Floats]
) -> list[Candidate]:
    """Return a theme's chunks, the best name first."""
    score = (
        _nearness([one.phrase for one in candidates], centres, place, meaning)
        + LIFT * np.array([one.lift for one in candidates])
        + SPREAD * np.log2([one.sources for one in candidates])
        - SINGLE * np.array([" " not in one.phrase for one in candidates])
    )
    return [candidates[index] for index in np.argsort(-np.round(score, 6), kind="stable")]


def _line(
    clauses: Sequence[Clause], centres: Floats, place: int, meaning: Mapping[str, Floats]
) -> Clause | None:
    """Return the clause that says best what this theme is about and the others are not."""
    near = _nearness([one.text for one in clauses], centres, place, meaning)
    score = (
        near
        - STANDS * np.array([one.points_back for one in clauses], bool)
        - COUNTS * np.array([one.counts for one in clauses], bool)
    )
    return clauses[int(np.argmax(np.round(score, 6)))] if len(clauses) else None


def _nearness(
    texts: Sequence[str], centres: Floats, place: int, meaning: Mapping[str, Floats]
) -> Floats:
    """Return cosines with a theme's centre less the mean of those with the others'."""
    if not texts:
        return np.empty(0, np.float32)
    similarity = np.stack([meaning[one] for one in texts]) @ centres.T
    others = np.delete(similarity, place, axis=1)
    near: Floats = similarity[:, place]
    return near - RIVALS * others.mean(axis=1) if others.shape[1] else near


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
