"""``run.json``: what made a result, in one form for every procedure, and the id that follows."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from importlib.resources import files
from importlib.resources.abc import Traversable
from platform import machine, python_version, system
from typing import Any

from packaging.requirements import Requirement

from secondcoder import __version__

FORM = 2
"""The version of the form of ``run.json``: 1 differed by command and had no number."""
_NOT_OURS = frozenset({"__pycache__", "shipped"})
_SOURCES = (".py", ".j2", ".css", ".toml", ".json")


def made_by() -> dict[str, dict[str, str]]:
    """Return the tool with a hash of its sources, and every package that can change a byte."""
    return {
        "tool": {"name": "secondcoder", "version": __version__, "sources_sha256": _sources()},
        "versions": {
            "python": python_version(),
            "system": f"{system()} {machine()}",
            **_packages(),
        },
    }


def result_id(decisive: Mapping[str, Any]) -> str:
    """Return twelve hexadecimal digits that stand for all that decides a result.

    ``decisive`` holds the inputs' hashes, the resolved settings, the encoder's fingerprint and
    whatever else the procedure was given; what made the result is added here. The order of the
    keys does not matter.
    """
    payload = {**decisive, "made_by": made_by()}
    canonical = json.dumps(payload, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(canonical.encode()).hexdigest()[:12]


def result_record(
    *,
    kind: str,
    identity: str,
    title: str,
    stance: str,
    seed: int | None,
    inputs: Sequence[tuple[str, str]],
    model: Mapping[str, Any] | None,
    config: Mapping[str, Any],
    more: Mapping[str, Any],
) -> dict[str, Any]:
    """Return what ``run.json`` says; ``more`` is what only this procedure has to say."""
    return {
        "form": FORM,
        "kind": kind,
        "run_id": identity,
        "title": title,
        "stance": stance,
        "seed": seed,
        "model": model,
        **more,
        "config": config,
        "inputs": [{"path": path, "sha256": total} for path, total in inputs],
        **made_by(),
        "system": f"{system()} {machine()}",
    }


def to_json(record: Mapping[str, Any]) -> bytes:
    """Return a record as it is written."""
    return (json.dumps(record, indent=2, ensure_ascii=False) + "\n").encode()


@cache
def _packages() -> dict[str, str]:
    """Return the installed version of every package that the tool needs, directly or not."""
    found: dict[str, str] = {}
    waiting = ["secondcoder"]
    while waiting:
        name = waiting.pop()
        key = name.lower().replace("_", "-").replace(".", "-")
        if key in found:
            continue
        try:
            held = distribution(name)
        except PackageNotFoundError:
            continue
        found[key] = held.version
        for line in held.requires or ():
            needed = Requirement(line)
            if needed.marker is None or needed.marker.evaluate({"extra": ""}):
                waiting.append(needed.name)
    found.pop("secondcoder", None)
    return dict(sorted(found.items()))


@cache
def _sources() -> str:
    """Return a hash of the package's own files: a changed line is another version.

    What a wheel carries beside the sources (``shipped``) is no part: it is the same version that
    runs from a checkout. Presets and cards count where a study uses them.
    """
    total = hashlib.sha256()
    for name, data in sorted(_walk(files("secondcoder"), "")):
        total.update(f"{name}\0{len(data)}\0".encode())
        total.update(data)
    return total.hexdigest()


def _walk(folder: Traversable, above: str) -> list[tuple[str, bytes]]:
    found = []
    for entry in folder.iterdir():
        name = f"{above}/{entry.name}"
        if entry.is_dir():
            found += _walk(entry, name) if entry.name not in _NOT_OURS else []
        elif entry.name.endswith(_SOURCES):
            found.append((name, entry.read_bytes().replace(b"\r\n", b"\n")))
    return found
