"""What people and the machine applied, passage by passage, and which passages people saw."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from secondcoder.agreement.study.coded import placed
from secondcoder.procedures.second_coder.tables.common import (
    Beside,
    CodeId,
    CodeLabel,
    Coder,
    PassageId,
)
from secondcoder.publish.schema import Column, Table
from secondcoder.records.agreement import Comparison, MachineReading
from secondcoder.records.codes import HumanCoding
from secondcoder.records.text import Passage

MachineName = Annotated[str, Column("The machine, by name.")]
BOTH, HUMAN_ONLY, MACHINE_ONLY = "both", "human only", "machine only"
NOT_COMPARED = "not compared"
"""The machine did not see the passage, or there was none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonRow:
    """A code on a passage that a person or a machine applied."""

    passage_id: PassageId
    code_id: CodeId
    code: CodeLabel
    human: Annotated[bool, Column("Whether the person applied the code, or one below it.")]
    machine: Annotated[bool, Column("Whether the machine did.")]
    status: Annotated[
        str,
        Column("both, human only, machine only; not compared: the machine did not see it."),
    ]
    coder: Coder
    beside: Beside
    stretches: Annotated[
        tuple[str, ...],
        Column(
            "Where in the document the person gave just this code, as start-end in characters, end "
            "exclusive; empty where that is the whole passage.",
            width=18,
        ),
    ]


COMPARISON = Table(
    "comparison",
    ComparisonRow,
    "Every code that a person or a machine applied to a passage that the person saw, by person and "
    "machine. A passage of seen.csv and a code of codes.csv that do not stand here together were "
    "given by neither.",
)


def comparison_rows(
    comparisons: Sequence[Comparison],
    labels: Mapping[str, str],
    stretches: Mapping[tuple[str, str, str], tuple[str, ...]],
) -> Iterator[ComparisonRow]:
    """Yield what either applied; ``labels`` are codes' by id, ``stretches`` what was coded."""
    for compared in comparisons:
        met = compared.met
        label = compared.beside.label if compared.beside else ""
        either = compared.human | compared.machine
        for row, column in zip(*(places.tolist() for places in either.nonzero()), strict=True):
            human, machine = bool(compared.human[row, column]), bool(compared.machine[row, column])
            code = compared.codes[column]
            status = BOTH if human and machine else HUMAN_ONLY if human else MACHINE_ONLY
            yield ComparisonRow(
                passage_id=compared.passages[row],
                code_id=code,
                code=labels[code],
                human=human,
                machine=machine,
                status=status if met is None or met[row] else NOT_COMPARED,
                coder=compared.coder,
                beside=label,
                stretches=stretches.get((compared.coder, compared.passages[row], code), ()),
            )


def coded_stretches(
    coding: HumanCoding | None, passages: Sequence[Passage], *, overlap: float
) -> dict[tuple[str, str, str], tuple[str, ...]]:
    """Return what was coded of passages, by coder, passage and code, where it was less than all."""
    found: dict[tuple[str, str, str], set[tuple[int, int]]] = defaultdict(set)
    for item, passage in placed(coding, passages, overlap=overlap) if coding else ():
        start, end = max(item.start, passage.start), min(item.end, passage.end)
        found[item.coder, passage.id, item.code_id].add((start, end))
    bounds = {passage.id: (passage.start, passage.end) for passage in passages}
    return {
        key: tuple(f"{start}-{end}" for start, end in sorted(parts))
        for key, parts in found.items()
        if bounds[key[1]] not in parts
    }


def read_stretch(text: str) -> tuple[int, int]:
    """Return start and end of a stretch as it stands in the table."""
    start, _, end = text.partition("-")
    return int(start), int(end)


def side_by_side(rows: Iterable[ComparisonRow]) -> Iterator[ComparisonRow]:
    """Yield what a person and a machine that both saw the passage were compared on."""
    return (row for row in rows if row.status != NOT_COMPARED)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenRow:
    """A passage that was put before a person."""

    coder: Annotated[str, Column("The person who saw the passage.")]
    passage_id: PassageId


SEEN = Table(
    "seen",
    SeenRow,
    "Which passages each person who is compared saw. A passage that a person saw and left uncoded "
    "counts as coded with nothing; one that they did not see is left out of every comparison with "
    "them.",
)


def seen_rows(comparisons: Sequence[Comparison]) -> Iterator[SeenRow]:
    """Yield the passages of every person who is compared, in the study's order."""
    for coder, passages in {one.coder: one.passages for one in comparisons}.items():
        for passage_id in passages:
            yield SeenRow(coder=coder, passage_id=passage_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineSeenRow:
    """A passage that was put before a machine."""

    coder: MachineName
    passage_id: PassageId


MACHINE_SEEN = Table(
    "machine_seen",
    MachineSeenRow,
    "Which passages each other machine than the bundled one saw; the bundled one saw all.",
)


def machine_seen_rows(machines: Sequence[MachineReading]) -> Iterator[MachineSeenRow]:
    """Yield the passages of every other machine, in the study's order."""
    for one in machines:
        for passage_id in one.passages:
            yield MachineSeenRow(coder=one.machine.label, passage_id=passage_id)


def seen_by(rows: Iterable[SeenRow] | Iterable[MachineSeenRow]) -> dict[str, set[str]]:
    """Return the ids of the passages that each person saw, or each machine, by name."""
    seen: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        seen[row.coder].add(row.passage_id)
    return dict(seen)


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineCodeRow:
    """A code on a passage that a machine applied, read from a table."""

    passage_id: PassageId
    code_id: CodeId
    code: CodeLabel
    coder: MachineName
    memo: Annotated[str, Column("What it said of it.", width=50, words=True)]


MACHINE_CODES = Table(
    "machine_codes",
    MachineCodeRow,
    "Every code that another machine than the bundled one gave to a passage, with the codes above "
    "it. The bundled machine’s codes stand in suggestions.csv.",
)


def machine_code_rows(
    machines: Sequence[MachineReading],
    labels: Mapping[str, str],
    memos: Mapping[tuple[str, str, str], str],
) -> Iterator[MachineCodeRow]:
    """Yield what machines applied; ``memos`` are by machine's label, passage and code."""
    for one in machines:
        for row, column in zip(*(at.tolist() for at in one.applied.nonzero()), strict=True):
            passage, code = one.passages[row], one.codes[column]
            yield MachineCodeRow(
                passage_id=passage,
                code_id=code,
                code=labels[code],
                coder=one.machine.label,
                memo=memos.get((one.machine.label, passage, code), ""),
            )
