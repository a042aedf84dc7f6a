"""What the review page recorded on queries, read from the record of coding."""

from secondcoder.decisions.events import Event, History
from secondcoder.decisions.store import Store
from secondcoder.procedures.content.steps.records import Resolved

KIND = "query"
"""Of the events that decide on a query."""


def recorded_queries(store: Store | None) -> dict[str, Resolved]:
    """Return the current decisions on queries, by the query's id; the record is only read."""
    history = History(store.events() if store else ())
    return {event.theme: resolved(event) for event in history.all_current(KIND)}


def resolved(event: Event) -> Resolved:
    """Return what an event decided."""
    return Resolved(event.verdict, event.reviewer, event.note)
