"""A person's versions of the steps, as tables beside the study; copies to edit to begin with.

A copy that nobody touched counts for nothing: the machine's present proposal stands. A table that
was touched is the person's, stands, and is never written again. Copies are written as workbooks
whose cells are text; CSV copies, as they were written before, are read as well.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from secondcoder.errors import SecondcoderError, what_to_do, why
from secondcoder.procedures.synthesis.records import MACHINE_HAND
from secondcoder.procedures.synthesis.tables.steps import (
    DECISIONS,
    GENERAL_THEMES,
    HEADING_THEMES,
    STEPS,
    SUMMARIES,
)
from secondcoder.publish.cells import cell_text
from secondcoder.publish.files import write_whole
from secondcoder.publish.moves import clear_away
from secondcoder.publish.schema import Table, Tables
from secondcoder.publish.workbook import table_to_edit
from secondcoder.reading.files.text import decode, normalise, read_bytes
from secondcoder.reading.tables.tables import Table as ReadTable
from secondcoder.reading.tables.tables import read_table
from secondcoder.records.study import Notice

Step = Table[Any]
FOLDER = "synthesis"
MARKS = "copies.json"
"""Says how each copy was when it was written, so that an untouched one can be told."""
WRITTEN, EARLIER = ".xlsx", ".csv"
"""Endings of copies: as they are written, and as they were written before."""
COLUMNS: Mapping[Step, tuple[str, ...]] = {
    SUMMARIES: ("cell_id", "case", "heading", "summary", "by", "memo", "source_text"),
    HEADING_THEMES: (
        *("theme_id", "heading", "theme", "cases", "by", "memo", "key_phrases", "quotation"),
    ),
    GENERAL_THEMES: (
        *("theme_id", "theme", "themes", "by", "memo", "made_of", "headings", "cases"),
    ),
    DECISIONS: (
        *("theme_id", "theme", "proposal", "proposed_into", "because", "decision", "into"),
        *("name", "by", "memo"),
    ),
}
"""What a copy shows; the first columns up to ``memo`` are read again, the rest is for reading."""
NEEDED: Mapping[Step, tuple[str, ...]] = {
    SUMMARIES: ("case", "heading", "summary"),
    HEADING_THEMES: ("heading", "theme", "cases"),
    GENERAL_THEMES: ("theme", "themes"),
    DECISIONS: ("theme", "decision", "into"),
}
_FOR_PEOPLE = frozenset({"decision", "into", "name"})
"""Columns of step 4 that are empty in a copy until a person fills them in."""


@dataclass(frozen=True, slots=True)
class Own:
    """A person's version of one step."""

    path: Path
    table: ReadTable
    sha256: str
    """Of its cells."""

    def at(self, number: int, column: str) -> str:
        """Say where a cell stands."""
        return f"{self.table.name}, row {number}, column {column!r}"


@dataclass(frozen=True, slots=True)
class Found:
    """The tables that lie beside a study, by step."""

    own: Mapping[Step, Own]
    """That a person touched."""
    untouched: Mapping[Step, Path]

    def stale(self, home: Path, tables: Tables) -> list[Notice]:
        """Return a notice for each untouched copy that shows another proposal than the present.

        None for those that are written anew in any case.
        """
        return [
            Notice(
                "old copy",
                "nobody has written into this copy, and the machine now proposes something else; "
                "the present proposal is used. To edit it, run again with --renew-copies",
                f"{FOLDER}/{path.name}",
            )
            for step, path in self.untouched.items()
            if not _is_earlier(path, home)
            and _marks(path.parent).get(step.name) != digest(COLUMNS[step], copy_of(step, tables))
        ]

    def to_write(self, home: Path, *, renew: bool) -> list[Step]:
        """Return the steps of which a copy is to be written into ``home``."""
        return [
            step
            for step in STEPS
            if step not in self.own
            and (renew or step not in self.untouched or _is_earlier(self.untouched[step], home))
        ]


