"""Candidate themes: what is in them, and what becomes of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from secondcoder.decisions.events import THEME_ACTIONS
from secondcoder.decisions.groups import about
from secondcoder.names import plain
from secondcoder.procedures.second_coder.reviewed.material import Passage
from secondcoder.procedures.second_coder.reviewed.theme_checks import Decision, fault_of
from secondcoder.procedures.second_coder.reviewed.themes import (
    ACTION_NAMES,
    ADOPT,
    ATTACH,
    KIND,
    MERGE,
    RENAME,
    SPLIT,
    Choice,
    Decided,
    current_names,
    decided_on,
    detail_with,
    groups_of,
)
from secondcoder.procedures.second_coder.tables.themes import (
    MATCHES,
    NEW_THEMES,
    THEMES,
    NewThemeRow,
    ThemeRow,
)
from secondcoder.review.choosing import PAGE_SIZE
from secondcoder.review.web import Go, Page, Problem, Visit, path

LONGEST_NAME = 200
OFFERED = 8
"""Other themes that are offered to merge with before somebody searches."""
FOUND = 20
"""Themes that a search lists."""


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
    decided = decided_on(visit.review)
    rows = [_themed(visit, row, decided) for row in visit.material.tables[THEMES]]
    known = {themed.row.theme_id for themed in rows}
    return Page(
        "themes.html.j2",
        {
            "rows": rows,
            "beside": [
                Beside(row, passages_of(visit, row.exemplars))
                for row in visit.material.tables[NEW_THEMES]
                if row.theme_id not in known
            ],
            "lost": decided.lost,
            "carried": sum(choice.carried for choice in decided.choices.values()),
            "decided": len(decided.choices),
            "actions": ACTION_NAMES,
        },
    )


def theme(visit: Visit) -> Page:
    """Return one candidate theme with its passages and the forms that decide on it."""
    return shown(visit)


def shown(visit: Visit, *, fault: str = "") -> Page:
    """Return a theme's page; a fault says why nothing was stored, and what was typed is kept."""
    decided = decided_on(visit.review)
    row = theme_row(visit)
    themed = _themed(visit, row, decided)
    tables = visit.material.tables
    members = members_of(visit, row.theme_id)
    pages = max(1, -(-len(members) // PAGE_SIZE))
    page = visit.page_of(pages)
    matches = [m for m in tables[MATCHES] if m.theme_id == row.theme_id and m.relation != "near"]
    names = current_names(visit.material, decided)
    wanted = visit.query.get("find", "").strip()[:LONGEST_NAME]
    return Page(
        "theme.html.j2",
        {
            "themed": themed,
            "row": row,
            "members": members[(page - 1) * PAGE_SIZE : page * PAGE_SIZE],
            "count": len(members),
            "page": page,
            "pages": pages,
            "exemplars": passages_of(visit, row.exemplars),
            "matches": sorted(matches, key=lambda match: -match.similarity),
            "known": visit.material.codes,
            "below": [t for t in tables[THEMES] if t.parent_id == row.theme_id],
            "others": _others(visit, row, names, wanted),
            "wanted": wanted,
            "codes": visit.material.codable,
            "actions": ACTION_NAMES,
            "labels": names,
            "fault": fault,
            "typed": {key: visit.field(key) for key in ("name", "code", "into", "note", "action")},
        },
        status=400 if fault else 200,
    )


def decide(visit: Visit) -> Go | Page:
    """Store what becomes of a theme, or say on its page why that cannot be."""
    row = theme_row(visit)
    action = visit.field("action", limit=20)
    if action not in THEME_ACTIONS or action == SPLIT:
        raise Problem(400, "Choose what should become of the theme.")
    code, into = visit.field("code", limit=100), visit.field("into", limit=100)
    if code and code not in visit.material.codes:
        raise Problem(404, "There is no such code in this run.")
    name = " ".join(visit.field("name").split())[:LONGEST_NAME]
    decision = Decision(
        theme=row.theme_id,
        action=action,
        name=name if action in {ADOPT, RENAME} else "",
        code=code if action in {ADOPT, ATTACH} else "",
        into=into if action == MERGE else "",
    )
    fault = fault_of(visit.review, decision)
    return shown(visit, fault=fault) if fault else stored(visit, decision)


def undo(visit: Visit) -> Go:
    """Undo what was decided about a theme, by whoever did it: themes are the team's."""
    event = visit.review.history.events.get(visit.field("event", limit=100))
    if event is None or event.kind != KIND or event.id in visit.review.history.undone:
        raise Problem(404, "There is nothing to undo.")
    visit.review.add([visit.event("undo", theme=event.theme, undoes=event.id)])
    at = visit.field("at", limit=100)
    known = at in {row.theme_id for row in visit.material.tables[THEMES]}
    return Go(path("theme", at, done="undone") if known else "/themes?done=undone")


def stored(visit: Visit, decision: Decision) -> Go:
    """Store a decision that was checked, with the passages that the theme is known by."""
    groups = {group.id: group for group in groups_of(visit.material)}
    before = decided_on(visit.review).choices.get(decision.theme)
    detail = {
        **detail_with(
            names=[decision.name] if decision.name else [part.name for part in decision.parts],
            code=decision.code,
            into=decision.into,
            parts=decision.parts,
        ),
        **about(groups[decision.theme], groups.get(decision.into)),
    }
    event = visit.event(
        KIND,
        theme=decision.theme,
        verdict=decision.action,
        note=visit.field("note"),
        revealed=True,
        previous=before.event.id if before else "",
        detail=visit.json(detail),
    )
    members = members_of(visit, decision.theme)
    if decision.into:
        members += members_of(visit, decision.into)
    done = visit.review.add([event], dict.fromkeys(members))[0]
    return Go(path("theme", decision.theme, did=done.id))


def theme_row(visit: Visit) -> ThemeRow:
    """Return the theme that the address names."""
    wanted = visit.place.get("theme")
    found = [row for row in visit.material.tables[THEMES] if row.theme_id == wanted]
    if not found:
        raise Problem(404, "There is no such candidate theme in this run.")
    return found[0]


def members_of(visit: Visit, theme_id: str) -> list[Passage]:
    """Return a theme's passages in the order of the text."""
    return [p for p in visit.material.passages if theme_id in {p.theme_id, p.subtheme_id}]


def passages_of(visit: Visit, ids: Sequence[str]) -> list[Passage]:
    """Return passages by their ids."""
    return [visit.material.by_id[one] for one in ids if one in visit.material.by_id]


def _themed(visit: Visit, row: ThemeRow, decided: Decided) -> Themed:
    choice = decided.choices.get(row.theme_id)
    unexplained = {group.theme_id for group in visit.material.tables[NEW_THEMES]}
    name = choice.name if choice and choice.name else row.label
    return Themed(row, name, choice, row.theme_id in unexplained)


def _others(
    visit: Visit, row: ThemeRow, names: Mapping[str, str], wanted: str
) -> list[tuple[ThemeRow, str]]:
    """Return the themes that a search finds by name and key phrases, or the most alike."""
    others = [one for one in visit.material.tables[THEMES] if one.theme_id != row.theme_id]
    if wanted:
        words = plain(wanted).split()
        found = [one for one in others if all(word in _words(one, names) for word in words)]
        return [(one, names[one.theme_id]) for one in found[:FOUND]]
    own = set(plain(" ".join((row.label, *row.key_phrases))).split())
    alike = sorted(
        others,
        key=lambda one: (-len(own & set(_words(one, names).split())), one.level != row.level),
    )
    return [(one, names[one.theme_id]) for one in alike[:OFFERED]]


def _words(row: ThemeRow, names: Mapping[str, str]) -> str:
    return plain(" ".join((names[row.theme_id], row.label, *row.key_phrases)))
