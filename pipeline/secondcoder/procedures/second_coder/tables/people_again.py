"""What people did more than once or together: the same person again, the negotiated coding."""

from dataclasses import dataclass
from typing import Annotated

from secondcoder.procedures.second_coder.tables.common import (
    CodeIdOrAll,
    CodeLabel,
    CoderIs,
    DocumentsOfUnits,
    High,
    Low,
    Note,
    Scope,
)
from secondcoder.publish.schema import Column, Table

Alpha = Annotated[float | None, Column("mv-alpha.")]
Kappa = Annotated[float | None, Column("Pooled kappa.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class NegotiatedRow:
    """A coder held against what people decided together."""

    coder: Annotated[str, Column("Whose coding: a person’s own before anything was shown, or a "
                                 "machine’s.")]  # fmt: skip
    coder_is: CoderIs
    members: Annotated[tuple[str, ...], Column("Who decided together.")]
    scope: Scope
    units: Annotated[int, Column("Passages that all of them, and the coder, saw.")]
    documents: DocumentsOfUnits
    decided: Annotated[
        int, Column("Passages and codes among them that were decided together; the rest all agree.")
    ]
    undecided: Annotated[int, Column("Passages and codes left out, since nothing holds for all.")]
    given: Annotated[int, Column("Codes that the coder gave.")]
    agreed: Annotated[int, Column("Codes of the negotiated coding.")]
    both: Annotated[int, Column("Codes of both.")]
    precision: Annotated[float | None, Column("Both / given.")]
    recall: Annotated[float | None, Column("Both / codes of the negotiated coding.")]
    f1: Annotated[float | None, Column("2 both / (given + codes of the negotiated coding).")]
    low: Annotated[float | None, Column("Lower end of F1’s 95 % interval over documents.")]
    high: Annotated[float | None, Column("Upper end of that interval.")]
    exact: Annotated[float | None, Column("Share of passages with exactly the same codes.")]
    pooled_kappa: Kappa
    note: Note


AGREEMENT_NEGOTIATED = Table(
    "agreement_negotiated",
    NegotiatedRow,
    "Each coder against the negotiated coding: what people decided together, and what all of them "
    "agree on. People took part in it, so that their nearness to it is no reliability; and who saw "
    "a machine’s codes when negotiating may have been drawn to them.",
    sheet="Negotiated coding",
    counted=True,
    optional=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgainRow:
    """The same person, coding the same passages twice."""

    coder: Annotated[str, Column("The person.")]
    first: Annotated[str, Column("The first time: imported, or the name of a round.")]
    second: Annotated[str, Column("The second time: the name of a round.")]
    scope: Scope
    units: Annotated[int, Column("Passages coded both times.")]
    documents: DocumentsOfUnits
    days: Annotated[
        float | None,
        Column(
            "Days between the two, median over passages; empty for imported coding.", decimals=1
        ),
    ]
    shown_between: Annotated[
        int,
        Column(
            "Passages of which the person had seen a suggestion, or decided, before the second."
        ),
    ]
    alpha: Alpha
    low: Low
    high: High
    pooled_kappa: Kappa
    percent: Annotated[float | None, Column("Share of passages and codes alike, 0 to 1.")]
    f1: Annotated[float | None, Column("Positive agreement over all codes.")]
    note: Note


AGREEMENT_AGAIN = Table(
    "agreement_again",
    AgainRow,
    "How far each person agrees with themselves when they code the same passages again "
    "(intra-coder agreement), from the record of coding.",
    sheet="The same person again",
    counted=True,
    optional=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceClassRow:
    """How often differences of a code were put into a class."""

    reviewer: Annotated[str, Column("Who said so.")]
    code_id: CodeIdOrAll
    code: CodeLabel
    kind: Annotated[
        str,
        Column(
            "Class of the difference: boundary, context missed, meta-talk, latent meaning, "
            "negation, other."
        ),
    ]
    person_only: Annotated[int, Column("Passages to which only the person had given the code.")]
    machine_only: Annotated[int, Column("Passages to which only a machine had given it.")]
    neither_only: Annotated[int, Column("Passages on which they did not differ by then.")]


DIFFERENCE_CLASSES = Table(
    "difference_classes",
    DifferenceClassRow,
    "What people said of differences between themselves and a machine, counted by class. They "
    "classed what they looked at: shares are of those, not of all differences.",
    sheet="Classes of differences",
    links={"code_id": "Codebook"},
    counted=True,
    optional=True,
)
