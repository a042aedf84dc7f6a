"""The imperative shell of a synthesis: reads, runs the four steps, stores, leaves copies."""

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

from secondcoder.decisions.place import recorded_on
from secondcoder.page.figures.style import figure_files
from secondcoder.passages.sentences import SpacySentences
from secondcoder.procedures.places import CACHE
from secondcoder.procedures.shell import (
    Say,
    Show,
    Work,
    account_shown,
    begun,
    read_beside,
    silent,
    silent_lines,
)
from secondcoder.procedures.synthesis.copies import FOLDER, Found, find_versions, write_copies
from secondcoder.procedures.synthesis.decided import decisions_in
from secondcoder.procedures.synthesis.page.build import build_synthesis_report
from secondcoder.procedures.synthesis.page.drawings import draw_figures
from secondcoder.procedures.synthesis.records import DecisionEdit, Synthesis
from secondcoder.procedures.synthesis.source import read_source
from secondcoder.procedures.synthesis.steps.steps import Tools, differences, synthesise
from secondcoder.procedures.synthesis.stored import KIND
from secondcoder.procedures.synthesis.tables.build import build_step_tables, build_synthesis_tables
from secondcoder.procedures.synthesis.tables.workbook import build_synthesis_workbook
from secondcoder.procedures.synthesis.versions import read_versions
from secondcoder.protocols import Encoder, Progress
from secondcoder.publish.csv_files import to_csv
from secondcoder.publish.results import publish_result
from secondcoder.publish.schema import Tables
from secondcoder.records.study import Notice
from secondcoder.study.schema import StudyConfig
from secondcoder.themes.candidates import Level
from secondcoder.themes.grammar import NounPhrases, noun_phrases, passage_reader
from secondcoder.themes.labels import Name, choose_labels
from secondcoder.words import stop_words

PREFIX = f"{KIND}-"
KEPT = (CACHE, FOLDER)
"""Entries of a synthesis's folder that are not its own: vectors, and what people edit."""
_SHOWN_SETTINGS = {"title", "documents", "passages", "codebook", "model"}
"""Sections of ``study.toml`` that a synthesis reads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Synthesised:
    """A synthesis as it lies on disk."""

    folder: Path
    record: Mapping[str, Any]
    tables: Tables
    copies: Path
    """Where the tables to edit lie."""
    written: tuple[str, ...]
    """Names of the copies that this run wrote."""


def run_synthesis(
    path: Path,
    *,
    out: Path | None = None,
    derived: Path | None = None,
    seed: int | None = None,
    renew: bool = False,
    decided: Sequence[DecisionEdit] | None = None,
    anyway: bool = False,
    again: bool = False,
    say: Say = silent,
    show: Show = silent_lines,
    progress: Progress | None = None,
) -> Synthesised:
    """Make a synthesis of a study, a document or a table, and store it as a whole.

    Results go to ``runs/synthesis-<id>/`` beside the study, or become the folder ``out``. A
    person's tables are read from ``synthesis/`` beside the study, or else inside ``out``; where
    there are none, copies to edit are written there, to ``out`` if it is named. ``derived`` names
    a table of derived themes; without it the study's codebook is one if it names cases. With
    ``renew``, copies that nobody touched are written anew. ``decided`` are decisions of step 4 in
    place of those that the study's review page recorded. ``show`` is given what was understood of
    the files; what makes the result void is refused unless ``anyway``.
    """
    say("Reading the case studies")
    source = read_source(path, derived=derived, seed=seed)
    account = account_shown(source.loaded, source.material, show=show, anyway=anyway)
    home, homes = _homes(path, source.loaded.folder, out)
    found = find_versions(homes)
    if decided is None:
        decided = decisions_in(recorded_on(path))
    with begun(
        source.loaded,
        source.material,
        kind=KIND,
        prefix=PREFIX,
        decisive={**_decisive(found, decided), "beside": read_beside(account)},
        out=out,
        keep=KEPT,
        again=again,
        say=say,
        progress=progress,
    ) as work:
        notices = list(work.material.notices)
        versions = read_versions(found.own, source.grid, notices, decided=decided)
        tools = _tools(work.config, work.encoder)
        standing, proposed = synthesise(
            source.grid, versions, tools, derived=source.derived, seed=work.config.seed, say=say
        )
        say("Writing the results")
        notices += found.stale(home, build_step_tables(standing))
        notices += _edited(standing, proposed)
        tables = build_synthesis_tables(standing, dict.fromkeys(notices), account)
        record = _publish(work, tables, standing, proposed, found)
        written = write_copies(home, tables, found.to_write(home, renew=renew))
    return Synthesised(
        folder=work.target, record=record, tables=tables, copies=home, written=written
    )


def _homes(path: Path, folder: Path, out: Path | None) -> tuple[Path, list[Path]]:
    """Return where copies are written, and where a person's tables are looked for, in order."""
    single = path.is_file() and path.suffix.lower() != ".toml"
    beside = folder / FOLDER / path.stem if single else folder / FOLDER
    return (out / FOLDER, [beside, out / FOLDER]) if out else (beside, [beside])


