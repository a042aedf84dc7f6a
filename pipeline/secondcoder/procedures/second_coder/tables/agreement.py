"""Agreement: counts and coefficients, code by code."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from secondcoder.agreement.study.definition import PASSAGES
from secondcoder.procedures.second_coder.tables.common import (
    Beside,
    CodeId,
    CodeLabel,
    Coder,
    Documents,
    First,
    IntervalNote,
    Level,
    Note,
    Second,
    SecondIs,
    Uncoded,
    Units,
)
from secondcoder.publish.schema import Column, Table, row_of
from secondcoder.records.agreement import CodeAgreement
from secondcoder.records.coders import BUNDLED, MACHINE, Machine, kind_of

Percent = Annotated[float | None, Column("Share of passages on which they agree, 0 to 1.")]
Kappa = Annotated[float | None, Column("Cohen's kappa.")]
Alpha = Annotated[float | None, Column("Krippendorff's alpha, nominal.")]
PositiveAgreement = Annotated[
    float | None, Column("Share of agreement among passages to which either gave the code (F1).")
]
KappaLow = Annotated[float | None, Column("Lower end of kappa's 95 % interval.")]
KappaHigh = Annotated[float | None, Column("Upper end of kappa's 95 % interval.")]
Pi = Annotated[float | None, Column("Scott's pi.")]
NegativeAgreement = Annotated[
    float | None, Column("Share of agreement among passages that either left without the code.")
]
Prevalence = Annotated[float | None, Column("Prevalence index: (both − neither) / passages.")]
Bias = Annotated[float | None, Column("Bias index: (first only − second only) / passages.")]
Ac1 = Annotated[float | None, Column("Gwet's AC1.")]
Pabak = Annotated[float | None, Column("Prevalence- and bias-adjusted kappa: 2 Po − 1.")]
UnitsNeeded = Annotated[
    int | None, Column("Passages to code twice to tell alpha above .667 from below.")
]
Both = Annotated[int, Column("Passages to which both gave the code.")]
Neither = Annotated[int, Column("Passages to which neither gave the code.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementRow:
    """A person and a machine on one code."""

    code_id: CodeId
    code: CodeLabel
    both: Both
    human_only: Annotated[int, Column("Passages to which only the person gave the code.")]
    machine_only: Annotated[int, Column("Passages to which only the machine gave the code.")]
    neither: Neither
    percent: Percent
    kappa: Kappa
    alpha: Alpha
    positive_agreement: PositiveAgreement
    coder: Coder
    level: Level
    units: Units
    kappa_low: KappaLow
    kappa_high: KappaHigh
    note: Note
    documents: Documents
    pi: Pi
    negative_agreement: NegativeAgreement
    prevalence: Prevalence
    bias: Bias
    ac1: Ac1
    pabak: Pabak
    units_needed: UnitsNeeded
    interval_note: IntervalNote
    uncoded: Uncoded
    beside: Beside


AGREEMENT = Table(
    "agreement",
    AgreementRow,
    "Each person and each machine, code by code: counts and coefficients. Agreement is not "
    "accuracy: two coders can agree and both be mistaken. An empty cell is undefined; ‘note’ says "
    "why.",
    counted=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleRow:
    """Two coders on one code."""

    code_id: CodeId
    code: CodeLabel
    first: First
    second: Second
    second_is: SecondIs
    both: Both
    first_only: Annotated[int, Column("Passages to which only the first gave the code.")]
    second_only: Annotated[int, Column("Passages to which only the second gave the code.")]
    neither: Neither
    percent: Percent
    kappa: Kappa
    alpha: Alpha
    positive_agreement: PositiveAgreement
    level: Level
    units: Units
    kappa_low: KappaLow
    kappa_high: KappaHigh
    note: Note
    documents: Documents
    pi: Pi
    negative_agreement: NegativeAgreement
    prevalence: Prevalence
    bias: Bias
    ac1: Ac1
    pabak: Pabak
    units_needed: UnitsNeeded
    interval_note: IntervalNote
    uncoded: Uncoded


AGREEMENT_HUMANS = Table(
    "agreement_humans",
    PeopleRow,
    "Every two people, code by code: counts and coefficients. An empty cell is undefined; ‘note’ "
    "says why.",
    counted=True,
)
AGREEMENT_MACHINES = Table(
    "agreement_machines",
    PeopleRow,
    "Every two machines, code by code: counts and coefficients. That machines agree says nothing "
    "of how they agree with people. An empty cell is undefined; ‘note’ says why.",
    counted=True,
)
AGREEMENT_SHEET = Table(
    "agreement",
    PeopleRow,
    "Counts and coefficients for every code and pair of coders. Agreement is not accuracy: two "
    "coders can agree and both be mistaken. An empty cell is undefined; ‘note’ says why.",
    sheet="Agreement",
    links={"code_id": "Codebook"},
)
"""Only a sheet: people with machines, and people with each other."""


def agreement_rows(
    per_code: Sequence[CodeAgreement], labels: Mapping[str, str]
) -> Iterator[AgreementRow]:
    """Yield people with machines; ``labels`` are codes' by id."""
    for pair in per_code:
        if isinstance(pair.second, Machine):
            low, high = pair.interval or (None, None)
            yield row_of(
                AgreementRow,
                pair,
                code=labels[pair.code_id],
                coder=pair.first.name,
                human_only=pair.first_only,
                machine_only=pair.second_only,
                units=_units(pair),
                kappa_low=low,
                kappa_high=high,
                uncoded=PASSAGES,
                beside=pair.second.label,
            )


def people_rows(
    per_code: Sequence[CodeAgreement], labels: Mapping[str, str]
) -> Iterator[PeopleRow]:
    """Yield people with each other, or machines; ``labels`` are codes' by id."""
    for pair in per_code:
        if kind_of(pair.first) == kind_of(pair.second):
            low, high = pair.interval or (None, None)
            yield row_of(
                PeopleRow,
                pair,
                first=pair.first.label,
                second=pair.second.label,
                second_is=kind_of(pair.second),
                code=labels[pair.code_id],
                units=_units(pair),
                kappa_low=low,
                kappa_high=high,
                uncoded=PASSAGES,
            )


def with_second(row: AgreementRow) -> PeopleRow:
    """Return a person with a machine as a row of any two coders."""
    return row_of(
        PeopleRow,
        row,
        first=row.coder,
        second=row.beside or BUNDLED.label,
        second_is=MACHINE,
        first_only=row.human_only,
        second_only=row.machine_only,
    )


def _units(pair: CodeAgreement) -> int:
    return pair.both + pair.first_only + pair.second_only + pair.neither
