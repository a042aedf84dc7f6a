"""One passage and one code: what is there to see, and the decision."""

from secondcoder.decisions.events import APPLIES, DECOY, NOT, OTHER, VERDICTS, Event
from secondcoder.decisions.kinds import DRAFT
from secondcoder.procedures.second_coder.reviewed.items import ALL, Item
from secondcoder.procedures.second_coder.reviewed.material import Passage
from secondcoder.review.beside import (
    abstained,
    explain,
    first_view,
    given_instead,
    marks,
    others_ranked,
    own_codes,
    own_marks,
    people_say,
)
from secondcoder.review.choosing import Filters, following, neighbours
from secondcoder.review.progress import seconds_each
from secondcoder.review.said import said_by
from secondcoder.review.web import Go, Page, Problem, Visit, now_ms, path

LONGEST_SHOWN = 20_000
_NEIGHBOUR_SHOWN = 500
FIRST = "first"
"""The step of the form in which the suggestion was not shown."""


def focus(visit: Visit) -> Page:
    """Return the page of one passage and one code."""
    item, code = _item(visit)
    review, passage, own = visit.review, item.passage, visit.view.own
    filters = Filters.of(visit.query)
    before, after, left = neighbours(review, visit.reviewer, item, code, filters)
    shown = review.shown(visit.reviewer, passage, item.code_id)
    verdict = review.history.verdict(visit.reviewer, passage.key, item.code_id)
    draft = review.history.draft("verdict", visit.reviewer, passage.key, item.code_id)
    earlier, later = visit.material.around(passage)
    return Page(
        "focus.html.j2",
        {
            "item": item,
            "code": code,
            "entry": visit.material.codes[item.code_id],
            "parents": [visit.material.codes[c] for c in visit.material.above[item.code_id]],
            "passage": passage,
            "long": len(passage.text) > LONGEST_SHOWN and not visit.query.get("whole"),
            "text": passage.text if visit.query.get("whole") else passage.text[:LONGEST_SHOWN],
            "earlier": [_ending(p) for p in earlier],
            "later": [_cut(p) for p in later],
            "own": own_codes(visit, passage),
            "seen": passage.id in own.seen,
            "whose": own.coder if own.borrowed else "",
            "shown": shown,
            "why": explain(visit, item) if shown else None,
            "ranked": others_ranked(visit, item) if shown else (),
            "instead": given_instead(visit, passage) if shown else (),
            "machines_say": said_by(visit.material, item) if shown else (),
            "abstained": abstained(visit, passage) if shown else "",
            "answers": VERDICTS,
            "marks": marks(visit, item) if shown else own_marks(visit, item),
            "verdict": verdict,
            "first": first_view(visit, item),
            "note": (verdict.note if verdict else "") if draft is None else draft,
            "drafted": draft is not None,
            "draft_at": f"/code/{code}/passage/{passage.id}/draft",
            "people_say": people_say(visit, passage) if shown else (),
            "recut": verdict is not None and verdict.id in review.recut,
            "changed": verdict is not None and review.changed(verdict, machine=item.machine),
            "codes": visit.material.codable,
            "before": _link(before, code, filters),
            "after": _link(after, code, filters),
            "here": _link(item, code, filters),
            "list": filters.path("code", code),
            "filters": filters,
            "post": f"/code/{code}/passage/{passage.id}",
            "left": left,
            "minutes": _minutes(visit, left),
            "opened": now_ms(),
            "trail": _trail(visit, item),
        },
    )


def reveal(visit: Visit) -> Go:
    """Record that the suggestion is shown without an answer before."""
    item, code = _item(visit)
    events = [*_draft(visit, item), _about(visit, item, "reveal")]
    visit.review.add(events, [item.passage])
    return Go(_link(item, code, _filters(visit), done="shown"))


def decide(visit: Visit) -> Go:
    """Store an answer; go on to the next passage, or show the suggestion where it differs.

    The first answer is the decision where it is what every machine, and everybody whose coding
    would be shown, says too: there is nothing to reconsider.
    """
    item, code = _item(visit)
    verdict, other = visit.field("verdict", limit=20), visit.field("other", limit=100)
    if verdict not in VERDICTS:
        raise Problem(400, "There is no such decision.")
    filters = _filters(visit)
    if verdict == OTHER and (other not in visit.material.codes or other == item.code_id):
        visit.review.add(_draft(visit, item), [item.passage])
        return Go(_link(item, code, filters, done="choose"))
    answer = {"verdict": verdict, "other": other if verdict == OTHER else ""}
    first = visit.field("step", limit=20) == FIRST
    shown = visit.review.shown(visit.reviewer, item.passage, item.code_id)
    if first and (shown or not _said_by_all(visit, item, verdict)):
        judged = _about(visit, item, "judgement", **answer)
        visit.review.add([judged, *_draft(visit, item)], [item.passage])
        return Go(_link(item, code, filters, done="shown"))
    next_item = following(visit.review, visit.reviewer, item, code, filters)
    seen = visit.field("current", limit=100)
    before = visit.review.history.verdict(visit.reviewer, item.passage.key, item.code_id)
    before_it = [_about(visit, item, "judgement", **answer)] if first else []
    verdict_event = _about(
        visit, item, "verdict", note=visit.field("note"), revealed=shown and not first, **answer
    )
    stored = visit.review.add([*before_it, verdict_event], [item.passage])[-1]
    crossed = "crossed" if (before.id if before else "") != seen else ""
    done = "same" if first else crossed
    if next_item is None or next_item == item:
        return Go(filters.path("code", code, did=stored.id, done=done))
    return Go(_link(next_item, code, filters, did=stored.id, done=done))


