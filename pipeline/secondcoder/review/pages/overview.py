"""The first page: where human and machine coding differ, code by code, and how far one is."""

from dataclasses import dataclass

from secondcoder.decisions.events import DECOY, Event
from secondcoder.procedures.second_coder.reviewed.items import ALL, Item
from secondcoder.procedures.second_coder.reviewed.material import Entry, Passage
from secondcoder.procedures.second_coder.tables.agreement import AGREEMENT, AgreementRow
from secondcoder.procedures.second_coder.tables.themes import THEMES
from secondcoder.records.coders import in_words
from secondcoder.review.choosing import first_open
from secondcoder.review.pages.unplaced import waiting
from secondcoder.review.progress import Count, progress, with_below
from secondcoder.review.web import Page, Visit, path


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One code of the overview."""

    entry: Entry
    counts: dict[str, int | None]
    kappa: str
    interval: str
    here: Count
    below: Count
    """With the codes below it."""
    items: int
    minutes: int | None

    @property
    def shown(self) -> bool:
        """Whether there is anything to say of it."""
        return bool(self.items or self.below.all or any(self.counts.values()))


def overview(visit: Visit) -> Page:
    """Return the overview."""
    review, view = visit.review, visit.view
    found = progress(review, visit.reviewer)
    agreement = _agreement(visit)
    rows = [
        Row(
            entry=entry,
            counts=_counts(agreement.get(entry.id)),
            kappa=_kappa(agreement.get(entry.id)),
            interval=_interval(agreement.get(entry.id)),
            here=found.by_code.get(entry.id, Count()),
            below=with_below(review, found, entry.id),
            items=len(view.by_code.get(entry.id, ())),
            minutes=found.minutes(found.by_code.get(entry.id, Count()).left),
        )
        for entry in visit.material.codable
    ]
    return Page(
        "overview.html.j2",
        {
            "rows": [row for row in rows if row.shown],
            "idle": sum(1 for row in rows if not row.shown),
            "total": found.total,
            "minutes": found.minutes(found.total.left),
            "documents": [
                (name, count, path("code", ALL, document=name), found.minutes(count.left))
                for name, count in found.by_document.items()
            ],
            "resume": _resume(visit),
            "first": _first(visit, found.total.left),
            "unplaced": waiting(visit),
            "role": review.role(visit.reviewer),
            "looked": len(view.own.seen) if not view.own.borrowed else 0,
            "passages": len(visit.material.passages),
            "coder": view.own.coder,
            "has_coding": bool(view.own.seen),
            "own_name": not view.own.borrowed,
            "coders": visit.material.coders,
            "with_kappa": not visit.material.reflexive and bool(agreement),
            "with_counts": bool(agreement),
            "counted_beside": in_words(next((row.beside for row in agreement.values()), "")),
            "lost": len(review.not_applying()) + len(review.without_code()),
            "doubtful": len(review.anothers_as_own(visit.reviewer)),
            "faults": [str(fault) for fault in review.store.faults],
            "themes": len(visit.material.tables[THEMES]),
        },
    )


def carried(visit: Visit) -> Page:
    """Return decisions that an earlier run left: carried over, changed, or no longer applying."""
    review, material = visit.review, visit.material
    changed: list[tuple[Event, Item]] = []
    recut = []
    for event in review.history.all_current("verdict", visit.reviewer):
        passage = material.by_key.get(event.passage)
        item = visit.view.by_pair.get((passage.id, event.code)) if passage else None
        if item and review.changed(event, machine=item.machine):
            changed.append((event, item))
        if item and event.id in review.recut:
            recut.append((event, item))
    gone = [
        event
        for event in review.history.all_current("verdict", visit.reviewer)
        if event.detail != DECOY
        and (passage := material.by_key.get(event.passage))
        and (passage.id, event.code) not in visit.view.by_pair
    ]
    return Page(
        "carried.html.j2",
        {
            "changed": changed,
            "recut": recut,
            "gone": [(event, material.by_key[event.passage]) for event in gone],
            "lost": [(e, p) for e, p in review.not_applying() if e.reviewer == visit.reviewer],
            "doubtful": _on_passages(visit, review.anothers_as_own(visit.reviewer)),
            "uncoded": [(e, p) for e, p in review.without_code() if e.reviewer == visit.reviewer],
        },
    )


def _on_passages(visit: Visit, events: list[Event]) -> list[tuple[Event, Passage]]:
    """Return events with their passages, where these are in the run."""
    by_key = visit.material.by_key
    return [(event, by_key[event.passage]) for event in events if event.passage in by_key]


def _agreement(visit: Visit) -> dict[str, AgreementRow]:
    """Return each code's row beside the first machine: the counts of one are shown, not a sum."""
    rows = visit.material.tables[AGREEMENT]
    own = [row for row in rows if row.coder == visit.view.own.coder]
    first = own[0].beside if own else ""
    return {row.code_id: row for row in own if row.beside == first}


def _counts(row: AgreementRow | None) -> dict[str, int | None]:
    names = ("both", "human_only", "machine_only")
    return {name: getattr(row, name) if row else None for name in names}


def _kappa(row: AgreementRow | None) -> str:
    return _number(row.kappa) if row else ""


def _interval(row: AgreementRow | None) -> str:
    low, high = (_number(row.kappa_low), _number(row.kappa_high)) if row else ("", "")
    return f"{low} to {high}" if low and high else ""


def _number(value: float | None) -> str:
    return "" if value is None else f"{round(value, 2) + 0.0:.2f}"


def _first(visit: Visit, left: int) -> str:
    if not left:
        return ""
    item = first_open(visit.review, visit.reviewer, ALL)
    if item is None:
        return ""
    return path("code", ALL, "passage", item.passage.id, on=item.code_id)


def _resume(visit: Visit) -> str:
    """Return the code that the reviewer last decided on, if something is left there."""
    latest = visit.review.history.latest(visit.reviewer)
    if latest is None or latest.kind != "verdict" or latest.code not in visit.view.by_code:
        return ""
    item = first_open(visit.review, visit.reviewer, latest.code)
    return path("code", latest.code, "passage", item.passage.id) if item else ""
