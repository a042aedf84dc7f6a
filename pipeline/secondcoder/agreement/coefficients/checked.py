"""What may be rated: frames, arrays and rows as one kind of grid, or an error that says where.

Rows are units and columns are coders. ``None``, NaN and ``pandas.NA`` all mean that a coder did
not see the unit. What would give a number without meaning (columns read by their names, "1" beside
1, rows of unequal length) is refused with its row, column and value.
"""

import math
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np

from secondcoder.agreement.coefficients.frames import (
    is_column,
    is_frame,
    is_na,
    is_polars,
    is_series,
)
from secondcoder.agreement.coefficients.not_coders import column_without_coder
from secondcoder.agreement.coefficients.spellings import MADE_TEXT, Spellings
from secondcoder.errors import SecondcoderError

if TYPE_CHECKING:
    import pandas as pd

PAIR = ("first", "second")
"""What errors call the columns of two coders."""
MISSING_HINT = "None, NaN or pandas.NA mean that a coder did not see the unit"


class RatingsError(SecondcoderError, ValueError):
    """Values that no coefficient can be computed from, with row, column and value."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Values by unit and coder, with the names that errors use."""

    rows: list[list[object]]
    """A row for each unit, all of one length; ``None`` where missing."""
    units: tuple[object, ...]
    coders: tuple[object, ...]

    def at(self, row: int, column: int) -> str:
        """Return where a cell lies and what it holds, for an error."""
        return (
            f"row {self.units[row]!r}, column {self.coders[column]!r}: {self.rows[row][column]!r}"
        )

    def values(self) -> Iterator[tuple[int, int, Any]]:
        """Yield row, column and value of every cell that is not missing."""
        for i, row in enumerate(self.rows):
            yield from ((i, j, value) for j, value in enumerate(row) if value is not None)


def grid(ratings: object) -> Grid:
    """Return a frame, a two-dimensional array or rows as a grid; refuse what is none."""
    if is_frame(ratings):
        units = _names(ratings.index, "row")
        coders = _names(ratings.columns, "column")
        rows = [list(row) for row in ratings.itertuples(index=False, name=None)]
    elif is_polars(ratings):
        rows, coders = [list(row) for row in ratings.rows()], tuple(ratings.columns)
        units = tuple(range(len(rows)))
    else:
        rows = _listed(ratings)
        units, coders = tuple(range(len(rows))), tuple(range(len(rows[0]) if rows else 0))
        for place, row in enumerate(rows):
            if len(row) != len(coders):
                raise RatingsError(
                    f"row {place} has {len(row)} values, row 0 has {len(coders)}",
                    hint="Every row is a unit with one value for each coder; write None where "
                    "a coder did not see it. (Rows and columns are counted from 0.)",
                )
    known = _without_missing(rows)
    table = is_frame(ratings) or is_polars(ratings) or isinstance(ratings, np.ndarray)
    if table and (wrong := column_without_coder(known, coders)):
        raise RatingsError(
            f"column {coders[wrong.column]!r} {wrong.why}",
            hint="Every column is a coder. Leave ids, documents and notes out: "
            'frame[["ana", "ben"]], or frame.set_index("passage") for one that names the units.',
        )
    return Grid(known, units, coders)


def _without_missing(rows: Iterable[Iterable[object]]) -> list[list[object]]:
    return [[None if is_missing(one) else one for one in row] for row in rows]


def is_missing(value: object) -> bool:
    """Return whether a value says that a coder did not see the unit."""
    if value is None or value is np.ma.masked or is_na(value):
        return True
    return isinstance(value, (float, np.floating, Decimal)) and math.isnan(value)


def rated(ratings: object) -> list[list[Hashable]]:
    """Return rows of values of one kind: numbers, text or sets; ``None`` where missing.

    Refuses text mixed with numbers, numbers that are not finite, empty text, and two spellings
    of one value ("1" and "1.0", "trust" and "trust ").
    """
    return _of_one_kind(grid(ratings))


def _of_one_kind(table: Grid) -> list[list[Hashable]]:
    first: dict[str, str] = {}
    spelt = Spellings()
    rows: list[list[Hashable]] = []
    for i, row in enumerate(table.rows):
        rows.append([])
        for j, value in enumerate(row):
            known, kind = _value(value, table, i, j)
            rows[-1].append(known)
            if known is None:
                continue
            first.setdefault(kind, table.at(i, j))
            if len(first) > 1:
                one, other = first.items()
                raise RatingsError(
                    f"{one[0]} and {other[0]} are mixed: {one[1]}; {other[1]}",
                    hint="Give all values as one kind, e.g. frame[column].astype(int), and leave "
                    "out columns that hold no ratings, such as ids or notes.",
                )
            if isinstance(known, str) and (before := spelt.other(known, table.at(i, j))):
                raise spelt_twice(before, table.at(i, j))
    return rows


