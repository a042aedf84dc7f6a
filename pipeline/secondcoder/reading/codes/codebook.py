"""A table to a codebook: the tree, the entries, the facets."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from secondcoder.errors import SecondcoderError
from secondcoder.names import listed
from secondcoder.reading.codes.code_tree import (
    Placed,
    paths_by_levels,
    paths_by_outline,
    paths_by_parent,
)
from secondcoder.reading.files.text import sha256_as_read
from secondcoder.reading.tables.tables import Row, Table, read_table
from secondcoder.records.codes import Code, Codebook
from secondcoder.records.study import Notice
from secondcoder.study.schema import CodebookSource

T = TypeVar("T")

_NOTHING = frozenset({"nan", "n/a", "none", "-", "–", "—"})
_PROSE = ("include", "exclude", "examples", "formerly")
_EXAMPLES = re.compile(r"\n| \| ")


@dataclass(frozen=True, slots=True)
class CodebookRead:
    """A codebook, what was noticed, and the files it came from with their sha256."""

    codebook: Codebook
    notices: tuple[Notice, ...]
    inputs: tuple[tuple[str, str], ...]


def code_id(path: Sequence[str]) -> str:
    """Return a code's id: ``c`` and ten hexadecimal digits of the sha256 of its path."""
    return "c" + hashlib.sha256("\x1f".join(path).encode()).hexdigest()[:10]


def read_codebook(folder: Path, source: CodebookSource) -> CodebookRead:
    """Read the codebook that ``source`` describes; parents come before their children.

    Codes that only stand above others and have no row are implied. A code listed once for each
    of several facet values is one code with all of them; the same entry twice is refused.
    """
    path = folder / source.path
    table = read_table(path, name=source.path, sheet=source.sheet, encoding=source.encoding)
    _require_columns(table, source)
    placed, notices, numbers = _placed(table, source)
    if not placed:
        raise SecondcoderError(
            f"{table.name}: no row names a code",
            hint="Check the columns that [codebook] names in study.toml.",
        )
    rows_of: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row, code_path in placed:
        rows_of[code_path].append(row)
    for code_path, rows in rows_of.items():
        _refuse_duplicates(table, source, code_path, rows)
    order = _parents_first(code_path for _, code_path in placed)
    codes = tuple(
        _code(source, code_path, rows_of.get(code_path, []), numbers.get(code_path, ""))
        for code_path in order
    )
    notices = [*table.notices, *notices, *_undefined(table, source, codes)]
    return CodebookRead(Codebook(codes), tuple(notices), ((source.path, sha256_as_read(path)),))


def _placed(
    table: Table, source: CodebookSource
) -> tuple[Placed, list[Notice], dict[tuple[str, ...], str]]:
    if source.levels:
        placed, notices = paths_by_levels(table, source.levels, nothing=_NOTHING)
        numbers = {
            path: row[source.number] for row, path in placed if source.number and row[source.number]
        }
        return placed, notices, numbers
    assert source.code is not None  # noqa: S101 - the check of study.toml asks for one of both
    if source.parent is None:
        return paths_by_outline(table, source.code, source.number)
    return paths_by_parent(
        table, source.code, source.parent, number=source.number, nothing=_NOTHING
    )


def _undefined(table: Table, source: CodebookSource, codes: Sequence[Code]) -> list[Notice]:
    """Return a notice that no definition was read, and which columns were not used."""
    if any(code.definition for code in codes):
        return []
    used = {
        *(source.levels or ()),
        *source.facets,
        *_listed_columns(source.definition),
        *(getattr(source, key) for key in ("code", "parent", "number", *_PROSE)),
    }
    unused = [column for column in table.columns if column not in used]
    message = "no definitions were read"
    if unused:
        message += f"; columns not used: {', '.join(map(repr, unused))}"
        message += ". Name one under 'definition' in [codebook] if it holds them"
    return [Notice("no definitions", message, table.name)]


def _listed_columns(columns: str | list[str] | None) -> list[str]:
    return [columns] if isinstance(columns, str) else (columns or [])


def _require_columns(table: Table, source: CodebookSource) -> None:
    for key in ("code", "parent", "number", *_PROSE):
        column = getattr(source, key)
        if column is not None:
            table.require(column, key=f"codebook -> {key}")
    listed_columns = (
        ("levels", source.levels or []),
        ("facets", source.facets),
        ("definition", _listed_columns(source.definition)),
    )
    for key, columns in listed_columns:
        for column in columns:
            table.require(column, key=f"codebook -> {key}")


def _parents_first(paths: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    order: dict[tuple[str, ...], None] = {}
    for path in paths:
        order.update(dict.fromkeys(path[:depth] for depth in range(1, len(path) + 1)))
    return list(order)


def _facets(source: CodebookSource, row: Row) -> tuple[tuple[str, str], ...]:
    return tuple((column, row[column]) for column in source.facets if row[column])


def _refuse_duplicates(
    table: Table, source: CodebookSource, path: tuple[str, ...], rows: Sequence[Row]
) -> None:
    first: dict[tuple[tuple[str, str], ...], Row] = {}
    for row in rows:
        facets = _facets(source, row)
        if facets in first:
            raise SecondcoderError(
                f"{table.name}, {listed([first[facets].number, row.number])}: "
                f"the code {' > '.join(path)!r} stands twice",
                hint="Keep one row for each code, or name the column that tells them apart "
                "under 'facets'.",
            )
        first[facets] = row


def _code(source: CodebookSource, path: tuple[str, ...], rows: Sequence[Row], number: str) -> Code:
    return Code(
        id=code_id(path),
        path=path,
        number=number,
        definition=_prose(rows, *_listed_columns(source.definition)),
        include=_prose(rows, source.include),
        exclude=_prose(rows, source.exclude),
        examples=_examples(rows, source.examples),
        facets=_distinct(facet for row in rows for facet in _facets(source, row)),
        # A level that only groups others has no row; a parent is a code that can be applied.
        codable=bool(rows) or not source.levels,
        formerly=_distinct(
            line.strip()
            for cell in _cells(rows, source.formerly)
            for line in cell.split("\n")
            if line.strip()
        ),
    )


def _prose(rows: Sequence[Row], *columns: str | None) -> str:
    return "\n".join(_distinct(cell for column in columns for cell in _cells(rows, column)))


def _examples(rows: Sequence[Row], column: str | None) -> tuple[str, ...]:
    parts = (part.strip() for cell in _cells(rows, column) for part in _EXAMPLES.split(cell))
    return _distinct(part for part in parts if part and part.casefold() not in _NOTHING)


def _cells(rows: Sequence[Row], column: str | None) -> list[str]:
    cells = [row[column] for row in rows] if column else []
    return [cell for cell in cells if cell and cell.casefold() not in _NOTHING]


def _distinct(values: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(values))
