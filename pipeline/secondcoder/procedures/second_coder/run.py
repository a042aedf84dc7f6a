"""The imperative shell: reads a study, runs the stages, writes the results as a whole."""

import os
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from secondcoder.embedding.cache import CachedEncoder
from secondcoder.embedding.models import find_model
from secondcoder.embedding.sentence_transformer import SentenceTransformerEncoder
from secondcoder.errors import SecondcoderError
from secondcoder.page.figures.style import figure_files
from secondcoder.procedures.second_coder.page.build import build_report
from secondcoder.procedures.second_coder.page.drawings import draw_figures
from secondcoder.procedures.second_coder.page.methods import build_methods
from secondcoder.procedures.second_coder.page.words import shows_coefficients
from secondcoder.procedures.second_coder.steps.advice import advise
from secondcoder.procedures.second_coder.steps.stages import Results, Say, run_stages
from secondcoder.procedures.second_coder.tables.build import build_tables
from secondcoder.procedures.second_coder.tables.columns import COUNTED, REVIEWED
from secondcoder.protocols import Progress
from secondcoder.publish.frames import read_tables, tables_to_csv, to_csv, without_counts
from secondcoder.publish.record import RUNS, decisive, read_record, run_record, sha256_of, to_json
from secondcoder.publish.store import check_target, recover_run, run_id, store_run
from secondcoder.publish.workbook import build_workbook
from secondcoder.records.advice import Advice
from secondcoder.records.study import StudyMaterial
from secondcoder.study.assemble import load_material
from secondcoder.study.checks import check
from secondcoder.study.load import load_config, validate
from secondcoder.study.problems import refuse
from secondcoder.study.schema import StudyConfig

CACHE = ".cache"
Also = Callable[[Mapping[str, pd.DataFrame], Mapping[str, Any]], Mapping[str, pd.DataFrame]]
"""Makes further tables of a run's tables and its record, such as those of a review."""


@dataclass(frozen=True, slots=True)
class Finished:
    """A run as it lies on disk."""

    folder: Path
    record: Mapping[str, Any]
    """The content of ``run.json``."""
    tables: Mapping[str, pd.DataFrame]
    encoded: int
    """Texts that had no vector yet."""


def run_study(
    study: Path,
    *,
    out: Path | None = None,
    overrides: Mapping[str, Any] | None = None,
    may_encode: bool = True,
    say: Say = lambda _: None,
    progress: Progress | None = None,
    also: Also | None = None,
) -> Finished:
    """Read the study, run every stage and store the results; the last step is a rename.

    Results go to ``runs/<id>/`` inside the study, or become the folder ``out``. ``overrides``
    are values of ``study.toml`` that a command line sets, such as ``{"seed": 3}``. With
    ``may_encode=False`` a text without a vector is refused. ``also`` adds what came of the
    results since; it bears on no other table and not on the run's id.
    """
    # BERTopic loads numba, which wants a folder for its cache even where home is read-only.
    os.environ.setdefault("NUMBA_CACHE_DIR", str(Path(tempfile.gettempdir()) / "numba"))
    say("Reading the study")
    loaded = load_config(study)
    config = with_overrides(loaded.config, overrides or {})
    folder = study if study.is_dir() else study.parent
    if problems := check(config, folder):
        raise refuse("the study with the command's options", problems)
    material = load_material(folder, config)
    _check_coders(material, config)
    material = replace(material, notices=(*loaded.notices, *material.notices))
    files = find_model(config.model.name, base=folder)
    identity = run_id(decisive(material, config, files))
    target = out or folder / RUNS / identity
    recover_run(target)
    check_target(target)
    encoder = CachedEncoder(
        SentenceTransformerEncoder(files, batch_size=config.model.batch_size),
        (out or folder / RUNS) / CACHE,
        encoder_allowed=may_encode,
        progress=progress,
    )
    results = run_stages(material, config, encoder, say=say)
    advice = advise(material, config, encoder, results)
    say("Writing the results")
    tables = _tables(material, config, results, advice)
    if not config.shows_coefficients:
        tables = without_counts(tables)
    record = run_record(
        identity, material, config, files, results=results, inferred=loaded.inferred
    )
    tables = _with_more(tables, record, also)
    outputs = tables_to_csv(tables, counted=config.shows_coefficients)
    outputs |= _made_from_tables(tables, record)
    record["outputs"] = {name: sha256_of(data) for name, data in sorted(outputs.items())}
    outputs["run.json"] = to_json(record)
    store_run(target, outputs)
    return Finished(target, record, tables, encoder.encoded)


