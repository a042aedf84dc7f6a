"""What ``run.json`` says of a run, and which run a study's latest is."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from platform import python_version
from typing import Any

from secondcoder import __version__
from secondcoder.agreement.study.freeze import coding_fingerprint
from secondcoder.embedding.models import ModelFiles
from secondcoder.errors import SecondcoderError
from secondcoder.procedures.second_coder.steps.stages import Results
from secondcoder.records.study import StudyMaterial
from secondcoder.study.schema import StudyConfig

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
    """Return the run of a study that was written last; a folder that is a run is its own.

    Results of another ``kind``, such as a content analysis, are no runs.
    """
    if (study / "run.json").is_file():
        return study
    run = newest_run(study)
    if run is None:
        raise SecondcoderError(
            f"{study}: there is no run yet", hint=f"Run `secondcoder suggest {study}` first."
        )
    return run


def newest_run(study: Path) -> Path | None:
    """Return the run in a study's ``runs`` that was written last, if there is one."""
    found = [path.parent for path in (study / RUNS).glob("*/run.json")]
    found.sort(key=lambda path: ((path / "run.json").stat().st_mtime_ns, path.name), reverse=True)
    return next((run for run in found if "kind" not in read_record(run)), None)


def decisive(material: StudyMaterial, config: StudyConfig, files: ModelFiles) -> dict[str, Any]:
    """Return all that decides the results."""
    return {
        "inputs": [list(pair) for pair in material.inputs],
        "config": config.model_dump(mode="json"),
        "model": files.fingerprint,
        "version": __version__,
    }


def run_record(
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
        "config_sha256": sha256_of(json.dumps(resolved, sort_keys=True).encode()),
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
    silent = {"suggest": ("threshold", "risk"), "reconcile": ("coefficients_because", "epsilon")}
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


def to_json(record: Mapping[str, Any]) -> bytes:
    """Return a record as it is written."""
    return (json.dumps(record, indent=2, ensure_ascii=False) + "\n").encode()


def sha256_of(data: bytes) -> str:
    """Return the sha256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
