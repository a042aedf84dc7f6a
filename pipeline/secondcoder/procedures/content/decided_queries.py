"""What the review page recorded on queries, read from the record of coding."""

from pathlib import Path

from secondcoder.decisions.events import Event, History
from secondcoder.decisions.place import has_record, open_record
from secondcoder.procedures.content.steps.records import Resolved

KIND = "query"
"""Of the events that decide on a query."""


def recorded_queries(record: Path | None) -> dict[str, Resolved]:
    """Return the current decisions on queries, by the query's id; the record is only read."""
    if record is None or not has_record(record):
        return {}
    store = open_record(record, read_only=True)
    try:
        history = History(store.events())
    finally:
        store.close()
    return {event.theme: resolved(event) for event in history.all_current(KIND)}


def resolved(event: Event) -> Resolved:
    """Return what an event decided."""
    return Resolved(event.verdict, event.reviewer, event.note)
