"""A table of counts, such as a paper prints, instead of a study."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path as File

from secondcoder.errors import SecondcoderError
from secondcoder.procedures.content.steps.counting import percent
from secondcoder.procedures.content.steps.error_bars import wilson
from secondcoder.procedures.content.steps.records import Bar, Count, Path
from secondcoder.procedures.content.tables.by_value import (
    COUNTS_BY,
    MAJORITY,
    Quoted,
    count_by_rows,
    majority_rows,
)
from secondcoder.procedures.content.tables.counts import COUNTS, SUMMARY, count_rows, summary_rows
from secondcoder.procedures.content.tables.declared import TABLES
from secondcoder.publish.schema import Tables
from secondcoder.reading.files.text import read_bytes
from secondcoder.reading.tables.tables import TABLE_SUFFIXES, Table, read_table

THEME, CODES = "theme", "codes"
_NAMES = (CODES, "count", "counts", "n", "number")
_NO_DOCUMENTS = "a table of counts has no documents to vary over"
Numbers = dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class CountsRead:
    """Themes with their numbers of codes, in all and by the attributes asked for."""

    path: str
    sha256: str
    numbers: Numbers
    by: Mapping[str, Mapping[str, Numbers]]


def is_table(path: File) -> bool:
    """Return whether a path names a table and not a study."""
    return path.is_file() and path.suffix.lower() in TABLE_SUFFIXES


def read_counts(path: File, *, by: tuple[str, ...] = ()) -> CountsRead:
    """Read a table with the columns ``theme`` and ``codes``; rows of one theme are added up.

    ``by`` names further columns, such as ``question``, by which to count as well.
    """
    table = read_table(path, name=path.name)
    theme = table.require(THEME, key="content")
    column = next((name for name in _NAMES if name in table.columns), CODES)
    codes = table.require(column, key="content")
    numbers: Counter[str] = Counter()
    parts: dict[str, dict[str, Counter[str]]] = {table.require(name, key="--by"): {} for name in by}
    for row in table.rows:
        name, number = row[theme], _number(table, row[codes], row.number, codes)
        if not name:
            raise SecondcoderError(
                f"{path.name}, row {row.number}, column {theme!r}: no theme is named",
                hint="Name the theme, or remove the row.",
            )
        numbers[name] += number
        for attribute, values in parts.items():
            if row[attribute]:
                values.setdefault(row[attribute], Counter())[name] += number
    total = hashlib.sha256(read_bytes(path, name=path.name)).hexdigest()
    whole = {name: {v: dict(n) for v, n in values.items()} for name, values in parts.items()}
    return CountsRead(path=path.name, sha256=total, numbers=dict(numbers), by=whole)


def tables_of(read: CountsRead) -> Tables:
    """Return the tables that counts alone allow; the others are empty."""
    by_level = {1: _as_counts(read.numbers)}
    parts = [
        (attribute, value, _as_counts(numbers))
        for attribute, values in read.by.items()
        for value, numbers in values.items()
    ]
    return Tables(
        TABLES,
        {
            SUMMARY: summary_rows(by_level, counted=read.path),
            COUNTS: count_rows(by_level, {}),
            COUNTS_BY: [
                row
                for attribute, value, counts in parts
                for row in count_by_rows(attribute, value, _as_bars(counts))
            ],
            MAJORITY: [
                row
                for attribute, value, counts in parts
                for row in majority_rows(attribute, value, counts, _as_quoted(counts))
            ],
        },
    )


def _number(table: Table, cell: str, row: int, column: str) -> int:
    if not cell.isdecimal():
        raise SecondcoderError(
            f"{table.name}, row {row}, column {column!r}: {cell!r} is not a number of codes",
            hint="Write a whole number, such as 12.",
        )
    return int(cell)


def _as_counts(numbers: Numbers) -> tuple[Count, ...]:
    total = sum(numbers.values())
    made = (
        Count(
            path=(name,), codes=codes, percent=percent(codes, total), documents=None, speakers=None
        )
        for name, codes in numbers.items()
    )
    return tuple(sorted(made, key=lambda one: (-one.codes, one.path)))


def _as_bars(counts: Sequence[Count]) -> list[Bar]:
    total = sum(one.codes for one in counts)
    return [
        Bar(
            path=one.path,
            codes=one.codes,
            total=total,
            percent=one.percent or 0.0,
            documents=None,
            mean=None,
            sd=None,
            se=None,
            wilson=wilson(one.codes, total),
            bootstrap=None,
            note=_NO_DOCUMENTS,
        )
        for one in counts
        if one.codes
    ]


def _as_quoted(counts: Sequence[Count]) -> dict[Path, list[Quoted]]:
    return {one.path: [Quoted(codes=one.codes)] for one in counts}
