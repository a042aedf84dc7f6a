"""Agreement of three or more coders together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from secondcoder.agreement.study.definition import PASSAGES
from secondcoder.procedures.second_coder.tables.common import (
    CodeIdOrAll,
    CodeLabel,
    DocumentsOfUnits,
    High,
    Low,
    Note,
    Scope,
    Uncoded,
    label_of,
    low_and_high,
    with_ends,
)
from secondcoder.publish.schema import Column, Table, row_of
from secondcoder.records.agreement import PanelAgreement

OTHERS = {
    "fleiss": "Fleiss' kappa",
    "jaccard": "alpha with Jaccard's distance",
    "masi": "alpha with MASI",
}
"""Coefficients after alpha that have an interval, by what their columns begin with."""


@dataclass(frozen=True, slots=True, kw_only=True)
@with_ends(OTHERS)
class PanelRow:
    """Three or more coders together."""

    group: Annotated[str, Column("people, people and machine, or machines.")]
    scope: Scope
    code_id: CodeIdOrAll
    code: CodeLabel
    coders: Annotated[int, Column("Number of coders.")]
    units: Annotated[int, Column("Passages that at least two of them saw.")]
    documents: DocumentsOfUnits
    alpha: Annotated[
        float | None, Column("Krippendorff's alpha of one code; over many codes mv-alpha.")
    ]
    low: Low
    high: High
    fleiss: Annotated[float | None, Column("Fleiss' kappa, as generalized to missing values.")]
    jaccard_alpha: Annotated[float | None, Column("Alpha over sets with the Jaccard distance.")]
    masi_alpha: Annotated[float | None, Column("Alpha over sets with the MASI distance.")]
    uncoded: Uncoded
    note: Note
    beside: Annotated[str, Column("The machine among them, by name; empty for people alone.")]


AGREEMENT_PANEL = Table(
    "agreement_panel",
    PanelRow,
    "Agreement of three or more coders together, over passages that at least two of them saw.",
    counted=True,
)


def panel_rows(found: Sequence[PanelAgreement], labels: Mapping[str, str]) -> Iterator[PanelRow]:
    """Yield every group and code; ``labels`` are codes' by id."""
    for value in found:
        yield row_of(
            PanelRow,
            value,
            code=label_of(value.code_id, labels),
            uncoded=PASSAGES,
            **low_and_high({**dict.fromkeys(OTHERS), **value.intervals}),
        )
