"""The imperative shell: reads a study, runs the stages, writes the results as a whole."""

import hashlib
import json
import os
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from platform import python_version
from typing import Any

import pandas as pd

from secondcoder import __version__
from secondcoder.agreement.freeze import coding_fingerprint
from secondcoder.embedding.cache import CachedEncoder
from secondcoder.embedding.models import ModelFiles, find_model
from secondcoder.embedding.sentence_transformer import SentenceTransformerEncoder
from secondcoder.errors import SecondcoderError
from secondcoder.protocols import Progress
from secondcoder.records.study import StudyMaterial
from secondcoder.report.build import build_report
from secondcoder.report.drawings import figure_files
from secondcoder.report.methods import build_methods
from secondcoder.report.words import shows_coefficients
from secondcoder.run.columns import COUNTED, REVIEWED
from secondcoder.run.frames import read_tables, tables_to_csv, to_csv, without_counts
from secondcoder.run.stages import Results, Say, run_stages
from secondcoder.run.store import check_target, recover_run, run_id, store_run
from secondcoder.run.tables import build_tables
from secondcoder.run.workbook import build_workbook
from secondcoder.study.assemble import load_material
from secondcoder.study.checks import check
from secondcoder.study.load import load_config
from secondcoder.study.problems import refuse
from secondcoder.study.schema import StudyConfig

CACHE = ".cache"
RUNS = "runs"
_VERSIONS = (
    "bertopic",
    "numpy",
    "pandas",
    "scikit-learn",
    "scikit-network",
    "scipy",
    "sentence-transformers",
    "spacy",
    "torch",
    "transformers",
)


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
    identity = run_id(_decisive(material, config, files))
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
    say("Writing the results")
    tables = _tables(material, config, results)
    if not config.shows_coefficients:
        tables = without_counts(tables)
    record = _record(identity, material, config, files, results=results, inferred=loaded.inferred)
    tables = _with_more(tables, record, also)
    outputs = tables_to_csv(tables, counted=config.shows_coefficients)
    outputs |= _made_from_tables(tables, record)
    record["outputs"] = {name: _sha256(data) for name, data in sorted(outputs.items())}
    outputs["run.json"] = _json(record)
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
    record["outputs"] = {name: _sha256(data) for name, data in sorted(kept.items())}
    kept["run.json"] = _json(record)
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
    return {
        "workbook.xlsx": build_workbook(tables, record),
        "report.html": build_report(tables, record).encode(),
        "methods.md": build_methods(tables, record).encode(),
        **figure_files(tables, record),
    }


def read_record(run: Path) -> dict[str, Any]:
    """Return the content of a run's ``run.json``."""
    path = run / "run.json"
    try:
        record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SecondcoderError(
            f"{run} holds no complete run ({error})",
            hint="Name a folder that `secondcoder suggest` has written, or run it first.",
        ) from error
    return record


def latest_run(study: Path) -> Path:
    """Return the run of a study that was written last; a folder that is a run is its own."""
    if (study / "run.json").is_file():
        return study
    runs = [path.parent for path in (study / RUNS).glob("*/run.json")]
    if not runs:
        raise SecondcoderError(
            f"{study}: there is no run yet", hint=f"Run `secondcoder suggest {study}` first."
        )
    return max(runs, key=lambda path: ((path / "run.json").stat().st_mtime_ns, path.name))


def with_overrides(config: StudyConfig, overrides: Mapping[str, Any]) -> StudyConfig:
    """Return the configuration with some values set; a section's values replace single keys."""
    data = config.model_dump()
    for key, value in overrides.items():
        data[key] = {**data[key], **value} if isinstance(value, dict) else value
    return StudyConfig.model_validate(data)


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
    material: StudyMaterial, config: StudyConfig, results: Results
) -> dict[str, pd.DataFrame]:
    reconciliation = results.reconciliation
    return build_tables(
        replace(material, notices=(*material.notices, *results.notices)),
        themes=results.themes,
        matching=results.matching,
        suggestions=results.suggestions,
        reconciliation=reconciliation,
        overlap=config.reconcile.overlap,
    )


def _decisive(material: StudyMaterial, config: StudyConfig, files: ModelFiles) -> dict[str, Any]:
    """Return all that decides the results."""
    return {
        "inputs": [list(pair) for pair in material.inputs],
        "config": config.model_dump(mode="json"),
        "model": files.fingerprint,
        "version": __version__,
    }


def _record(
    identity: str,
    material: StudyMaterial,
    config: StudyConfig,
    files: ModelFiles,
    *,
    results: Results,
    inferred: bool,
) -> dict[str, Any]:
    """Return what ``run.json`` says of a run.

    A reflexive study without a reason to be counted is given no cut-off and no coefficient.
    """
    resolved = config.model_dump(mode="json")
    counted = config.shows_coefficients
    shown = resolved if counted else _without_cut_offs(resolved)
    suggestions = results.suggestions
    card = files.card
    return {
        "run_id": identity,
        "title": material.title,
        "stance": config.stance,
        "seed": config.seed,
        "tool": {"name": "secondcoder", "version": __version__},
        "model": {
            "name": files.name,
            "fingerprint": files.fingerprint,
            "source": card.source if card else "a folder named in the study",
            "licence": card.licence if card else "not stated",
            "dimensions": card.dimensions if card else None,
        },
        "basis": suggestions.basis if suggestions else "",
        "trained_on": list(suggestions.trained_on) if suggestions else [],
        **({"threshold": suggestions.threshold if suggestions else None} if counted else {}),
        **_reason(config),
        "config": shown,
        "config_sha256": _sha256(json.dumps(resolved, sort_keys=True).encode()),
        "config_inferred": inferred,
        "inputs": [{"path": path, "sha256": total} for path, total in material.inputs],
        "versions": {"python": python_version(), **{name: version(name) for name in _VERSIONS}},
        "coders": list(material.coding.coders) if material.coding else [],
        "coding": _coding(material),
    }


def _reason(config: StudyConfig) -> dict[str, str]:
    why = config.reconcile.coefficients_because
    return {"coefficients_because": why} if config.stance == "reflexive" and why else {}


def _without_cut_offs(resolved: dict[str, Any]) -> dict[str, Any]:
    """Return the settings without keys that stand empty and would speak of what is not done."""
    silent = {"suggest": ("threshold",), "reconcile": ("coefficients_because", "epsilon")}
    shown = dict(resolved)
    for section, keys in silent.items():
        shown[section] = {key: value for key, value in resolved[section].items() if key not in keys}
    return shown


def _coding(material: StudyMaterial) -> dict[str, Any] | None:
    """Return what the comparison rests on, so that it can be told from another coding."""
    coding = material.coding
    if coding is None:
        return None
    total = coding_fingerprint(coding, material.codebook)
    counts = Counter(one.coder for one in coding.codings)
    return {
        "sha256": total[""],
        "unplaced": len(coding.unplaced),
        "by_coder": [
            {
                "coder": coder,
                "codings": counts[coder],
                "passages_seen": len(coding.seen[coder]),
                "sha256": total[coder],
            }
            for coder in coding.coders
        ],
    }


def _json(record: Mapping[str, Any]) -> bytes:
    return (json.dumps(record, indent=2, ensure_ascii=False) + "\n").encode()


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
