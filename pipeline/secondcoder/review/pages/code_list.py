"""A code's list of passages, with filters; and what waits for discussion."""

from dataclasses import replace

from secondcoder.decisions.events import UNSURE
from secondcoder.procedures.second_coder.reviewed.items import ALL
from secondcoder.review.choosing import AUDIT, BANDS, ORDERS, PAGE_SIZE, STATES, Filters, one_page
from secondcoder.review.pages.bulk import BULK, KINDS
from secondcoder.review.web import Page, Visit, code_name


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
            "bulk_kinds": {kind: kinds[kind] for kind in KINDS if kind in kinds},
            "bulk_verdicts": BULK,
            "audit": filters.state == AUDIT,
        },
    )


def queue(visit: Visit) -> Page:
    """Return what is marked unsure, by everyone: the agenda of a team meeting."""
    review, material = visit.review, visit.material
    mine, others, hidden = [], [], 0
    for event in review.history.all_current("verdict"):
        passage = material.by_key.get(event.passage)
        if event.verdict != UNSURE or passage is None:
            continue
        if event.reviewer == visit.reviewer:
            mine.append((passage, event))
        elif review.history.verdict(visit.reviewer, event.passage, event.code):
            others.append((event, passage))
        else:
            hidden += 1
    mine.sort(key=lambda one: (one[0].row, one[1].code))
    return Page("queue.html.j2", {"mine": mine, "others": others, "hidden": hidden})


def _code(visit: Visit) -> str:
    return ALL if visit.place["code"] == ALL else visit.entry().id
