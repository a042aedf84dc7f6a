"""Decisions on the general themes of a synthesis, as the review page records them."""

import json
from collections.abc import Iterable
from pathlib import Path

from secondcoder.decisions.events import Event, History
from secondcoder.decisions.store import Store
from secondcoder.procedures.synthesis.records import DecisionEdit

KIND = "synthesis"


def decision_of(event: Event) -> DecisionEdit:
    """Read an event on a general theme."""
    detail = json.loads(event.detail or "{}")
    return DecisionEdit(
        theme_id=event.theme,
        decision=event.verdict,
        into=str(detail.get("into", "")),
        name=str(detail.get("name", "")),
        by=event.reviewer,
        memo=event.note,
    )


def detail_of(*, into: str, name: str) -> str:
    """Return what an event keeps of a decision."""
    return json.dumps({"into": into, "name": name}, ensure_ascii=False)


def current_decisions(events: Iterable[Event]) -> tuple[DecisionEdit, ...]:
    """Return the decisions that hold, in the order of their themes' ids."""
    held = [decision_of(event) for event in History(events).all_current(KIND)]
    return tuple(sorted(held, key=lambda one: one.theme_id))


def decisions_in(db: Path | None) -> tuple[DecisionEdit, ...]:
    """Return the decisions on general themes in a file of reviews; it is only read."""
    if db is None or not db.is_file() or not db.stat().st_size:
        return ()
    store = Store(db, read_only=True)
    events = [event for event in store.events() if event.kind in {KIND, "undo"}]
    store.close()
    return current_decisions(events)
