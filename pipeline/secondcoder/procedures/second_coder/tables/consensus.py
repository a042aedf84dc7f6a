"""Each coder, person or machine, against the consensus of the other people."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated

from secondcoder.procedures.second_coder.tables.common import DocumentsOfUnits, Note, Scope
from secondcoder.publish.schema import Column, Table, row_of
from secondcoder.records.agreement_detail import ConsensusAgreement


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsensusRow:
    """A coder against the consensus of the other people."""

    coder: Annotated[
        str,
        Column("Who, by name; for a trivial coder what it gives; empty for all people together."),
    ]
    coder_is: Annotated[str, Column("person; people: all of them; machine; or trivial.")]
    beside: Annotated[
        str, Column("The machine on whose passages this is, by name; empty without a machine.")
    ]
    scope: Scope
    others: Annotated[int, Column("People whose consensus it is held against.")]
    units: Annotated[
        int,
        Column(
            "Passages compared. All people, a machine and a trivial coder stand in the place of "
            "each person in turn, and a passage counts once for each place."
        ),
    ]
    documents: DocumentsOfUnits
    given: Annotated[int, Column("Codes that the coder gave.")]
    agreed: Annotated[int, Column("Codes of the consensus.")]
    both: Annotated[int, Column("Codes of the consensus that the coder gave.")]
    ratio: Annotated[float | None, Column("Codes given for each code of the consensus.")]
    precision: Annotated[float | None, Column("Both / given.")]
    recall: Annotated[float | None, Column("Both / codes of the consensus.")]
    f1: Annotated[float | None, Column("2 both / (given + codes of the consensus).")]
    f1_low: Annotated[float | None, Column("Lower end of F1's 95 % interval.")]
    f1_high: Annotated[float | None, Column("Upper end of F1's 95 % interval.")]
    f1_macro: Annotated[float | None, Column("Mean of the codes' F1, where defined.")]
    exact: Annotated[
        float | None, Column("Share of passages with exactly the codes of the consensus, 0 to 1.")
    ]
    exact_low: Annotated[float | None, Column("Lower end of that share's 95 % interval.")]
    exact_high: Annotated[float | None, Column("Upper end of that share's 95 % interval.")]
    ac1: Annotated[float | None, Column("Gwet's AC1 of all codes' counts together.")]
    difference: Annotated[
        float | None, Column("F1 less that of all people together, on the same passages.")
    ]
    difference_low: Annotated[float | None, Column("Lower end of its 95 % interval.")]
    difference_high: Annotated[float | None, Column("Upper end of its 95 % interval.")]
    note: Note


AGREEMENT_CONSENSUS = Table(
    "agreement_consensus",
    ConsensusRow,
    "Each coder against the consensus of the other people: codes that more than half of them "
    "gave; where exactly half did, there is none and the code is left out on that passage. A "
    "consensus is not the truth: it leaves out what only one person noticed.",
    sheet="Against the consensus",
    counted=True,
)


def consensus_rows(found: Sequence[ConsensusAgreement]) -> Iterator[ConsensusRow]:
    """Yield every coder and level."""
    return (row_of(ConsensusRow, value) for value in found)
