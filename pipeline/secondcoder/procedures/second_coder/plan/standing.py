"""Which plan of a record counts for a run, and whether it was fixed beforehand. Pure.

A plan was fixed beforehand if no run that shows a machine's codes is older: neither one that was
found when it was frozen, nor one that the record names before it, nor a decision before it that
was made with a suggestion shown. Of several such plans the last one counts.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from secondcoder.decisions.events import Event
from secondcoder.decisions.kinds import PLAN
from secondcoder.procedures.second_coder.plan.items import ITEMS, Items, differing, hash_of, said
from secondcoder.procedures.second_coder.plan.shown import shows
from secondcoder.procedures.second_coder.tables.plan import PlanRow

FIXED, SHOWN_BEFORE = "fixed", "shown_before"
"""Keys of a plan's detail: what was fixed, and runs that had shown machines' codes by then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A plan as it stands in the record."""

    hash: str
    """Of what it fixes: sha256."""
    at: str
    """When it was frozen, UTC, ISO 8601."""
    by: str
    fixed: Items
    shown_before: tuple[str, ...]
    """Runs that had shown a machine's codes when it was frozen, as far as was found."""


def plans_in(events: Sequence[Event]) -> Iterator[tuple[Plan, bool]]:
    """Yield every plan in order of time, and whether it was fixed beforehand."""
    shown = False
    for event in events:
        if event.kind == PLAN:
            plan = _plan(event)
            yield plan, not (shown or plan.shown_before)
        shown = shown or shows(event)


def detail_of(fixed: Items, shown_before: Sequence[str]) -> str:
    """Return what a plan's row says."""
    plain = {"headline": fixed["headline"], "codes": fixed["codes"], "machine": fixed["machine"]}
    unit = said("unit", fixed["unit"])
    whole = {**plain, "unit": unit, FIXED: fixed, SHOWN_BEFORE: list(shown_before)}
    return json.dumps(whole, ensure_ascii=False, sort_keys=True)


def standing(
    events: Sequence[Event], done: Items
) -> tuple[Mapping[str, Any] | None, list[PlanRow]]:
    """Return what ``run.json`` says of the plan that counts for a run, and its table.

    ``done`` is what the run does. ``None`` and no rows where nothing was ever frozen.
    """
    plans = list(plans_in(events))
    if not plans:
        return None, []
    before = [plan for plan, beforehand in plans if beforehand]
    plan = before[-1] if before else plans[-1][0]
    differs = differing(plan.fixed, done, binding=True)
    changed = [name for name in differing(plan.fixed, done) if name not in differs]
    told = {
        "hash": plan.hash,
        "fixed_at": plan.at,
        "by": plan.by,
        "beforehand": bool(before),
        "shown_before": list(plan.shown_before),
        "differs": differs,
        "changed": changed,
        "others": [
            {"hash": one.hash, "fixed_at": one.at, "beforehand": beforehand}
            for one, beforehand in plans
            if one is not plan
        ],
    }
    rows = [
        PlanRow(
            item=item.label,
            planned=said(name, plan.fixed.get(name)),
            this_run=said(name, done.get(name)),
            same=name not in differs and name not in changed,
            binds=item.binds,
        )
        for name, item in ITEMS.items()
    ]
    return told, rows


def _plan(event: Event) -> Plan:
    detail = json.loads(event.detail or "{}")
    fixed = detail.get(FIXED) or {name: detail.get(name) for name in detail if name in ITEMS}
    return Plan(
        hash=hash_of(fixed),
        at=event.at,
        by=event.author,
        fixed=fixed,
        shown_before=tuple(map(str, detail.get(SHOWN_BEFORE) or ())),
    )
