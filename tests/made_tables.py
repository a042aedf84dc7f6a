"""Tables for tests: rows with what matters given and the rest empty, and tables as data frames."""

from dataclasses import fields

import pandas as pd

from secondcoder.procedures.second_coder.tables.declared import TABLES
from secondcoder.publish.cells import read_list
from secondcoder.publish.schema import DECIMAL, LIST, MORE, TEXT, TRUTH, WHOLE, Tables

EMPTY = {TEXT: "", WHOLE: 0, DECIMAL: 0.0, TRUTH: False, LIST: (), MORE: {}}
TABLE = {table.name: table for table in TABLES}


def row(table, given):
    """Return a row of a table; texts such as ``yes`` and ``a; b`` are read as in a file."""
    held = {}
    known = {field.name for field in table.fields}
    more = next((field.name for field in table.fields if field.kind == MORE), None)
    further = {name: value for name, value in given.items() if name not in known}
    assert more or not further, f"{table.name} has no column {sorted(further)}"
    for field in table.fields:
        empty = None if field.can_be_empty else EMPTY[field.kind]
        value = given.get(field.name, empty)
        if field.kind == TRUTH and isinstance(value, str):
            value = {"yes": True, "no": False, "": None}[value]
        if field.kind == LIST and isinstance(value, str):
            value = read_list(value)
        if field.kind == MORE and further:
            value = {name: str(text) for name, text in further.items()}
        held[field.name] = value
    return table.row(**held)


def tables_of(given, *, declared=TABLES):
    """Return tables of rows given as dictionaries, by the names of the tables."""
    named = {table.name: table for table in declared}
    rows = {named[name]: [row(named[name], one) for one in part] for name, part in given.items()}
    return Tables(declared, rows)


def frame_of(table, rows):
    """Return rows as a data frame, with ``yes`` and ``no`` and joined lists, as in a file."""
    plain = [field for field in table.fields if field.kind != MORE]
    df = pd.DataFrame(
        {field.name: [getattr(one, field.name) for one in rows] for field in plain},
        columns=[field.name for field in plain],
        dtype=object,
    )
    for field in plain:
        if field.kind == TRUTH:
            df[field.name] = [{True: "yes", False: "no", None: ""}[v] for v in df[field.name]]
        elif field.kind == LIST:
            df[field.name] = ["; ".join(v) for v in df[field.name]]
        elif field.kind == DECIMAL:
            df[field.name] = df[field.name].astype("float64")
        elif field.kind == WHOLE:
            df[field.name] = df[field.name].astype("Int64")
    for field in table.fields:
        if field.kind == MORE:
            names = dict.fromkeys(key for one in rows for key in getattr(one, field.name))
            for name in names:
                df[name] = [getattr(one, field.name).get(name, "") for one in rows]
    return df


def frames(tables):
    """Return every table as a data frame by its name."""
    return {table.name: frame_of(table, tables[table]) for table in tables}


def columns(table):
    """Return the names of a table's columns."""
    return [one.name for one in fields(table.row)]
