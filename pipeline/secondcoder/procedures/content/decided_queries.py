"""What the review page recorded on queries, read from the file of decisions."""

from pathlib import Path

from secondcoder.decisions.events import Event, History
from secondcoder.decisions.store import Store
from secondcoder.procedures.content.steps.records import Resolved

KIND = "query"
"""Of the events that decide on a query."""


def recorded_queries(database: Path | None) -> dict[str, Resolved]:
    """Return the current decisions on queries, by the query's id; the file is only read."""
    if database is None or not database.is_file() or not database.stat().st_size:
        return {}
    store = Store(database, read_only=True)
    try:
        history = History(store.events())
    finally:
        store.close()
    return {event.theme: resolved(event) for event in history.all_current(KIND)}


def resolved(event: Event) -> Resolved:
    """Return what an event decided."""
    return Resolved(event.verdict, event.reviewer, event.note)
