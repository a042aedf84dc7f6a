"""What a result holds beside prose, as marks: ids and figures of every table.

A mark is two signs for each cell. Processors round differently in the last place, which moves a
last digit here and there and decides a near tie otherwise: up to one cell in a hundred of a column
(and at least one) may differ, and no more. A change of the program moves far more.

``python tests/golden_run.py PROCEDURE FOLDER`` prints that of a result, to be kept under
``tests/golden``; do so only where a change of figures is meant, and say why in the commit.
"""

import csv
import hashlib
import io
import json
import sys
from pathlib import Path

from made_tables import row
from secondcoder.publish.cells import cell_text
from secondcoder.publish.schema import DECIMAL, MORE, WHOLE, Tables

PROSE = {
    *("evidence", "reason", "note", "interval_note", "uncoded", "message", "question", "formula"),
    *("interval", "label", "about", "because"),
}
SIGNS = 2
"""Of the mark of a cell: one change in 256 goes unseen, of many changes none."""
KEPT = Path(__file__).parent / "golden"


def digests(tables):
    """Return rows and the marks of each column's cells by the names of the tables."""
    found = {}
    for table in tables:
        rows = tables[table]
        plain = [field for field in table.fields if field.kind != MORE and field.name not in PROSE]
        found[table.name] = {
            "rows": len(rows),
            "columns": {
                field.name: _marks(_canonical(getattr(one, field.name), field.kind) for one in rows)
                for field in plain
            },
        }
    return found


def differences(tables, name):
    """Return what differs from the kept run; columns and tables that are new do not count."""
    kept = json.loads((KEPT / f"{name}.json").read_text())
    now = digests(tables)
    found = [f"{table} is gone" for table in kept if table not in now]
    for table, held in kept.items():
        if table not in now:
            continue
        if held["rows"] != now[table]["rows"]:
            found.append(f"{table}: {now[table]['rows']} rows, not {held['rows']}")
            continue
        found += [
            f"{table}.{column} differs"
            for column, marks in held["columns"].items()
            if _differing(marks, now[table]["columns"].get(column, "")) > _allowed(held["rows"])
        ]
    return found


def read_any(folder, declared):
    """Return the tables of a folder of CSV files, whatever wrote them; absent ones are left out."""
    rows, there = {}, []
    for table in declared:
        path = Path(folder) / f"{table.name}.csv"
        if not path.is_file():
            continue
        text = io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")
        lines = [one for one in csv.DictReader(text) if one.get("status") != "neither"]
        there.append(table)
        rows[table] = [
            row(table, {k: _typed(table, k, v) for k, v in one.items()}) for one in lines
        ]
    return Tables(there, rows)


def _typed(table, name, text):
    kind = next((field.kind for field in table.fields if field.name == name), "")
    if kind in {WHOLE, DECIMAL}:
        return None if text == "" else (int if kind == WHOLE else float)(text)
    return text


def _canonical(value, kind):
    if value is None:
        return ""
    return repr(float(value)) if kind in {WHOLE, DECIMAL} else cell_text(value, kind)


def _marks(values):
    return "".join(hashlib.sha256(value.encode()).hexdigest()[:SIGNS] for value in values)


def _differing(one, other):
    if len(one) != len(other):
        return len(one)
    places = range(0, len(one), SIGNS)
    return sum(one[at : at + SIGNS] != other[at : at + SIGNS] for at in places)


def _allowed(rows):
    return max(1, rows // 100)


def main():
    from importlib import import_module

    procedure, folder = sys.argv[1:3]
    declared = import_module(f"secondcoder.procedures.{procedure}.tables.declared").TABLES
    print(json.dumps(digests(read_any(folder, declared)), indent=0, sort_keys=True))  # noqa: T201


if __name__ == "__main__":
    main()
