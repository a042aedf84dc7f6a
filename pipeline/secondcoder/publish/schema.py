"""How a published table is declared: a record whose fields say what each column holds.

A declaration reads like this, and nothing else has to be written for a new column::

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Learnt:
        share: Annotated[float, Column("Share of the coded passages that was learnt from.")]
        right: Annotated[float | None, Column("Share of first codes that people gave too.")]

    LEARNT = Table("learning_curve", Learnt, "What coding has brought.", counted=True)

The type says how a cell is written: ``str`` as it is, ``int`` as a whole number, ``float`` rounded
to the column's ``decimals``, ``bool`` as ``yes`` or ``no``, ``tuple[str, ...]`` as a list (parts
separated by ``; ``, see ``cells``). ``None``, where the type allows it, is an empty cell: not
known, or undefined. A field of type ``Mapping[str, str]`` stands for further columns, one for each
key, whose names come from the study itself.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import KW_ONLY, dataclass, field, fields, replace
from types import NoneType, UnionType
from typing import Annotated, Any, Generic, TypeVar, Union, get_args, get_origin, get_type_hints

Row = TypeVar("Row")

TEXT, WHOLE, DECIMAL, TRUTH, LIST, MORE = "text", "whole", "decimal", "truth", "list", "more"
_KINDS: dict[object, str] = {
    str: TEXT,
    int: WHOLE,
    float: DECIMAL,
    bool: TRUTH,
    tuple[str, ...]: LIST,
    Mapping[str, str]: MORE,
}


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds, for everybody who reads the table."""

    about: str
    """Its meaning in a sentence, with its unit."""
    _: KW_ONLY
    decimals: int = 4
    """To which a number is rounded."""
    width: int = 14
    """Of its column in the workbook, in characters."""
    words: bool = False
    """Whether it can hold words of participants, or of coders on them."""
    counted: bool = False
    """Whether it is empty in a reflexive study, which shows no coefficient and no cut-off."""


