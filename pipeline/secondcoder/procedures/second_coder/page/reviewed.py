"""The section on what reviewers decided since: changes, and agreement before and after."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from secondcoder.page.picture import Grid, grid
from secondcoder.page.values import count, decimal, interval, joined, percent, rows, whole

Tables = Mapping[str, pd.DataFrame]
_CHANGES = ("decided", "kept", "added", "dropped", "left_out", "left_open")
_HEAD = ("Decided", "Kept", "Added", "Dropped", "Left out", "Left open")
_VALUES = ("Passages", "Both", "Person only", "Machine only", "Neither", "Agreement")


def review_view(tables: Tables, *, reflexive: bool) -> dict[str, Any] | None:
    """Return what the section shows, or nothing where nobody reviewed."""
    decisions, changes = tables.get("decisions"), tables.get("review_changes")
    agreement = tables.get("agreement_reviewed")
    if decisions is None or changes is None or agreement is None:
        return None
    if decisions.empty and agreement.empty:
        return None
    shown = not reflexive and not agreement.empty
    return {
        "sentences": _sentences(decisions, changes),
        "changes": _change_grid(changes, by_code=False) if len(changes) else None,
        "by_code": _change_grid(changes, by_code=True) if len(changes) else None,
        "overall": _agreement_grid(agreement[agreement["code_id"] == ""]) if shown else None,
        "codes": _agreement_grid(_top(agreement)) if shown else None,
    }


def review_paragraph(tables: Tables, *, counted: bool) -> str:
    """Return what a paper says of the review, or nothing where nobody reviewed."""
    view = review_view(tables, reflexive=not counted)
    if view is None:
        return ""
    said = [
        "After machine output had been seen, reviewers decided on suggestions: "
        + " ".join(view["sentences"])
    ]
    agreement = tables["agreement_reviewed"]
    if counted and len(agreement):
        said += [
            f"{one.reviewer}, {one.stage}, {one.scope}: pooled kappa {decimal(one.value)} "
            f"({_between(one.low, one.high)}) over {count(one.units, 'passage')}."
            for one in rows(agreement[agreement["code_id"] == ""])
            if not pd.isna(one.value)
        ]
    return " ".join(said)


def _between(low: float, high: float) -> str:
    return "no interval" if pd.isna(low) else f"95 % interval {interval(low, high)}"


def _sentences(decisions: pd.DataFrame, changes: pd.DataFrame) -> list[str]:
    if decisions.empty:
        return []
    names = joined(list(dict.fromkeys(decisions["reviewer"])))
    seen = int((decisions["revealed"] == "yes").sum())
    made = count(len(decisions), "decision")
    how = f"{made} by {names}, {whole(seen)} of them made after the suggestion had been shown."
    said = [f"{how} Every one stands in decisions.csv."]
    decoys = int(changes["decoys"].sum())
    if decoys:
        applied = int(changes["decoys_applied"].sum())
        said.append(
            f"Among them {count(decoys, 'passage')} to which neither had given the code, mixed in "
            f"unmarked; for {whole(applied)} of these it was decided that the code applies. They "
            "are no differences and are not counted as decided."
        )
    return said


def _change_grid(changes: pd.DataFrame, *, by_code: bool) -> Grid:
    keys = ["reviewer", "coder", *(["code"] if by_code else [])]
    sums = changes.groupby(keys, sort=False)[list(_CHANGES)].sum().reset_index()
    data = [
        (*(str(getattr(one, key)) for key in keys), *(whole(getattr(one, n)) for n in _CHANGES))
        for one in rows(sums)
    ]
    head = ("Reviewer", "Coding of", *(("Code",) if by_code else ()), *_HEAD)
    return grid("What the decisions changed", head, data, numeric=range(len(keys), len(head)))


def _agreement_grid(table: pd.DataFrame) -> Grid:
    head = ("Reviewer", "Coding of", "Codes", "Stage", *_VALUES, "Kappa", "95 %", "Note")
    data = [
        (
            one.reviewer,
            one.coder,
            one.code or one.scope,
            one.stage,
            *map(whole, (one.units, one.both, one.human_only, one.machine_only, one.neither)),
            percent(one.percent),
            decimal(one.value),
            interval(one.low, one.high),
            one.note,
        )
        for one in rows(table)
    ]
    return grid("Agreement before and after review", head, data, numeric=range(4, 12))


def _top(agreement: pd.DataFrame) -> pd.DataFrame:
    """Return the codes of the top level, each before and after review."""
    codes = agreement[(agreement["code_id"] != "") & (agreement["level"] == 1)]
    used = codes.groupby(["reviewer", "code_id"])[["both", "human_only", "machine_only"]]
    kept = codes[used.transform("sum").sum(axis=1) > 0]
    order = {code: place for place, code in enumerate(dict.fromkeys(kept["code_id"]))}
    return kept.assign(place=kept["code_id"].map(order)).sort_values(
        ["reviewer", "place"], kind="stable"
    )