def draft(visit: Visit) -> Go:
    """Keep a note that was written, and go where the reviewer was going."""
    item, code = _item(visit)
    filters, going = _filters(visit), visit.field("go", limit=20)
    before, after, _ = neighbours(visit.review, visit.reviewer, item, code, filters)
    visit.review.add(_draft(visit, item), [item.passage])
    wanted = {"next": after, "previous": before}.get(going, item)
    return Go(_link(wanted, code, filters) if wanted else filters.path("code", code))


def _draft(visit: Visit, item: Item) -> list[Event]:
    """Return the note of the form as an event, if it is another than the one that is kept."""
    history, note = visit.review.history, visit.field("note")
    kept = history.draft("verdict", visit.reviewer, item.passage.key, item.code_id)
    verdict = history.verdict(visit.reviewer, item.passage.key, item.code_id)
    if note == ((verdict.note if verdict else "") if kept is None else kept):
        return []
    key = {"passage": item.passage.key, "code": item.code_id}
    return [visit.event(DRAFT, note=note, detail="verdict", **key)]


def _about(visit: Visit, item: Item, kind: str, **more: object) -> Event:
    """Return an event on an item, with what both sides have."""
    return visit.event(
        kind,
        passage=item.passage.key,
        code=item.code_id,
        human=item.mine,
        machine=item.machine,
        detail=DECOY if item.decoy else "",
        **more,
    )


def _said_by_all(visit: Visit, item: Item, verdict: str) -> bool:
    """Return whether whoever would be shown says the same: every machine, everybody's coding."""
    others, passage = visit.view.own.others.values(), item.passage.id
    said = {one.applies for one in said_by(visit.material, item) if one.applies is not None}
    if others:
        above = visit.material.above
        for one in others:
            if passage in one.seen:
                codes = one.on(passage)
                said.add(item.code_id in codes or any(item.code_id in above[c] for c in codes))
    return not said or said == {{APPLIES: True, NOT: False}.get(verdict)}


def undo(visit: Visit) -> Go:
    """Undo one of the reviewer's own verdicts: a new event, the old one stays on record."""
    event = visit.own_event("event", frozenset({"verdict"}))
    visit.review.add([visit.event("undo", passage=event.passage, code=event.code, undoes=event.id)])
    passage = visit.material.by_key.get(event.passage)
    item = visit.view.by_pair.get((passage.id, event.code)) if passage else None
    if item is not None and "note" in visit.form:
        visit.review.add(_draft(visit, item), [item.passage])
    if passage is None or (passage.id, event.code) not in visit.view.by_pair:
        return Go(path("earlier", done="undone"))
    return Go(_filters(visit).path("code", event.code, "passage", passage.id, done="undone"))


def _minutes(visit: Visit, left: int) -> int | None:
    each = seconds_each(visit.review.history.verdicts(visit.reviewer).values())
    return None if each is None or not left else max(1, round(left * each / 60))


def _trail(visit: Visit, item: Item) -> list[tuple[Event, bool]]:
    """Return the reviewer's own events on this item, undone ones too."""
    history = visit.review.history
    return [
        (event, event.id in history.undone)
        for event in history.events.values()
        if event.reviewer == visit.reviewer
        and event.passage == item.passage.key
        and event.code == item.code_id
        and event.kind in {"verdict", "judgement", "reveal"}
    ]


def _item(visit: Visit) -> tuple[Item, str]:
    """Return the item and the code whose list it is looked at in."""
    code = visit.place["code"]
    if code != ALL:
        return visit.item(), code
    on = visit.query.get("on") or visit.field("on", limit=100)
    return visit.item(on), ALL


def _filters(visit: Visit) -> Filters:
    return Filters.of({name: values[0] for name, values in visit.form.items() if values})


def _link(item: Item | None, code: str, filters: Filters, *, did: str = "", done: str = "") -> str:
    if item is None:
        return ""
    on = item.code_id if code == ALL else ""
    return filters.path("code", code, "passage", item.passage.id, on=on, did=did, done=done)


def _cut(passage: Passage) -> tuple[Passage, str, bool]:
    return passage, passage.text[:_NEIGHBOUR_SHOWN], len(passage.text) > _NEIGHBOUR_SHOWN


def _ending(passage: Passage) -> tuple[Passage, str, bool]:
    """Return the end of a passage: of what was said before, the last words are the nearest."""
    return passage, passage.text[-_NEIGHBOUR_SHOWN:], len(passage.text) > _NEIGHBOUR_SHOWN
