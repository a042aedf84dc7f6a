"""Whether a machine is inferior to people by more than a margin, as report and methods say it."""

from collections.abc import Sequence

from secondcoder.agreement.chance.trivial import trivial_coder
from secondcoder.agreement.study.not_inferior import (
    INFERIOR,
    NO_ANSWER,
    NOT_INFERIOR,
    NOT_SHOWN,
    TELLS_NOTHING,
)
from secondcoder.page.picture import Grid, grid
from secondcoder.page.values import decimal, with_interval
from secondcoder.procedures.second_coder.page.counting import grouped
from secondcoder.procedures.second_coder.page.machines import several, short
from secondcoder.procedures.second_coder.tables.consensus import AGREEMENT_CONSENSUS
from secondcoder.procedures.second_coder.tables.non_inferiority import (
    NON_INFERIORITY,
    NonInferiorityRow,
)
from secondcoder.publish.schema import Tables
from secondcoder.records.coders import MACHINE, in_words

NO_MARGIN = (
    "Whether the machine is inferior to people is not judged, since no margin was fixed. To fix "
    "one, write margin = 0.1 (the loss of agreement that you hold acceptable) under [comparison] "
    "in study.toml and run `secondcoder freeze`, before the machine’s codes are looked at."
)
_HEAD = ("Coder", "Codes", "F1", "People’s F1", "Difference (90 %)", "Margin", "Verdict")


def non_inferiority_sentences(tables: Tables) -> list[str]:
    """Say for each machine and level what the margin tells; without one, how to fix it."""
    rows = tables[NON_INFERIORITY]
    if not rows:
        compared = any(row.coder_is == MACHINE for row in tables[AGREEMENT_CONSENSUS])
        return [NO_MARGIN] if compared else []
    return [
        _of_machine(group) for group in grouped(rows, lambda row: (row.beside, row.scope)).values()
    ]


def non_inferiority_grid(tables: Tables) -> Grid | None:
    """Return machines and trivial coders by level."""
    rows = tables[NON_INFERIORITY]
    if not rows:
        return None
    named = several([row.beside for row in rows])
    data = [
        (
            short(row.coder) if row.coder_is == MACHINE else trivial_coder(row.coder),
            row.scope,
            decimal(row.f1),
            decimal(row.people),
            with_interval(decimal(row.difference), row.low, row.high),
            decimal(row.margin),
            row.verdict or {True: "passes", False: "does not pass", None: NO_ANSWER}[row.holds],
            *((short(row.beside),) if named else ()),
        )
        for row in rows
    ]
    head = (*_HEAD, "On what it saw") if named else _HEAD
    return grid("Machine and people by a margin", head, data, numeric=range(2, 6))


def _of_machine(rows: Sequence[NonInferiorityRow]) -> str:
    machine = next(row for row in rows if row.coder_is == MACHINE)
    who = in_words(machine.beside)
    apart = with_interval(decimal(machine.difference), machine.low, machine.high)
    verdict = {
        NOT_INFERIOR: f"{who} is not inferior to people by this margin, and no trivial coder is",
        INFERIOR: f"{who} is inferior to people by more than this margin",
        NOT_SHOWN: f"it is not shown that {who} is not inferior: {machine.note}",
        NO_ANSWER: f"whether {who} is inferior cannot be told: {machine.note}",
        TELLS_NOTHING: f"the margin tells nothing: {machine.note}",
    }[machine.verdict]
    return (
        f"Against the consensus of the other people ({machine.scope}), people’s F1 is "
        f"{decimal(machine.people)} and that of {who} {decimal(machine.f1)}: {apart} less (90 % "
        f"interval over documents), held against a margin of {machine.margin:g}; {verdict}."
    )