def render_report(run: Path, *, also: Also | None = None) -> Path:
    """Write a run's report and workbook again from its published tables; return the report.

    ``also`` makes anew the tables of a review; without it they stay as they were published.
    """
    record = read_record(run)
    tables = _with_more(read_tables(run), record, also)
    kept = {path.name: path.read_bytes() for path in sorted(run.glob("*.csv"))}
    counted = shows_coefficients(record)
    for name in REVIEWED:
        kept.pop(f"{name}.csv", None)
        if len(tables[name]) and (counted or name not in COUNTED):
            kept[f"{name}.csv"] = to_csv(tables[name])
    kept |= _made_from_tables(tables, record)
    record["outputs"] = {name: sha256_of(data) for name, data in sorted(kept.items())}
    kept["run.json"] = to_json(record)
    store_run(run, kept)
    return run / "report.html"


def _with_more(
    tables: dict[str, pd.DataFrame], record: dict[str, Any], also: Also | None
) -> dict[str, pd.DataFrame]:
    """Return the tables with those of a review; say in the record whose decisions they hold."""
    whole = {**tables, **(also(tables, record) if also else {})}
    decisions, compared = whole["decisions"], whole["agreement_reviewed"]
    for name in ("review", "outputs"):  # both are written anew, and last
        record.pop(name, None)
    if len(decisions) or len(compared):
        reviewers = sorted({*decisions["reviewer"], *compared["reviewer"]})
        record["review"] = {"decisions": len(decisions), "reviewers": reviewers}
    return whole


def _made_from_tables(
    tables: Mapping[str, pd.DataFrame], record: Mapping[str, Any]
) -> dict[str, bytes]:
    """Return what can be made again from the published tables: pages, workbook, figures."""
    drawn = draw_figures(tables, record)
    return {
        "workbook.xlsx": build_workbook(tables, record),
        "report.html": build_report(tables, record, drawn).encode(),
        "methods.md": build_methods(tables, record).encode(),
        **figure_files(drawn),
    }


def with_overrides(config: StudyConfig, overrides: Mapping[str, Any]) -> StudyConfig:
    """Return the configuration with some values set; a section's values replace single keys."""
    data = config.model_dump()
    for key, value in overrides.items():
        data[key] = {**data[key], **value} if isinstance(value, dict) else value
    return validate(data, name="the study with the command's options")


def _check_coders(material: StudyMaterial, config: StudyConfig) -> None:
    """Refuse names of coders that no coding has; where nobody has coded yet, all may be right."""
    known = material.coding.coders if material.coding else ()
    for place, names in (
        ("suggest -> learn_from", config.suggest.learn_from),
        ("reconcile -> coders", config.reconcile.coders),
    ):
        unknown = [name for name in names or () if name not in known]
        if known and unknown:
            raise SecondcoderError(
                f"{place}: there is no coder {unknown[0]!r}",
                hint=f"The coders are: {', '.join(known)}.",
            )


def _tables(
    material: StudyMaterial, config: StudyConfig, results: Results, advice: Advice
) -> dict[str, pd.DataFrame]:
    reconciliation = results.reconciliation
    return build_tables(
        replace(material, notices=(*material.notices, *results.notices, *advice.notices)),
        themes=results.themes,
        matching=results.matching,
        suggestions=results.suggestions,
        reconciliation=reconciliation,
        overlap=config.reconcile.overlap,
        new_themes=results.new_themes,
        advice=advice,
    )
