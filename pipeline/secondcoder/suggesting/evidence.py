"""What speaks for a suggestion: shared words, words near in meaning, and like passages."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from secondcoder.protocols import Encoder, Floats
from secondcoder.suggesting.entries import Part
from secondcoder.words import is_content, words_of

SAME_START = 5
"""Letters from which two words count as forms of one: fund-ing, fund-ers need the whole stem. For
showing only; not measured."""
NEAR_WORDS = 2
"""Pairs of words near in meaning that are shown; for reading only."""
NEIGHBOURS = 3
"""Like passages that are shown; for reading only."""
BLOCK = 2048
"""Rows in memory at once; no result depends on it."""
LARGEST_POOL = 2000
"""Passages of one code among which like ones are looked for. Not measured; bounds the time."""


def shared_words(text: str, entry: str, stops: frozenset[str]) -> tuple[str, ...]:
    """Return the passage's content words that the entry has too, in the passage's order."""
    of_entry = _content(entry, stops)
    return tuple(
        word for word in _content(text, stops) if any(_same(word, other) for other in of_entry)
    )


@lru_cache(maxsize=8192)
def _content(text: str, stops: frozenset[str]) -> tuple[str, ...]:
    """Return a text's different content words in order; kept, as each is asked for many times."""
    return tuple(dict.fromkeys(word for word in words_of(text) if is_content(word, stops)))


def _same(one: str, two: str) -> bool:
    if one == two:
        return True
    start = max(SAME_START, max(len(one), len(two)) - 3)
    return min(len(one), len(two)) >= start and one[:start] == two[:start]


class NearWords:
    """Finds, where a passage shares no word with an entry, the entry's words nearest in meaning."""

    def __init__(self, parts: Sequence[Part], *, encoder: Encoder, stops: frozenset[str]) -> None:
        _, rows = encoder.encode_with_parts(
            [part.framed for part in parts], [list(part.words.values()) for part in parts]
        )
        ends = np.cumsum([len(part.words) for part in parts])[:-1]
        self._of_part = []
        for part, own in zip(parts, np.split(rows, ends), strict=True):
            content = set(_content(part.framed, stops))
            words = list(part.words)
            kept = [place for place, word in enumerate(words) if word in content]
            self._of_part.append(([words[place] for place in kept], own[kept]))

    def of(self, part: int, vector: Floats) -> tuple[str, ...]:
        """Return up to two words of the part, nearest to the passage first, each after ``~``.

        A word is read in its place in the codebook's entry.
        """
        words, vectors = self._of_part[part]
        if not words:
            return ()
        near = vectors @ vector
        order = np.lexsort((np.arange(len(words)), -np.round(near, 5)))[:NEAR_WORDS]
        return tuple(f"~{words[place]}" for place in order)


def like_passages(
    vectors: Floats,
    pools: Mapping[int, NDArray[np.int64]],
    allowed: NDArray[np.int64] | None = None,
) -> Mapping[int, tuple[NDArray[np.int64], Floats]]:
    """Return, for each code, the nearest passages of its pool to every passage.

    ``pools`` holds row numbers of the passages that support a code. With ``allowed`` (a fold for
    each passage) a passage is never backed by one of its own fold. For each code: rows and
    cosines, shape ``(passages, 3)``; -1 where there is no further passage.
    """
    return {code: _nearest(vectors, rows[:LARGEST_POOL], allowed) for code, rows in pools.items()}


def _nearest(
    vectors: Floats, pool: NDArray[np.int64], allowed: NDArray[np.int64] | None
) -> tuple[NDArray[np.int64], Floats]:
    width = min(NEIGHBOURS, len(pool))
    found = np.empty((len(vectors), width), dtype=np.int64)
    cosines = np.empty((len(vectors), width), dtype=np.float32)
    for start in range(0, len(vectors), BLOCK):
        rows = np.arange(start, min(start + BLOCK, len(vectors)))
        similarity = vectors[rows] @ vectors[pool].T
        similarity[rows[:, None] == pool[None, :]] = -np.inf
        if allowed is not None:
            similarity[allowed[rows][:, None] == allowed[pool][None, :]] = -np.inf
        part = np.sort(np.argpartition(-similarity, width - 1, axis=1)[:, :width], axis=1)
        order = np.argsort(-np.take_along_axis(similarity, part, axis=1), axis=1, kind="stable")
        best = np.take_along_axis(part, order, axis=1)
        cosines[rows] = np.take_along_axis(similarity, best, axis=1)
        found[rows] = np.where(np.isfinite(cosines[rows]), pool[best], -1)
    return found, cosines
