"""Joint decisions of two people or more, after each has decided alone; and their log."""

import json

from secondcoder.decisions.events import Event
from secondcoder.decisions.kinds import DRAFT, SESSION
from secondcoder.procedures.second_coder.reviewed.joint import (
    JOINT,
    PRESENT,
    Case,
    after,
    before,
    cases,
    people,
)
from secondcoder.review.choosing import PAGE_SIZE
from secondcoder.review.pages.focus import LONGEST_SHOWN
from secondcoder.review.web import Go, Page, Problem, Visit, now_ms, path


def joint_list(visit: Visit) -> Page:
    """Return where people differ; what others decided shows only where one has decided oneself."""
    others, other = _others(visit), _with(visit)
    found = _cases(visit) if not other or other in others else []
    rows = [case for case in found if case.differs]
    rows.sort(key=lambda case: not case.open)
    return Page(
        "joint.html.j2",
        {
            "others": others,
            "other": other,
            "unknown": bool(other) and other not in others,
            "here": _present(visit),
            "rows": rows[: 4 * PAGE_SIZE],
            "count": len(rows),
            "open": sum(case.open for case in rows),
            "first": next((_at(case, other) for case in rows if case.open), ""),
            "at": lambda case: _at(case, other),
            "before": before(found),
            "after": after(found),
        },
    )


def session(visit: Visit) -> Go:
    """Record who is present."""
    named = {name for name in visit.form.get("present", []) if name in _others(visit)}
    if not named:
        raise Problem(400, "Tick who is here with you: a joint session has two people or more.")
    visit.review.add([visit.event(SESSION, members=tuple(sorted({visit.reviewer, *named})))])
    return Go(path("joint", with_=_with(visit), done="session"))


def joint_one(visit: Visit) -> Page:
    """Return one passage and code with what everybody said."""
    case = _case(visit)
    found = [one for one in _cases(visit) if one.open or one.passage == case.passage]
    place = _place(found, case)
    earlier, later = visit.material.around(case.passage)
    draft = visit.review.history.draft(
        "adjudication", visit.reviewer, case.passage.key, case.code_id
    )
    here = _present(visit)
    return Page(
        "joint_one.html.j2",
        {
            "case": case,
            "other": _with(visit),
            "here": here,
            "agree": case.members if case.joint else here,
            "entry": visit.material.codes[case.code_id],
            "text": case.passage.text[:LONGEST_SHOWN],
            "earlier": [(p, p.text[-500:], len(p.text) > 500) for p in earlier],
            "later": [(p, p.text[:500], len(p.text) > 500) for p in later],
            "post": path("joint", case.code_id, case.passage.id),
            "back": path("joint", with_=_with(visit)),
            "left": sum(one.open for one in found),
            "has_next": place is not None and place + 1 < len(found),
            "has_before": bool(place),
            "note": (case.joint.memo if case.joint else "") if draft is None else draft,
            "mine": visit.reviewer in case.members,
            "opened": now_ms(),
        },
    )


def decide(visit: Visit) -> Go:
    """Store a joint decision of those who agree, and go on to the next difference."""
    case = _case(visit)
    verdict, other = visit.field("verdict", limit=20), _with(visit)
    if verdict not in JOINT:
        raise Problem(400, "There is no such joint decision.")
    agree = {
        *visit.form.get("agree", []),
        *([other] if "agree" not in visit.form and other else ()),
    }
    stranger = sorted(agree - {*case.names})
    if stranger:
        raise Problem(404, f"This opens for {', '.join(stranger)} once they have decided on it.")
    if visit.reviewer not in agree and "agree" in visit.form:
        kept = _draft(visit, case)
        visit.review.add(kept, [case.passage])
        return Go(_at(case, other, done="not-agreed"))
    members = {visit.reviewer, *agree}
    if len(members) < 2:
        visit.review.add(_draft(visit, case), [case.passage])
        return Go(_at(case, other, done="alone"))
    present = sorted(
        members | {n for n in visit.form.get("present", []) if n in people(visit.review)}
    )
    event = visit.event(
        "adjudication",
        passage=case.passage.key,
        code=case.code_id,
        verdict=verdict,
        note=visit.field("note"),
        revealed=True,
        human=case.said[0].own,
        machine=bool(visit.material.suggested_by(case.passage.id, case.code_id)),
        members=tuple(sorted(members)),
        detail=json.dumps({PRESENT: present}, ensure_ascii=False),
    )
    stored = visit.review.add([event], [case.passage])[0]
    left = [one for one in _cases(visit) if one.open]
    if not left:
        return Go(path("joint", with_=other, did=stored.id))
    following = [one for one in left if one.passage.row >= case.passage.row]
    return Go(_at((following or left)[0], other, did=stored.id))


