"""Which passages, and which whole documents, a person should code next, and why."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from secondcoder.protocols import Floats
from secondcoder.records.advice import AGREEMENT, MODEL, NextDocument, NextPassage
from secondcoder.records.results import Suggestions
from secondcoder.records.text import Passage
from secondcoder.suggesting.choose import choose
from secondcoder.suggesting.sampled import apart, documents_by_mix, draw_order, halves
from secondcoder.words import is_content, words_of

SIZE = 100
"""Passages proposed for each purpose. Not measured."""
DOCUMENTS = 5
"""Documents proposed: as many as an interval needs."""
LEAST_WORDS = 2
"""Content words below which a passage teaches little. Not measured."""
LARGEST = 8000
"""Passages not seen among which those for the model are looked for; of more, a random part. Not
measured; bounds time and memory."""
_HALVES = {1: ", surer half", -1: ", less sure half", 0: ""}
STANDS, RARE, DRAWN = "stands for others", "rare code", "random draw"


@dataclass(frozen=True, slots=True)
class Coded:
    """What people have coded so far."""

    seen: frozenset[str] = frozenset()
    """Ids of passages that somebody saw, or, with ``coder``, that this coder saw."""
    applied: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Codes of passages by their ids, whoever gave them."""
    coder: str = ""
    """Who is to code next, where every passage has been seen by somebody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ranked:
    """The rankings as arrays, passages in the order of their ids."""

    passages: tuple[Passage, ...]
    place: NDArray[np.int64]
    """Row of each in the order given."""
    codes: tuple[str, ...]
    confidence: NDArray[np.float64]
    first: NDArray[np.int64]
    best: NDArray[np.float64]
    seen: NDArray[np.bool_]


def next_passages(
    passages: Sequence[Passage],
    vectors: Floats,
    suggestions: Suggestions,
    coded: Coded,
    *,
    labels: Mapping[str, str],
    stops: frozenset[str],
    size: int = SIZE,
    seed: int = 0,
) -> tuple[NextPassage, ...]:
    """Return up to ``size`` passages not seen for each purpose, the most useful first.

    For the purpose ``model`` nothing is proposed where only a second coder has passages left: the
    machine has examples of all. ``labels`` names the codes. The order in which passages are given
    makes no difference.
    """
    ranked = _ranked(passages, suggestions, coded)
    if not len(ranked.codes):
        return ()
    worth = np.array([_says_something(passage.text, stops) for passage in ranked.passages])
    found = [] if coded.coder else _for_model(ranked, vectors, coded, labels, worth, size=size)
    return (*found, *_for_agreement(ranked, coded, labels, size=size, seed=seed))


def next_documents(
    passages: Sequence[Passage],
    suggestions: Suggestions,
    coded: Coded,
    *,
    least_documents: int,
    size: int = DOCUMENTS,
) -> tuple[NextDocument, ...]:
    """Return the documents whose coding brings the coded passages nearest to the study's mix.

    ``least_documents`` is how many an interval needs. Nothing is proposed where documents hold
    fewer than two passages on average: there, single passages say it.
    """
    ranked = _ranked(passages, suggestions, coded)
    names = list(dict.fromkeys(sorted(passage.document for passage in passages)))
    if not len(ranked.codes) or len(passages) < 2 * len(names) or len(names) < 2:
        return ()
    row = {name: place for place, name in enumerate(names)}
    document = np.array([row[passage.document] for passage in ranked.passages])
    mixes = np.zeros((len(names), len(ranked.codes)), dtype=np.int64)
    np.add.at(mixes, (document, ranked.first), 1)
    held = np.zeros_like(mixes)
    np.add.at(held, (document[ranked.seen], ranked.first[ranked.seen]), 1)
    open_rows = np.flatnonzero(mixes.sum(axis=1) > held.sum(axis=1)).tolist()
    before = apart(held.sum(axis=0), mixes.sum(axis=0)) if held.any() else None
    touched = {int(place) for place in np.flatnonzero(held.any(axis=1))}
    found = []
    for rank, (place, after) in enumerate(
        documents_by_mix(mixes, held, candidates=open_rows, size=size), start=1
    ):
        touched.add(place)
        total, unseen = int(mixes[place].sum()), int((mixes[place] - held[place]).sum())
        found.append(
            NextDocument(
                rank=rank,
                document=names[place],
                coder=coded.coder,
                passages=total,
                unseen=unseen,
                apart_before=before,
                apart_after=after,
                reason=_why_document(len(touched), unseen, before, after, least_documents),
            )
        )
        before = after
    return tuple(found)


def _why_document(
    documents: int, unseen: int, before: float | None, after: float, least: int
) -> str:
    passages = f"{unseen} passage{'' if unseen == 1 else 's'} to code"
    mix = f"{after:.2f}" if before is None else f"{after:.2f} instead of {before:.2f}"
    enough = (
        f"; with it {documents} documents have coding, of the {least} that an interval needs"
        if documents <= least
        else ""
    )
    return f"{passages}; coded passages and the study are then {mix} apart in first codes{enough}"


def _ranked(passages: Sequence[Passage], suggestions: Suggestions, coded: Coded) -> _Ranked:
    order = sorted(range(len(passages)), key=lambda row: passages[row].id)
    row = {passages[place].id: number for number, place in enumerate(order)}
    codes = tuple(sorted({one.code_id for one in suggestions.ranked}))
    column = {code: place for place, code in enumerate(codes)}
    confidence = np.zeros((len(order), len(codes)))
    first = np.zeros(len(order), dtype=np.int64)
    for one in suggestions.ranked:
        confidence[row[one.passage_id], column[one.code_id]] = one.confidence
        if one.rank == 1:
            first[row[one.passage_id]] = column[one.code_id]
    best = confidence[np.arange(len(order)), first] if codes else np.zeros(len(order))
    sorted_passages = tuple(passages[place] for place in order)
    seen = np.array([passage.id in coded.seen for passage in sorted_passages], dtype=bool)
    return _Ranked(
        passages=sorted_passages,
        place=np.array(order, dtype=np.int64),
        codes=codes,
        confidence=confidence,
        first=first,
        best=best,
        seen=seen,
    )


def _for_model(
    ranked: _Ranked,
    vectors: Floats,
    coded: Coded,
    labels: Mapping[str, str],
    worth: NDArray[np.bool_],
    *,
    size: int,
) -> list[NextPassage]:
    # Rows are in the order of ids, which are hashes: the first of them are a random part.
    worth[np.flatnonzero(worth & ~ranked.seen)[LARGEST:]] = False
    counts = Counter(code for codes in coded.applied.values() for code in codes)
    examples = np.array([counts[code] for code in ranked.codes], dtype=np.int64)
    choices = choose(
        vectors[ranked.place],
        ranked.confidence,
        coded=ranked.seen,
        worth=worth,
        examples=examples,
        size=size,
    )
    found = []
    for rank, choice in enumerate(choices, start=1):
        rare = choice.code is not None
        code = int(ranked.first[choice.row]) if choice.code is None else choice.code
        sure = float(ranked.confidence[choice.row, code])
        found.append(
            NextPassage(
                purpose=MODEL,
                rank=rank,
                passage_id=ranked.passages[choice.row].id,
                because=RARE if rare else STANDS,
                code_id=ranked.codes[code],
                confidence=sure,
                stands_for=None if rare else choice.stands_for,
                examples=int(examples[code]) if rare else None,
                group="",
                group_passages=None,
                group_coded=None,
                coder="",
                reason=_why_rare(labels[ranked.codes[code]], sure, int(examples[code]))
                if rare
                else _why_spread(choice.stands_for),
            )
        )
    return found


def _why_rare(label: str, confidence: float, examples: int) -> str:
    so_far = "no passage has" if examples == 0 else f"{examples} passages have"
    so_far = "1 passage has" if examples == 1 else so_far
    return (
        f"likeliest example of {label} (confidence {confidence:.2f}) among those not yet seen; "
        f"{so_far} the code so far"
    )


def _why_spread(number: int) -> str:
    if number <= 1:
        return "unlike all that is coded or listed above"
    return f"stands for {number} passages to which nothing coded or listed above is as near"


def _for_agreement(
    ranked: _Ranked, coded: Coded, labels: Mapping[str, str], *, size: int, seed: int
) -> list[NextPassage]:
    half = halves(ranked.first, ranked.best)
    names = [labels[code] for code in ranked.codes]
    groups = [
        names[code] + _HALVES[which]
        for code, which in zip(ranked.first.tolist(), half.tolist(), strict=True)
    ]
    sizes = Counter(groups)
    known = Counter(group for group, seen in zip(groups, ranked.seen, strict=True) if seen)
    ids = [passage.id for passage in ranked.passages]
    found = []
    rows = draw_order(groups, ids, ranked.seen, seed=seed)[:size]
    for rank, row in enumerate(rows, start=1):
        group = groups[row]
        found.append(
            NextPassage(
                purpose=AGREEMENT,
                rank=rank,
                passage_id=ids[row],
                because=DRAWN,
                code_id=ranked.codes[ranked.first[row]],
                confidence=float(ranked.best[row]),
                stands_for=None,
                examples=None,
                group=group,
                group_passages=sizes[group],
                group_coded=known[group],
                coder=coded.coder,
                reason=_why_drawn(group, sizes[group], known[group], coded.coder),
            )
        )
    return found


def _why_drawn(group: str, passages: int, known: int, coder: str) -> str:
    by = f" by {coder}" if coder else ""
    if passages == 1:
        return f"drawn at random; the only passage with the first suggestion {group}"
    return (
        f"drawn at random from {passages} passages with the first suggestion {group}; "
        f"{known} of them {'is' if known == 1 else 'are'} coded{by}"
    )


def _says_something(text: str, stops: frozenset[str]) -> bool:
    return sum(is_content(word, stops) for word in words_of(text)) >= LEAST_WORDS
