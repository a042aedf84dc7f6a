"""The study's synthesis: grid, themes, matrix, and what becomes of each general theme."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from secondcoder.procedures.second_coder.reviewed.material import rows_of
from secondcoder.review.synthesis import KIND, decision_of, detail_of
from secondcoder.review.web import Go, Page, Problem, Visit, path

KEEP, MERGE, RENAME, DROP = "keep", "merge", "rename", "drop"
DECISION_NAMES = {
    KEEP: "Keep apart",
    MERGE: "Merge with another",
    RENAME: "Rename",
    DROP: "Drop",
}
_LONGEST_NAME = 200
_LIST = "; "


def show(visit: Visit) -> Page:
    """Return grid, themes by heading, matrix and decisions of the latest synthesis."""
    tables = _tables(visit)
    headings, summaries = _across(tables["step1_summaries"], "case", "heading", "summary")
    _, matrix = _across(tables["matrix_theme_heading"], "theme_id", "heading", "cases")
    mentions = {
        (row["theme_id"], row["heading"])
        for row in rows_of(tables["matrix_theme_heading"])
        if row["mention"] == "yes"
    }
    general = [_decided(visit, row) for row in rows_of(tables["step4_merged"])]
    by_heading: dict[str, list[dict[str, Any]]] = {}
    for row in rows_of(tables["step2_themes"]):
        by_heading.setdefault(row["heading"], []).append(row)
    finals = rows_of(tables["themes_final"])
    return Page(
        "synthesis.html.j2",
        {
            "headings": headings,
            "summaries": summaries,
            "by_heading": by_heading,
            "finals": finals,
            "matrix": matrix,
            "mentions": mentions,
            "general": general,
            "decided": sum(row["choice"] is not None for row in general),
            "lost": _lost(visit, general),
            "actions": DECISION_NAMES,
            "list": _LIST,
        },
    )


def theme(visit: Visit) -> Page:
    """Return one general theme with its quotations and the form that decides on it."""
    tables = _tables(visit)
    row = _decided(visit, _row(visit))
    said = tables["quotations"]
    members = said[(said["step"] == "3") & (said["theme_id"] == row["theme_id"])]
    quotations: dict[str, list[dict[str, Any]]] = {}
    for one in rows_of(members):
        before, found, after = one["sentence"].partition(one["answer"])
        one |= {"before": before if found else "", "after": after if found else ""}
        quotations.setdefault(one["heading"], []).append(one)
    others = [one for one in rows_of(tables["step3_general"]) if one["theme_id"] != row["theme_id"]]
    return Page(
        "synthesis_theme.html.j2",
        {
            "row": row,
            "quotations": quotations,
            "others": others,
            "actions": DECISION_NAMES,
            "labels": _labels(visit),
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
    if decision == MERGE and (into not in _labels(visit) or into == row["theme_id"]):
        raise Problem(400, "Choose the theme to merge with.")
    if decision == RENAME and not name:
        raise Problem(400, "Give the new name.")
    event = visit.event(
        KIND,
        theme=row["theme_id"],
        verdict=decision,
        note=visit.field("note"),
        revealed=True,
        detail=detail_of(into=into, name=name),
    )
    stored = visit.review.add([event])[0]
    return Go(path("synthesis", row["theme_id"], did=stored.id))


def undo(visit: Visit) -> Go:
    """Undo a decision on a general theme, by whoever made it: they are the team's."""
    given = visit.field("event", limit=20)
    event = visit.review.history.events.get(int(given)) if given.isdecimal() else None
    if event is None or event.kind != KIND or event.id in visit.review.history.undone:
        raise Problem(404, "There is nothing to undo.")
    visit.review.add([visit.event("undo", theme=event.theme, undoes=event.id)])
    known = event.theme in _labels(visit)
    return Go(path("synthesis", event.theme, done="undone") if known else "/synthesis?done=undone")


def _tables(visit: Visit) -> Mapping[str, pd.DataFrame]:
    if visit.review.synthesis is None:
        raise Problem(
            404,
            "This study has no synthesis yet. Run secondcoder synthesise and open this again.",
        )
    return visit.review.synthesis


def _across(
    table: pd.DataFrame, down: str, across: str, value: str
) -> tuple[list[str], dict[str, dict[str, str]]]:
    """Return the columns, and for every row its cells by column."""
    found: dict[str, dict[str, str]] = {}
    for row in rows_of(table):
        found.setdefault(row[down], {})[row[across]] = row[value]
    return list(dict.fromkeys(table[across])), found


def _row(visit: Visit) -> dict[str, Any]:
    wanted = visit.place.get("theme")
    found = [r for r in rows_of(_tables(visit)["step4_merged"]) if r["theme_id"] == wanted]
    if not found:
        raise Problem(404, "There is no such general theme in this synthesis.")
    return found[0]


def _decided(visit: Visit, row: dict[str, Any]) -> dict[str, Any]:
    """Return a row of step 4 with its general theme and the decision that holds now."""
    event = visit.review.history.current((KIND, "", "", row["theme_id"]))
    general = {one["theme_id"]: one for one in rows_of(_tables(visit)["step3_general"])}
    choice = decision_of(event) if event else None
    return row | {"general": general[row["theme_id"]], "choice": choice, "event": event}


def _labels(visit: Visit) -> dict[str, str]:
    return {one["theme_id"]: one["theme"] for one in rows_of(_tables(visit)["step3_general"])}


def _lost(visit: Visit, general: list[dict[str, Any]]) -> list[Any]:
    known = {row["theme_id"] for row in general}
    events = visit.review.history.all_current(KIND)
    return [decision_of(event) for event in events if event.theme not in known]
