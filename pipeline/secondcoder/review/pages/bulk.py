"""One decision for many passages: only where the suggestion was shown, and with its evidence."""

from uuid import uuid4

from secondcoder.decisions.events import APPLIES, NOT, VERDICT_NAMES
from secondcoder.procedures.second_coder.reviewed.items import (
    AGREE,
    HUMAN_ONLY,
    MACHINE_ONLY,
    PEOPLE,
    Item,
    audit_sample,
)
from secondcoder.review.beside import explain
from secondcoder.review.choosing import AUDIT
from secondcoder.review.said import said_by
from secondcoder.review.web import Go, Page, Problem, Visit, code_name, path

MOST = 100
BULK = {verdict: VERDICT_NAMES[verdict] for verdict in (APPLIES, NOT)}
KINDS = (AGREE, MACHINE_ONLY, HUMAN_ONLY, PEOPLE)


def preview(visit: Visit) -> Page:
    """Return what a bulk decision would decide, each with its evidence; nothing is stored yet.

    While one works blind, it holds what the reviewer has looked at already, and nothing else.
    """
    code = visit.entry().id
    kind, verdict = visit.query.get("kind", ""), visit.query.get("verdict", "")
    if kind not in KINDS or verdict not in BULK:
        raise Problem(400, "Choose what to decide on, and the decision.")
    items = [item for item in _undecided(visit, code, kind) if _shown(visit, item)]
    return Page(
        "bulk.html.j2",
        {
            "code": code,
            "name": code_name(visit.material, code),
            "kind": kind,
            "kind_name": visit.view.own.kind_names.get(kind, kind),
            "verdict": verdict,
            "verdict_name": BULK[verdict],
            "rows": [
                (item, explain(visit, item), said_by(visit.material, item)) for item in items[:MOST]
            ],
            "left": max(0, len(items) - MOST),
        },
    )


def reveal(visit: Visit) -> Go:
    """Record that suggestions are shown without a first view, and go where they are shown."""
    code = visit.entry().id
    kind, verdict = visit.field("kind", limit=20), visit.field("verdict", limit=20)
    if kind == AUDIT:
        items = audit_sample(visit.view.by_code.get(code, ()), seed=visit.material.seed)
        then = path("code", code, state=AUDIT, done="shown-many")
    elif kind in KINDS and verdict in BULK:
        items = _undecided(visit, code, kind)[:MOST]
        then = path("code", code, "bulk", kind=kind, verdict=verdict, done="shown-many")
    else:
        raise Problem(400, "Choose what to decide on, and the decision.")
    hidden = [item for item in items if not _shown(visit, item)]
    events = [
        visit.event(
            "reveal",
            passage=item.passage.key,
            code=code,
            human=item.mine,
            machine=item.machine,
        )
        for item in hidden
    ]
    visit.review.add(events, [item.passage for item in hidden])
    return Go(then)


def decide(visit: Visit) -> Go:
    """Store one decision for each passage that stayed ticked, as one batch."""
    code = visit.entry().id
    verdict = visit.field("verdict")
    if verdict not in BULK:
        raise Problem(400, "There is no such decision for several passages at once.")
    wanted = visit.form.get("passage", [])
    if not wanted:
        raise Problem(400, "No passage was ticked, so nothing was decided.")
    found = [visit.view.by_pair.get((passage, code)) for passage in wanted[:MOST]]
    items = [item for item in found if item is not None]
    if len(items) < len(found):
        raise Problem(404, "One of the passages is not in this list.")
    if not all(_shown(visit, item) for item in items):
        raise Problem(403, "One of the passages was not looked at yet: answer there first.")
    batch = uuid4().hex[:12]
    events = [
        visit.event(
            "verdict",
            passage=item.passage.key,
            code=code,
            verdict=verdict,
            note=visit.field("note"),
            revealed=True,
            human=item.mine,
            machine=item.machine,
            batch=batch,
        )
        for item in items
    ]
    visit.review.add(events, [item.passage for item in items])
    return Go(path("code", code, state="decided", batch=batch))


def undo(visit: Visit) -> Go:
    """Undo a whole batch."""
    events = [
        event
        for event in visit.review.history.batch(visit.field("batch", limit=40))
        if event.reviewer == visit.reviewer
    ]
    if not events:
        raise Problem(404, "There is nothing to undo.")
    visit.review.add(
        [visit.event("undo", passage=e.passage, code=e.code, undoes=e.id) for e in events]
    )
    return Go(path("code", events[0].code, done="bulk-undone"))


def _shown(visit: Visit, item: Item) -> bool:
    return visit.review.shown(visit.reviewer, item.passage, item.code_id)


def _undecided(visit: Visit, code: str, kind: str) -> list[Item]:
    verdict = visit.review.history.verdict
    return [
        item
        for item in visit.view.by_code.get(code, ())
        if item.kind == kind and verdict(visit.reviewer, item.passage.key, code) is None
    ]
