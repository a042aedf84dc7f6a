"""The section on what reviewers decided since: changes, and agreement before and after."""

from collections.abc import Sequence
from operator import attrgetter

from secondcoder.page.picture import Grid, grid
from secondcoder.page.values import (
    count,
    decimal,
    interval,
    joined,
    percent,
    whole,
    with_interval,
)
from secondcoder.procedures.second_coder.page.counting import grouped
from secondcoder.procedures.second_coder.page.machines import several, short
from secondcoder.procedures.second_coder.tables.reviewed import (
    AGREEMENT_REVIEWED,
    DECISIONS,
    NOT_CARRIED,
    REVIEW_CHANGES,
    ChangeRow,
    DecisionRow,
    NotCarriedRow,
    ReviewedRow,
)
from secondcoder.publish.schema import Tables
from secondcoder.records.coders import in_words

_CHANGES = ("decided", "kept", "added", "dropped", "left_out", "left_open")
_HEAD = ("Decided", "Kept", "Added", "Dropped", "Left out", "Undecided")
SHOWN = 200
"""Letters of a passage that a table on the page shows."""
_VALUES = ("Passages", "Both", "Person only", "Machine only", "Neither", "Agreement")


def review_view(tables: Tables, *, reflexive: bool) -> dict[str, object] | None:
    """Return what the section shows, or nothing where nobody reviewed."""
    decisions, changes = tables[DECISIONS], tables[REVIEW_CHANGES]
    agreement = () if reflexive else tables[AGREEMENT_REVIEWED]
    if not _reviewed(tables):
        return None
    return {
        "sentences": _sentences(decisions, changes),
        "lost": _lost(tables[NOT_CARRIED]) if tables[NOT_CARRIED] else None,
        "changes": _change_grid(changes, by_code=False) if changes else None,
        "by_code": _change_grid(changes, by_code=True) if changes else None,
        "overall": _agreement_grid(_over_codes(agreement)) if agreement else None,
        "codes": _agreement_grid(_top(agreement)) if agreement else None,
    }


def review_paragraph(tables: Tables, *, counted: bool) -> str:
    """Return what a paper says of the review, or nothing where nobody reviewed."""
    if not _reviewed(tables):
        return ""
    said = [
        "On the review page people decided which codes apply: "
        + " ".join(_sentences(tables[DECISIONS], tables[REVIEW_CHANGES]))
    ]
    if counted:
        rows = _over_codes(tables[AGREEMENT_REVIEWED])
        named = several([row.beside for row in rows])
        said += [
            f"{row.reviewer}{_beside(row) if named else ''}, {row.stage}, {row.scope}: "
            f"pooled kappa {decimal(row.value)} "
            f"({_between(row.low, row.high)}) over {_passages(row)}."
            for row in rows
            if row.value is not None
        ]
    return " ".join(said)


def _beside(row: ReviewedRow) -> str:
    return f" beside {in_words(row.beside)}"


def _reviewed(tables: Tables) -> bool:
    return bool(tables[DECISIONS] or tables[AGREEMENT_REVIEWED] or tables[NOT_CARRIED])


def _lost(rows: Sequence[NotCarriedRow]) -> Grid:
    return grid(
        "Decisions that could not be carried over",
        ("Document", "Passage as it was", "Code", "Reviewer", "Decision", "Why"),
        [
            (row.document, row.text[:SHOWN], row.code, row.reviewer, row.verdict, row.reason)
            for row in rows
        ],
    )


def _between(low: float | None, high: float | None) -> str:
    return "no interval" if low is None else f"95 % interval {interval(low, high)}"


def _passages(row: ReviewedRow) -> str:
    return f"{whole(row.units)} passage" + ("" if row.units == 1 else "s")


def _sentences(decisions: Sequence[DecisionRow], changes: Sequence[ChangeRow]) -> list[str]:
    if not decisions:
        return []
    names = joined(list(dict.fromkeys(decision.reviewer for decision in decisions)))
    seen = sum(decision.revealed for decision in decisions)
    made = count(len(decisions), "decision")
    how = f"{made} by {names}, {whole(seen)} of them made after the suggestion had been shown."
    said = [f"{how} Every one stands in decisions.csv."]
    decoys = sum(change.decoys for change in changes)
    if decoys:
        applied = sum(change.decoys_applied for change in changes)
        said.append(
            f"Among them {count(decoys, 'passage')} to which neither had given the code, mixed in "
            f"unmarked; for {whole(applied)} of these it was decided that the code applies. They "
            "are no differences and are not counted as decided."
        )
    return said


def _change_grid(changes: Sequence[ChangeRow], *, by_code: bool) -> Grid:
    keys = ("reviewer", "coder", *(("code",) if by_code else ()))
    data = [
        (*key, *(whole(sum(getattr(change, name) for change in group)) for name in _CHANGES))
        for key, group in grouped(changes, attrgetter(*keys)).items()
    ]
    head = ("Reviewer", "Coding of", *(("Code",) if by_code else ()), *_HEAD)
    return grid("What the decisions changed", head, data, numeric=range(len(keys), len(head)))


def _agreement_grid(agreement: Sequence[ReviewedRow]) -> Grid:
    named = several([row.beside for row in agreement])
    machine = ("Machine",) if named else ()
    head = ("Reviewer", "Coding of", "Codes", "Stage", *_VALUES, "Kappa (95 %)", "Note")
    data = [
        (
            row.reviewer,
            row.coder,
            row.code or row.scope,
            row.stage,
            *map(whole, (row.units, row.both, row.human_only, row.machine_only, row.neither)),
            percent(row.percent),
            with_interval(decimal(row.value), row.low, row.high),
            row.note,
            *((short(row.beside),) if named else ()),
        )
        for row in agreement
    ]
    head = (*head, *machine)
    return grid("Agreement before and after review", head, data, numeric=range(4, 11))


def _over_codes(agreement: Sequence[ReviewedRow]) -> list[ReviewedRow]:
    return [row for row in agreement if not row.code_id]


def _top(agreement: Sequence[ReviewedRow]) -> list[ReviewedRow]:
    """Return the codes of the top level, each before and after review."""
    codes = [row for row in agreement if row.code_id and row.level == 1]
    both = grouped(codes, lambda row: (row.reviewer, row.beside, row.code_id))
    kept = [row for row in codes if any(map(_given, both[row.reviewer, row.beside, row.code_id]))]
    order = {code: place for place, code in enumerate(dict.fromkeys(r.code_id for r in kept))}
    machines = list(dict.fromkeys(row.beside for row in kept))
    return sorted(
        kept, key=lambda row: (row.reviewer, machines.index(row.beside), order[row.code_id])
    )


def _given(row: ReviewedRow) -> bool:
    return bool(row.both or row.human_only or row.machine_only)
