"""Results of a study as they lie on disk: which there are, what they hold, what changed."""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from secondcoder.errors import SecondcoderError
from secondcoder.file_names import in_order
from secondcoder.procedures.places import CONTENT, SECOND_CODER, SYNTHESIS
from secondcoder.publish.manifest import MANIFEST, RECORD, read_manifest
from secondcoder.publish.results import results_of

NAMES = {SECOND_CODER: "Second coder", CONTENT: "Content analysis", SYNTHESIS: "Synthesis"}
_DATE = (1980, 1, 1, 0, 0, 0)
"""Of files in a zip that is made here: the same result makes the same bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultView:
    """A result."""

    id: str
    kind: str
    folder: Path
    record: Mapping[str, Any]

    @property
    def name(self) -> str:
        """What kind of result it is, in words."""
        return NAMES.get(self.kind, self.kind)


def results(study: Path) -> list[ResultView]:
    """Return the complete results of a study, for each kind the latest first."""
    return [
        ResultView(id=folder.name, kind=kind, folder=folder, record=_record(folder))
        for kind in NAMES
        for folder in reversed(results_of(study, kind))
    ]


def _record(folder: Path) -> Mapping[str, Any]:
    """Return what a result says of itself; nothing where somebody damaged it."""
    try:
        held = json.loads((folder / RECORD).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return held if isinstance(held, dict) else {}


def read_file(folder: Path, name: str) -> bytes | None:
    """Return a file of a result if its manifest lists it; one that was changed since is refused."""
    listed = read_manifest(folder)
    if name == MANIFEST:
        return (folder / MANIFEST).read_bytes()
    if name not in listed:
        return None
    try:
        data = (folder / name).read_bytes()
    except OSError as error:
        raise SecondcoderError(
            f"{name} is missing in this result", hint="Run the study again."
        ) from error
    if hashlib.sha256(data).hexdigest() != listed[name][1]:
        raise SecondcoderError(
            f"{name} is not as it was written: somebody changed it",
            hint="Run the study again, or look at the file in its folder.",
        )
    return data


def listed(folder: Path) -> list[str]:
    """Return the names of the files of a result."""
    return sorted(read_manifest(folder))


def copies_to_edit(study: Path, kind: str) -> list[Path]:
    """Return the tables of a study that people fill in or change for an analysis."""
    if kind not in (CONTENT, SYNTHESIS):
        return []
    return in_order((study / kind).glob("*.xlsx"))


def pictures(folder: Path) -> list[str]:
    """Return the figures of a result that a browser shows."""
    return [
        name for name in listed(folder) if name.startswith("figures/") and name.endswith(".png")
    ]


def zipped(folder: Path, *, under: str = "") -> bytes:
    """Return the files of a result, or those of one of its folders, as a zip."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as whole:
        for name in [*sorted(read_manifest(folder)), *([] if under else [MANIFEST])]:
            data = read_file(folder, name) if name.startswith(under) else None
            if data is not None:
                held = zipfile.ZipInfo(f"{folder.name}/{name}", _DATE)
                held.compress_type = zipfile.ZIP_DEFLATED
                held.create_system = 3
                whole.writestr(held, data)
    return made.getvalue()


def table_of(folder: Path, name: str) -> tuple[list[str], list[dict[str, str]]]:
    """Return the columns and rows of a published table."""
    data = read_file(folder, f"{name}.csv")
    if data is None:
        return [], []
    reader = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    return list(reader.fieldnames or ()), list(reader)


def what_changed(earlier: ResultView, later: ResultView) -> Iterator[str]:
    """Yield in words what differs between two results: files, settings, versions."""
    old, new = dict(_pairs(earlier.record)), dict(_pairs(later.record))
    for file in sorted({*old, *new}):
        if file not in old:
            yield f"{file} was added"
        elif file not in new:
            yield f"{file} was left out"
        elif old[file] != new[file]:
            yield f"{file} was changed"
    before = dict(_flat(earlier.record.get("config", {})))
    after = dict(_flat(later.record.get("config", {})))
    for key in sorted({*before, *after}):
        if before.get(key) != after.get(key):
            yield f"{key}: {_said(before.get(key))} became {_said(after.get(key))}"
    tools = [one.record.get("tool", {}).get("sources_sha256") for one in (earlier, later)]
    if tools[0] != tools[1]:
        yield "secondcoder itself is another version"


def _pairs(record: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for one in record.get("inputs", ()):
        yield (one["path"], one["sha256"]) if isinstance(one, dict) else (one[0], one[1])


def _flat(value: Any, above: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inside in value.items():
            yield from _flat(inside, f"{above}.{key}" if above else str(key))
    else:
        yield above, json.dumps(value, ensure_ascii=False, sort_keys=True)


def _said(value: str | None) -> str:
    if value is None or value == "null":
        return "not set"
    return value if len(value) <= 80 else f"{value[:77]}…"


def is_shown(name: str) -> str:
    """Return how a browser shows a file of a result; empty for what is downloaded."""
    return {
        ".png": "image/png",
        ".html": "text/html; charset=utf-8",
        ".md": "text/plain; charset=utf-8",
    }.get(PurePosixPath(name).suffix, "")
