"""First coding: passages coded from the codebook, without sight of any suggestion."""

import json

from secondcoder.decisions.events import TRAINING, Event
from secondcoder.decisions.kinds import DRAFT
from secondcoder.procedures.second_coder.reviewed.material import Passage
from secondcoder.procedures.second_coder.reviewed.sizes import (
    LEAST,
    WIDTH,
    proposed_size,
    sizes,
)
from secondcoder.procedures.second_coder.tables.advice import NEXT_PASSAGES
from secondcoder.review.choosing import PAGE_SIZE
from secondcoder.review.pages.coded_so_far import finished_by, learns, minutes_each, of_round
from secondcoder.review.pages.focus import LONGEST_SHOWN
from secondcoder.review.sampling import (
    AT_RANDOM,
    draw,
    drawing_probability,
    drawn_last,
    proposed,
    sample_of,
)
from secondcoder.review.web import Go, Page, Problem, Visit, now_ms, path

_MOST = 5000
WORDS = "words"
"""The kind of draft that the words of a stretch are, until a code is applied to them."""
CHOICES = {
    AT_RANDOM: "at random, each document in proportion",
    "agreement": "most useful for agreement: at random, in proportion to suggested codes",
    "model": "most useful for the machine to learn from",
}
"""How a sample is chosen; the last two follow next_passages.csv of the run."""


