"""Rounds of coding: those that were begun, their agreement, and the next one."""

from secondcoder.errors import SecondcoderError
from secondcoder.procedures.second_coder.reviewed.again import coded_again
from secondcoder.procedures.second_coder.reviewed.begin_round import Asked, begin
from secondcoder.procedures.second_coder.reviewed.frame import frame_of
from secondcoder.procedures.second_coder.reviewed.material import Passage
from secondcoder.procedures.second_coder.reviewed.round_rows import (
    coded_earlier,
    imported_earlier,
    round_tables,
)
from secondcoder.procedures.second_coder.reviewed.rounds import (
    PASS_AT,
    PURPOSES,
    Gate,
    codebook_that_follows,
    rounds_of,
)
from secondcoder.procedures.second_coder.tables.rounds import (
    ROUND_AGREEMENT,
    ROUNDS,
    CodedEarlierRow,
    ImportedEarlierRow,
)
from secondcoder.review.sampling import coded_in_any_round, drawn_again, drawn_fresh
from secondcoder.review.web import Go, Page, Problem, Visit

_MOST = 5000
FRESH, REPEATED, BOTH = "fresh", "repeated", "both"
DRAWN = {
    FRESH: "fresh passages, which nobody coded in an earlier round",
    REPEATED: "passages of earlier rounds again",
    BOTH: "half of each",
}


def show(visit: Visit) -> Page:
    """Return the rounds with their agreement, and the form that begins the next."""
    return _page(visit)


def start(visit: Visit) -> Go | Page:
    """Begin a round."""
    try:
        asked = _asked(visit)
        begin(visit.review, asked)
    except SecondcoderError as error:
        return _page(visit, fault=f"{error.message[:1].upper()}{error.message[1:]}.")
    return Go("/rounds?done=round")


def again(visit: Visit) -> Page:
    """Return what the reviewer coded or decided under an older definition of its code."""
    rows = _earlier(visit)
    by_id = visit.material.by_id
    return Page("rounds_again.html.j2", {"rows": [(row, by_id[row.passage_id]) for row in rows]})


def _page(visit: Visit, *, fault: str = "") -> Page:
    review = visit.review
    rounds = rounds_of(review.history)
    tables = round_tables(review)
    agreement = tables.get(ROUND_AGREEMENT, ())
    used = [entry for entry in visit.material.codable if entry.in_codebook]
    return Page(
        "rounds.html.j2",
        {
            "rounds": tables.get(ROUNDS, ()),
            "pooled": [row for row in agreement if not row.code_id],
            "again": list(coded_again(review.material, review.history, frame_of(review.material))),
            "by_code": [row for row in agreement if row.code_id and row.outcome],
            "changes": codebook_that_follows(review).changes,
            "left": codebook_that_follows(review).left,
            "purposes": PURPOSES,
            "drawn": DRAWN if rounds or coded_in_any_round(review) else {FRESH: DRAWN[FRESH]},
            "number": len(rounds) + 1,
            "pass_at": PASS_AT,
            "codes": used,
            "earlier": len(_earlier(visit)),
            "waiting": bool(rounds) and rounds[-1].version != visit.material.codebook_version,
            "fault": fault,
            "typed": {key: visit.field(key) for key in ("name", "purpose", "size", "how")},
        },
        status=400 if fault else 200,
    )


def _earlier(visit: Visit) -> list[CodedEarlierRow | ImportedEarlierRow]:
    """Return what the reviewer coded under an older definition, here or in their files."""
    review = visit.review
    own = visit.material.coder_of(visit.reviewer)
    return [
        *(
            row
            for row in coded_earlier(review, rounds_of(review.history))
            if row.coder == visit.reviewer
        ),
        *(row for row in imported_earlier(review) if own and row.coder == own),
    ]


def _asked(visit: Visit) -> Asked:
    size = visit.field("size", limit=6)
    if size and (not size.isdecimal() or int(size) > _MOST):
        raise SecondcoderError(f"give a number of passages from 0 to {_MOST}")
    how = visit.field("how", limit=10) or FRESH
    if how not in DRAWN:
        raise Problem(400, "Choose which passages the round is of.")
    passed = _number(visit.field("passed", limit=6)) if visit.field("passed") else PASS_AT
    drop = _number(visit.field("drop", limit=6)) if visit.field("drop") else None
    gates = {
        entry.id: Gate(_number(given), drop)
        for entry in visit.material.codable
        if (given := visit.field(f"gate-{entry.id}", limit=6))
    }
    return Asked(
        by=visit.reviewer,
        name=visit.field("name", limit=80),
        purpose=visit.field("purpose", limit=20) or next(iter(PURPOSES)),
        passages=_drawn(visit, int(size or 0), how),
        gate=Gate(passed, drop),
        gates=gates,
        old_coding=visit.field("old_coding", limit=5) == "yes",
    )


def _number(said: str) -> float:
    try:
        value = float(said.replace(",", "."))
    except ValueError:
        value = 2.0
    if not -1 <= value <= 1:
        raise SecondcoderError(f"{said!r} is no agreement; give a number from −1 to 1, such as 0.7")
    return value


def _drawn(visit: Visit, size: int, how: str) -> list[Passage]:
    """Draw the passages of a round, each document in proportion."""
    again = {FRESH: 0, REPEATED: size, BOTH: size // 2}[how]
    found = [*drawn_fresh(visit.review, size - again), *drawn_again(visit.review, again)]
    return sorted(found, key=lambda passage: passage.row)