def draft(visit: Visit) -> Go:
    """Keep what was written, and go to the next or the one before."""
    case = _case(visit)
    visit.review.add(_draft(visit, case), [case.passage])
    found = [one for one in _cases(visit) if one.open or one.passage == case.passage]
    step = {"next": 1, "previous": -1}.get(visit.field("go", limit=20), 0)
    place = (_place(found, case) or 0) + step
    there = found[place] if 0 <= place < len(found) else case
    return Go(_at(there, _with(visit)))


def undo(visit: Visit) -> Go:
    """Reopen: take a joint decision back, as one of those who agreed to it."""
    case = _case(visit)
    if case.event is None:
        raise Problem(404, "There is nothing to undo.")
    if visit.reviewer not in case.members:
        raise Problem(403, "A joint decision is reopened by somebody who agreed to it.")
    done = visit.event("undo", passage=case.passage.key, code=case.code_id, undoes=case.event.id)
    visit.review.add([done])
    other = _with(visit)
    if _found(visit) is None:  # it was the joint decision alone that opened it
        return Go(path("joint", with_=other if other in _others(visit) else "", done="undone"))
    return Go(_at(case, other, done="undone"))


def log(visit: Visit) -> Page:
    """Return the adjudicators' log: what was decided together, by whom, on which grounds."""
    found = _cases(visit)
    history = visit.review.history
    reopened = {event.undoes: event for event in history.events.values() if event.kind == "undo"}
    shown = {(case.passage.key, case.code_id) for case in found}
    taken_back: list[tuple[Event, Event]] = [
        (event, reopened[event.id])
        for event in history.events.values()
        if event.kind == "adjudication"
        and event.id in reopened
        and (event.passage, event.code) in shown
    ]
    return Page(
        "joint_log.html.j2",
        {
            "rows": [case for case in found if case.joint is not None],
            "open": [case for case in found if case.open],
            "taken_back": taken_back,
            "places": {case.passage.key: case.passage for case in found},
            "before": before(found),
            "after": after(found),
        },
    )


def _others(visit: Visit) -> list[str]:
    return [name for name in people(visit.review) if name != visit.reviewer]


def _with(visit: Visit) -> str:
    """Return whom the list is narrowed to; empty for everybody."""
    return visit.query.get("with") or visit.field("with", limit=100)


def _present(visit: Visit) -> tuple[str, ...]:
    """Return who is present by the last session that the reviewer began."""
    begun = [e for e in visit.review.history.of_kind(SESSION) if e.reviewer == visit.reviewer]
    named = {visit.review.known_as(name) for name in begun[-1].members} if begun else set()
    return tuple(sorted({visit.reviewer, *named}))


def _cases(visit: Visit) -> list[Case]:
    other = _with(visit)
    return cases(visit.review, visit.reviewer, among=(other,) if other else ())


def _case(visit: Visit) -> Case:
    found = _found(visit)
    if found is None:
        raise Problem(404, "This opens once you and somebody else have decided on it.")
    return found


def _found(visit: Visit) -> Case | None:
    passage, code = visit.passage(), visit.entry().id
    for case in _cases(visit):
        if case.passage == passage and case.code_id == code:
            return case
    return None


def _place(found: list[Case], case: Case) -> int | None:
    about = (case.passage.id, case.code_id)
    return next((n for n, c in enumerate(found) if (c.passage.id, c.code_id) == about), None)


def _at(case: Case, other: str, **more: str) -> str:
    return path("joint", case.code_id, case.passage.id, with_=other, **more)


def _draft(visit: Visit, case: Case) -> list[Event]:
    note, key = visit.field("note"), (visit.reviewer, case.passage.key, case.code_id)
    kept = visit.review.history.draft("adjudication", *key)
    if note == ((case.joint.memo if case.joint else "") if kept is None else kept):
        return []
    return [
        visit.event(
            DRAFT, passage=case.passage.key, code=case.code_id, note=note, detail="adjudication"
        )
    ]
