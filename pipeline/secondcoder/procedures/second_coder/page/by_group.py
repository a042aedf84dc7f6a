"""Errors by group of participants, as report and methods say them."""

from collections.abc import Sequence

from secondcoder.agreement.study.by_group import (
    ALIKE,
    DIFFERS,
    LEAST_DOCUMENTS,
    LEAST_UNITS,
)
from secondcoder.page.picture import Grid, grid
from secondcoder.page.values import count, decimal, joined, percent, with_interval
from secondcoder.procedures.second_coder.page.counting import grouped
from secondcoder.procedures.second_coder.page.machines import several, short
from secondcoder.procedures.second_coder.tables.by_group import ERRORS_BY_GROUP, GroupErrorRow
from secondcoder.publish.schema import Tables
from secondcoder.records.coders import in_words

_HEAD = ("Group", "Codes", "Error", "Rate", "Others", "Difference", "People", "Others", "Outcome")


def group_grid(tables: Tables) -> Grid | None:
    """Return each group over all codes, and single codes on which a machine differs."""
    tested = [row for row in tables[ERRORS_BY_GROUP] if row.q is not None]
    rows = [row for row in tested if not row.code_id or row.outcome == DIFFERS]
    if not rows:
        return None
    named = several([row.beside for row in rows])
    data = [
        (
            f"{row.attribute}: {row.value}",
            row.code or row.scope,
            row.error,
            percent(row.rate),
            percent(row.rate_of_rest),
            with_interval(decimal(row.difference), row.low, row.high),
            percent(row.people_rate),
            percent(row.people_rate_of_rest),
            row.outcome,
            *((short(row.beside),) if named else ()),
        )
        for row in rows
    ]
    head = (*_HEAD, "Machine") if named else _HEAD
    return grid("Errors by group of participants", head, data, numeric=range(3, 8))


def group_sentences(tables: Tables) -> list[str]:
    """Say for each machine how many differences there are, and how many cannot be told."""
    return [
        _of_machine(machine, rows)
        for machine, rows in grouped(tables[ERRORS_BY_GROUP], lambda row: row.beside).items()
    ]


def _of_machine(machine: str, rows: Sequence[GroupErrorRow]) -> str:
    tested = [row for row in rows if row.q is not None]
    groups = dict.fromkeys(f"{row.attribute}: {row.value}" for row in rows)
    known = dict.fromkeys(f"{row.attribute}: {row.value}" for row in tested)
    silent = [name for name in groups if name not in known]
    said = []
    if tested:
        differ = sum(row.outcome == DIFFERS for row in tested)
        alike = sum(row.outcome == ALIKE for row in tested)
        said.append(
            f"Errors of {in_words(machine)} against the consensus of people were compared between "
            f"{count(len(known), 'group')} of participants and all others (false-on and false-off "
            "rates at the same mix of passage lengths, intervals over documents, "
            f"Benjamini-Hochberg at 5 %): of {count(len(tested), 'comparison')} {differ} differ, "
            f"{alike} lie within the margin, and {len(tested) - differ - alike} cannot be told "
            "(errors_by_group.csv)."
        )
    if silent:
        said.append(
            f"Whether {in_words(machine)} errs more on {joined(silent)} cannot be told: "
            f"{LEAST_DOCUMENTS} documents and {LEAST_UNITS} passages are needed in a group and in "
            "the rest."
        )
    return " ".join(said)
