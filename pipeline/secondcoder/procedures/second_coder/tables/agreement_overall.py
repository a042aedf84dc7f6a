"""Agreement over all codes together, and what every coefficient is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated

from secondcoder.agreement.study.definition import PASSAGES
from secondcoder.agreement.study.definitions import DEFINITIONS
from secondcoder.procedures.second_coder.tables.common import (
    Beside,
    Coder,
    Coefficient,
    DocumentsOfUnits,
    First,
    IntervalNote,
    Note,
    Scope,
    Second,
    SecondIs,
    Uncoded,
    Units,
    low_and_high,
    with_ends,
)
from secondcoder.publish.schema import Column, Table, row_of
from secondcoder.records.agreement import OverallAgreement
from secondcoder.records.agreement_detail import Baseline
from secondcoder.records.coders import kind_of

OTHERS = {
    "percent": "percent agreement",
    "positive": "positive agreement",
    "mean_kappa": "the mean kappa",
    "jaccard": "alpha with Jaccard's distance",
    "masi": "alpha with MASI",
    "bcubed": "B-cubed F",
    "omega": "the omega index",
}
"""Coefficients after the pooled kappa and mv-alpha, by what their intervals' columns begin with."""


@dataclass(frozen=True, slots=True, kw_only=True)
@with_ends(OTHERS)
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
    "Every person with each machine and each other person, over all codes of a level, and over the "
    "leaves of the tree. ‘alpha’ is mv-alpha. Definitions and sources stand on "
    "the sheet of that name.",
    sheet="Agreement overall",
    counted=True,
)


AGREEMENT_MACHINES_OVERALL = Table(
    "agreement_machines_overall",
    OverallRow,
    "Every two machines over all codes of a level, and over the leaves of the tree. That machines "
    "agree says nothing of how they agree with people. ‘alpha’ is mv-alpha.",
    sheet="Among machines",
    counted=True,
)


def overall_rows(pairs: Sequence[OverallAgreement]) -> Iterator[OverallRow]:
    """Yield every pair of coders and level."""
    for pair in pairs:
        ends = {
            "kappa": pair.interval,
            "alpha": pair.alpha_interval,
            "bootstrap": pair.bootstrap,
            **dict.fromkeys(OTHERS),
            **pair.intervals,
        }
        yield row_of(
            OverallRow,
            pair,
            first=pair.first.label,
            second=pair.second.label,
            second_is=kind_of(pair.second),
            uncoded=PASSAGES,
            **low_and_high(ends),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselineRow:
    """A trivial coder, or a copy of another person, beside a person."""

    coder: Coder
    beside: Beside
    scope: Scope
    trivial: Annotated[
        str,
        Column(
            "What it gives: no code, the person's commonest code everywhere, the machine's own "
            "sets dealt out at random (median of five draws), or what another person gave.",
            width=26,
        ),
    ]
    units: Units
    alpha: Annotated[float | None, Column("mv-alpha that it reaches.")]
    pooled_kappa: Annotated[float | None, Column("Pooled kappa that it reaches.")]
    pooled_percent: Annotated[float | None, Column("Percent agreement that it reaches, 0 to 1.")]


AGREEMENT_BASELINES = Table(
    "agreement_baselines",
    BaselineRow,
    "What coders who know nothing of the text reach against each person, in a machine's place and "
    "on the same passages, and as the upper mark what a copy of another person reaches: the marks "
    "that ‘agreement_overall’ is to be read beside.",
    sheet="Trivial coders",
    counted=True,
)


def baseline_rows(found: Sequence[Baseline]) -> Iterator[BaselineRow]:
    """Yield every person, machine, level and trivial coder."""
    return (row_of(BaselineRow, value) for value in found)


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
