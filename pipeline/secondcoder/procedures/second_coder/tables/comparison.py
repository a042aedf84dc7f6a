"""What people and the machine applied, passage by passage, and which passages people saw."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from secondcoder.procedures.second_coder.tables.common import CodeId, CodeLabel, Coder, PassageId
from secondcoder.publish.schema import Column, Table
from secondcoder.records.agreement import Comparison

BOTH, HUMAN_ONLY, MACHINE_ONLY = "both", "human only", "machine only"


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonRow:
    """A code on a passage that a person or the machine applied."""

    passage_id: PassageId
    code_id: CodeId
    code: CodeLabel
    human: Annotated[bool, Column("Whether the person applied the code, or one below it.")]
    machine: Annotated[bool, Column("Whether the machine did.")]
    status: Annotated[str, Column("both, human only, or machine only.")]
    coder: Coder


COMPARISON = Table(
    "comparison",
    ComparisonRow,
    "Every code that a person or the machine applied to a passage that the person saw, by person. "
    "A passage of seen.csv and a code of codes.csv that do not stand here together were given by "
    "neither.",
)


def comparison_rows(
    comparisons: Sequence[Comparison], labels: Mapping[str, str]
) -> Iterator[ComparisonRow]:
    """Yield what either applied; ``labels`` are codes' by id."""
    for compared in comparisons:
        either = compared.human | compared.machine
        for row, column in zip(*(places.tolist() for places in either.nonzero()), strict=True):
            human, machine = bool(compared.human[row, column]), bool(compared.machine[row, column])
            code = compared.codes[column]
            yield ComparisonRow(
                passage_id=compared.passages[row],
                code_id=code,
                code=labels[code],
                human=human,
                machine=machine,
                status=BOTH if human and machine else HUMAN_ONLY if human else MACHINE_ONLY,
                coder=compared.coder,
            )


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
    for compared in comparisons:
        for passage_id in compared.passages:
            yield SeenRow(coder=compared.coder, passage_id=passage_id)


def seen_by(rows: Sequence[SeenRow]) -> dict[str, set[str]]:
    """Return the ids of the passages that each person saw, by the person's name."""
    seen: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        seen[row.coder].add(row.passage_id)
    return dict(seen)
