"""Who reviews, and how the pages behave."""

from urllib.parse import quote

from secondcoder.review.web import Go, Page, Problem, Visit

REVIEWER_COOKIE = "reviewer"
KEYS_COOKIE = "keys"
_JOINERS = dict.fromkeys(map(ord, "\u200c\u200d"))
"""They stand in names of several scripts, and in emoji."""


def who(visit: Visit) -> Page:
    """Return the page that asks who is reviewing."""
    names = sorted({*visit.material.coders, *visit.review.history.reviewers})
    return Page("who.html.j2", {"names": names, "coders": visit.material.coders})


def choose_who(visit: Visit) -> Go:
    """Remember the reviewer's name in the browser."""
    name = " ".join((visit.field("new", limit=80) or visit.field("name", limit=80)).split())
    if not name or not name.translate(_JOINERS).isprintable():
        raise Problem(400, "Give a name to review under.")
    return Go("/", {REVIEWER_COOKIE: quote(name)})


def show(visit: Visit) -> Page:
    """Return the page of settings and of help."""
    return Page(
        "settings.html.j2",
        {
            "coders": visit.material.coders,
            "against": visit.review.against(visit.reviewer),
            "own_name": visit.material.coder_of(visit.reviewer),
            "own_here": bool(visit.review.history.coded(visit.reviewer)),
        },
    )


def change(visit: Visit) -> Go:
    """Store a setting; those that bear on the decisions are events."""
    name, value = visit.field("name", limit=20), visit.field("value", limit=200)
    if name == "keys" and value in {"on", "off"}:
        return Go("/settings?done=saved", {KEYS_COOKIE: value})
    allowed = {"blind": {"on", "off"}, "coding": set(visit.material.coders)}
    if value not in allowed.get(name, set()):
        raise Problem(400, "There is no such setting.")
    visit.review.add([visit.event("setting", verdict=name, detail=value)])
    return Go("/settings?done=saved")
