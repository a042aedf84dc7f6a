"""The specification curve as a command runs it: every combination of settings, one result."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from secondcoder.decisions.place import recorded_on
from secondcoder.embedding.cache import CachedEncoder
from secondcoder.embedding.models import find_model
from secondcoder.embedding.side_by_side import side_by_side
from secondcoder.errors import SecondcoderError
from secondcoder.page.figures.style import figure_files
from secondcoder.procedures.places import GRID, cache_of
from secondcoder.procedures.second_coder.grid.page import build_page, drawn_of, sentences
from secondcoder.procedures.second_coder.grid.specifications import (
    Specification,
    specifications,
)
from secondcoder.procedures.second_coder.grid.steps import people_of, specification_rows
from secondcoder.procedures.second_coder.grid.tables import (
    SPECIFICATION_CURVE,
    TABLES,
    SpecificationRow,
)
from secondcoder.procedures.second_coder.options import check_coders, loaded_with, with_overrides
from secondcoder.procedures.second_coder.plan.items import items_of
from secondcoder.procedures.second_coder.plan.standing import standing
from secondcoder.procedures.second_coder.record import shown_config
from secondcoder.procedures.second_coder.steps.stages import codes_alone
from secondcoder.procedures.second_coder.tables.codes import CODES, code_rows
from secondcoder.procedures.second_coder.tables.declared import TABLES as OF_RUN
from secondcoder.procedures.second_coder.tables.passages import PASSAGES, passage_rows
from secondcoder.procedures.shell import Say, Work, begun, encoder_of, silent
from secondcoder.procedures.unchanged import Made, Told
from secondcoder.protocols import Encoder, Progress
from secondcoder.publish.results import publish_result
from secondcoder.publish.schema import Tables
from secondcoder.records.coders import BUNDLED
from secondcoder.records.study import StudyMaterial
from secondcoder.study.assemble import load_material
from secondcoder.study.load import LoadedStudy
from secondcoder.study.schema import StudyConfig


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A grid as it lies on disk."""

    folder: Path
    tables: Tables
    record: Mapping[str, Any]


def run_grid(
    study: Path,
    *,
    out: Path | None = None,
    say: Say = silent,
    progress: Progress | None = None,
) -> Tried:
    """Compare people and machine under every combination of settings of the grid.

    Texts that have a vector are not encoded again. After `suggest` those of the study's own cut and
    encoder have one, but for the sentences by which a machine that learns from coding is told what
    a code was given for, where `suggest` did not learn.
    """
    loaded = loaded_with(study, {})
    material = load_material(loaded.folder, loaded.config)
    _refuse(material, loaded.config)
    every = specifications(loaded.config)
    for name in dict.fromkeys(name for one in every for name in one.encoders):
        find_model(name, base=loaded.folder)
    with begun(
        loaded, material, kind=GRID, prefix="grid-", out=out, say=say, progress=progress
    ) as work:
        rows = _Trying(work, loaded).rows(every, say)
        tables = Tables(TABLES, {SPECIFICATION_CURVE: rows})
        record = _record(work, study)
        drawn = drawn_of(tables)
        page = build_page(tables, record, drawn).encode()
        made = {"report.html": page, **figure_files(drawn)}
        publish_result(work.target, tables=tables, record=record, made=made)
    return Tried(folder=work.target, tables=tables, record=record)


def made_of(tried: Tried) -> Made:
    """Return a grid with what the terminal is told of it."""
    report = f"Report: {tried.folder / 'report.html'}"
    lines = (*(f"  {sentence}" for sentence in sentences(tried.tables)), report)
    told = Told(folder=tried.folder, lines=lines, places=(report,))
    return Made(told=told, record=tried.record)


def _refuse(material: StudyMaterial, config: StudyConfig) -> None:
    check_coders(material, config)
    if not config.shows_coefficients:
        raise SecondcoderError("the study is reflexive: no coefficient is computed in it")
    if material.codebook is None or material.coding is None or not config.suggest.machine:
        raise SecondcoderError(
            "a specification curve needs a codebook, people’s coding and the machine’s suggestions",
            hint="Name [codebook] and [[coding]] in study.toml, without machine = false.",
        )
    if not people_of(config, material.coding.coders):
        compared = config.comparison.pair or config.reconcile.coders or ()
        raise SecondcoderError(
            f"no person is left to compare the machine with ({', '.join(compared)})",
            hint="Name a coder under comparison -> pair or reconcile -> coders.",
        )
    known = {*material.coding.coders, BUNDLED.label}
    if not known.issuperset(config.comparison.pair or ()):
        raise SecondcoderError(
            f"comparison -> pair is {' and '.join(config.comparison.pair or ())}, and a grid is "
            f"about people and {BUNDLED.label}, whose settings it varies",
            hint=f'Name a person and "{BUNDLED.label}", or two people: each is held against it.',
        )


def _record(work: Work, study: Path) -> dict[str, Any]:
    """Return ``run.json``, with what the study's plan says of it."""
    more = {"machines": [{"label": one.machine.label} for one in work.material.machines]}
    record = work.record(more, config=shown_config(work.config))
    store = recorded_on(study)
    if store is not None:
        codes = code_rows(work.material, None, None, ())
        passages = passage_rows(work.material, ())
        done = items_of(Tables(OF_RUN, {CODES: codes, PASSAGES: passages}), record)
        plan, _ = standing(store.events(), done)
        record |= {"plan": plan} if plan else {}
    return record


class _Trying:
    """One combination after another, with texts, encoders and suggestions read once."""

    def __init__(self, work: Work, loaded: LoadedStudy) -> None:
        self._work, self._loaded = work, loaded
        self._materials: dict[str | None, StudyMaterial] = {
            work.config.passages.unit: work.material
        }
        self._encoders: dict[tuple[str, ...], Encoder] = {work.config.model.names: work.encoder}

    def rows(self, every: list[Specification], say: Say) -> list[SpecificationRow]:
        """Return the rows of all combinations."""
        found: list[SpecificationRow] = []
        for number, one in enumerate(every, start=1):
            say(f"Settings {number} of {len(every)}")
            config = with_overrides(self._work.config, one.overrides)
            material = self._material(one.unit, config)
            encoder = self._encoder(one.encoders, config)
            given = codes_alone(material, config, encoder, keep=self._work.keep)
            if given is not None:
                found += specification_rows(material, config, given, one, number=number)
        return found

    def _material(self, unit: str | None, config: StudyConfig) -> StudyMaterial:
        if unit not in self._materials:
            self._materials[unit] = load_material(self._loaded.folder, config)
        return self._materials[unit]

    def _encoder(self, names: tuple[str, ...], config: StudyConfig) -> Encoder:
        if names not in self._encoders:
            cache = cache_of(self._loaded.folder, None)
            own = [find_model(name, base=self._loaded.folder) for name in names]
            self._encoders[names] = side_by_side(
                [CachedEncoder(encoder_of(files, config.model), cache) for files in own]
            )
        return self._encoders[names]
