"""A table of counts, such as a paper prints, instead of a study."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from secondcoder.errors import SecondcoderError
from secondcoder.procedures.content.steps.counting import percent
from secondcoder.procedures.content.steps.describe import describe, standing
from secondcoder.procedures.content.steps.error_bars import wilson
from secondcoder.procedures.content.steps.majority import majority
from secondcoder.procedures.content.steps.records import Count
from secondcoder.procedures.content.tables.build import Row, summary_row
from secondcoder.procedures.content.tables.columns import TABLES, frame
from secondcoder.reading.files.text import read_bytes
from secondcoder.reading.tables.tables import TABLE_SUFFIXES, Table, read_table

THEME, CODES = "theme", "codes"
_NAMES = (CODES, "count", "counts", "n", "number")
_NO_DOCUMENTS = "a table of counts has no documents to vary over"
Numbers = dict[str, int]


@dataclass(frozen=True, slots=True)
class CountsRead:
    """Themes with their numbers of codes, in all and by the attributes asked for."""

    path: str
    sha256: str
    numbers: Numbers
    by: Mapping[str, Mapping[str, Numbers]]


def is_table(path: Path) -> bool:
    """Return whether a path names a table and not a study."""
    return path.is_file() and path.suffix.lower() in TABLE_SUFFIXES


def read_counts(path: Path, *, by: tuple[str, ...] = ()) -> CountsRead:
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
    return CountsRead(path.name, total, dict(numbers), whole)


def tables_of(read: CountsRead) -> dict[str, pd.DataFrame]:
    """Return the tables that counts alone allow; the others are empty."""
    return {name: frame(name, ()) for name in TABLES} | {
        "summary": frame(
            "summary", [summary_row([*read.numbers.values()], level=1, counted=read.path)]
        ),
        "counts": frame("counts", _counts(read.numbers)),
        "counts_by": frame("counts_by", _by(read)),
        "majority": frame("majority", _halves(read)),
    }


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
        Count(path=(n,), codes=codes, percent=percent(codes, total), documents=0, speakers=0)
        for n, codes in numbers.items()
    )
    return tuple(sorted(made, key=lambda one: (-one.codes, one.path)))


def _counts(numbers: Numbers) -> Iterator[Row]:
    summary = describe([*numbers.values()])
    for one in _as_counts(numbers):
        stand, note = standing(one.codes, summary)
        yield {
            "level": 1,
            "theme": one.label,
            "code": one.label,
            "codes": one.codes,
            "percent": one.percent,
            "standing": stand,
            "note": note,
        }


def _by(read: CountsRead) -> Iterator[Row]:
    for attribute, values in read.by.items():
        for value, numbers in values.items():
            summary, total = describe([*numbers.values()]), sum(numbers.values())
            half = {one.path for one in majority(_as_counts(numbers)).counts}
            for one in _as_counts(numbers):
                if one.codes:
                    low, high = wilson(one.codes, total)
                    yield {
                        "attribute": attribute,
                        "value": value,
                        "theme": one.label,
                        "codes": one.codes,
                        "total": total,
                        "percent": one.percent,
                        "standing": standing(one.codes, summary)[0],
                        "in_half": "yes" if one.path in half else "no",
                        "low": low,
                        "high": high,
                        "note": _NO_DOCUMENTS,
                    }


def _halves(read: CountsRead) -> Iterator[Row]:
    for attribute, values in read.by.items():
        for value, numbers in values.items():
            half = majority(_as_counts(numbers))
            together = 0
            for one in half.counts:
                together += one.codes
                yield {
                    "attribute": attribute,
                    "value": value,
                    "theme": one.label,
                    "percent": one.percent,
                    "together": percent(together, sum(numbers.values())),
                    "codes": one.codes,
                    "note": half.note,
                }
