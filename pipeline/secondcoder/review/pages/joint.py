"""Joint decisions of two reviewers, after each has decided alone."""

from secondcoder.procedures.second_coder.reviewed.joint import JOINT, Pair, after, before, pairs
from secondcoder.review.choosing import PAGE_SIZE
from secondcoder.review.pages.focus import LONGEST_SHOWN
from secondcoder.review.web import Go, Page, Problem, Visit, now_ms, path


def joint_list(visit: Visit) -> Page:
    """Return where two reviewers differ; another's decision shows only where one has decided."""
    others = _others(visit)
    other = _other(visit, others)
    found = _pairs(visit, other) if other else []
    rows = [pair for pair in found if pair.differs]
    return Page(
        "joint.html.j2",
        {
            "others": others,
            "other": other,
            "rows": rows[: 4 * PAGE_SIZE],
            "count": len(rows),
            "open": sum(pair.open for pair in rows),
            "before": before(found),
            "after": after(found),
        },
    )


def joint_one(visit: Visit) -> Page:
    """Return one passage and code with both decisions."""
    pair, other = _pair(visit)
    earlier, later = visit.material.around(pair.passage)
    return Page(
        "joint_one.html.j2",
        {
            "pair": pair,
            "other": other,
            "entry": visit.material.codes[pair.code_id],
            "text": pair.passage.text[:LONGEST_SHOWN],
            "earlier": [(p, p.text[:700]) for p in earlier],
            "later": [(p, p.text[:700]) for p in later],
            "post": path("joint", pair.code_id, pair.passage.id),
            "back": path("joint", with_=other),
            "opened": now_ms(),
        },
    )


def decide(visit: Visit) -> Go:
    """Store a joint decision, and go on to the next difference."""
    pair, other = _pair(visit)
    verdict = visit.field("verdict", limit=20)
    if verdict not in JOINT:
        raise Problem(400, "There is no such joint decision.")
    event = visit.event(
        "adjudication",
        passage=pair.passage.key,
        code=pair.code_id,
        verdict=verdict,
        note=visit.field("note"),
        revealed=True,
        human=pair.first.own,
        machine=bool(visit.material.suggested_by(pair.passage.id, pair.code_id)),
        members=tuple(sorted({visit.reviewer, other})),
    )
    stored = visit.review.add([event], [pair.passage])[0]
    left = [one for one in _pairs(visit, other) if one.open]
    if not left:
        return Go(path("joint", with_=other, did=stored.id))
    following = [p for p in left if p.passage.row >= pair.passage.row]
    then = (following or left)[0]
    return Go(path("joint", then.code_id, then.passage.id, with_=other, did=stored.id))


def undo(visit: Visit) -> Go:
    """Undo a joint decision."""
    pair, other = _pair(visit)
    if pair.event is None:
        raise Problem(404, "There is nothing to undo.")
    done = visit.event("undo", passage=pair.passage.key, code=pair.code_id, undoes=pair.event.id)
    visit.review.add([done])
    if _found(visit, other) is None:  # it was the joint decision alone that opened it
        return Go(path("joint", with_=other if other in _others(visit) else "", done="undone"))
    return Go(path("joint", pair.code_id, pair.passage.id, with_=other, done="undone"))


def _others(visit: Visit) -> list[str]:
    history = visit.review.history
    decided = {event.reviewer for event in history.all_current("verdict")}
    for event in history.all_current("adjudication"):  # also if they took their own back since
        decided.update({event.reviewer, *event.members})
    return sorted(decided - {visit.reviewer})


def _other(visit: Visit, others: list[str]) -> str:
    given = visit.query.get("with") or visit.field("with", limit=100)
    if given and given not in others:
        raise Problem(404, "That reviewer has decided nothing here.")
    return given or (others[0] if others else "")


def _pairs(visit: Visit, other: str) -> list[Pair]:
    return pairs(visit.review, visit.reviewer, other)


def _pair(visit: Visit) -> tuple[Pair, str]:
    other = _other(visit, _others(visit))
    found = _found(visit, other) if other else None
    if found is None:
        raise Problem(404, "This opens when both of you have decided on it.")
    return found, other


def _found(visit: Visit, other: str) -> Pair | None:
    passage, code = visit.passage(), visit.entry().id
    for pair in _pairs(visit, other):
        if pair.passage == passage and pair.code_id == code:
            return pair
    return None
