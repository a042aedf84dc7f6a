"""All events and all current decisions as files."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict

from secondcoder.decisions.events import DECOY, Event, outcome
from secondcoder.procedures.second_coder.reviewed.session import Review
from secondcoder.procedures.second_coder.run import render_report
from secondcoder.publish.csv_files import csv_bytes
from secondcoder.review.web import Download, Go, Page, Visit

EVENT_COLUMNS = (
    *("id", "at", "kind", "reviewer", "run", "document", "passage_id", "passage", "code_id"),
    *("code", "verdict", "other_code_id", "previous", "undoes", "undone", "note", "revealed"),
    *("seconds", "human", "machine", "batch", "theme", "detail", "applies_to_this_run"),
)
DECISION_COLUMNS = (
    *("passage_id", "document", "start", "text", "code_id", "code", "reviewer", "verdict"),
    *("applies", "other_code_id", "note", "revealed", "human", "machine", "at", "carried"),
    "decoy",
)


def export(visit: Visit) -> Page:
    """Return the page that offers the files."""
    return Page(
        "export.html.j2",
        {
            "events": len(visit.review.history.events),
            "decisions": len(visit.review.history.all_current("verdict")),
            "run": visit.material.run,
            "file": visit.review.store.path.name,
            "held_back": len(visit.review.history.events)
            - len(event_rows(visit.review, to=visit.reviewer)),
            "themes": len(visit.review.history.all_current("theme")),
        },
    )


def finish(visit: Visit) -> Go:
    """Work the decisions into the run's report and tables now; closing the page does it too."""
    if visit.review.run is not None:
        render_report(visit.review.run, decisions=visit.review.store)
    return Go("/export?done=published")


def events_csv(visit: Visit) -> Download:
    """Return every event as CSV."""
    return Download(
        "review-events.csv",
        "text/csv",
        to_csv(EVENT_COLUMNS, event_rows(visit.review, to=visit.reviewer)),
    )


def events_jsonl(visit: Visit) -> Download:
    """Return every event as one JSON object a line."""
    lines = (
        json.dumps(row, ensure_ascii=False) for row in event_rows(visit.review, to=visit.reviewer)
    )
    data = "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogatepass")
    return Download("review-events.jsonl", "application/x-ndjson", data)


def decisions_csv(visit: Visit) -> Download:
    """Return the current decisions as CSV."""
    return Download(
        "review-decisions.csv",
        "text/csv",
        to_csv(DECISION_COLUMNS, decision_rows(visit.review, to=visit.reviewer)),
    )


def event_rows(review: Review, *, to: str = "") -> list[dict[str, object]]:
    """Return a row for every event, in the order in which they were stored.

    For a reviewer, ``to``, those of others are left out that they may not see yet.
    """
    stored = review.store.passages()
    rows = []
    for event in review.store.events():
        if to and not _may_see(review, to, event):
            continue
        places = review.carried.places.get(event.passage)
        now = places[0] if places else review.material.by_key.get(event.passage)
        old = stored.get(event.passage)
        row = asdict(event)
        row |= {
            "document": old.document if old else "",
            "passage_id": now.id if now else "",
            "code_id": event.code,
            "code": _label(review, event.code),
            "other_code_id": event.other,
            "undone": event.id in review.history.undone,
            "applies_to_this_run": not event.passage or now is not None,
        }
        rows.append({column: row[column] for column in EVENT_COLUMNS})
    return rows


def decision_rows(review: Review, *, to: str = "") -> list[dict[str, object]]:
    """Return a row for every current verdict on a passage of this run.

    For a reviewer, ``to``, those of others are left out that they may not see yet.
    ``applies`` is ``yes`` or ``no`` for the code after the decision, empty where it is undecided.
    """
    rows = []
    for event in review.history.all_current("verdict"):
        passage = review.material.by_key.get(event.passage)
        if passage is None or (to and not _may_see(review, to, event)):
            continue
        rows.append(
            {
                "passage_id": passage.id,
                "document": passage.document,
                "start": passage.start,
                "text": passage.text,
                "code_id": event.code,
                "code": _label(review, event.code),
                "reviewer": event.reviewer,
                "verdict": event.verdict,
                "applies": _applies(event),
                "other_code_id": event.other,
                "note": event.note,
                "revealed": event.revealed,
                "human": event.human,
                "machine": event.machine,
                "at": event.at,
                "carried": review.recut.get(event.id, ""),
                "decoy": event.detail == DECOY,
            }
        )
    return rows


def to_csv(columns: Iterable[str], rows: Iterable[Mapping[str, object]]) -> bytes:
    """Return rows as CSV, as all that is published: ids and words stand as they are."""
    names = list(columns)
    return csv_bytes(names, ([_cell(row[name]) for name in names] for row in rows))


def _may_see(review: Review, reviewer: str, event: Event) -> bool:
    """Return whether a reviewer may read an event: one's own, or on what one has looked at.

    What others said, and what the machine had then, would give it away before.
    """
    if not event.passage or review.known_as(event.reviewer) == reviewer or event.program:
        return True
    if not review.blind(reviewer):
        return True
    places = review.carried.places.get(event.passage) or (
        [review.material.by_key[event.passage]] if event.passage in review.material.by_key else []
    )
    if not event.code:
        return any(review.looked(reviewer, place) for place in places)
    return any(
        review.looked(reviewer, place) and review.shown(reviewer, place, event.code)
        for place in places
    )


def _applies(event: Event) -> str:
    after = outcome(event)
    return "" if after is None else "yes" if after else "no"


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = "" if value is None else str(value)
    return text.encode("utf-8", "replace").decode()


def _label(review: Review, code: str) -> str:
    return review.material.codes[code].label if code in review.material.codes else ""
