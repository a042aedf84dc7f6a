"""What ``run.json`` says of the second coder, beside what it says of every result."""

import hashlib
import json
from collections import Counter
from typing import Any

from secondcoder.agreement.study.freeze import coding_fingerprint
from secondcoder.procedures.places import SECOND_CODER
from secondcoder.records.codes import Codebook, MachineCoding
from secondcoder.records.results import Suggestions
from secondcoder.records.study import StudyMaterial
from secondcoder.study.schema import StudyConfig

KIND = SECOND_CODER
_CUT_OFFS = {
    "suggest": ("threshold", "risk"),
    "reconcile": ("coefficients_because", "epsilon"),
    "comparison": ("headline", "level", "pair", "margin", "major", "grid"),
}


def told(
    material: StudyMaterial,
    config: StudyConfig,
    suggestions: Suggestions | None,
    *,
    language: str = "",
) -> dict[str, Any]:
    """Return what the machine had seen, and which coding it is compared with.

    A reflexive study without a reason to be counted is given no cut-off and no coefficient.
    """
    resolved = json.dumps(config.model_dump(mode="json"), sort_keys=True)
    threshold = {"threshold": suggestions.threshold if suggestions else None}
    return {
        "basis": suggestions.basis if suggestions else "",
        "trained_on": list(suggestions.trained_on) if suggestions else [],
        **(threshold if config.shows_coefficients else {}),
        **_reason(config),
        **({"language": language} if language else {}),
        "config_sha256": hashlib.sha256(resolved.encode()).hexdigest(),
        "coders": list(material.coding.coders) if material.coding else [],
        "coding": _coding(material),
        "machines": [_machine(one, material.codebook) for one in material.machines],
    }


def shown_config(config: StudyConfig) -> dict[str, Any]:
    """Return the settings without keys that are empty and would speak of what is not done."""
    resolved = config.model_dump(mode="json")
    if config.shows_coefficients:
        return resolved
    return resolved | {
        section: {key: value for key, value in resolved[section].items() if key not in keys}
        for section, keys in _CUT_OFFS.items()
    }


def _reason(config: StudyConfig) -> dict[str, str]:
    why = config.reconcile.coefficients_because
    return {"coefficients_because": why} if config.stance == "reflexive" and why else {}


def _machine(one: MachineCoding, codebook: Codebook | None) -> dict[str, Any]:
    """Return what another machine than the bundled one is, and what its table held."""
    machine, coding = one.machine, one.coding
    return {
        "label": machine.label,
        "name": machine.name,
        "version": machine.version,
        "saw": machine.saw,
        "codings": len(coding.codings),
        "passages_seen": len(coding.seen[machine.label]),
        "unplaced": len(coding.unplaced),
        "sha256": coding_fingerprint(coding, codebook)[machine.label],
    }


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
