"""The data dictionary: every published table and column in the words of its declaration."""

from collections.abc import Iterable, Mapping
from typing import Any

from secondcoder.publish.schema import DECIMAL, LIST, MORE, TEXT, TRUTH, WHOLE, Field, Table

_SAID = {
    TEXT: "text",
    WHOLE: "whole number",
    TRUTH: "yes or no",
    LIST: "list",
    MORE: "text, in columns that the study names",
}
_HEAD = """# Data dictionary

Every table that secondcoder publishes, with every column. This page is written from the
declarations in the code (`python -m secondcoder.procedures.dictionary`); each result's
`datapackage.json` says the same of the tables that it holds.

CSV files are UTF-8 with a byte-order mark. An empty cell is not known or undefined. A list is
separated by semicolons; a part that holds a semicolon stands in double quotes. *Words* marks
columns that can hold words of participants, or of coders about them. *Counted* marks what a
reflexive study, which shows no coefficient and no cut-off, does without.
"""


def data_dictionary(procedures: Mapping[str, Iterable[Table[Any]]]) -> str:
    """Return the page, in Markdown; tables are given by the name of their procedure."""
    parts = [_HEAD]
    for procedure, tables in procedures.items():
        parts.append(f"## {procedure}\n")
        parts += map(_section, tables)
    return "\n".join(parts)


def _section(table: Table[Any]) -> str:
    marks = [
        *(["*Counted.*"] if table.counted else []),
        *(["Published only if it has rows."] if table.optional else []),
    ]
    lines = [
        f"### {table.name}.csv\n",
        " ".join([table.about, *marks]) + "\n",
        "| column | holds | meaning | |",
        "|---|---|---|---|",
        *map(_row, table.fields),
    ]
    return "\n".join(lines) + "\n"


def _row(field: Field) -> str:
    column = field.column
    marks = [
        *(["words"] if column.words else []),
        *(["counted"] if column.counted else []),
    ]
    return f"| `{field.name}` | {_holds(field)} | {column.about} | {', '.join(marks)} |"


def _holds(field: Field) -> str:
    if field.kind == DECIMAL:
        said = f"number, {field.column.decimals} decimals"
    else:
        said = _SAID[field.kind]
    return f"{said}, or empty" if field.can_be_empty else said
