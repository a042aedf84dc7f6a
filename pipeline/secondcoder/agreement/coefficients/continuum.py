"""Codings as marked stretches of documents, cut to the text that two coders both saw.

The text that both saw is that of their common passages, with what stands between two
neighbouring ones (a blank line, a moderator's question) and at a document's ends. Text of other
passages is cut out. One coder's stretches of one code are one where they overlap or touch.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from secondcoder.agreement.coefficients.spans import (
    Span,
    SpanMatches,
    exact_matches,
    merge_spans,
    overlap_matches,
)
from secondcoder.agreement.study.coded import CodeFrame, PassageCodes
from secondcoder.records.codes import HumanCoding
from secondcoder.records.text import Passage

Marks = Mapping[str, Mapping[int, Sequence[Span]]]
"""By document and by a code's place in the frame: the stretches, codes above included."""


@dataclass(frozen=True, slots=True)
class SharedText:
    """One document's text that both coders saw, as stretches in order, joined in thought."""

    document: str
    stretches: tuple[Span, ...]

    @property
    def length(self) -> int:
        """Characters."""
        return sum(end - start for start, end in self.stretches)

    def cut(self, spans: Sequence[Span]) -> tuple[Span, ...]:
        """Return spans within the shared text, in its own offsets, merged."""
        if len(self.stretches) == 1:
            low, high = self.stretches[0]
            inside = ((max(start, low) - low, min(end, high) - low) for start, end in spans)
            return merge_spans(span for span in inside if span[0] < span[1])
        kept = []
        for start, end in spans:
            before = 0
            for low, high in self.stretches:
                if start < high and end > low:
                    kept.append((before + max(start, low) - low, before + min(end, high) - low))
                before += high - low
        return merge_spans(kept)


def human_marks(coding: HumanCoding, frame: CodeFrame) -> dict[str, Marks]:
    """Return what each person marked."""
    place = {code.id: number for number, code in enumerate(frame.codes)}
    above = [row.nonzero()[0].tolist() for row in frame.implied]
    marks: dict[str, dict[str, dict[int, list[Span]]]] = {coder: {} for coder in coding.coders}
    for one in coding.codings:
        of_document = marks[one.coder].setdefault(one.document, defaultdict(list))
        for code in above[place[one.code_id]]:
            of_document[code].append((one.start, one.end))
    return {coder: found for coder, found in marks.items()}  # noqa: C416 - widens the type


def machine_marks(applied: PassageCodes, passages: Sequence[Passage], frame: CodeFrame) -> Marks:
    """Return the machine's stretches: the passages it gave each code."""
    place = {code.id: number for number, code in enumerate(frame.codes)}
    above = [row.nonzero()[0].tolist() for row in frame.implied]
    marks: dict[str, dict[int, list[Span]]] = {}
    for passage in passages:
        codes = {up for code in applied.get(passage.id, ()) for up in above[place[code]]}
        of_document = marks.setdefault(passage.document, defaultdict(list))
        for code in sorted(codes):
            of_document[code].append((passage.start, passage.end))
    return marks


def shared_text(
    passages: Sequence[Passage], seen: frozenset[str], lengths: Mapping[str, int]
) -> list[SharedText]:
    """Return the text that both saw, for each document with a passage that both saw."""
    by_document: dict[str, list[Passage]] = defaultdict(list)
    for passage in passages:
        by_document[passage.document].append(passage)
    found = []
    for name, own in by_document.items():
        if any(passage.id in seen for passage in own):
            found.append(SharedText(name, _stretches(own, seen, lengths[name])))
    return found


def _stretches(own: Sequence[Passage], seen: frozenset[str], length: int) -> tuple[Span, ...]:
    ordered = sorted(own, key=lambda passage: (passage.start, passage.end))
    spans = []
    before, end_before = True, 0
    for passage in ordered:
        saw = passage.id in seen
        if saw:
            spans.append((end_before if before else passage.start, passage.end))
        before, end_before = saw, max(end_before, passage.end)
    if before and end_before < length:
        spans.append((end_before, length))
    return merge_spans(span for span in spans if span[0] < span[1])


def matches(
    first: Sequence[Span], second: Sequence[Span], *, least: float | None = None
) -> SpanMatches:
    """Return exact matches of merged spans, or with ``least`` those that overlap enough.

    Spans are taken stretch by stretch of text that either marked, so that many of them in one
    long document stay cheap.
    """
    if least is None:
        return exact_matches(first, second)
    if not first or not second:
        return SpanMatches(0, len(first), len(second))
    total = SpanMatches(0, 0, 0)
    here = there = 0
    for _, end in merge_spans([*first, *second], touching=False):
        one, two = here, there
        while here < len(first) and first[here][1] <= end:
            here += 1
        while there < len(second) and second[there][1] <= end:
            there += 1
        mine, theirs = first[one:here], second[two:there]
        if mine and theirs:
            total += overlap_matches(mine, theirs, least=least)
        else:
            total += SpanMatches(0, len(mine), len(theirs))
    return total
