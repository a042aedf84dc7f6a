"""Who reviews, and how the pages behave."""

from dataclasses import replace
from urllib.parse import quote

from secondcoder.procedures.second_coder.reviewed.roles import CODER, FURTHER, ROLES
from secondcoder.review.web import Go, Page, Problem, Visit

REVIEWER_COOKIE = "reviewer"
KEYS_COOKIE = "keys"
_JOINERS = dict.fromkeys(map(ord, "\u200c\u200d"))
"""They stand in names of several scripts, and in emoji."""


def who(visit: Visit) -> Page:
    """Return the page that asks who is reviewing."""
    names = sorted({*visit.material.coders, *visit.review.history.reviewers})
    roles = {name: visit.review.role(name) for name in names}
    return Page(
        "who.html.j2",
        {
            "names": names,
            "coders": visit.material.coders,
            "roles": roles,
            "offered": ROLES,
            "role": visit.review.role(visit.reviewer) if visit.reviewer else FURTHER,
        },
    )


def choose_who(visit: Visit) -> Go:
    """Remember the reviewer's name in the browser."""
    name = " ".join((visit.field("new", limit=80) or visit.field("name", limit=80)).split())
    if not name or not name.translate(_JOINERS).isprintable():
        raise Problem(400, "Give a name to review under.")
    if role := visit.field("role", limit=40):
        _take_role(visit, visit.review.known_as(name), role)
    return Go("/", {REVIEWER_COOKIE: quote(name)})


def _take_role(visit: Visit, name: str, role: str) -> None:
    """Record what somebody who did not code the study does here, unless they said so before."""
    before = visit.review.role(name)
    said = visit.review.history.setting(name, "role", "")
    if role in ROLES and before not in {CODER, role} and (not said or name == visit.reviewer):
        event = replace(visit, reviewer=name).event("setting", verdict="role", detail=role)
        visit.review.add([event])


def show(visit: Visit) -> Page:
    """Return the page of settings and of help."""
    return Page(
        "settings.html.j2",
        {
            "coders": visit.material.coders,
            "against": visit.review.against(visit.reviewer),
            "own_name": visit.material.coder_of(visit.reviewer),
            "own_here": bool(visit.review.history.coded(visit.reviewer)),
            "role": visit.review.role(visit.reviewer),
            "offered": ROLES,
        },
    )


def change(visit: Visit) -> Go:
    """Store a setting; those that bear on the decisions are events."""
    name, value = visit.field("name", limit=20), visit.field("value", limit=200)
    if name == "keys" and value in {"on", "off"}:
        return Go("/settings?done=saved", {KEYS_COOKIE: value})
    allowed = {"blind": {"on", "off"}, "coding": set(visit.material.coders), "role": set(ROLES)}
    if value not in allowed.get(name, set()):
        raise Problem(400, "There is no such setting.")
    visit.review.add([visit.event("setting", verdict=name, detail=value)])
    return Go("/settings?done=saved")
