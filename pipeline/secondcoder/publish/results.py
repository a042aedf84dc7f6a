"""Results as they lie on disk: which there are, and what a complete one holds."""

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from secondcoder.errors import SecondcoderError
from secondcoder.publish.csv_files import read_csv, to_csv
from secondcoder.publish.lock import locked
from secondcoder.publish.manifest import MANIFEST, RECORD, is_complete, kind_of, manifest, verified
from secondcoder.publish.record import FORM, to_json
from secondcoder.publish.schema import Table, Tables
from secondcoder.publish.store import KEPT, put_right, store_result

RUNS = "runs"


@dataclass(frozen=True, slots=True)
class Result:
    """A complete result, every file held against its hash."""

    folder: Path
    record: Mapping[str, Any]
    """The content of ``run.json``."""
    tables: Tables
    files: Mapping[str, bytes]


def open_result(folder: Path, declared: Iterable[Table[Any]]) -> Result:
    """Return a result with its tables; one that is damaged or of an earlier form is refused.

    Tables that were not published, such as coefficients of a reflexive study, are empty.
    """
    tables = list(declared)
    files = verified(folder)
    record = _record(files[RECORD], folder)
    published = {table: f"{table.name}.csv" for table in tables}
    rows = {
        table: read_csv(table, files[name], name=f"{folder.name}/{name}")
        for table, name in published.items()
        if name in files
    }
    return Result(folder, record, Tables(tables, rows), files)


def results_of(study: Path, kind: str) -> list[Path]:
    """Return the complete results of one kind in a study's ``runs``, the latest last.

    What an interrupted process left there is put right first, unless another one is writing.
    """
    runs = study / RUNS
    if not runs.is_dir():
        return []
    with suppress(SecondcoderError), locked(runs, task="looking for results", wait=0):
        put_right(runs)
    found = [path.parent for path in runs.glob(f"*/{MANIFEST}")]
    complete = [
        (manifest_time(folder), folder.name, folder)
        for folder in found
        if not folder.name.startswith(".") and is_complete(folder) and kind_of(folder) == kind
    ]
    return [folder for _, _, folder in sorted(complete)]


def latest_result(study: Path, kind: str, *, command: str) -> Path:
    """Return the result of a study that was written last; a folder that is one is its own.

    ``command`` is what makes such a result.
    """
    if (study / MANIFEST).is_file() or (study / RECORD).is_file():
        return study
    found = results_of(study, kind)
    if not found:
        raise SecondcoderError(
            f"{study}: there is no complete result of {command} yet",
            hint=f"Run `secondcoder {command} {study}` first.",
        )
    return found[-1]


def manifest_time(folder: Path) -> int:
    """Return when a result was written, in nanoseconds."""
    return (folder / MANIFEST).stat().st_mtime_ns


def _record(data: bytes, folder: Path) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(data)
    if record.get("form") != FORM:
        raise SecondcoderError(
            f"{folder}: the result was written by another version of secondcoder (form "
            f"{record.get('form', 1)}, not {FORM})",
            hint="Run the command that makes it again.",
        )
    return record


def publish_result(
    target: Path,
    *,
    tables: Tables,
    record: Mapping[str, Any],
    made: Mapping[str, bytes],
    counted: bool = True,
    keep: tuple[str, ...] = KEPT,
) -> None:
    """Write a result whole: tables as CSV, what was made of them, ``run.json``, the manifest.

    Whoever calls holds the lock of the folder above. Without ``counted`` tables and columns of
    coefficients are left out.
    """
    shown = tables.shown(counted=counted)
    files = {f"{t.name}.csv": to_csv(t, tables[t], counted=counted) for t in shown}
    files |= {**made, RECORD: to_json(record)}
    described = manifest(
        files,
        shown,
        name=str(record["run_id"]),
        title=str(record["title"]),
        kind=str(record["kind"]),
        counted=counted,
    )
    store_result(target, files, described, keep=keep)
