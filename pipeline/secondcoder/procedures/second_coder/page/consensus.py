"""Each coder against the consensus of the others, as report and methods say it."""

from collections.abc import Sequence

from secondcoder.agreement.chance.trivial import trivial_coder
from secondcoder.page.picture import Grid, grid
from secondcoder.page.values import count, decimal, percent_with_interval, with_interval
from secondcoder.procedures.second_coder.page.counting import grouped
from secondcoder.procedures.second_coder.page.machines import several, short
from secondcoder.procedures.second_coder.page.reconciliation import MOST_PEOPLE
from secondcoder.procedures.second_coder.tables.consensus import (
    AGREEMENT_CONSENSUS,
    ConsensusRow,
)
from secondcoder.publish.schema import Tables
from secondcoder.records.coders import MACHINE, PERSON, in_words

_HEAD = ("Coder", "Codes", "Precision", "Recall", "F1", "Exactly the same", "Ratio", "AC1")


def consensus_grid(tables: Tables) -> Grid | None:
    """Return everybody against the consensus of the others; many people only all together."""
    rows = _shown(tables[AGREEMENT_CONSENSUS])
    if not rows:
        return None
    named = several([row.beside for row in rows])
    data = [
        (
            _who(row),
            row.scope,
            decimal(row.precision),
            decimal(row.recall),
            with_interval(decimal(row.f1), row.f1_low, row.f1_high),
            percent_with_interval(row.exact, row.exact_low, row.exact_high),
            decimal(row.ratio),
            decimal(row.ac1),
            *((short(row.beside),) if named else ()),
        )
        for row in rows
    ]
    head = (*_HEAD, "On what it saw") if named else _HEAD
    return grid("Each coder against the consensus of the others", head, data, numeric=range(2, 8))


def consensus_sentences(tables: Tables) -> list[str]:
    """Say for each machine and level how it and people stand to the others' consensus."""
    found = []
    together = grouped(tables[AGREEMENT_CONSENSUS], lambda row: (row.beside, row.scope))
    for (beside, scope), rows in together.items():
        by = {row.coder_is: row for row in rows}
        machine, people = by.get(MACHINE), by.get("people")
        if machine is None or people is None or machine.f1 is None or people.f1 is None:
            continue
        own = with_interval(decimal(machine.f1), machine.f1_low, machine.f1_high)
        theirs = with_interval(decimal(people.f1), people.f1_low, people.f1_high)
        apart = with_interval(
            decimal(machine.difference), machine.difference_low, machine.difference_high
        )
        found.append(
            f"Against the consensus of the other people ({scope}; "
            f"{count(machine.others, 'other person', 'other people')}, "
            f"{count(machine.units, 'comparison')} of passages of "
            f"{count(machine.documents, 'document')}), {in_words(beside)} reached F1 "
            f"{own} and gave {decimal(machine.ratio)} codes for each of the consensus; people "
            f"reached {theirs}. The difference is {apart}{_without(machine)}."
        )
    return found


def _without(row: ConsensusRow) -> str:
    """Say why there is no interval, where there is none."""
    return f" (no interval: {row.note})" if row.f1_low is None and row.note else ""


def _shown(rows: Sequence[ConsensusRow]) -> list[ConsensusRow]:
    people = {row.coder for row in rows if row.coder_is == PERSON}
    many = len(people) > MOST_PEOPLE
    return [row for row in rows if not (many and row.coder_is == PERSON)]


def _who(row: ConsensusRow) -> str:
    names = {PERSON: row.coder, "people": "all people", MACHINE: short(row.coder)}
    return names.get(row.coder_is, trivial_coder(row.coder))
