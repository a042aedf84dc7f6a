"""What people decided about general themes on the review page, brought to the themes of a run."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from secondcoder.decisions.events import Event, History
from secondcoder.decisions.groups import Group, Line, bring, detail_of, lines
from secondcoder.decisions.store import Store
from secondcoder.procedures.synthesis.records import DecisionEdit, GeneralTheme
from secondcoder.procedures.synthesis.steps.merging import DROP

KIND = "synthesis"
"""Of events that decide on a general theme."""
GONE = frozenset({DROP})
"""After this nothing can be merged into a theme."""


@dataclass(frozen=True, slots=True)
class NotCarried:
    """A decision that no theme of this run takes up."""

    edit: DecisionEdit
    reason: str
    event: Event


@dataclass(frozen=True, slots=True)
class Carried:
    """A decision as it holds for a theme of this run."""

    edit: DecisionEdit
    overlap: float
    """1 for the theme that was decided on."""
    event: Event


def decision_of(event: Event, *, memo: str = "") -> DecisionEdit:
    """Read an event on a general theme; ``memo`` stands where it has none of its own."""
    detail = detail_of(event)
    return DecisionEdit(
        theme_id=event.theme,
        decision=event.verdict,
        into=str(detail.get("into", "")),
        name=str(detail.get("name", "")),
        by=event.reviewer,
        memo=event.note or memo,
        label=str(detail.get("label", "")),
        members=tuple(detail.get("members", ())),
        into_members=tuple(detail.get("into_members", ())),
    )


def decision_at_the_end(line: Line) -> DecisionEdit:
    """Return what the steps of a line come to: the latest, with the latest memo."""
    memos = [event.note for event in line.events if event.note]
    return decision_of(line.last, memo=memos[-1] if memos else "")


def current_decisions(events: Iterable[Event]) -> tuple[DecisionEdit, ...]:
    """Return the decisions that hold, the earliest first."""
    return tuple(map(decision_at_the_end, lines(History(events), KIND)))


def decisions_in(store: Store | None) -> tuple[DecisionEdit, ...]:
    """Return the decisions on general themes in a record of coding; it is only read."""
    events = store.events() if store else ()
    return current_decisions(event for event in events if event.kind in {KIND, "undo"})


def line_of(edit: DecisionEdit, number: int) -> Line:
    """Return a decision as a line of one step."""
    kept = {
        "into": edit.into,
        "name": edit.name,
        "label": edit.label,
        "members": list(edit.members),
        "into_members": list(edit.into_members),
    }
    event = Event(
        kind=KIND,
        reviewer=edit.by,
        run="",
        theme=edit.theme_id,
        verdict=edit.decision,
        note=edit.memo,
        detail=json.dumps(kept, ensure_ascii=False),
        number=number,
        id=f"{number}",
    )
    return Line((event,))


def carried_to(
    decided: Iterable[Line], groups: Sequence[Group]
) -> tuple[dict[str, Carried], list[NotCarried]]:
    """Return the decisions that hold for the themes of a run, by theme, and those that do not."""
    found = bring(decided, groups, gone=GONE)
    held = {
        theme: Carried(
            replace(decision_at_the_end(one.line), theme_id=theme, into=one.into),
            one.overlap,
            one.line.last,
        )
        for theme, one in found.placed.items()
    }
    lost = [
        NotCarried(decision_at_the_end(one.line), one.reason, one.line.last) for one in found.lost
    ]
    return held, lost


def groups_of(themes: Iterable[GeneralTheme]) -> list[Group]:
    """Return general themes with the ids of their answers and mentions."""
    return [Group(one.id, frozenset((*one.answers, *one.mentions)), one.label) for one in themes]
