"""A table as a sheet of the workbook: what its declaration says, and nothing else."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from secondcoder.publish.cells import written_list
from secondcoder.publish.csv_files import header
from secondcoder.publish.schema import LIST, MORE, TRUTH, Row, Table, Tables, shown_fields

Cell = str | float | None
"""Text, a whole number, a decimal, or nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet: its columns, its cells, and which columns lead to another sheet."""

    name: str
    about: str
    columns: tuple[str, ...]
    widths: tuple[int, ...]
    """In characters."""
    rows: Sequence[Sequence[Cell]]
    links: Mapping[str, str]
    """Column to the sheet on which its id is explained."""
    key: str
    """The column by which other sheets find a row of this one."""


def sheet_of(
    table: Table[Row],
    rows: Iterable[Row],
    *,
    counted: bool = True,
    first: Sequence[str] = (),
    about: str = "",
) -> Sheet:
    """Return a table's sheet; ``first`` names columns that stand before the others."""
    kept = list(rows)
    declared = shown_fields(table, counted=counted)
    fields = [one for name in first for one in declared if one.name == name]
    fields += [one for one in declared if one.name not in first]
    names = [(field, name) for field in fields for name in header([field], kept)]

    def cells(row: Row) -> list[Cell]:
        return [
            getattr(row, field.name).get(name, "")
            if field.kind == MORE
            else _cell(getattr(row, field.name), field.kind)
            for field, name in names
        ]

    return Sheet(
        name=table.sheet,
        about=about or table.about,
        columns=tuple(name for _, name in names),
        widths=tuple(field.column.width for field, _ in names),
        rows=[cells(row) for row in kept],
        links=table.links,
        key=table.key,
    )


def sheets_of(tables: Tables, *, counted: bool = True) -> list[Sheet]:
    """Return a sheet for every declared table that has one and is published."""
    return [
        sheet_of(table, tables[table], counted=counted)
        for table in tables.shown(counted=counted)
        if table.sheet
    ]


def _cell(value: Any, kind: str) -> Cell:
    if value is None:
        return None
    if kind == TRUTH:
        return "yes" if value else "no"
    return written_list(value) if kind == LIST else value
