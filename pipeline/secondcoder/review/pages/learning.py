"""Learning to code: passages that others settled, and where and why one differs."""

from secondcoder.page.values import percent_with_interval
from secondcoder.procedures.second_coder.reviewed.learning import (
    compared,
    finished,
    reasons,
    to_learn_on,
)
from secondcoder.procedures.second_coder.reviewed.learning_course import (
    BLOCK,
    FEWEST,
    Share,
    by_code,
    change,
    over_time,
)
from secondcoder.procedures.second_coder.reviewed.roles import LEARNER
from secondcoder.review.pages.focus import LONGEST_SHOWN
from secondcoder.review.web import Page, Problem, Visit, path


def show(visit: Visit) -> Page:
    """Return how a learner is doing, and what is next."""
    _learner(visit)
    rows = compared(visit.review, visit.reviewer)
    done = {passage.id for passage, _ in finished(visit.review, visit.reviewer)}
    left = [one for one in to_learn_on(visit.review) if one.id not in done]
    codes = visit.material.codes
    return Page(
        "learning.html.j2",
        {
            "rows": rows[::-1],
            "blocks": over_time(rows),
            "left": len(left),
            "next": path("coding", left[0].id) if left else "",
            "with_alpha": visit.material.counted,
            "change": change(rows),
            "by_code": sorted(by_code(rows).items(), key=lambda one: codes[one[0]].place),
            "codes": codes,
            "block": BLOCK,
            "fewest": FEWEST,
            "share": _share,
            "labels": lambda given: sorted(codes[one].label for one in given),
        },
    )


def one(visit: Visit) -> Page:
    """Return one passage with both codings, and why others coded it so."""
    _learner(visit)
    passage = visit.passage()
    rows = compared(visit.review, visit.reviewer)
    row = next((row for row in rows if row.passage == passage), None)
    if row is None:
        raise Problem(403, "Code the passage first: what others settled is shown after that.")
    place = rows.index(row)
    done = {passage.id for passage, _ in finished(visit.review, visit.reviewer)}
    left = [p for p in to_learn_on(visit.review) if p.id not in done]
    earlier, later = visit.material.around(passage)
    codes = visit.material.codes
    differing = sorted(row.mine | row.theirs, key=lambda code: codes[code].place)
    return Page(
        "learning_one.html.j2",
        {
            "row": row,
            "passage": passage,
            "text": passage.text[:LONGEST_SHOWN],
            "earlier": [(p, p.text[-500:], len(p.text) > 500) for p in earlier],
            "later": [(p, p.text[:500], len(p.text) > 500) for p in later],
            "both": sorted(codes[code].label for code in row.both),
            "differing": [
                (codes[code], code in row.mine, reasons(visit.review, passage, code))
                for code in differing
            ],
            "next": path("coding", left[0].id) if left else "",
            "before": path("learning", rows[place - 1].passage.id) if place else "",
            "left": len(left),
        },
    )


def _share(share: Share) -> str:
    """Return a share with its count and interval, such as ``6 of 10: 60 % (31 % to 83 %)``."""
    if share.ends is None:
        return "–"
    said = percent_with_interval(share.same / share.of, *share.ends)
    return f"{share.same} of {share.of}: {said}"


def _learner(visit: Visit) -> None:
    if visit.review.role(visit.reviewer) != LEARNER:
        raise Problem(403, "This page is for learners. Roles are chosen under Settings.")