def _decisive(found: Found, decided: Sequence[DecisionEdit]) -> dict[str, Any]:
    """Return what people gave, which decides the result beside the material."""
    return {
        "decided": [list(astuple(decision)) for decision in decided],
        "own": {step.name: own.sha256 for step, own in found.own.items()},
    }


def _tools(config: StudyConfig, encoder: Encoder) -> Tools:
    language = config.model.language
    stops = stop_words(language)
    can_stand = _remembered(noun_phrases(language))

    reader = passage_reader(language, stops)

    def name(level: Level) -> list[Name]:
        return choose_labels(level, encoder=encoder, stops=stops, reader=reader)

    return Tools(
        encoder=encoder,
        sentences=SpacySentences(language),
        stops=stops,
        can_stand=can_stand,
        name=name,
    )


def _remembered(judge: NounPhrases) -> NounPhrases:
    """Return a judge that tags a phrase once; many themes consider the same ones."""
    known: dict[str, bool] = {}

    def call(phrases: Sequence[str]) -> list[bool]:
        new = [phrase for phrase in dict.fromkeys(phrases) if phrase not in known]
        known.update(zip(new, judge(new), strict=True))
        return [known[phrase] for phrase in phrases]

    return call


def _edited(standing: Synthesis, proposed: Synthesis) -> list[Notice]:
    """Return a notice for every step that people changed."""
    return [
        Notice(f"edited {step}", what, FOLDER) for step, what in differences(standing, proposed)
    ]


def _publish(
    work: Work, tables: Tables, standing: Synthesis, proposed: Synthesis, found: Found
) -> dict[str, Any]:
    """Store the result and return its record."""
    config = work.config.model_dump(mode="json", include=_SHOWN_SETTINGS)
    record = work.record(_only_here(standing, found), config=config)
    counted = work.config.shows_coefficients
    steps = build_step_tables(proposed)
    drawn = draw_figures(tables, keep=work.keep)
    publish_result(
        work.target,
        tables=tables,
        record=record,
        made={
            **{f"proposed/{step.name}.csv": to_csv(step, steps[step]) for step in steps},
            "workbook.xlsx": build_synthesis_workbook(tables, record, counted=counted),
            "report.html": build_synthesis_report(tables, record, drawn).encode(),
            **figure_files(drawn),
        },
        counted=counted,
        keep=KEPT,
    )
    return record


def _only_here(standing: Synthesis, found: Found) -> dict[str, Any]:
    """Return what ``run.json`` says of a synthesis and of nothing else."""
    grid = standing.grid
    return {
        "own_versions": [
            {"step": step.name, "path": f"{FOLDER}/{own.path.name}", "sha256": own.sha256}
            for step, own in found.own.items()
        ],
        "likeness": {"cut": standing.likeness.cut, "near": standing.likeness.near},
        "likeness_across": {"cut": standing.across.cut, "near": standing.across.near},
        "counts": {
            "cases": len(grid.cases),
            "headings": len(grid.headings),
            "cells": len(grid.cells),
            "filled": len(grid.filled),
            "answers": len(standing.answers),
            "heading_themes": len(standing.heading_themes),
            "general_themes": len(standing.general_themes),
            "final_themes": len(standing.final_themes),
        },
    }
