"""Candidate themes: what is in them, and what becomes of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from secondcoder.decisions.events import THEME_ACTIONS
from secondcoder.procedures.second_coder.reviewed.material import Passage
from secondcoder.procedures.second_coder.reviewed.themes import (
    ACTION_NAMES,
    ADOPT,
    ATTACH,
    COLUMNS,
    MERGE,
    RENAME,
    SPLIT,
    Choice,
    choice_of,
    detail_of,
    new_codebook,
)
from secondcoder.procedures.second_coder.tables.themes import (
    MATCHES,
    NEW_THEMES,
    THEMES,
    NewThemeRow,
    ThemeRow,
)
from secondcoder.publish.csv_files import csv_bytes
from secondcoder.review.choosing import PAGE_SIZE
from secondcoder.review.web import Download, Go, Page, Problem, Visit, path

_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Themed:
    """A candidate theme with what was decided about it."""

    row: ThemeRow
    name: str
    """As it is called now."""
    choice: Choice | None
    no_code_fits: bool


@dataclass(frozen=True, slots=True)
class Beside:
    """A group of passages that no code fits and that is no candidate theme."""

    row: NewThemeRow
    exemplars: Sequence[Passage]


def theme_list(visit: Visit) -> Page:
    """Return all candidate themes with what was decided about them."""
    rows = [_themed(visit, row) for row in visit.material.tables[THEMES]]
    known = {themed.row.theme_id for themed in rows}
    lost = [
        choice_of(event)
        for event in visit.review.history.all_current("theme")
        if event.theme not in known
    ]
    return Page(
        "themes.html.j2",
        {
            "rows": rows,
            "beside": [
                Beside(row, _passages(visit, row.exemplars))
                for row in visit.material.tables[NEW_THEMES]
                if row.theme_id not in known
            ],
            "lost": lost,
            "decided": sum(themed.choice is not None for themed in rows),
            "actions": ACTION_NAMES,
        },
    )


def theme(visit: Visit) -> Page:
    """Return one candidate theme with its passages and the forms that decide on it."""
    themed = _themed(visit, _row(visit))
    row, tables = themed.row, visit.material.tables
    members = _members(visit, row.theme_id)
    number = visit.query.get("page", "1")
    pages = max(1, -(-len(members) // PAGE_SIZE))
    page = min(max(int(number) if number.isdecimal() and len(number) < 7 else 1, 1), pages)
    matches = [m for m in tables[MATCHES] if m.theme_id == row.theme_id and m.relation != "near"]
    return Page(
        "theme.html.j2",
        {
            "themed": themed,
            "row": row,
            "members": members[(page - 1) * PAGE_SIZE : page * PAGE_SIZE],
            "count": len(members),
            "page": page,
            "pages": pages,
            "exemplars": _passages(visit, row.exemplars),
            "matches": sorted(matches, key=lambda match: -match.similarity),
            "known": visit.material.codes,
            "below": [t for t in tables[THEMES] if t.parent_id == row.theme_id],
            "others": [t for t in tables[THEMES] if t.theme_id != row.theme_id],
            "codes": visit.material.codable,
            "actions": ACTION_NAMES,
            "labels": _labels(visit),
        },
    )


def decide(visit: Visit) -> Go:
    """Store what becomes of a theme."""
    row = _row(visit)
    action = visit.field("action", limit=20)
    if action not in THEME_ACTIONS:
        raise Problem(400, "Choose what should become of the theme.")
    code, into = visit.field("code", limit=100), visit.field("into", limit=100)
    names = tuple(
        " ".join(line.split())[:_LONGEST_NAME]
        for line in visit.field("names").splitlines()
        if line.strip()
    )
    if code and code not in visit.material.codes:
        raise Problem(404, "There is no such code in this run.")
    if into and (into not in _labels(visit) or into == row.theme_id):
        raise Problem(404, "There is no such other theme in this run.")
    names = names if action in {ADOPT, RENAME, SPLIT} else ()
    code = code if action in {ADOPT, ATTACH, SPLIT} else ""
    into = into if action == MERGE else ""
    _check(action, names=names, code=code, into=into)
    event = visit.event(
        "theme",
        theme=row.theme_id,
        verdict=action,
        note=visit.field("note"),
        revealed=True,
        detail=detail_of(names=names, code=code, into=into),
    )
    stored = visit.review.add([event])[0]
    return Go(path("theme", row.theme_id, did=stored.id))


def undo(visit: Visit) -> Go:
    """Undo what was decided about a theme, by whoever did it: themes are the team's."""
    event = visit.review.history.events.get(visit.field("event", limit=100))
    if event is None or event.kind != "theme" or event.id in visit.review.history.undone:
        raise Problem(404, "There is nothing to undo.")
    visit.review.add([visit.event("undo", theme=event.theme, undoes=event.id)])
    known = event.theme in _labels(visit)
    return Go(path("theme", event.theme, done="undone") if known else "/themes?done=undone")


def codebook_csv(visit: Visit) -> Download:
    """Return the codebook that follows, as a file of its own; the study's stays as it is."""
    rows = new_codebook(visit.material.codable, _labels(visit), _choices(visit))
    lines = ([row[column] for column in COLUMNS] for row in rows)
    return Download("codebook-next.csv", "text/csv", csv_bytes(COLUMNS, lines))


def _check(action: str, *, names: tuple[str, ...], code: str, into: str) -> None:
    if action == ATTACH and not code:
        raise Problem(400, "Choose the code to attach the theme to.")
    if action == MERGE and not into:
        raise Problem(400, "Choose the theme to merge with.")
    if action in {ADOPT, RENAME} and len(names) != 1:
        raise Problem(400, "Give one name, on one line.")
    if action == SPLIT and len(names) < 2:
        raise Problem(400, "Give the names of the new codes, at least two, one a line.")


def _themed(visit: Visit, row: ThemeRow) -> Themed:
    event = visit.review.history.current(("theme", "", "", row.theme_id))
    choice = choice_of(event) if event else None
    name = choice.names[0] if choice and choice.action in {ADOPT, RENAME} else row.label
    unexplained = {group.theme_id for group in visit.material.tables[NEW_THEMES]}
    return Themed(row, name, choice, row.theme_id in unexplained)


def _passages(visit: Visit, ids: Sequence[str]) -> list[Passage]:
    return [visit.material.by_id[one] for one in ids if one in visit.material.by_id]


def _choices(visit: Visit) -> dict[str, Choice]:
    found = (choice_of(event) for event in visit.review.history.all_current("theme"))
    return {choice.event.theme: choice for choice in found if choice.event.theme in _labels(visit)}


def _row(visit: Visit) -> ThemeRow:
    wanted = visit.place.get("theme")
    found = [row for row in visit.material.tables[THEMES] if row.theme_id == wanted]
    if not found:
        raise Problem(404, "There is no such candidate theme in this run.")
    return found[0]


def _labels(visit: Visit) -> dict[str, str]:
    return {row.theme_id: row.label for row in visit.material.tables[THEMES]}


def _members(visit: Visit, theme_id: str) -> list[Passage]:
    return [p for p in visit.material.passages if theme_id in {p.theme_id, p.subtheme_id}]
