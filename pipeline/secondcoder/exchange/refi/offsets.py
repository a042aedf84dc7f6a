r"""How another program counts positions in a text, found from where its selections fall.

The standard counts Unicode code points from zero. Programs differ in the unit (code points or
UTF-16 code units), in whether ``\r\n`` counts as one or two, in whether a byte-order mark counts,
and in whether the end is the last character or the one after it. Every combination is tried on
every selection. A boundary that falls on the edge of a word, and a selection whose name quotes
its text, speak for a combination; the weight of each observation is the logarithm of how much
likelier it is under the right combination than under a wrong one.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import log

from secondcoder.errors import SecondcoderError
from secondcoder.exchange.refi.conventions import CONVENTIONS, Convention, offset_map, prior_for

LEAD = 3.0
"""Natural logarithm of the odds (20 to 1) by which the best combination must lead. Reckoned, not
measured."""
_ON_WORD = log(0.95 / 0.30)
_IN_WORD = log(0.05 / 0.70)
_QUOTED = log(0.90 / 0.02)
_NOT_QUOTED = log(0.10 / 0.98)
_OUTSIDE = log(0.01 / 0.50)
"""The five weights: a boundary on a word's edge, and inside a word; a name that quotes its text,
and one that does not; a selection outside the text. Each compares the chance under the right way of
counting with that under a wrong one. Reckoned, not measured; ``tests/exchange`` tries them on files
in each product's manner."""
_NO_WORDS, _WORDS = 0.55, 0.8
"""Share of boundaries on words up to which they count nothing, and from which they count whole.
Selections of people who do not code whole words tell nothing. Reckoned, not measured."""
_MOST = 4_000
"""Selections that are looked at; of more, every n-th. Not measured; bounds the time."""


@dataclass(frozen=True, slots=True)
class Selected:
    """A selection as its file states it: which text, from where to where, and its name."""

    text: int
    start: int
    end: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """The convention that was chosen, and in words on what grounds."""

    convention: Convention
    grounds: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Score:
    convention: Convention
    weight: float
    """Log odds by the prior and the names."""
    edges: float = 0.0
    """Log odds by the boundaries."""
    on_word: int = 0
    quoted: int = 0
    names: int = 0
    outside: int = 0