def find_versions(folders: Sequence[Path]) -> Found:
    """Return the tables that a person touched, and where untouched copies lie.

    Of several folders the first that has a step's table counts.
    """
    own: dict[Step, Own] = {}
    untouched: dict[Step, Path] = {}
    for step in STEPS:
        for folder in folders:
            touched, copy = _in_folder(folder, step)
            if touched:
                own[step] = touched
            elif copy:
                untouched[step] = copy
            if touched or copy:
                break
    return Found(own, untouched)


def write_copies(folder: Path, tables: Tables, steps: Iterable[Step]) -> tuple[str, ...]:
    """Write a copy of every step named; return the names of the files written.

    A table that a person has touched meanwhile is left as it is.
    """
    written = []
    for step in steps:
        touched, _ = _in_folder(folder, step)
        if touched:
            continue
        path = folder / f"{step.name}{WRITTEN}"
        rows = copy_of(step, tables)
        _write(path, table_to_edit(step.name, COLUMNS[step], rows))
        marks = _marks(folder) | {step.name: _digest_of(_read(path, step))}
        _write(folder / MARKS, _json(marks))
        clear_away(path.with_suffix(EARLIER))
        written.append(path.name)
    return tuple(written)


def copy_of(step: Step, tables: Tables) -> list[list[str]]:
    """Return what a copy shows; the machine's decisions are left for a person to make."""
    kinds = {field.name: field.kind for field in step.fields}

    def cell(row: Any, column: str) -> str:
        if step is DECISIONS and column in _FOR_PEOPLE and row.by == MACHINE_HAND:
            return ""
        return normalise(cell_text(getattr(row, column), kinds[column]))

    return [[cell(row, column) for column in COLUMNS[step]] for row in tables[step]]


def digest(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a hash of a table's cells, whatever kind of file it came from."""
    lines = ["\x1f".join(columns)]
    lines += ["\x1f".join(cell.strip() for cell in row) for row in rows]
    return hashlib.sha256("\x1e".join(lines).encode()).hexdigest()


def _in_folder(folder: Path, step: Step) -> tuple[Own | None, Path | None]:
    """Return a step's table in a folder: as the person's, or as an untouched copy.

    A copy that nobody touched gives way to a table that somebody did.
    """
    paths = [
        path for ending in (WRITTEN, EARLIER) if (path := folder / f"{step.name}{ending}").is_file()
    ]
    read = [(path, _read(path, step)) for path in paths]
    mark = _marks(folder).get(step.name)
    own = [Own(path, table, total) for path, table in read if (total := _digest_of(table)) != mark]
    if len(own) > 1:
        raise SecondcoderError(
            f"{FOLDER}: {step.name} is there twice, as {paths[0].name} and as {paths[1].name}",
            hint="Keep the one you edited and move the other out of the folder.",
        )
    return (own[0], None) if own else (None, paths[0] if paths else None)


def _is_earlier(path: Path, home: Path) -> bool:
    """Return whether a copy is of the earlier kind and lies where copies are written."""
    return path.suffix == EARLIER and path.parent == home


def _read(path: Path, step: Step) -> ReadTable:
    table = read_table(path, name=f"{FOLDER}/{path.name}")
    for column in NEEDED[step]:
        table.require(column, key=step.name)
    return table


def _digest_of(table: ReadTable) -> str:
    return digest(table.columns, ([row.cells[c] for c in table.columns] for row in table.rows))


def _marks(folder: Path) -> dict[str, str]:
    path = folder / MARKS
    if not path.is_file():
        return {}
    text = decode(read_bytes(path, name=f"{FOLDER}/{MARKS}"), name=f"{FOLDER}/{MARKS}")
    try:
        marks = dict(json.loads(text))
    except (ValueError, TypeError):
        marks = {}  # without marks every table counts as touched: nothing of a person's is lost
    return {str(step): str(total) for step, total in marks.items()}


def _json(marks: Mapping[str, str]) -> bytes:
    return (json.dumps(dict(sorted(marks.items())), indent=2) + "\n").encode()


def _write(path: Path, data: bytes) -> None:
    try:
        write_whole(path, data)
    except OSError as error:
        raise SecondcoderError(
            f"{path}: the copy to edit cannot be written ({why(error)})",
            hint=f"The results are stored. {what_to_do(error, at=path)}",
        ) from error
