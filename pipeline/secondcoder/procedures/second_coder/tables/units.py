"""Agreement by other units, of several coders, beside people, and of themes with codes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from secondcoder.agreement.study.definition import UNCODED
from secondcoder.procedures.second_coder.tables.common import (
    Beside,
    CodeId,
    CodeIdOrAll,
    CodeLabel,
    Coder,
    Coefficient,
    DocumentsOfUnits,
    First,
    High,
    Low,
    Note,
    Scope,
    Second,
    SecondIs,
    ThemeId,
    ThemeLabel,
    Uncoded,
    label_of,
)
from secondcoder.publish.schema import Column, Table, row_of
from secondcoder.records.agreement import (
    AgainstCoder,
    PairedDifference,
    SaturationPoint,
    UnitAgreement,
)
from secondcoder.records.alignment import AlignedPair
from secondcoder.records.coders import kind_of
from secondcoder.records.results import Theme


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRow:
    """One coefficient of two coders over one kind of unit."""

    first: First
    second: Second
    second_is: SecondIs
    unit: Annotated[str, Column("passage, sentence, character, or span: a marked stretch.")]
    scope: Scope
    code_id: CodeIdOrAll
    code: CodeLabel
    coefficient: Coefficient
    value: Annotated[float | None, Column("Its value.")]
    low: Low
    high: High
    counted: Annotated[int, Column("Units; for span the stretches of both coders.")]
    documents: DocumentsOfUnits
    uncoded: Uncoded
    note: Note


AGREEMENT_UNITS = Table(
    "agreement_units",
    UnitRow,
    "The same codings over passages, sentences, characters and marked stretches; ‘uncoded’ says "
    "what becomes of text without a code.",
    sheet="Agreement by unit",
    links={"code_id": "Codebook"},
    counted=True,
)


def unit_rows(found: Sequence[UnitAgreement], labels: Mapping[str, str]) -> Iterator[UnitRow]:
    """Yield every coefficient; ``labels`` are codes' by id."""
    for value in found:
        yield row_of(
            UnitRow,
            value,
            first=value.first.label,
            second=value.second.label,
            second_is=kind_of(value.second),
            code=label_of(value.code_id, labels),
            uncoded=UNCODED[value.unit],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceRow:
    """A person with another person, less the same person with a machine."""

    coder: Coder
    other: Annotated[str, Column("The other person.")]
    scope: Scope
    code_id: CodeIdOrAll
    code: CodeLabel
    coefficient: Coefficient
    units: Annotated[int, Column("Passages that both people saw.")]
    documents: DocumentsOfUnits
    with_other: Annotated[float | None, Column("The coefficient of the two people.")]
    with_machine: Annotated[float | None, Column("That of the person and the machine.")]
    difference: Annotated[float | None, Column("The first less the second.")]
    low: Low
    high: High
    note: Note
    beside: Beside


AGREEMENT_DIFFERENCES = Table(
    "agreement_differences",
    DifferenceRow,
    "How much better a person agrees with another person than with a machine, on the same "
    "passages, with the interval of the difference.",
    counted=True,
)


def difference_rows(
    found: Sequence[PairedDifference], labels: Mapping[str, str]
) -> Iterator[DifferenceRow]:
    """Yield every pair of people; ``labels`` are codes' by id."""
    for value in found:
        yield row_of(DifferenceRow, value, code=label_of(value.code_id, labels))


@dataclass(frozen=True, slots=True, kw_only=True)
class AltTestRow:
    """The alternative annotator test against one person, or as a whole."""

    scope: Scope
    coder: Annotated[str, Column("The person; empty for the whole test.")]
    units: Annotated[int, Column("Passages that were tested.")]
    machine_advantage: Annotated[
        float | None, Column("Share of passages on which the machine is nearer to the others.")
    ]
    human_advantage: Annotated[float | None, Column("Share on which the person is nearer.")]
    p: Annotated[float | None, Column("p of the machine being better by epsilon.")]
    wins: Annotated[str, Column("yes, no; empty where not tested.")]
    winning_rate: Annotated[
        float | None, Column("Share of all people whom the machine outdoes, as published.")
    ]
    epsilon: Annotated[float, Column("What a person's effort is worth, set by the study.")]
    note: Note
    beside: Annotated[str, Column("The machine that is tested, by name.")]


ALT_TEST = Table(
    "alt_test",
    AltTestRow,
    "The alternative annotator test (Calderon and others 2025): whether a machine stands nearer "
    "to the other people than each person does. Needs three or more people.",
    counted=True,
)


def alt_test_rows(found: Sequence[AgainstCoder]) -> Iterator[AltTestRow]:
    """Yield every person and the whole test."""
    return (row_of(AltTestRow, value) for value in found)


@dataclass(frozen=True, slots=True, kw_only=True)
class AlignmentRow:
    """A theme and a code held against chance."""

    theme_id: ThemeId
    theme: ThemeLabel
    code_id: CodeId
    code: CodeLabel
    kappa: Annotated[float | None, Column("Kappa of lying in the theme and carrying the code.")]
    p: Annotated[
        float | None, Column("Chance of a kappa as large for the code's best theme.", decimals=5)
    ]
    q: Annotated[
        float | None,
        Column(
            "The same p, corrected for the number of codes and of pairs; never below p.", decimals=5
        ),
    ]
    borderline: Annotated[bool, Column("Whether other random shifts might decide otherwise.")]
    least_kappa: Annotated[
        float | None,
        Column("What kappa must exceed for a pair with this code to be more than chance."),
    ]
    place_p: Annotated[
        float | None,
        Column(
            "Chance of a kappa as large with themes of other documents at the same place.",
            decimals=5,
        ),
    ]
    place_q: Annotated[float | None, Column("The same, corrected as q.", decimals=5)]
    place: Annotated[
        str,
        Column(
            "beyond: more than the place in the document brings; may explain: it cannot be told "
            "from it; empty for pairs that are not more than chance or were not tested."
        ),
    ]
    kept: Annotated[bool, Column("Whether the pair is kept: more than chance.")]
    of_theme: Annotated[float, Column("Share of the theme's passages that carry the code, 0 to 1.")]
    of_code: Annotated[float, Column("Share of the code's passages that lie in the theme, 0 to 1.")]
    relation: Annotated[
        str, Column("matches, splits, merges, overlaps; empty for pairs not kept.", width=17)
    ]
    assigned: Annotated[bool, Column("Whether the pair is part of the one-to-one assignment.")]
    beside: Annotated[str, Column("The machine whose codes these are; empty for people’s.")]


ALIGNMENT = Table(
    "alignment",
    AlignmentRow,
    "Every theme and code that were held against chance: kappa, p and q of the circular shift, and "
    "the share of each that lies in the other.",
    sheet="Alignment",
    links={"theme_id": "Themes", "code_id": "Codebook"},
    counted=True,
)


def alignment_rows(
    found: Sequence[AlignedPair], labels: Mapping[str, str], themes: Sequence[Theme]
) -> Iterator[AlignmentRow]:
    """Yield every pair that was tested; ``labels`` are codes' by id."""
    names = {theme.id: theme.label for theme in themes}
    for pair in found:
        yield row_of(
            AlignmentRow,
            pair,
            code=labels[pair.code_id],
            theme=names[pair.theme_id],
            beside=pair.coded_by.label if pair.coded_by else "",
        )


def of_people(rows: Sequence[AlignmentRow]) -> list[AlignmentRow]:
    """Return the pairs of themes and the codes that people gave."""
    return [row for row in rows if not row.beside]


@dataclass(frozen=True, slots=True, kw_only=True)
class SaturationRow:
    """How many codes had been met after a number of documents."""

    reader: Annotated[str, Column("people, or a machine by name.")]
    documents: Annotated[int, Column("Documents read.")]
    in_order: Annotated[int, Column("Different codes met, in the study's order of documents.")]
    mean: Annotated[float, Column("Mean over random orders of documents.")]
    low: Annotated[float, Column("Lower end of the middle nine tenths of these orders.")]
    high: Annotated[float, Column("Upper end of the middle nine tenths of these orders.")]


SATURATION = Table(
    "saturation",
    SaturationRow,
    "Different codes met after one document, two documents, and so on.",
    counted=True,
)


def saturation_rows(found: Sequence[SaturationPoint]) -> Iterator[SaturationRow]:
    """Yield every number of documents."""
    return (row_of(SaturationRow, point) for point in found)
