"""Results as they lie on disk: which there are, and what a complete one holds."""

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from secondcoder.errors import SecondcoderError
from secondcoder.publish.csv_files import read_csv, to_csv
from secondcoder.publish.files import write_whole
from secondcoder.publish.lock import locked
from secondcoder.publish.manifest import (
    MANIFEST,
    RECORD,
    is_complete,
    kind_of,
    manifest,
    name_of,
    verified,
)
from secondcoder.publish.record import FORM, to_json
from secondcoder.publish.schema import Table, Tables
from secondcoder.publish.store import KEPT, put_right, store_result

RUNS = "runs"
LAST = ".last.json"


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
        folder
        for folder in found
        if not folder.name.startswith(".") and is_complete(folder) and kind_of(folder) == kind
    ]
    names = {folder.name for folder in complete}
    own = [f for f in complete if f.name == name_of(f) or name_of(f) not in names]
    last = _last_made(runs).get(kind)
    return sorted(own, key=lambda f: (f.name == last, manifest_time(f), f.name))


def note_last(target: Path, kind: str) -> None:
    """Note that a result is the last of its kind that a command made or confirmed.

    Times of files are no help where a study is copied, or a clock set. The note lies in ``runs``;
    results elsewhere have none.
    """
    runs = target.parent
    if runs.name == RUNS:
        noted = {**_last_made(runs), kind: target.name}
        write_whole(runs / LAST, (json.dumps(noted, sort_keys=True) + "\n").encode())


def is_last(target: Path, kind: str) -> bool:
    """Return whether a result is noted as the last of its kind; one outside ``runs`` needs none."""
    return target.parent.name != RUNS or last_of(target.parent, kind) == target.name


def last_of(runs: Path, kind: str) -> str:
    """Return the name of the result that is noted as the last of its kind; empty if none is."""
    return _last_made(runs).get(kind, "")


def _last_made(runs: Path) -> dict[str, str]:
    try:
        return {str(k): str(v) for k, v in json.loads((runs / LAST).read_text("utf-8")).items()}
    except (OSError, ValueError, AttributeError):
        return {}


def latest_result(study: Path, kind: str, *, command: str) -> Path:
    """Return the result of a study that was written last; a folder that is one is its own.

    ``command`` is what makes such a result.
    """
    if (study / MANIFEST).is_file() or (study / RECORD).is_file():
        return study
    found = results_of(study, kind)
    if not found:
        others = unusable_results(study)
        said = f" ({', '.join(others)} cannot be used: damaged, or of another version)"
        raise SecondcoderError(
            f"{study}: there is no complete result of {command} yet{said if others else ''}",
            hint=f"Run `secondcoder {command} {study}` first.",
        )
    return found[-1]


def unusable_results(study: Path) -> list[str]:
    """Return the names of folders in ``runs`` that look like results and are not complete."""
    folders = {
        path.parent for name in (RECORD, MANIFEST) for path in (study / RUNS).glob(f"*/{name}")
    }
    return sorted(f.name for f in folders if not f.name.startswith(".") and not is_complete(f))


def manifest_time(folder: Path) -> int:
    """Return when a result was written, in nanoseconds."""
    return (folder / MANIFEST).stat().st_mtime_ns


def _record(data: bytes, folder: Path) -> dict[str, Any]:
    try:
        record: dict[str, Any] = dict(json.loads(data))
    except (ValueError, TypeError) as error:
        raise SecondcoderError(
            f"{folder}: {RECORD} cannot be read ({error})",
            hint="Run the command that makes it again.",
        ) from error
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
    last: bool = True,
) -> None:
    """Write a result whole: tables as CSV, what was made of them, ``run.json``, the manifest.

    Whoever calls holds the lock of the folder above. Without ``counted`` tables and columns of
    coefficients are left out. With ``last`` it is the study's latest from now on, also if it
    stood there already; a result that is only published again, with new decisions, is not.
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
    if last:
        note_last(target, str(record["kind"]))
