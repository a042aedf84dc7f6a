"""Freezing a plan: what is fixed beforehand goes into the study's record, with hash and date."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from secondcoder.decisions.events import Event
from secondcoder.decisions.kinds import PLAN, PROGRAM
from secondcoder.decisions.place import open_record, record_or_refuse
from secondcoder.embedding.models import find_model
from secondcoder.errors import SecondcoderError
from secondcoder.procedures.second_coder.options import check_coders, loaded_with
from secondcoder.procedures.second_coder.page.plan import day
from secondcoder.procedures.second_coder.plan.items import (
    ITEMS,
    Items,
    changes_in_words,
    differing,
    items_of,
    said,
)
from secondcoder.procedures.second_coder.plan.shown import already_shown
from secondcoder.procedures.second_coder.plan.standing import Plan, detail_of, plans_in
from secondcoder.procedures.second_coder.record import shown_config
from secondcoder.procedures.second_coder.tables.codes import CODES, code_rows
from secondcoder.procedures.second_coder.tables.declared import TABLES
from secondcoder.procedures.second_coder.tables.passages import PASSAGES, passage_rows
from secondcoder.procedures.shell import model_record
from secondcoder.publish.record import made_by
from secondcoder.publish.schema import Tables
from secondcoder.study.assemble import load_material
from secondcoder.study.load import LoadedStudy
from secondcoder.terminal.console import as_argument


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """A plan that was frozen, or one that stood already."""

    plan: Plan
    beforehand: bool
    new: bool
    """Whether it was added; a plan that says the same as the latest is not."""
    earlier: Plan | None
    """The latest plan before it."""


def freeze_study(
    study: Path, *, by: str = "", overrides: Mapping[str, Any] | None = None
) -> Frozen:
    """Keep what ``study.toml`` fixes as a dated plan in the record; earlier plans stay.

    ``by`` says who freezes; ``overrides`` are the options of a command, as for a run. Nothing is
    computed, and no machine's code is looked at.
    """
    loaded = loaded_with(study, overrides or {})
    fixed = _fixed(loaded)
    place = record_or_refuse(study)
    store = open_record(place, study=study)
    events = store.events()
    plans = list(plans_in(events))
    earlier = plans[-1][0] if plans else None
    if earlier is not None and not differing(earlier.fixed, fixed):
        return Frozen(plan=earlier, beforehand=plans[-1][1], new=False, earlier=None)
    shown = already_shown(loaded.folder, events)
    row = Event(
        kind=PLAN,
        reviewer=by or PROGRAM,
        program=not by,
        run="",
        codebook=fixed["codebook"],
        detail=detail_of(fixed, shown),
    )
    store.add([row])
    plan, beforehand = list(plans_in(store.events()))[-1]
    return Frozen(plan=plan, beforehand=beforehand, new=True, earlier=earlier)


def _fixed(loaded: LoadedStudy) -> Items:
    config, folder = loaded.config, loaded.folder
    if loaded.inferred:
        raise SecondcoderError(
            f"{folder}: there is no study.toml, and a plan fixes what is written there",
            hint=f"Run `secondcoder init {folder}`, check the file, then freeze it.",
        )
    if not config.shows_coefficients:
        raise SecondcoderError(
            "the study is reflexive: no coefficient is computed, so there is none to fix",
            hint="A plan is for studies that compute agreement (stance under study.toml).",
        )
    material = load_material(folder, config)
    if material.codebook is None:
        raise SecondcoderError(
            "a plan fixes the codes that are compared, and the study has no codebook",
            hint="Name one under [codebook] in study.toml.",
        )
    check_coders(material, config)
    codes = code_rows(material, None, None, ())
    tables = Tables(TABLES, {CODES: codes, PASSAGES: passage_rows(material, ())})
    record = {
        "config": shown_config(config),
        "model": model_record([find_model(name, base=folder) for name in config.model.names]),
        "seed": config.seed,
        "machines": [{"label": one.machine.label} for one in material.machines],
        **made_by(),
    }
    return items_of(tables, record)


def told(study: Path, frozen: Frozen) -> Iterator[str]:
    """Yield what was fixed, in plain words, and what follows from it."""
    plan = frozen.plan
    if not frozen.new:
        yield f"The plan of {day(plan.at)} says just this already; nothing was added."
    else:
        yield f"Fixed on {day(plan.at)}, by {plan.by}:"
    yield from (f"  {item.label}: {said(name, plan.fixed[name])}" for name, item in ITEMS.items())
    yield f"  Hash of all this: {plan.hash}"
    if frozen.earlier is not None:
        yield f"The plan of {day(frozen.earlier.at)} stays in the record. What differs from it:"
        names = differing(frozen.earlier.fixed, plan.fixed)
        changes = changes_in_words(frozen.earlier.fixed, plan.fixed, names=names)
        yield from (f"  {line}" for line in changes)
    yield from _follows(plan, frozen)
    if plan.fixed["margin"] is None:
        yield (
            "No margin is fixed, so nothing will be said on whether the machine is inferior to "
            "people: write margin = 0.1 (or what you hold acceptable) under [comparison] in "
            "study.toml, and freeze again."
        )
    if frozen.beforehand:
        yield f"Next: secondcoder suggest {as_argument(study)}"


def _follows(plan: Plan, frozen: Frozen) -> Iterator[str]:
    if frozen.beforehand:
        yield (
            "No run is known here that showed a machine’s codes before. Reports of runs with these "
            "settings will say that they were fixed beforehand."
        )
    else:
        yield (
            f"Machines’ codes had been shown before ({_listed(plan.shown_before)}), so no report "
            "will say that this was fixed beforehand."
        )
    yield (
        "The date is that of this computer, and runs written elsewhere are not known here. To "
        "prove the date to others, deposit the hash with the plan, as in a preregistration."
    )


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names) if names else "by the record"