def choose(
    texts: Sequence[str], selections: Sequence[Selected], *, origin: str = "", name: str = ""
) -> Choice:
    """Return the convention that fits; refuse where no one does clearly.

    ``texts`` are as the files hold them, byte-order mark and line ends included; ``name`` is the
    file's, for messages. A project of our own making is taken at its word.
    """
    known = prior_for(origin)
    standard = known or Convention()
    if not selections:
        return Choice(standard, "there are no selections to place")
    if origin.startswith("secondcoder"):
        return Choice(standard, f"{standard.words}: the file says so, it is from secondcoder")
    looked_at = selections[:: max(1, len(selections) // _MOST)]
    scores = _weighed(_scores(texts, looked_at, known), len(looked_at))
    best, *others = sorted(scores, key=lambda score: -score.weight)
    grounds = _grounds(best, others, len(looked_at), origin=origin if known else "")
    if best.outside > len(looked_at) / 5 or (others and best.weight - others[0].weight < LEAD):
        raise _unclear(name, best, others, grounds)
    return Choice(best.convention, grounds)


def _weighed(scores: Sequence[_Score], looked_at: int) -> list[_Score]:
    """Add the boundaries' weight, as far as people selected whole words at all.

    Where no convention puts most boundaries on words, they say nothing about conventions.
    """
    share = max(score.on_word for score in scores) / (2 * looked_at)
    trust = min(max((share - _NO_WORDS) / (_WORDS - _NO_WORDS), 0.0), 1.0)
    return [replace(score, weight=score.weight + trust * score.edges) for score in scores]


def _scores(
    texts: Sequence[str], selections: Sequence[Selected], known: Convention | None
) -> list[_Score]:
    """Score each convention; those that place every selection alike count as one."""
    placed: dict[tuple[tuple[int, int] | None, ...], Convention] = {}
    for convention in _differing(texts, known):
        maps: dict[int, Callable[[int, int], tuple[int, int] | None]] = {}
        spans = []
        for one in selections:
            if one.text not in maps:
                maps[one.text] = offset_map(texts[one.text], convention)
            spans.append(maps[one.text](one.start, one.end))
        placed.setdefault(tuple(spans), convention)
    quotes = [
        [_quotes(one.name, _slice(texts[one.text], spans[place])) for spans in placed]
        for place, one in enumerate(selections)
    ]
    return [
        _score(
            texts,
            selections,
            spans,
            [(row[column], row) for row in quotes],
            start=_Score(convention=convention, weight=_prior(convention, known)),
        )
        for column, (spans, convention) in enumerate(placed.items())
    ]


def _differing(texts: Sequence[str], known: Convention | None) -> list[Convention]:
    """Return the likeliest of the conventions that these texts cannot tell apart, in order."""
    wide = any(max(text, default="") > "\uffff" for text in texts)
    pairs = any("\r\n" in text for text in texts)
    marked = any(text.startswith("\ufeff") for text in texts)
    distinct: dict[tuple[bool, bool, bool, bool], Convention] = {}
    for one in sorted(CONVENTIONS.values(), key=lambda way: -_prior(way, known)):
        key = (wide and one.utf16, pairs and one.crlf == 1, marked and one.bom == 1, one.inclusive)
        distinct.setdefault(key, one)
    return list(distinct.values())


def _score(
    texts: Sequence[str],
    selections: Sequence[Selected],
    spans: Sequence[tuple[int, int] | None],
    quotes: Sequence[tuple[int, list[int]]],
    *,
    start: _Score,
) -> _Score:
    """Add to a score what each selection says; ``quotes`` holds this and every other reading."""
    score = start
    for one, span, (quoted, among) in zip(selections, spans, quotes, strict=True):
        weight, edge_weight, good = _OUTSIDE, 0.0, 0
        if span is not None:
            edges = _edges(texts[one.text], *span)
            good = sum(edges)
            weight = 0.0
            edge_weight = sum(_ON_WORD if edge else _IN_WORD for edge in edges)
        informative = max(among) > 0
        agrees = informative and quoted == max(among)
        if informative:
            weight += _QUOTED if agrees else _NOT_QUOTED
        score = replace(
            score,
            weight=score.weight + weight,
            edges=score.edges + edge_weight,
            on_word=score.on_word + good,
            quoted=score.quoted + agrees,
            names=score.names + informative,
            outside=score.outside + (span is None),
        )
    return score


def _prior(convention: Convention, known: Convention | None) -> float:
    """Return the log odds before any selection is looked at."""
    prior = -6.0 * convention.inclusive - 4.0 * convention.bom
    if known is not None:
        return prior + (LEAD if convention == known else 0.0)
    return prior + (1.0 if convention == Convention() else 0.0)


def _edges(text: str, start: int, end: int) -> tuple[bool, bool]:
    """Say whether a selection begins where a word or mark does, and ends where one does."""
    if start >= end:
        return False, False
    first, last = text[start], text[end - 1]
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    begins = not first.isspace() and not (before.isalnum() and first.isalnum())
    ends = not last.isspace() and not (last.isalnum() and after.isalnum())
    return begins, ends


def _slice(text: str, span: tuple[int, int] | None) -> str:
    return text[slice(*span)] if span else ""


def _quotes(name: str, stretch: str) -> int:
    """Return how well a name quotes a stretch: 3 whole, 2 but for blanks, 1 its beginning."""
    said = " ".join(name.split())
    if len(said) < 3 or not stretch:
        return 0
    if name == stretch:
        return 3
    shown = " ".join(stretch[: 4 * len(name) + 40].split())
    if said == shown and len(stretch) <= 4 * len(name) + 40:
        return 2
    return int(len(said) >= 8 and shown.startswith(said.rstrip("….").rstrip()))


def _grounds(best: _Score, others: Sequence[_Score], looked_at: int, *, origin: str) -> str:
    words = [f"{best.convention.words} ({best.convention.name})"]
    edges = f"{best.on_word:,} of {2 * looked_at:,} boundaries fall on word boundaries"
    if others:
        edges += f", {others[0].on_word:,} under the next best ({others[0].convention.name})"
    words.append(edges)
    if best.names:
        words.append(f"{best.quoted:,} of {best.names:,} quoting names agree")
    if origin:
        words.append(f"the file is from {origin}")
    if others:
        words.append(f"log odds ahead of the next best: {best.weight - others[0].weight:.1f}")
    return "; ".join(words)


def _unclear(name: str, best: _Score, others: Sequence[_Score], grounds: str) -> SecondcoderError:
    near = ", ".join(one.convention.name for one in others[:3])
    what = (
        f"{best.outside:,} selections lie outside their text under every way of counting"
        if best.outside
        else "no way of counting fits clearly better than the others"
    )
    return SecondcoderError(
        f"{name}: how this file counts positions in its texts is not clear: {what}. "
        f"Best: {grounds}. Next: {near or 'none'}",
        hint=f"Name it with --offsets, for example --offsets {best.convention.name} (NVivo "
        "counts utf16, most others codepoint or codepoint-crlf1), and check some quotations.",
    )
