"""The imperative shell of a synthesis: reads, runs the four steps, stores, leaves copies."""

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from importlib.metadata import version
from pathlib import Path
from platform import python_version
from typing import Any

import pandas as pd

from secondcoder import __version__
from secondcoder.embedding.cache import CachedEncoder
from secondcoder.embedding.models import ModelFiles, find_model
from secondcoder.embedding.sentence_transformer import SentenceTransformerEncoder
from secondcoder.page.figures.style import figure_files
from secondcoder.passages.sentences import SpacySentences
from secondcoder.procedures.second_coder.run import CACHE
from secondcoder.procedures.second_coder.steps.stages import Say
from secondcoder.procedures.synthesis.copies import FOLDER, Own, own_versions, stale, write_copies
from secondcoder.procedures.synthesis.figures.presence import draw_figures
from secondcoder.procedures.synthesis.page.build import build_synthesis_report
from secondcoder.procedures.synthesis.records import DecisionEdit, DerivedTheme, Grid, Synthesis
from secondcoder.procedures.synthesis.source import (
    derived_source,
    load_source,
    read_derived,
    read_grid,
)
from secondcoder.procedures.synthesis.steps.steps import Tools, differences, synthesise
from secondcoder.procedures.synthesis.tables.build import build_step_tables, build_synthesis_tables
from secondcoder.procedures.synthesis.tables.columns import STEPS
from secondcoder.procedures.synthesis.tables.sheets import build_synthesis_workbook
from secondcoder.procedures.synthesis.versions import read_versions
from secondcoder.protocols import Encoder, Floats, Progress
from secondcoder.publish.frames import to_csv
from secondcoder.publish.record import RUNS, sha256_of, to_json
from secondcoder.publish.store import check_target, recover_run, run_id, store_run
from secondcoder.reading.files.text import sha256
from secondcoder.records.study import Notice, StudyMaterial
from secondcoder.study.assemble import load_material
from secondcoder.study.load import LoadedStudy
from secondcoder.study.schema import StudyConfig
from secondcoder.themes.grammar import NounPhrases, noun_phrases
from secondcoder.themes.labels import choose_labels
from secondcoder.words import stop_words

KIND = "synthesis"
_VERSIONS = ("numpy", "pandas", "scikit-learn", "scipy", "sentence-transformers", "spacy", "torch")


@dataclass(frozen=True, slots=True)
class Synthesised:
    """A synthesis as it lies on disk."""

    folder: Path
    record: Mapping[str, Any]
    tables: Mapping[str, pd.DataFrame]
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
    decided: Sequence[DecisionEdit] = (),
    say: Say = lambda _: None,
    progress: Progress | None = None,
) -> Synthesised:
    """Make a synthesis of a study, a document or a table, and store it as a whole.

    Results go to ``runs/synthesis-<id>/`` beside the study, or become the folder ``out``. A
    person's tables are read from ``synthesis/`` beside the study, or else inside ``out``; where
    none lie, copies to edit are written there, to ``out`` if it is named. ``derived`` names a
    table of derived themes; without it the study's codebook is one if it names cases. With
    ``renew``, copies that nobody touched are written anew. ``decided`` are decisions of step 4
    made elsewhere.
    """
    say("Reading the case studies")
    loaded = load_source(path)
    config = loaded.config
    if seed is not None:
        config = config.model_copy(update={"seed": seed})
    folder = loaded.folder
    material = load_material(folder, config)
    grid, grid_notices = read_grid(material)
    notices = [*loaded.notices, *material.notices, *grid_notices]
    people, more, read = _derived(folder, config, derived, grid)
    notices += more
    home, homes = _homes(path, folder, out)
    own, untouched = own_versions(homes)
    files = find_model(config.model.name, base=folder)
    inputs = tuple(sorted({*material.inputs, *read}))
    identity = run_id(_decisive(inputs, config, files, own, decided))
    target = out or folder / RUNS / f"{KIND}-{identity}"
    recover_run(target)
    check_target(target, keep=(CACHE, FOLDER))
    encoder = CachedEncoder(
        SentenceTransformerEncoder(files, batch_size=config.model.batch_size),
        (out or folder / RUNS) / CACHE,
        encoder_allowed=True,
        progress=progress,
    )
    odd: list[Notice] = []
    versions = read_versions(own, grid, odd, decided=decided)
    standing, proposed = synthesise(
        grid, versions, _tools(config, encoder), derived=people, seed=config.seed, say=say
    )
    say("Writing the results")
    steps = build_step_tables(standing)
    notices += [*odd, *stale(untouched, steps)]
    notices += [
        Notice(f"edited {step}", what, FOLDER) for step, what in differences(standing, proposed)
    ]
    tables = build_synthesis_tables(standing, list(dict.fromkeys(notices)))
    record = _record(identity, replace(material, inputs=inputs), config, files, loaded=loaded)
    record |= _counts(standing, own)
    store_run(target, _outputs(tables, build_step_tables(proposed), record), keep=(CACHE, FOLDER))
    skip = {*own, *(() if renew else untouched)}
    written = write_copies(home, tables, skip=skip)
    return Synthesised(target, record, tables, home, written)


