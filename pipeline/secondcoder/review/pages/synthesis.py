"""The study's synthesis: grid, themes, matrix, and what becomes of each general theme."""

from collections.abc import Sequence
from dataclasses import dataclass

from secondcoder.decisions.events import Event
from secondcoder.procedures.synthesis.decided import KIND, decision_of, detail_of
from secondcoder.procedures.synthesis.records import MACHINE_HAND, DecisionEdit
from secondcoder.procedures.synthesis.steps.merging import DROP, KEEP, MERGE, RENAME
from secondcoder.procedures.synthesis.tables.final import (
    FINAL_THEMES,
    OF_GENERAL,
    QUOTATIONS,
    QuotationRow,
)
from secondcoder.procedures.synthesis.tables.matrices import THEME_BY_HEADING
from secondcoder.procedures.synthesis.tables.steps import (
    DECISIONS,
    GENERAL_THEMES,
    HEADING_THEMES,
    SUMMARIES,
    DecisionRow,
    GeneralThemeRow,
    HeadingThemeRow,
)
from secondcoder.publish.schema import Tables
from secondcoder.review.web import Go, Page, Problem, Visit, path

DECISION_NAMES = {
    KEEP: "Keep apart",
    MERGE: "Merge with another",
    RENAME: "Rename",
    DROP: "Drop",
}
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Decided:
    """A general theme with what is proposed for it and the decision that holds now."""

    row: DecisionRow
    general: GeneralThemeRow
    event: Event | None
    choice: DecisionEdit | None


@dataclass(frozen=True, slots=True)
class Said:
    """A quotation with the answer set apart within its sentence."""

    row: QuotationRow
    before: str
    after: str


def show(visit: Visit) -> Page:
    """Return grid, themes by heading, matrix and decisions of the latest synthesis."""
    tables = _tables(visit)
    summaries: dict[str, dict[str, str]] = {}
    for summary in tables[SUMMARIES]:
        summaries.setdefault(summary.case, {})[summary.heading] = summary.summary
    by_heading: dict[str, list[HeadingThemeRow]] = {}
    for theme in tables[HEADING_THEMES]:
        by_heading.setdefault(theme.heading, []).append(theme)
    general = [_decided(visit, row) for row in tables[DECISIONS]]
    return Page(
        "synthesis.html.j2",
        {
            "headings": list(dict.fromkeys(row.heading for row in tables[SUMMARIES])),
            "summaries": summaries,
            "by_heading": by_heading,
            "finals": tables[FINAL_THEMES],
            "matrix": {(row.theme_id, row.heading): row for row in tables[THEME_BY_HEADING]},
            "general": general,
            "decided": sum(one.choice is not None for one in general),
            "lost": _lost(visit, general),
            "actions": DECISION_NAMES,
            "machine": MACHINE_HAND,
        },
    )


def theme(visit: Visit) -> Page:
    """Return one general theme with its quotations and the form that decides on it."""
    tables = _tables(visit)
    decided = _decided(visit, _row(visit))
    identity = decided.row.theme_id
    quotations: dict[str, list[Said]] = {}
    for row in tables[QUOTATIONS]:
        if (row.step, row.theme_id) == (OF_GENERAL, identity):
            before, found, after = row.sentence.partition(row.answer)
            said = Said(row, before, after) if found else Said(row, "", "")
            quotations.setdefault(row.heading, []).append(said)
    return Page(
        "synthesis_theme.html.j2",
        {
            "decided": decided,
            "quotations": quotations,
            "others": [row for row in tables[GENERAL_THEMES] if row.theme_id != identity],
            "actions": DECISION_NAMES,
            "labels": _labels(visit),
            "machine": MACHINE_HAND,
        },
    )


def decide(visit: Visit) -> Go:
    """Store what becomes of a general theme."""
    row = _row(visit)
    decision = visit.field("decision", limit=20)
    if decision not in DECISION_NAMES:
        raise Problem(400, "Choose what should become of the theme.")
    into = visit.field("into", limit=100) if decision == MERGE else ""
    name = " ".join(visit.field("name").split())[:_LONGEST_NAME] if decision == RENAME else ""
    if decision == MERGE and (into not in _labels(visit) or into == row.theme_id):
        raise Problem(400, "Choose the theme to merge with.")
    if decision == RENAME and not name:
        raise Problem(400, "Give the new name.")
    event = visit.event(
        KIND,
        theme=row.theme_id,
        verdict=decision,
        note=visit.field("note"),
        revealed=True,
        detail=detail_of(into=into, name=name),
    )
    stored = visit.review.add([event])[0]
    return Go(path("synthesis", row.theme_id, did=stored.id))


def undo(visit: Visit) -> Go:
    """Undo a decision on a general theme, by whoever made it: they are the team's."""
    event = visit.review.history.events.get(visit.field("event", limit=100))
    if event is None or event.kind != KIND or event.id in visit.review.history.undone:
        raise Problem(404, "There is nothing to undo.")
    visit.review.add([visit.event("undo", theme=event.theme, undoes=event.id)])
    known = event.theme in _labels(visit)
    return Go(path("synthesis", event.theme, done="undone") if known else "/synthesis?done=undone")


def _tables(visit: Visit) -> Tables:
    if visit.review.synthesis is None:
        raise Problem(
            404,
            "This study has no synthesis yet. Run secondcoder synthesise and open this again.",
        )
    return visit.review.synthesis


def _row(visit: Visit) -> DecisionRow:
    wanted = visit.place.get("theme")
    found = next((row for row in _tables(visit)[DECISIONS] if row.theme_id == wanted), None)
    if found is None:
        raise Problem(404, "There is no such general theme in this synthesis.")
    return found


def _decided(visit: Visit, row: DecisionRow) -> Decided:
    """Return a row of step 4 with its general theme and the decision that holds now."""
    event = visit.review.history.current((KIND, "", "", row.theme_id))
    general = {theme.theme_id: theme for theme in _tables(visit)[GENERAL_THEMES]}
    return Decided(row, general[row.theme_id], event, decision_of(event) if event else None)


def _labels(visit: Visit) -> dict[str, str]:
    return {row.theme_id: row.theme for row in _tables(visit)[GENERAL_THEMES]}


def _lost(visit: Visit, general: Sequence[Decided]) -> list[DecisionEdit]:
    """Return decisions on themes that this synthesis does not have."""
    known = {decided.row.theme_id for decided in general}
    events = visit.review.history.all_current(KIND)
    return [decision_of(event) for event in events if event.theme not in known]
