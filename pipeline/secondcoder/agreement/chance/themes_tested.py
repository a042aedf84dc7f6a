"""Themes against codes where people coded: which pairs are more than chance, and how they lie.

A pair is kept if its kappa is above what the code's best theme reaches by chance (circular
shift inside documents), after correction for the number of codes and of pairs looked at, at 5 %.
Where documents share their questions or headings, as in forms, grant records and surveys, it must
also be above what themes of other documents under the same question reach; elsewhere it is said
whether the place in the interview may explain it. Of the kept pairs, those of the one-to-one
assignment match; a code is split by two or more themes that each lie at least half inside it and
together hold at least seven tenths of it, and a theme merges codes in the mirrored case; other
kept pairs overlap.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from secondcoder.agreement.chance.alignment import Alignment, align
from secondcoder.agreement.chance.position import shared_sections
from secondcoder.agreement.study.relations import containment, splits
from secondcoder.records.alignment import AlignedPair
from secondcoder.records.codes import Code
from secondcoder.records.results import Theme

LEAST_ROOM = 2000
"""Ways to shift all documents that there must be at least for the test to say anything: p can
then be .0005. A convention."""
BEYOND, EXPLAINED = "beyond", "may explain"
LEVEL = 0.05
"""The usual 5 %; how often it is kept to is in docs/agreement-simulations.md."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Passages that people saw, in the order of the text, and the codes that they hold."""

    passages: tuple[str, ...]
    documents: tuple[str, ...]
    codes: tuple[str, ...]
    held: NDArray[np.bool_]
    """Shape ``(passages, codes)``: any coder applied the code, or one below it."""
    sections: tuple[str, ...] = ()
    """The question or heading of each passage; empty where nothing is known of them."""


def can_be_tested(documents: Sequence[str]) -> bool:
    """Return whether passages of documents leave enough room for shifts inside documents."""
    names, sizes = np.unique(np.asarray(documents, dtype=str), return_counts=True)
    del names
    return bool(np.log(np.maximum(sizes, 1)).sum() >= math.log(LEAST_ROOM))


def aligned_pairs(
    themes: Sequence[Theme], codes: Sequence[Code], seen: Seen, *, seed: int
) -> tuple[AlignedPair, ...]:
    """Return every pair of a theme and a code, by theme; empty where nothing can be tested."""
    if not themes or not codes or not can_be_tested(seen.documents):
        return ()
    row = {passage: place for place, passage in enumerate(seen.passages)}
    member = np.zeros((len(row), len(themes)), dtype=bool)
    for place, theme in enumerate(themes):
        member[[row[passage] for passage in theme.passages if passage in row], place] = True
    column = {code: place for place, code in enumerate(seen.codes)}
    held = seen.held[:, [column[code.id] for code in codes]]
    sections = shared_sections(seen.documents, seen.sections)
    found = align(member, held, seen.documents, seed=seed, sections=sections)
    share = containment(member, held)
    beyond = _beyond(found)
    kept = found.kept if sections is None or beyond is None else found.kept & beyond
    assigned = _assigned(found) & kept
    names = _relations(member, held, kept, assigned)
    return tuple(
        AlignedPair(
            theme_id=theme.id,
            code_id=code.id,
            kappa=_number(found.kappa[i, j]),
            p=_number(found.found.pair_p[i, j]),
            q=_number(found.found.pair_q[i, j]),
            kept=bool(kept[i, j]),
            of_theme=float(share.of_theme[i, j]),
            of_code=float(share.of_code[i, j]),
            relation=names.get((i, j), ""),
            assigned=bool(assigned[i, j]),
            borderline=bool(found.found.borderline[i, j]),
            least_kappa=_number(found.found.least[j]),
            place_p=None if found.place is None else _number(found.place.pair_p[i, j]),
            place_q=None if found.place is None else _number(found.place.pair_q[i, j]),
            place="" if beyond is None or not found.kept[i, j] else _PLACE[bool(beyond[i, j])],
        )
        for i, theme in enumerate(themes)
        for j, code in enumerate(codes)
    )


_PLACE = {True: BEYOND, False: EXPLAINED}


def _beyond(found: Alignment) -> NDArray[np.bool_] | None:
    """Return which pairs are more than their place brings; nothing where that was not tested."""
    if found.place is None:
        return None
    return np.asarray(np.nan_to_num(found.place.pair_q, nan=1.0) <= LEVEL)


def _assigned(found: Alignment) -> NDArray[np.bool_]:
    chosen = np.zeros(found.kappa.shape, dtype=bool)
    for pair in found.pairs:
        chosen[pair.theme, pair.code] = True
    return chosen


def _relations(
    member: NDArray[np.bool_],
    held: NDArray[np.bool_],
    kept: NDArray[np.bool_],
    assigned: NDArray[np.bool_],
) -> Mapping[tuple[int, int], str]:
    names = {(int(i), int(j)): "overlaps" for i, j in np.argwhere(kept)}
    merged = {(one.whole, part) for one in splits(held, member) for part in one.parts}
    split = {(part, one.whole) for one in splits(member, held) for part in one.parts}
    for word, pairs in (("merges", merged), ("splits", split)):
        names |= {pair: word for pair in pairs if pair in names}
    return names | {(int(i), int(j)): "matches" for i, j in np.argwhere(assigned)}


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