def _derived(
    folder: Path, config: StudyConfig, named: Path | None, grid: Grid
) -> tuple[tuple[DerivedTheme, ...], tuple[Notice, ...], tuple[tuple[str, str], ...]]:
    """Return the derived themes, what was noticed, and the file named for them.

    A reflexive study without a reason to be counted is compared with nothing.
    """
    if not config.shows_coefficients:
        return (), (), ()
    if named is None:
        return (*read_derived(folder, config.codebook, grid), ())
    source = derived_source(named)
    found, notices = read_derived(named.parent, source, grid)
    return found, notices, ((named.name, sha256(named)),)


def _homes(path: Path, folder: Path, out: Path | None) -> tuple[Path, list[Path]]:
    """Return where copies are written, and where a person's tables are looked for, in order."""
    single = path.is_file() and path.suffix.lower() != ".toml"
    beside = folder / FOLDER / path.stem if single else folder / FOLDER
    return (out / FOLDER, [beside, out / FOLDER]) if out else (beside, [beside])


def _tools(config: StudyConfig, encoder: Encoder) -> Tools:
    language = config.model.language
    stops = stop_words(language)
    can_stand = _remembered(noun_phrases(language))

    def label(texts: Sequence[Sequence[str]], centres: Floats) -> list[str]:
        return choose_labels(
            texts, centres, encoder=encoder, stops=stops, can_stand=can_stand, two=False
        )

    return Tools(
        encoder=encoder,
        sentences=SpacySentences(language),
        stops=stops,
        can_stand=can_stand,
        label=label,
    )


def _remembered(judge: NounPhrases) -> NounPhrases:
    """Return a judge that tags a phrase once; many themes consider the same ones."""
    known: dict[str, bool] = {}

    def call(phrases: Sequence[str]) -> list[bool]:
        new = [phrase for phrase in dict.fromkeys(phrases) if phrase not in known]
        known.update(zip(new, judge(new), strict=True))
        return [known[phrase] for phrase in phrases]

    return call


def _decisive(
    inputs: Sequence[tuple[str, str]],
    config: StudyConfig,
    files: ModelFiles,
    own: Mapping[str, Own],
    decided: Sequence[DecisionEdit],
) -> dict[str, Any]:
    return {
        "kind": KIND,
        "decided": [list(astuple(one)) for one in decided],
        "inputs": [list(pair) for pair in inputs],
        "config": config.model_dump(mode="json"),
        "model": files.fingerprint,
        "version": __version__,
        "own": {step: one.sha256 for step, one in own.items()},
    }


def _record(
    identity: str,
    material: StudyMaterial,
    config: StudyConfig,
    files: ModelFiles,
    *,
    loaded: LoadedStudy,
) -> dict[str, Any]:
    card = files.card
    return {
        "kind": KIND,
        "run_id": identity,
        "title": material.title,
        "seed": config.seed,
        "tool": {"name": "secondcoder", "version": __version__},
        "model": {
            "name": files.name,
            "fingerprint": files.fingerprint,
            "source": card.source if card else "a folder named in the study",
            "licence": card.licence if card else "not stated",
        },
        "config": config.model_dump(
            mode="json", include={"title", "documents", "passages", "codebook", "model"}
        ),
        "config_inferred": loaded.inferred,
        "inputs": [{"path": path, "sha256": total} for path, total in material.inputs],
        "versions": {"python": python_version(), **{name: version(name) for name in _VERSIONS}},
    }


def _counts(standing: Synthesis, own: Mapping[str, Own]) -> dict[str, Any]:
    grid = standing.grid
    return {
        "own_versions": [
            {"step": step, "path": f"{FOLDER}/{own[step].path.name}", "sha256": own[step].sha256}
            for step in STEPS
            if step in own
        ],
        "likeness": {"cut": standing.likeness.cut, "near": standing.likeness.near},
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


def _outputs(
    tables: Mapping[str, pd.DataFrame],
    proposed: Mapping[str, pd.DataFrame],
    record: dict[str, Any],
) -> dict[str, bytes]:
    """Return every file of the run; tables of a comparison that was not made are left out."""
    kept = {n: t for n, t in tables.items() if len(t) or not n.startswith("named_cases")}
    outputs = {f"{name}.csv": to_csv(table) for name, table in kept.items()}
    outputs |= {f"proposed/{name}.csv": to_csv(table) for name, table in proposed.items()}
    drawn = draw_figures(tables)
    outputs["workbook.xlsx"] = build_synthesis_workbook(tables, record)
    outputs["report.html"] = build_synthesis_report(tables, record, drawn).encode()
    outputs |= figure_files(drawn)
    record["outputs"] = {name: sha256_of(data) for name, data in sorted(outputs.items())}
    outputs["run.json"] = to_json(record)
    return outputs
