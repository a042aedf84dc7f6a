"""What people decided about general themes on the review page."""

import json
from collections.abc import Iterable

from secondcoder.decisions.events import Event, History
from secondcoder.decisions.store import Store
from secondcoder.procedures.synthesis.records import DecisionEdit

KIND = "synthesis"
"""Of events that decide on a general theme."""


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
    return tuple(sorted(held, key=lambda decision: decision.theme_id))


def decisions_in(store: Store | None) -> tuple[DecisionEdit, ...]:
    """Return the decisions on general themes in a record of coding; it is only read."""
    events = store.events() if store else ()
    return current_decisions(event for event in events if event.kind in {KIND, "undo"})
