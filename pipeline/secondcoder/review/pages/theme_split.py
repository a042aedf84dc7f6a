"""A theme that is split: by the subthemes there are, or by choosing passages, with a preview."""

from collections.abc import Sequence
from dataclasses import dataclass

from secondcoder.page.values import quoted
from secondcoder.procedures.second_coder.reviewed.material import Passage
from secondcoder.procedures.second_coder.reviewed.theme_checks import Decision, fault_of
from secondcoder.procedures.second_coder.reviewed.themes import (
    SPLIT,
    Part,
    current_names,
    decided_on,
)
from secondcoder.procedures.second_coder.tables.themes import THEMES
from secondcoder.review.pages.themes import (
    LONGEST_NAME,
    members_of,
    stored,
    theme_row,
)
from secondcoder.review.web import Go, Page, Problem, Visit

MOST_PARTS = 6
"""Codes that a theme can be split into by choosing passages."""
MOST_SHOWN = 400
"""Passages that the page lists; a larger theme is split by its subthemes first."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A part as the preview shows it."""

    number: int
    name: str
    passages: Sequence[Passage]


def split(visit: Visit) -> Page:
    """Return the form: a name for each part, and where each passage goes."""
    row = theme_row(visit)
    names = current_names(visit.material, decided_on(visit.review))
    below = [one for one in visit.material.tables[THEMES] if one.parent_id == row.theme_id]
    by = visit.query.get("by", "subthemes" if len(below) > 1 else "passages")
    wanted = visit.query.get("parts", "2")
    number = min(max(int(wanted) if wanted.isdecimal() and len(wanted) < 3 else 2, 2), MOST_PARTS)
    subthemes = by == "subthemes" and len(below) > 1
    parts = [names[one.theme_id] for one in below] if subthemes else [""] * number
    of = {one.theme_id: place for place, one in enumerate(below, start=1)}
    members = members_of(visit, row.theme_id)
    given = {p.id: of.get(p.subtheme_id, 0) for p in members} if subthemes else {}
    return _form(visit, parts=parts, given=given, by="subthemes" if subthemes else "passages")


def preview(visit: Visit) -> Page | Go:
    """Return the parts with their passages, or store them once they were looked at."""
    row = theme_row(visit)
    members = members_of(visit, row.theme_id)
    names, given = _read(visit, members, _by_subtheme(visit))
    parts = [
        Shown(number, name, [p for p in members if given[p.id] == number])
        for number, name in enumerate(names, start=1)
    ]
    kept = [part for part in parts if part.name or part.passages]
    decision = Decision(
        theme=row.theme_id,
        action=SPLIT,
        code=_code(visit),
        parts=tuple(Part(part.name, tuple(p.key for p in part.passages)) for part in kept),
    )
    by = "subthemes" if visit.field("by", limit=20) == "subthemes" else "passages"
    fault = _fault(kept) or fault_of(visit.review, decision)
    if fault or visit.field("step", limit=10) == "back":
        return _form(visit, parts=names, given=given, by=by, fault=fault)
    if visit.field("step", limit=10) == "store":
        return stored(visit, decision)
    left = [p for p in members if not given[p.id]]
    return _form(visit, parts=names, given=given, by=by, preview=kept, left=left)


def _fault(parts: Sequence[Shown]) -> str:
    if len(parts) < 2:
        return "Choose passages for at least two codes, and give each a name."
    for part in parts:
        if not part.name:
            return (
                f"Give code {part.number} a name: {len(part.passages)} passages are chosen for it."
            )
        if not part.passages:
            return f"Choose at least one passage for {quoted(part.name)}."
    return ""


def _form(
    visit: Visit,
    *,
    parts: Sequence[str],
    given: dict[str, int],
    by: str,
    fault: str = "",
    preview: Sequence[Shown] = (),
    left: Sequence[Passage] = (),
) -> Page:
    row = theme_row(visit)
    names = current_names(visit.material, decided_on(visit.review))
    members = members_of(visit, row.theme_id)
    return Page(
        "theme_split.html.j2",
        {
            "row": row,
            "name": names[row.theme_id],
            "names": list(enumerate(parts, start=1)),
            "most": MOST_PARTS,
            "by": by,
            "below": sum(one.parent_id == row.theme_id for one in visit.material.tables[THEMES]),
            "members": [(p, given.get(p.id, 0)) for p in members[:MOST_SHOWN]],
            "further": max(0, len(members) - MOST_SHOWN),
            "codes": visit.material.codable,
            "code": _code(visit),
            "note": visit.field("note"),
            "fault": fault,
            "preview": preview,
            "left": left,
        },
        status=400 if fault else 200,
    )


def _by_subtheme(visit: Visit) -> dict[str, int]:
    """Return the part of each subtheme where the theme is split by them, for what is not listed."""
    if visit.field("by", limit=20) != "subthemes":
        return {}
    row = theme_row(visit)
    below = [one for one in visit.material.tables[THEMES] if one.parent_id == row.theme_id]
    return {one.theme_id: place for place, one in enumerate(below, start=1)}


def _read(
    visit: Visit, members: Sequence[Passage], below: dict[str, int]
) -> tuple[list[str], dict[str, int]]:
    """Return the names of the parts, and which part each passage was given to, 0 for none."""
    names = [" ".join(one.split())[:LONGEST_NAME] for one in visit.form.get("name", [])]
    given: dict[str, int] = {}
    for passage in members:
        otherwise = str(below.get(passage.subtheme_id, 0))
        chosen = visit.field(f"part-{passage.id}", limit=3) or otherwise
        number = int(chosen) if chosen.isdecimal() else 0
        given[passage.id] = number if number <= len(names) else 0
    return names, given


def _code(visit: Visit) -> str:
    code = visit.field("code", limit=100)
    if code and code not in visit.material.codes:
        raise Problem(404, "There is no such code in this run.")
    return code
