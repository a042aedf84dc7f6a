"""Quotations of one's own coding that were not found in the text, and where they belong."""

import json
from collections import Counter
from dataclasses import dataclass

from secondcoder.decisions.events import Event
from secondcoder.names import loosely
from secondcoder.passages.nearly import NearFinder
from secondcoder.procedures.second_coder.reviewed.material import Entry, Passage
from secondcoder.procedures.second_coder.tables.unplaced import UNPLACED, UnplacedRow
from secondcoder.records.coders import PERSON
from secondcoder.review.pages.search import searched
from secondcoder.review.spelling import plain
from secondcoder.review.web import Go, Page, Problem, Visit

_OFFERED = 3
SOURCE = "source"
"""What the detail of coding says of a quotation: the file and row that it came from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """A quotation that waits for its place, or was given one."""

    number: int
    row: UnplacedRow
    entry: Entry | None
    """The code, if the run has one of that name."""
    offered: tuple[Passage, ...]
    accepted: Event | None
    place: Passage | None
    """Where it was accepted."""


def show(visit: Visit) -> Page:
    """Return the reviewer's quotations that were not placed, each with passages most like it."""
    return Page(
        "unplaced.html.j2",
        {
            "rows": [_quotation(visit, n, row) for n, row in enumerate(own_rows(visit))],
            "codes": visit.material.codable,
        },
    )


def accept(visit: Visit) -> Go:
    """Place a quotation: its code counts as the reviewer's own coding of that passage."""
    rows, number = own_rows(visit), visit.field("number", limit=8)
    if not number.isdecimal() or int(number) >= len(rows):
        raise Problem(404, "There is no such quotation of yours.")
    row = rows[int(number)]
    passage = visit.material.by_id.get(visit.field("passage", limit=100))
    if passage is None:
        raise Problem(400, "Choose the passage that the quotation is from.")
    entry = visit.entry(visit.field("code", limit=100))
    if _accepted(visit, row) is not None:
        raise Problem(409, "This quotation has been placed already.")
    start, end = _stretch(passage, row.quote)
    detail = {"start": start, "end": end, "words": passage.text[start:end][:300]}
    event = visit.event(
        "coding",
        passage=passage.key,
        code=entry.id,
        verdict="applies",
        detail=json.dumps({**detail, SOURCE: row.source}, ensure_ascii=False),
    )
    visit.review.add([event], [passage])
    return Go("/unplaced?done=placed")


def undo(visit: Visit) -> Go:
    """Take a quotation off its passage again."""
    event = visit.own_event("event", frozenset({"coding"}))
    visit.review.add([visit.event("undo", passage=event.passage, code=event.code, undoes=event.id)])
    return Go("/unplaced?done=undone")


def own_rows(visit: Visit) -> list[UnplacedRow]:
    """Return the reviewer's own quotations that count for no passage."""
    coder = visit.material.coder_of(visit.reviewer) or visit.reviewer
    return [
        row
        for row in visit.material.tables[UNPLACED]
        if row.coder_is == PERSON and row.quote and loosely(row.coder) == loosely(coder)
    ]


def waiting(visit: Visit) -> int:
    """Return how many of them have no place yet."""
    return sum(_accepted(visit, row) is None for row in own_rows(visit))


def _quotation(visit: Visit, number: int, row: UnplacedRow) -> Quotation:
    event = _accepted(visit, row)
    named = {loosely(entry.label): entry for entry in visit.material.codable}
    return Quotation(
        number=number,
        row=row,
        entry=named.get(loosely(row.code)),
        offered=() if event else _like(visit, row.quote),
        accepted=event,
        place=visit.material.by_key.get(event.passage) if event else None,
    )


def _accepted(visit: Visit, row: UnplacedRow) -> Event | None:
    for event in visit.review.history.codings(visit.reviewer):
        if SOURCE in event.detail and json.loads(event.detail).get(SOURCE) == row.source:
            return event
    return None


def _like(visit: Visit, quote: str) -> tuple[Passage, ...]:
    """Return the passages that share most of a quotation's words, rarer words counting more."""
    wanted = set(plain(quote).split())
    texts = searched(visit.material)
    held = [(passage, wanted.intersection(text.split())) for passage, text in texts]
    common = Counter(word for _, words in held for word in words)
    scored = [(sum(1 / common[w] for w in words), passage) for passage, words in held if words]
    best = sorted(scored, key=lambda one: (-one[0], one[1].row))[:_OFFERED]
    return tuple(passage for _, passage in best)


def _stretch(passage: Passage, quote: str) -> tuple[int, int]:
    """Return the words of the passage that are most like the quotation."""
    near = NearFinder(passage.text).nearest(quote)
    return (near[0].start, near[0].end) if near else (0, len(passage.text))
