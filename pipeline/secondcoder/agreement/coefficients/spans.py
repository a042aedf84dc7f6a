"""Two coders' marked stretches of one code: characters, units, exact and overlapping matches.

Spans are start and end (exclusive) in characters of one document. A coder's spans of one code
are merged first where they overlap or touch (``merge_spans``): what counts is which text carries
the code, not in how many pieces it was marked.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import maximum_bipartite_matching

from secondcoder.agreement.coefficients.binary import TwoByTwo
from secondcoder.agreement.coefficients.values import Value, ratio

Span = tuple[int, int]

NO_SPANS = "neither coder marked the code"


@dataclass(frozen=True, slots=True)
class SpanMatches:
    """How many spans of two coders found a partner; add up over documents with ``+``."""

    matched: int
    first: int
    """Spans of the first coder."""
    second: int
    """Spans of the second coder."""

    def __add__(self, other: "SpanMatches") -> "SpanMatches":
        """Return the counts of both together."""
        return SpanMatches(
            self.matched + other.matched, self.first + other.first, self.second + other.second
        )


def merge_spans(spans: Iterable[Span], *, touching: bool = True) -> tuple[Span, ...]:
    """Return spans in order, those that overlap made one; also those that touch, by default."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if start >= end:
            raise ValueError(f"span {start}-{end} is empty")
        if merged and (start < merged[-1][1] or (touching and start == merged[-1][1])):
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def span_characters(first: Iterable[Span], second: Iterable[Span], *, length: int) -> TwoByTwo:
    """Return the 2×2 table of a document's characters: marked by both, one, the other, neither.

    Its ``cohen_kappa`` and ``percent`` are what NVivo shows for a code and a file. Characters
    are not independent observations: many small disagreements at the ends of spans and a few
    whole spans overlooked can give the same table. Tables of documents add up to one weighted
    by length; the mean over documents weighs them equally. Say which one is reported.
    """
    one, two = merge_spans(first), merge_spans(second)
    for start, end in (*one, *two):
        if start < 0 or end > length:
            raise ValueError(f"span {start}-{end} is outside a document of {length} characters")
    overlap = _shared_characters(one, two)
    only_one = sum(end - start for start, end in one) - overlap
    only_two = sum(end - start for start, end in two) - overlap
    return TwoByTwo(overlap, only_one, only_two, length - overlap - only_one - only_two)


def exact_matches(first: Iterable[Span], second: Iterable[Span]) -> SpanMatches:
    """Return how many merged spans have the same start and end for both coders."""
    one, two = merge_spans(first), merge_spans(second)
    return SpanMatches(len(set(one) & set(two)), len(one), len(two))


def overlap_matches(
    first: Iterable[Span], second: Iterable[Span], *, least: float = 0.5
) -> SpanMatches:
    """Return how many merged spans can be paired, each once, that overlap enough.

    Two spans may pair if their intersection is at least ``least`` of their union (0 < least ≤
    1); of all pairings the one with the most pairs counts.
    """
    if not 0 < least <= 1:
        raise ValueError(f"least is a share above 0 and up to 1, not {least}")
    one, two = merge_spans(first), merge_spans(second)
    if not one or not two:
        return SpanMatches(0, len(one), len(two))
    starts = np.maximum.outer([span[0] for span in one], [span[0] for span in two])
    ends = np.minimum.outer([span[1] for span in one], [span[1] for span in two])
    inside = np.maximum(ends - starts, 0)
    lengths = np.add.outer([end - start for start, end in one], [end - start for start, end in two])
    allowed = inside >= least * (lengths - inside)
    pairs = maximum_bipartite_matching(sparse.csr_array(allowed), perm_type="column")
    return SpanMatches(int(np.count_nonzero(pairs >= 0)), len(one), len(two))


def span_f1(matches: SpanMatches) -> Value:
    """Return 2·matched / (first + second): F1, for spans the same number as Holsti's.

    Needs no count of unmarked units and is not corrected for chance. Undefined where neither
    coder marked the code. Hripcsak & Rothschild (2005) JAMIA 12:296-298.
    """
    return ratio(2 * matches.matched, matches.first + matches.second, otherwise=NO_SPANS)


def holsti(agreements: int, first: int, second: int) -> Value:
    """Return Holsti's coefficient 2A / (N1 + N2), from coding decisions of two coders.

    Not corrected for chance. Undefined where neither coder made a decision. Holsti (1969)
    Content Analysis for the Social Sciences and Humanities, p. 140.
    """
    if not 0 <= agreements <= min(first, second):
        raise ValueError(f"{agreements} agreements in {first} and {second} decisions")
    return ratio(2 * agreements, first + second, otherwise="neither coder made a decision")


def _shared_characters(one: Sequence[Span], two: Sequence[Span]) -> int:
    """Return the length of the intersection of two lists of spans in order, in one sweep."""
    shared = here = there = 0
    while here < len(one) and there < len(two):
        shared += max(0, min(one[here][1], two[there][1]) - max(one[here][0], two[there][0]))
        if one[here][1] < two[there][1]:
            here += 1
        else:
            there += 1
    return shared
