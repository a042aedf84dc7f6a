"""A code's list of passages, with filters; and bulk decisions on what a list holds."""

from dataclasses import replace
from uuid import uuid4

from secondcoder.decisions.events import APPLIES, NOT, UNSURE, VERDICT_NAMES
from secondcoder.procedures.second_coder.reviewed.items import (
    AGREE,
    ALL,
    HUMAN_ONLY,
    MACHINE_ONLY,
    Item,
)
from secondcoder.review.choosing import AUDIT, BANDS, ORDERS, PAGE_SIZE, STATES, Filters, one_page
from secondcoder.review.web import Go, Page, Problem, Visit, code_name, path

BULK_MOST = 100
BULK = {verdict: VERDICT_NAMES[verdict] for verdict in (APPLIES, NOT)}
_BULK_KINDS = (AGREE, MACHINE_ONLY, HUMAN_ONLY)


def code_list(visit: Visit) -> Page:
    """Return one page of a code's list."""
    code = _code(visit)
    filters = Filters.of(visit.query)
    shown, count = one_page(visit.review, visit.reviewer, code, filters)
    pages = max(1, -(-count // PAGE_SIZE))
    if filters.page > pages:
        filters = replace(filters, page=pages)
        shown, count = one_page(visit.review, visit.reviewer, code, filters)
    page = max(filters.page, 1)
    review, kinds = visit.review, visit.view.own.kind_names
    rows = [
        {
            "item": item,
            "verdict": verdict,
            "shown": review.shown(visit.reviewer, item.passage, item.code_id),
            "recut": verdict is not None and verdict.id in review.recut,
            "changed": verdict is not None and review.changed(verdict, machine=item.machine),
            "link": filters.path(
                "code", code, "passage", item.passage.id, on=item.code_id if code == ALL else ""
            ),
        }
        for item, verdict in shown
    ]
    return Page(
        "code_list.html.j2",
        {
            "code": code,
            "name": code_name(visit.material, code),
            "entry": visit.material.codes.get(code),
            "rows": rows,
            "count": count,
            "page": page,
            "pages": pages,
            "previous": filters.path("code", code, page=page - 1) if page > 1 else "",
            "next": filters.path("code", code, page=page + 1) if page < pages else "",
            "filters": filters,
            "states": STATES,
            "orders": ORDERS,
            "kinds": kinds,
            "bands": BANDS,
            "documents": list(visit.material.documents),
            "others": [r for r in review.history.reviewers if r != visit.reviewer],
            "all": code == ALL,
            "bulk_kinds": {kind: kinds[kind] for kind in _BULK_KINDS},
            "bulk_verdicts": BULK,
            "audit": filters.state == AUDIT,
        },
    )


def queue(visit: Visit) -> Page:
    """Return what is marked unsure, by everyone: the agenda of a team meeting."""
    review, material = visit.review, visit.material
    pairs = visit.view.by_pair
    unsure = [
        (pairs.get((material.by_key[event.passage].id, event.code)), event)
        for event in review.history.verdicts(visit.reviewer).values()
        if event.verdict == UNSURE and event.passage in material.by_key
    ]
    mine = sorted(
        ((item, event) for item, event in unsure if item is not None),
        key=lambda one: (one[0].passage.row, one[0].code_id),
    )
    others = [
        (event, material.by_key[event.passage])
        for event in review.history.all_current("verdict")
        if event.verdict == UNSURE
        and event.reviewer != visit.reviewer
        and event.passage in material.by_key
        and review.history.verdict(visit.reviewer, event.passage, event.code)
    ]
    return Page("queue.html.j2", {"mine": mine, "others": others})


def bulk_preview(visit: Visit) -> Page:
    """Return what a bulk decision would decide; nothing is stored yet."""
    code = visit.entry().id
    kind, verdict = visit.query.get("kind", ""), visit.query.get("verdict", "")
    if kind not in _BULK_KINDS or verdict not in BULK:
        raise Problem(400, "Choose what to decide on, and the decision.")
    items = _undecided(visit, code, kind)
    return Page(
        "bulk.html.j2",
        {
            "code": code,
            "name": code_name(visit.material, code),
            "kind": kind,
            "kind_name": visit.view.own.kind_names[kind],
            "verdict": verdict,
            "verdict_name": BULK[verdict],
            "items": items[:BULK_MOST],
            "left": max(0, len(items) - BULK_MOST),
        },
    )


def bulk_decide(visit: Visit) -> Go:
    """Store one decision for each passage that stayed ticked, as one batch."""
    code = visit.entry().id
    verdict = visit.field("verdict")
    if verdict not in BULK:
        raise Problem(400, "There is no such decision for several passages at once.")
    wanted = visit.form.get("passage", [])
    if not wanted:
        raise Problem(400, "No passage was ticked, so nothing was decided.")
    items = [visit.view.by_pair.get((passage, code)) for passage in wanted[:BULK_MOST]]
    if any(item is None for item in items):
        raise Problem(404, "One of the passages is not in this list.")
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
        if item is not None
    ]
    visit.review.add(events, [item.passage for item in items if item is not None])
    return Go(path("code", code, state="decided", batch=batch))


def bulk_undo(visit: Visit) -> Go:
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


def _undecided(visit: Visit, code: str, kind: str) -> list[Item]:
    verdict = visit.review.history.verdict
    return [
        item
        for item in visit.view.by_code.get(code, ())
        if item.kind == kind and verdict(visit.reviewer, item.passage.key, code) is None
    ]


def _code(visit: Visit) -> str:
    return ALL if visit.place["code"] == ALL else visit.entry().id
