"""Agreement: counts and coefficients by code and over all codes, and what they are."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from secondcoder.agreement.study.definition import PASSAGES
from secondcoder.agreement.study.definitions import DEFINITIONS
from secondcoder.procedures.second_coder.tables.common import (
    CodeId,
    CodeLabel,
    Coder,
    Coefficient,
    Documents,
    DocumentsOfUnits,
    IntervalNote,
    Level,
    Note,
    Scope,
    Uncoded,
    Units,
)
from secondcoder.publish.schema import Column, Table, row_of
from secondcoder.records.agreement import CodeAgreement, OverallAgreement
from secondcoder.records.coders import BUNDLED, MACHINE, Machine, kind_of

First = Annotated[str, Column("One coder, always a person.")]
Second = Annotated[str, Column("The other coder: a person, or the machine.")]
SecondIs = Annotated[str, Column("What the other coder is: person, or machine.")]
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
    """A person and the machine on one code."""

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


AGREEMENT = Table(
    "agreement",
    AgreementRow,
    "Each person and the machine, code by code: counts and coefficients. Agreement is not "
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
AGREEMENT_SHEET = Table(
    "agreement",
    PeopleRow,
    "Counts and coefficients for every code and pair of coders. Agreement is not accuracy: two "
    "coders can agree and both be mistaken. An empty cell is undefined; ‘note’ says why.",
    sheet="Agreement",
    links={"code_id": "Codebook"},
)
"""Only a sheet: both tables together."""


def agreement_rows(
    per_code: Sequence[CodeAgreement], labels: Mapping[str, str]
) -> Iterator[AgreementRow]:
    """Yield people with the machine; ``labels`` are codes' by id."""
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
            )


def people_rows(
    per_code: Sequence[CodeAgreement], labels: Mapping[str, str]
) -> Iterator[PeopleRow]:
    """Yield people with each other; ``labels`` are codes' by id."""
    for pair in per_code:
        if not isinstance(pair.second, Machine):
            low, high = pair.interval or (None, None)
            yield row_of(
                PeopleRow,
                pair,
                first=pair.first.name,
                second=pair.second.name,
                second_is=kind_of(pair.second),
                code=labels[pair.code_id],
                units=_units(pair),
                kappa_low=low,
                kappa_high=high,
                uncoded=PASSAGES,
            )


def with_second(row: AgreementRow) -> PeopleRow:
    """Return a person with the machine as a row of any two coders."""
    return row_of(
        PeopleRow,
        row,
        first=row.coder,
        second=BUNDLED.name,
        second_is=MACHINE,
        first_only=row.human_only,
        second_only=row.machine_only,
    )


def _units(pair: CodeAgreement) -> int:
    return pair.both + pair.first_only + pair.second_only + pair.neither


@dataclass(frozen=True, slots=True, kw_only=True)
class OverallRow:
    """Two coders over all codes of one level, or over the leaves."""

    first: First
    second: Second
    second_is: SecondIs
    level: Annotated[int | None, Column("Level of the codebook; empty for the leaves.")]
    units: Units
    codes: Annotated[int, Column("Codes counted.")]
    pooled_kappa: Annotated[float | None, Column("Kappa of the counts of all codes together.")]
    pooled_percent: Annotated[float | None, Column("Percent agreement of these counts, 0 to 1.")]
    mean_kappa: Annotated[float | None, Column("Mean of the codes' kappas where defined.")]
    alpha: Annotated[float | None, Column("mv-alpha over the sets of codes of each passage.")]
    positive_agreement: Annotated[float | None, Column("F1 of all applied codes together.")]
    kappa_low: Annotated[float | None, Column("Lower end of the pooled kappa's 95 % interval.")]
    kappa_high: Annotated[float | None, Column("Upper end of the pooled kappa's 95 % interval.")]
    note: Note
    scope: Scope
    documents: DocumentsOfUnits
    alpha_low: Annotated[float | None, Column("Lower end of mv-alpha's 95 % interval.")]
    alpha_high: Annotated[float | None, Column("Upper end of mv-alpha's 95 % interval.")]
    bootstrap_low: Annotated[
        float | None, Column("Lower end of the pooled kappa's interval over drawn documents.")
    ]
    bootstrap_high: Annotated[
        float | None, Column("Upper end of the pooled kappa's interval over drawn documents.")
    ]
    jaccard_alpha: Annotated[float | None, Column("Alpha over sets with the Jaccard distance.")]
    masi_alpha: Annotated[float | None, Column("Alpha over sets with the MASI distance.")]
    kappa_min: Annotated[float | None, Column("Least kappa of a code.")]
    kappa_max: Annotated[float | None, Column("Greatest kappa of a code.")]
    codes_with_kappa: Annotated[int, Column("Codes whose kappa is defined.")]
    bcubed: Annotated[float | None, Column("B-cubed F of the two groupings of passages.")]
    omega: Annotated[float | None, Column("Omega index of the two groupings of passages.")]
    interval_note: IntervalNote
    uncoded: Uncoded


AGREEMENT_OVERALL = Table(
    "agreement_overall",
    OverallRow,
    "Every pair of coders over all codes of a level, and over the leaves of the tree. ‘alpha’ is "
    "mv-alpha. Definitions and sources stand on the sheet of that name.",
    sheet="Agreement overall",
    counted=True,
)


def overall_rows(pairs: Sequence[OverallAgreement]) -> Iterator[OverallRow]:
    """Yield every pair of coders and level."""
    for pair in pairs:
        ends = {
            "kappa": pair.interval,
            "alpha": pair.alpha_interval,
            "bootstrap": pair.bootstrap,
        }
        low = {f"{name}_low": interval[0] if interval else None for name, interval in ends.items()}
        high = {
            f"{name}_high": interval[1] if interval else None for name, interval in ends.items()
        }
        yield row_of(
            OverallRow,
            pair,
            first=pair.first.name,
            second=pair.second.name,
            second_is=kind_of(pair.second),
            uncoded=PASSAGES,
            **low,
            **high,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinitionRow:
    """What a coefficient is."""

    coefficient: Coefficient
    table: Annotated[str, Column("Tables in which it stands.", width=26)]
    column: Annotated[str, Column("Its column there.")]
    formula: Annotated[str, Column("Its formula.", width=70)]
    source: Annotated[str, Column("Where it was published.", width=50)]
    uncoded: Uncoded


DEFINITIONS_TABLE = Table(
    "definitions",
    DefinitionRow,
    "What every coefficient is: formula, source, and what it makes of text without a code.",
    sheet="Definitions",
    counted=True,
)


def definition_rows() -> Iterator[DefinitionRow]:
    """Yield every coefficient."""
    return (row_of(DefinitionRow, definition) for definition in DEFINITIONS)
