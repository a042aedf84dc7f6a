"""A person's versions of the steps, as tables beside the study; copies to edit to begin with.

A copy that nobody touched counts for nothing: the machine's present proposal stands. A table that
was touched is the person's, stands, and is never written again.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from secondcoder.errors import SecondcoderError
from secondcoder.procedures.synthesis.records import MACHINE_HAND
from secondcoder.procedures.synthesis.tables.columns import STEPS
from secondcoder.publish.frames import to_csv
from secondcoder.reading.files.text import decode, read_bytes
from secondcoder.reading.tables.tables import Table, read_table
from secondcoder.records.study import Notice

FOLDER = "synthesis"
MARKS = "copies.json"
"""Says how each copy was when it was written, so that an untouched one can be told."""
SUFFIXES = (".csv", ".xlsx")
COLUMNS: dict[str, tuple[str, ...]] = {
    "step1_summaries": ("cell_id", "case", "heading", "summary", "by", "memo", "source_text"),
    "step2_themes": (
        *("theme_id", "heading", "theme", "cases", "by", "memo", "key_phrases", "quotation"),
    ),
    "step3_general": (
        *("theme_id", "theme", "themes", "by", "memo", "made_of", "headings", "cases"),
    ),
    "step4_merged": (
        *("theme_id", "theme", "proposal", "proposed_into", "because", "decision", "into"),
        *("name", "by", "memo"),
    ),
}
"""What a copy shows; the first columns up to ``memo`` are read again, the rest is for reading."""
NEEDED: dict[str, tuple[str, ...]] = {
    "step1_summaries": ("case", "heading", "summary"),
    "step2_themes": ("heading", "theme", "cases"),
    "step3_general": ("theme", "themes"),
    "step4_merged": ("theme", "decision", "into"),
}
_MARK = b"\xef\xbb\xbf"
"""Without it Excel shows quotation marks and accents of a CSV file as other letters."""


@dataclass(frozen=True, slots=True)
class Own:
    """A person's version of one step."""

    step: str
    path: Path
    table: Table
    sha256: str
    """Of its cells."""

    def at(self, number: int, column: str) -> str:
        """Say where a cell stands."""
        return f"{self.table.name}, row {number}, column {column!r}"


def own_versions(folders: Sequence[Path]) -> tuple[dict[str, Own], dict[str, Path]]:
    """Return the tables that a person touched, and where untouched copies lie, by step.

    Of several folders the first that has a step's table counts.
    """
    own: dict[str, Own] = {}
    untouched: dict[str, Path] = {}
    for step in STEPS:
        path = next((found for folder in folders if (found := _find(folder, step))), None)
        if path is None:
            continue
        table = _read(path, step)
        total = digest(table.columns, ([row.cells[c] for c in table.columns] for row in table.rows))
        if _marks(path.parent).get(step) == total:
            untouched[step] = path
        else:
            own[step] = Own(step, path, table, total)
    return own, untouched


def write_copies(
    folder: Path, tables: Mapping[str, pd.DataFrame], *, skip: Iterable[str]
) -> tuple[str, ...]:
    """Write a copy of every step but those to ``skip``; return the names of the files written.

    An existing file is only replaced if it is an untouched copy; whoever does not want that skips
    its step.
    """
    wanted = [step for step in STEPS if step not in set(skip)]
    if not wanted:
        return ()
    marks = _marks(folder)
    for step in wanted:
        table = copy_of(step, tables[step])
        columns = list(table.columns)
        marks[step] = digest(columns, table.to_numpy().tolist())
        _write(folder / f"{step}.csv", _MARK + to_csv(table))
    text = json.dumps(dict(sorted(marks.items())), indent=2) + "\n"
    _write(folder / MARKS, text.encode())
    return tuple(f"{step}.csv" for step in wanted)


def copy_of(step: str, table: pd.DataFrame) -> pd.DataFrame:
    """Return what a copy shows; the machine's decisions are left for a person to make."""
    shown = table[list(COLUMNS[step])].astype(str)
    if step == "step4_merged":
        for column in ("decision", "into", "name"):
            shown.loc[table["by"] == MACHINE_HAND, column] = ""
    return shown


def stale(untouched: Mapping[str, Path], tables: Mapping[str, pd.DataFrame]) -> list[Notice]:
    """Return a notice for every untouched copy that no longer shows the present proposal."""
    found = []
    for step, path in untouched.items():
        table = copy_of(step, tables[step])
        if _marks(path.parent).get(step) != digest(list(table.columns), table.to_numpy().tolist()):
            message = (
                "nobody has written into this copy, and the machine now proposes something else; "
                "the present proposal is used. To edit it, run again with --renew-copies"
            )
            found.append(Notice("old copy", message, f"{FOLDER}/{path.name}"))
    return found


def digest(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a hash of a table's cells, whatever kind of file it came from."""
    lines = ["\x1f".join(columns)]
    lines += ["\x1f".join(cell.strip().replace("\r\n", "\n") for cell in row) for row in rows]
    return hashlib.sha256("\x1e".join(lines).encode()).hexdigest()


def _find(folder: Path, step: str) -> Path | None:
    paths = [path for suffix in SUFFIXES if (path := folder / f"{step}{suffix}").is_file()]
    if len(paths) > 1:
        raise SecondcoderError(
            f"{FOLDER}: {step} stands there twice, as {paths[0].name} and as {paths[1].name}",
            hint="Keep the one you edited and move the other out of the folder.",
        )
    return paths[0] if paths else None


def _read(path: Path, step: str) -> Table:
    name = f"{FOLDER}/{path.name}"
    table = read_table(path, name=name)
    for column in NEEDED[step]:
        table.require(column, key=step)
    return table


def _marks(folder: Path) -> dict[str, str]:
    path = folder / MARKS
    if not path.is_file():
        return {}
    text = decode(read_bytes(path, name=f"{FOLDER}/{MARKS}"), name=f"{FOLDER}/{MARKS}")
    try:
        marks = json.loads(text)
    except ValueError:
        marks = {}  # without marks every table counts as touched: nothing of a person's is lost
    return {str(step): str(total) for step, total in dict(marks).items()}


def _write(path: Path, data: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_name(f".{path.name}.new")
        new.write_bytes(data)
        new.replace(path)
    except OSError as error:
        raise SecondcoderError(
            f"{path}: the copy to edit cannot be written ({error.strerror or error})",
            hint="The results are stored. Name another folder with --out DIR, or make this one "
            "writable.",
        ) from error