@dataclass(frozen=True, slots=True)
class Table(Generic[Row]):
    """A table: its file, its sheet, its rows. Two tables are the same if they are one object."""

    name: str
    """Of its file, without ``.csv``."""
    row: type[Row]
    about: str
    """What stands in it, in a sentence or two: shown beside its sheet and in the dictionary."""
    _: KW_ONLY
    sheet: str = ""
    """The name of its sheet in the workbook; without one it has none."""
    key: str = ""
    """The column by which other sheets find a row."""
    links: Mapping[str, str] = field(default_factory=dict)
    """Columns that hold an id of another sheet, with the sheet's name."""
    counted: bool = False
    """Whether a reflexive study, which shows no coefficient, does without it."""
    optional: bool = False
    """Whether it is published only if it has rows."""

    __hash__ = object.__hash__

    def __eq__(self, other: object) -> bool:
        return self is other

    @property
    def fields(self) -> "tuple[Field, ...]":
        """Its columns in order."""
        return fields_of(self.row)


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a table, read from its declaration."""

    name: str
    kind: str
    """``text``, ``whole``, ``decimal``, ``truth``, ``list`` or ``more``."""
    can_be_empty: bool
    column: Column


def fields_of(row: type[Any]) -> tuple[Field, ...]:
    """Return the columns that a record type declares; a field without a ``Column`` is an error."""
    if row not in _FIELDS:
        hints = get_type_hints(row, include_extras=True)
        _FIELDS[row] = tuple(_field(row, one.name, hints[one.name]) for one in fields(row))
    return _FIELDS[row]


_FIELDS: dict[type[Any], tuple[Field, ...]] = {}


def _field(row: type[object], name: str, hint: object) -> Field:
    if get_origin(hint) is not Annotated:
        raise TypeError(f"{row.__name__}.{name} does not say what the column holds")
    plain, *said = get_args(hint)
    column = next((part for part in said if isinstance(part, Column)), None)
    if column is None:
        raise TypeError(f"{row.__name__}.{name} does not say what the column holds")
    parts = get_args(plain) if get_origin(plain) in {Union, UnionType} else (plain,)
    types = [part for part in parts if part is not NoneType]
    if len(types) != 1 or types[0] not in _KINDS:
        raise TypeError(f"{row.__name__}.{name}: no table can hold {plain}")
    return Field(name, _KINDS[types[0]], NoneType in parts, column)


class Tables:
    """The rows of a result by their tables, as they are published: numbers are rounded."""

    def __init__(
        self, declared: Iterable[Table[Any]], rows: Mapping[Table[Any], Iterable[object]]
    ) -> None:
        """Hold ``rows``; a declared table without any is empty, an undeclared one an error."""
        self.declared = tuple(declared)
        strange = [table.name for table in rows if table not in self.declared]
        if strange:
            raise KeyError(f"not a table of this result: {strange[0]}")
        self._rows = {table: _published(table, rows.get(table, ())) for table in self.declared}

    def __getitem__(self, table: Table[Row]) -> tuple[Row, ...]:
        """Return a table's rows."""
        return self._rows[table]

    def __iter__(self) -> Iterator[Table[Any]]:
        return iter(self.declared)

    def having(self, rows: Mapping[Table[Any], Iterable[object]]) -> "Tables":
        """Return these tables with the rows of some of them replaced."""
        return Tables(self.declared, {**self._rows, **rows})

    def differ(self, others: "Tables", among: Iterable[Table[Any]]) -> bool:
        """Return whether some of the tables have other rows there."""
        return any(self._rows[table] != others[table] for table in among)

    def without_counts(self) -> "Tables":
        """Return the tables as a reflexive study has them: nothing counted."""
        return Tables(
            self.declared,
            {
                table: () if table.counted else map(_uncounted(table), rows)
                for table, rows in self._rows.items()
            },
        )

    def shown(self, *, counted: bool) -> list[Table[Any]]:
        """Return the tables that a result publishes, in the declared order."""
        return [
            table
            for table, rows in self._rows.items()
            if (counted or not table.counted) and (rows or not table.optional)
        ]


def row_of(row: type[Row], record: object, **further: Any) -> Row:
    """Return a row filled from a record's fields of the same names and from ``further``.

    A field that neither has is an ``AttributeError``, one that the row lacks a ``TypeError``.
    """
    names = (one.name for one in fields_of(row) if one.name not in further)
    return row(**{name: getattr(record, name) for name in names}, **further)


def shown_fields(table: Table[Any], *, counted: bool) -> tuple[Field, ...]:
    """Return the columns that a table is published with."""
    return tuple(one for one in table.fields if counted or not one.column.counted)


def _published(table: Table[Any], rows: Iterable[object]) -> tuple[Any, ...]:
    """Return rows with their numbers rounded; a row of another type is an error."""
    decimals = tuple(_decimals(table.row))

    def rounded(row: Any) -> Any:
        if type(row) is not table.row:
            raise TypeError(f"{table.name} holds {table.row.__name__}, not {type(row).__name__}")
        changed = {
            name: near
            for name, places in decimals
            if (value := getattr(row, name)) is not None
            and ((near := _rounded(value, places)) != value or type(value) is not float)
        }
        return replace(row, **changed) if changed else row

    return tuple(map(rounded, rows))


def _rounded(value: float, places: int) -> float | None:
    """Return a plain rounded number without a negative zero; an undefined one is ``None``."""
    number = float(value)
    if not math.isfinite(number):
        return None if math.isnan(number) else number
    scale = 10.0**places
    return round(number * scale) / scale + 0.0


def _decimals(row: type[Any]) -> Iterator[tuple[str, int]]:
    return ((one.name, one.column.decimals) for one in fields_of(row) if one.kind == DECIMAL)


def _uncounted(table: Table[Any]) -> Callable[[Any], Any]:
    silent = dict.fromkeys(one.name for one in table.fields if one.column.counted)
    return lambda row: replace(row, **silent) if silent else row
