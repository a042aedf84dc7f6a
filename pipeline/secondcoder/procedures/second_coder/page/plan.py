"""What was fixed beforehand, as report and methods say it: only what the record bears out."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from secondcoder.page.picture import Grid, grid
from secondcoder.page.values import joined
from secondcoder.procedures.second_coder.tables.plan import PLAN_TABLE, PlanRow
from secondcoder.publish.schema import Tables

NOTHING = "Nothing was fixed beforehand: the record of this study holds no plan."
HOW_TO_FIX = "`secondcoder freeze` keeps one, before the machine’s codes are first shown."
_CLOCK = (
    "Dates are those of the computer on which the plan was frozen; runs that were written outside "
    "the study are not known to it."
)


def day(at: str) -> str:
    """Return a time of the record as ``27 November 2026, 13:45 UTC``."""
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return at
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}, {moment:%H:%M} UTC"


_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def kept_to(run: Mapping[str, Any]) -> bool:
    """Return whether a run keeps to a plan that was fixed before machines' codes were shown."""
    plan = run.get("plan") or {}
    return bool(plan.get("beforehand")) and not plan.get("differs")


def plan_sentences(tables: Tables, run: Mapping[str, Any]) -> list[str]:
    """Say what was fixed when, and in what the run differs from it."""
    plan = run.get("plan")
    if not plan:
        return [NOTHING]
    rows = tables[PLAN_TABLE]
    return [
        _fixed(plan, rows),
        *_differs(plan, rows),
        *_changed(rows),
        *_others(plan),
        f"The plan’s hash is {plan['hash']}. {_CLOCK}",
    ]


def plan_grid(tables: Tables) -> Grid | None:
    """Return the plan beside the run, item by item."""
    rows = tables[PLAN_TABLE]
    if not rows:
        return None
    data = [(row.item, row.planned, row.this_run, "yes" if row.same else "no") for row in rows]
    return grid("The plan beside this run", ("What", "Planned", "This run", "Same"), data)


def _fixed(plan: Mapping[str, Any], rows: Sequence[PlanRow]) -> str:
    when = f"on {day(plan['fixed_at'])}, by {plan['by']}"
    if not plan["beforehand"]:
        runs = ", ".join(plan["shown_before"])
        return (
            f"A plan was frozen {when}, but a run had shown a machine’s codes before"
            f"{f' ({runs})' if runs else ''}: nothing was fixed beforehand."
        )
    if plan["differs"]:
        return (
            f"A plan was frozen {when}, before any run known to the study showed a machine’s "
            "codes. This run does not keep to it, and its results were not fixed beforehand."
        )
    return (
        f"Fixed beforehand: a plan was frozen {when}, before any run known to the study showed a "
        f"machine’s codes, and this run keeps to it: {_essence(rows)}."
    )


_ESSENTIAL = (
    *("Headline coefficient", "Level that the headline is about", "Coders that the headline is"),
    *("Codes", "Version of the codebook", "Margin", "What the machine may see", "Codes a passage"),
)


def _essence(rows: Sequence[PlanRow]) -> str:
    chosen = [row for row in rows if row.item.startswith(_ESSENTIAL)]
    return "; ".join(f"{row.item.lower()}: {row.planned}" for row in chosen)


def _differs(plan: Mapping[str, Any], rows: Sequence[PlanRow]) -> list[str]:
    apart = [row for row in rows if row.binds and not row.same]
    if not apart:
        return []
    told = "; ".join(f"{row.item.lower()} ({row.planned} → {row.this_run})" for row in apart)
    what = "from it" if plan["beforehand"] else "from that plan"
    return [f"It differs {what} in: {told}."]


def _changed(rows: Sequence[PlanRow]) -> list[str]:
    apart = [row for row in rows if not row.binds and not row.same]
    if not apart:
        return []
    told = joined([f"{row.item.lower()} ({row.planned} → {row.this_run})" for row in apart])
    return [f"Since the plan these have changed, which does not break it: {told}."]


def _others(plan: Mapping[str, Any]) -> list[str]:
    others = plan["others"]
    if not others:
        return []
    told = joined([day(one["fixed_at"]) for one in others])
    late = any(not one["beforehand"] for one in others)
    said = "Other plans in the record" if len(others) > 1 else "Another plan in the record"
    return [f"{said}: of {told}{'; not all before the codes were shown' if late else ''}."]


def plan_of_grid(run: Mapping[str, Any]) -> list[str]:
    """Say whether the grid of a specification curve was fixed beforehand."""
    plan = run.get("plan")
    if not plan:
        return [f"The grid was not fixed beforehand. {NOTHING}"]
    when = f"on {day(plan['fixed_at'])}, by {plan['by']}"
    if not plan["beforehand"]:
        return [f"A plan was frozen {when}, after a machine’s codes had been shown."]
    if "grid" in plan["differs"]:
        return [f"The grid is not the one that was fixed {when}."]
    return [f"The grid was fixed beforehand, {when} (plan {plan['hash'][:12]})."]