def coding(visit: Visit) -> Page:
    """Return the sample to be coded and how far the reviewer is."""
    sample = _sample(visit)
    blind = visit.review.blind(visit.reviewer)
    # Without anybody's coding the shares would be the machine's: not to be shown before a look.
    needed = visit.review.needed if visit.material.coders or not blind else []
    minutes = minutes_each(visit)
    total = len(visit.material.passages)
    done = finished_by(visit)
    counts = _count_codes(visit)
    left = [p for p in sample if p.key not in done]
    pages = max(1, -(-len(sample) // PAGE_SIZE))
    page = visit.page_of(pages)
    shown = sample[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    return Page(
        "coding.html.j2",
        {
            "rows": [(p, p.key in done, counts.get(p.key, 0)) for p in shown],
            "count": len(sample),
            "done": len(sample) - len(left),
            "next": path("coding", left[0].id) if left else "",
            "page": page,
            "pages": pages,
            "total": total,
            "documents": len(visit.material.documents),
            "proposed": proposed_size(visit.material),
            "sizes": [
                (one, None if minutes is None else max(1, round(one.passages * minutes)))
                for one in sizes(visit.material)
            ],
            "minutes_left": None if minutes is None else round(len(left) * minutes),
            "width": WIDTH,
            "least": LEAST,
            "needed": needed,
            "by_machine": not visit.material.coders,
            "choices": _choices(visit),
            "chosen": _chosen(visit),
            "published": visit.material.coder_of(visit.reviewer) is not None,
        },
    )


def draw_sample(visit: Visit) -> Go:
    """Draw the sample; it is the same for every reviewer, so that their coding can be compared."""
    given = visit.field("size", limit=6)
    if not given.isdecimal() or not 1 <= int(given) <= _MOST:
        raise Problem(400, f"Give a number of passages from 1 to {_MOST}.")
    how = visit.field("how", limit=20) or AT_RANDOM
    if how not in _choices(visit):
        raise Problem(400, "This run does not list passages for that.")
    material = visit.material
    drawn = (
        draw(material.documents, int(given), seed=material.seed)
        if how == AT_RANDOM
        else proposed(material, how, int(given))
    )
    detail = json.dumps({"size": len(drawn), "how": how, "passages": [p.key for p in drawn]})
    visit.review.add([visit.event("sample", detail=detail)], drawn)
    return Go("/coding")


def code_passage(visit: Visit) -> Page:
    """Return one passage to be coded."""
    passage = visit.passage()
    sample = _sample(visit)
    earlier, later = visit.material.around(passage)
    place = next((n for n, p in enumerate(sample) if p == passage), None)
    done = finished_by(visit)
    draft = visit.review.history.draft("coding", visit.reviewer, passage.key)
    return Page(
        "coding_one.html.j2",
        {
            "passage": passage,
            "text": passage.text[:LONGEST_SHOWN],
            "earlier": [(p, p.text[-700:], len(p.text) > 700) for p in earlier],
            "later": [(p, p.text[:700], len(p.text) > 700) for p in later],
            "codings": [(e, json.loads(e.detail or "{}")) for e in _codings(visit, passage)],
            "codes": [entry for entry in visit.material.codable if entry.in_codebook],
            "place": None if place is None else place + 1,
            "count": len(sample),
            "done": passage.key in done,
            "done_count": sum(p.key in done for p in sample),
            "before": bool(place),
            "after": place is not None and place + 1 < len(sample),
            "learner": learns(visit),
            "note": draft or "",
            "words": visit.review.history.draft(WORDS, visit.reviewer, passage.key) or "",
            "post": path("coding", passage.id),
            "opened": now_ms(),
        },
    )


def apply(visit: Visit) -> Go:
    """Apply a code to the passage, or to a stretch of it."""
    passage = visit.passage()
    if learns(visit) and passage.key in finished_by(visit):
        raise Problem(409, "You have finished this passage and seen what others settled.")
    code = visit.field("code", limit=100)
    if not code:
        visit.review.add(_draft(visit, passage), [passage])
        return Go(path("coding", passage.id, done="no-code"))
    entry = visit.entry(code)
    stretch = _stretch(visit, passage)
    if stretch is None:
        visit.review.add(_draft(visit, passage), [passage])
        return Go(path("coding", passage.id, done="no-words"))
    start, end = stretch
    event = visit.event(
        "coding",
        passage=passage.key,
        code=entry.id,
        verdict="applies",
        note=visit.field("note"),
        probability=_probability(visit, passage),
        detail=json.dumps(
            {"start": start, "end": end, "words": passage.text[start:end][:300], **_marked(visit)}
        ),
    )
    taken_up = _kept(visit, passage, WORDS, "")
    visit.review.add([event, *taken_up], [passage])
    return Go(path("coding", passage.id, done="coded"))


def finish(visit: Visit) -> Go:
    """Record that the passage was read and coded as far as it should be, and go to the next."""
    passage = visit.passage()
    read = visit.event(
        "coded",
        passage=passage.key,
        probability=_probability(visit, passage),
        detail=json.dumps(_marked(visit)) if learns(visit) else "",
    )
    visit.review.add([*_draft(visit, passage), read], [passage])
    if learns(visit):
        return Go(path("learning", passage.id))
    done = finished_by(visit)
    left = [p for p in _sample(visit) if p.key not in done]
    sample = _sample(visit)
    place = sample.index(passage) if passage in sample else -1
    later = [p for p in sample[place + 1 :] if p in left] or left
    return Go(path("coding", later[0].id, done="finished") if later else "/coding?done=finished")


def draft(visit: Visit) -> Go:
    """Keep a memo that was written, and go to the next passage or the one before."""
    passage, sample = visit.passage(), _sample(visit)
    visit.review.add(_draft(visit, passage), [passage])
    step = {"next": 1, "previous": -1}.get(visit.field("go", limit=20), 0)
    place = sample.index(passage) + step if passage in sample else -1
    there = sample[place] if 0 <= place < len(sample) else passage
    return Go(path("coding", there.id))


def undo(visit: Visit) -> Go:
    """Take a code off again."""
    event = visit.own_event("event", frozenset({"coding"}))
    if event.training and event.passage in finished_by(visit):
        raise Problem(409, "You have finished this passage and seen what others settled.")
    visit.review.add([visit.event("undo", passage=event.passage, code=event.code, undoes=event.id)])
    passage = visit.material.by_key.get(event.passage)
    return Go(path("coding", passage.id, done="undone") if passage else "/coding")


def _stretch(visit: Visit, passage: Passage) -> tuple[int, int] | None:
    """Return where the words named stand in the passage, in code points; all of it if none are.

    ``None`` if they do not stand there so.
    """
    words = visit.field("words", limit=LONGEST_SHOWN)
    if not words:
        return 0, len(passage.text)
    given = visit.field("start", limit=8)
    near = int(given) if given.isdecimal() else 0
    places = [
        at for at in range(len(passage.text) - len(words) + 1) if passage.text.startswith(words, at)
    ]
    if not places:
        return None
    start = min(places, key=lambda at: abs(at - near))
    return start, start + len(words)


def _choices(visit: Visit) -> dict[str, str]:
    """Return the ways of choosing a sample for which the run lists passages."""
    listed = {row.purpose for row in visit.material.tables[NEXT_PASSAGES]}
    return {how: name for how, name in CHOICES.items() if how == AT_RANDOM or how in listed}


def _chosen(visit: Visit) -> str:
    """Return how the sample was chosen, in words."""
    return CHOICES.get(drawn_last(visit.review).get("how", AT_RANDOM), "")


def _sample(visit: Visit) -> list[Passage]:
    return sample_of(visit.review, visit.reviewer)


def _probability(visit: Visit, passage: Passage) -> float | None:
    """Return the probability with which a passage of the present sample was drawn at random."""
    if learns(visit):
        return None
    sample = _sample(visit)
    if passage not in sample or drawn_last(visit.review).get("how", AT_RANDOM) != AT_RANDOM:
        return None
    return drawing_probability(visit.material.documents[passage.document], sample)


def _codings(visit: Visit, passage: Passage) -> list[Event]:
    return [event for event in of_round(visit) if event.passage == passage.key]


def _marked(visit: Visit) -> dict[str, bool]:
    """Return what the detail of an act says besides: that it was done to learn, if so."""
    return {TRAINING: True} if learns(visit) else {}


def _draft(visit: Visit, passage: Passage) -> list[Event]:
    """Return what was typed and not used yet, as events: the memo, and the words to code."""
    words = visit.field("words", limit=LONGEST_SHOWN)
    return [
        *_kept(visit, passage, "coding", visit.field("note")),
        *_kept(visit, passage, WORDS, words),
    ]


def _kept(visit: Visit, passage: Passage, kind: str, typed: str) -> list[Event]:
    if typed == (visit.review.history.draft(kind, visit.reviewer, passage.key) or ""):
        return []
    return [visit.event(DRAFT, passage=passage.key, note=typed, detail=kind)]


def _count_codes(visit: Visit) -> dict[str, int]:
    counts: dict[str, int] = {}
    for event in of_round(visit):
        counts[event.passage] = counts.get(event.passage, 0) + 1
    return counts
