"""The study's synthesis: grid, themes, matrix, and what becomes of each general theme."""

from collections.abc import Iterable
from dataclasses import dataclass

from secondcoder.decisions.groups import (
    Group,
    about,
    gone_fault,
    lines,
    merge_fault,
)
from secondcoder.names import loosely
from secondcoder.procedures.synthesis.decided import (
    GONE,
    KIND,
    Carried,
    NotCarried,
    carried_to,
)
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
from secondcoder.reading.codes.outline import steps_of
from secondcoder.review.web import Go, Page, Problem, Visit, path

DECISION_NAMES = {
    KEEP: "Keep apart",
    MERGE: "Merge with another",
    RENAME: "Rename",
    DROP: "Drop",
}
_LONGEST_NAME = 200
_AFTER_UNDO = "/synthesis?done=undone"


@dataclass(frozen=True, slots=True)
class Decided:
    """A general theme with what is proposed for it and the decision that holds now."""

    row: DecisionRow
    general: GeneralThemeRow
    held: Carried | None

    @property
    def choice(self) -> DecisionEdit | None:
        """What was decided."""
        return self.held.edit if self.held else None


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
            "lost": _carried(visit)[1],
            "actions": DECISION_NAMES,
            "machine": MACHINE_HAND,
        },
    )


def theme(visit: Visit) -> Page:
    """Return one general theme with its quotations and the form that decides on it."""
    return _shown(visit)


def _shown(visit: Visit, *, fault: str = "") -> Page:
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
            "fault": fault,
            "typed": {key: visit.field(key) for key in ("into", "name", "note")},
        },
        status=400 if fault else 200,
    )


def decide(visit: Visit) -> Go | Page:
    """Store what becomes of a general theme, or say on its page why that cannot be."""
    row = _row(visit)
    decision = visit.field("decision", limit=20)
    if decision not in DECISION_NAMES:
        raise Problem(400, "Choose what should become of the theme.")
    into = visit.field("into", limit=100) if decision == MERGE else ""
    name = " ".join(visit.field("name").split())[:_LONGEST_NAME] if decision == RENAME else ""
    if fault := _fault(visit, row.theme_id, decision, into=into, name=name):
        return _shown(visit, fault=fault)
    groups = {group.id: group for group in _groups(visit)}
    before = _carried(visit)[0].get(row.theme_id)
    event = visit.event(
        KIND,
        theme=row.theme_id,
        verdict=decision,
        note=visit.field("note"),
        revealed=True,
        previous=before.event.id if before else "",
        detail=visit.json(
            {"into": into, "name": name, **about(groups[row.theme_id], groups.get(into))}
        ),
    )
    stored = visit.review.add([event])[0]
    return Go(path("synthesis", row.theme_id, did=stored.id))


def undo(visit: Visit) -> Go:
    """Undo a decision on a general theme, by whoever made it: they are the team's."""
    event = visit.review.history.events.get(visit.field("event", limit=100))
    if event is None or event.kind != KIND or event.id in visit.review.history.undone:
        raise Problem(404, "There is nothing to undo.")
    visit.review.add([visit.event("undo", theme=event.theme, undoes=event.id)])
    at = visit.field("at", limit=100)
    return Go(path("synthesis", at, done="undone") if at in _labels(visit) else _AFTER_UNDO)


def _fault(visit: Visit, theme: str, decision: str, *, into: str, name: str) -> str:
    """Say why a decision cannot hold beside those that are there; nothing if it can."""
    held = {t: one.edit for t, one in _carried(visit)[0].items() if t != theme}
    names = {
        t: held[t].name or label if t in held else label for t, label in _labels(visit).items()
    }
    merged = {t: one.into for t, one in held.items() if one.decision == MERGE}
    if decision == MERGE:
        if not into:
            return "Choose the theme to merge with."
        gone = {t for t, one in held.items() if one.decision in GONE}
        return merge_fault(theme, into, merged=merged, gone=gone, named=names)
    if decision in GONE:
        return gone_fault(theme, merged=merged, named=names)
    others = [one for t, one in names.items() if t != theme]
    return _name_fault(name, others) if decision == RENAME else ""


def _name_fault(name: str, others: Iterable[str]) -> str:
    if not name:
        return "Give the new name."
    if steps_of(name) != (name,):
        return "Write the name without > or \\: these stand between heading and theme."
    same = [one for one in others if loosely(one) == loosely(name)]
    return f"There is a theme “{same[0]}” already. Give another name." if same else ""


def _groups(visit: Visit) -> list[Group]:
    """Return the general themes of the synthesis with the ids of their answers and mentions."""
    members: dict[str, set[str]] = {}
    for row in _tables(visit)[QUOTATIONS]:
        if row.step == OF_GENERAL:
            members.setdefault(row.theme_id, set()).add(row.answer_id)
    return [
        Group(theme, frozenset(members.get(theme, ())), label)
        for theme, label in _labels(visit).items()
    ]


def _carried(visit: Visit) -> tuple[dict[str, Carried], list[NotCarried]]:
    """Return the decisions that hold for the themes of the synthesis, and those that do not."""
    return carried_to(lines(visit.review.history, KIND), _groups(visit))


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
    held = _carried(visit)[0].get(row.theme_id)
    general = {theme.theme_id: theme for theme in _tables(visit)[GENERAL_THEMES]}
    return Decided(row, general[row.theme_id], held)


def _labels(visit: Visit) -> dict[str, str]:
    return {row.theme_id: row.theme for row in _tables(visit)[GENERAL_THEMES]}