def spelt_twice(one: str, other: str) -> RatingsError:
    """Return the error of one value that is spelt in two ways."""
    return RatingsError(
        f"one value is spelt in two ways: {one}; {other}",
        hint="Spell it alike for all coders, case included; both would count as different.",
    )


def made_text(where: str) -> RatingsError:
    """Return the error of a missing value that was turned into text."""
    return RatingsError(
        f"{where} is text that a missing value was turned into",
        hint=f"{MISSING_HINT}: leave them out of astype(str), or put None in their place.",
    )


def pair(first: object, second: object) -> list[list[Hashable]]:
    """Return two coders' values as rows of two, checked as ``rated`` does.

    Two pandas Series must have the same row labels in the same order.
    """
    if is_series(first) and is_series(second):
        _names(first.index, "row")
        if not first.index.equals(second.index):
            raise RatingsError(
                "the two coders' rows are labelled differently",
                hint="Put both in one frame, or bring the second into the order of the first: "
                "second.reindex(first.index).",
            )
    one, two = _column(first, "first"), _column(second, "second")
    if len(one) != len(two):
        raise RatingsError(
            f"the first coder has {len(one)} values, the second has {len(two)}",
            hint=f"Give a value for every unit to both; {MISSING_HINT}.",
        )
    units = _names(first.index, "row") if is_series(first) else tuple(range(len(one)))
    return _of_one_kind(Grid(_without_missing(zip(one, two, strict=True)), units, PAIR))


def rated_column(values: object, name: str) -> list[Hashable]:
    """Return one value for each unit, checked as ``rated`` does."""
    column = _column(values, name)
    rows = _without_missing([value] for value in column)
    return [row[0] for row in _of_one_kind(Grid(rows, tuple(range(len(rows))), (name,)))]


def _value(value: object, table: Grid, row: int, column: int) -> tuple[Hashable, str]:
    """Return a value that can be compared and its kind."""
    if value is None:
        return None, ""
    if isinstance(value, (bool, int, float, np.number, np.bool_)):
        if not isinstance(value, int) and not np.isfinite(value):
            raise RatingsError(f"{table.at(row, column)} is not finite", hint=MISSING_HINT)
        return value, "numbers"
    if isinstance(value, str):
        if not value.strip():
            raise RatingsError(
                f"{table.at(row, column)} is empty",
                hint=f"Say which is meant: a word for “seen and left uncoded”, or missing: "
                f"{MISSING_HINT}.",
            )
        if value in MADE_TEXT:
            raise made_text(table.at(row, column))
        return value, "text"
    if isinstance(value, AbstractSet):
        return frozenset(value), "sets"
    if isinstance(value, Hashable):
        return value, type(value).__name__
    raise RatingsError(
        f"{table.at(row, column)} cannot be compared",
        hint="A value is a number, text, or a set of codes.",
    )


def _names(index: "pd.Index", what: str) -> tuple[object, ...]:
    if not index.is_unique:
        twice = index[index.duplicated()][0]
        raise RatingsError(
            f"the {what} {twice!r} occurs twice",
            hint=f"Each {'unit' if what == 'row' else 'coder'} stands in one {what}; if the "
            "labels mean nothing, use frame.reset_index(drop=True).",
        )
    return tuple(index.tolist())


def _listed(ratings: object) -> list[list[object]]:
    if isinstance(ratings, np.ndarray):
        if ratings.ndim != 2:
            raise RatingsError(
                f"ratings have shape (units, coders), not {ratings.shape}",
                hint="One row for each unit, one column for each coder.",
            )
        return [list(row) for row in ratings.tolist()]
    if not _is_sequence(ratings):
        raise RatingsError(
            f"ratings are rows of values, not {type(ratings).__name__}",
            hint="Give a pandas DataFrame, a two-dimensional array, or a list of rows.",
        )
    rows = []
    for place, row in enumerate(ratings if isinstance(ratings, Iterable) else ()):
        if not _is_sequence(row):
            raise RatingsError(
                f"row {place} is {row!r}, not a row of values",
                hint="One row for each unit, with one value for each coder.",
            )
        rows.append(list(row))
    return rows


def _is_sequence(value: object) -> bool:
    if isinstance(value, (str, bytes, Mapping)):
        return False
    if isinstance(value, np.ndarray):
        return value.ndim > 0
    return isinstance(value, Sequence) or is_series(value) or is_column(value)


def _column(values: object, name: str) -> list[object]:
    one_column = not is_frame(values) and _is_sequence(values)
    if not one_column or (isinstance(values, np.ndarray) and values.ndim != 1):
        raise RatingsError(
            f"{name if name == 'documents' else f'the {name} coder'}: one column of values, not "
            f"{type(values).__name__}",
            hint="Give a list, a one-dimensional array or a Series: one value for each unit.",
        )
    return list(values) if isinstance(values, Iterable) else []
