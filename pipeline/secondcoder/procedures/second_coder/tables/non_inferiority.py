"""A machine held against people by a margin that was fixed beforehand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated

from secondcoder.procedures.second_coder.tables.common import DocumentsOfUnits, Note, Scope
from secondcoder.publish.schema import Column, Table, row_of
from secondcoder.records.agreement_detail import NonInferior


@dataclass(frozen=True, slots=True, kw_only=True)
class NonInferiorityRow:
    """A machine or a trivial coder beside people."""

    coder: Annotated[str, Column("Who, by name; for a trivial coder what it gives.")]
    coder_is: Annotated[str, Column("machine, or trivial.")]
    beside: Annotated[str, Column("The machine on whose passages this is, by name.")]
    scope: Scope
    documents: DocumentsOfUnits
    people: Annotated[
        float | None, Column("F1 of all people, each against the consensus of the others.")
    ]
    f1: Annotated[float | None, Column("F1 of the coder in the place of each person in turn.")]
    difference: Annotated[float | None, Column("People’s F1 less the coder’s.")]
    low: Annotated[float | None, Column("Lower end of its 90 % interval over documents.")]
    high: Annotated[
        float | None, Column("Upper end of that interval: what is held against the margin.")
    ]
    margin: Annotated[float, Column("The margin, from [comparison] margin in study.toml.")]
    holds: Annotated[
        bool | None, Column("Whether the interval lies below the margin; empty: no interval.")
    ]
    verdict: Annotated[
        str,
        Column(
            "Of a machine. not inferior; inferior: the whole interval lies above the margin; not "
            "shown: neither is ruled out; cannot be told: no interval; the margin tells nothing: "
            "a trivial coder passes as well.",
            width=20,
        ),
    ]
    note: Note


NON_INFERIORITY = Table(
    "non_inferiority",
    NonInferiorityRow,
    "Whether a machine agrees with the consensus of the other people worse than people do by less "
    "than the margin that was fixed beforehand (one-sided 5 %), beside coders who know nothing of "
    "the text. Empty without a margin: then there is no verdict.",
    sheet="Non-inferiority",
    counted=True,
    optional=True,
)


def non_inferiority_rows(found: Sequence[NonInferior]) -> Iterator[NonInferiorityRow]:
    """Yield every machine, trivial coder and level."""
    return (row_of(NonInferiorityRow, value) for value in found)
