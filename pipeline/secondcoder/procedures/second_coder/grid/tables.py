"""The table of a specification curve."""

from dataclasses import dataclass
from typing import Annotated, Any

from secondcoder.procedures.second_coder.tables.common import High, Low, Note, Scope
from secondcoder.publish.schema import Column, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecificationRow:
    """A person beside the machine under one combination of settings."""

    number: Annotated[int, Column("Number of the combination; 1 is the study’s own.")]
    own: Annotated[bool, Column("Whether these are the settings of study.toml.")]
    encoder: Annotated[str, Column("The encoder.", width=24)]
    unit: Annotated[str, Column("How documents are cut into passages.", width=20)]
    overlap: Annotated[float, Column("Share of a passage that a coded stretch must cover, 0 to 1.")]
    basis: Annotated[str, Column("What the machine may see: codebook, or coding out of fold too.")]
    learnt: Annotated[
        bool, Column("Whether it learnt from coding: with too little coding it cannot.")
    ]
    codes_a_passage: Annotated[str, Column("How many codes a passage gets.", width=20)]
    seed: Annotated[int, Column("Seed.")]
    coder: Annotated[str, Column("The person beside the machine.")]
    scope: Scope
    coefficient: Annotated[str, Column("The headline coefficient.")]
    passages: Annotated[int, Column("Passages compared.")]
    given: Annotated[float, Column("Codes that the machine gives for each passage.")]
    value: Annotated[float | None, Column("The coefficient.")]
    low: Low
    high: High
    told: Annotated[int, Column("Conclusions that the person’s coding tells.")]
    holds: Annotated[int, Column("Those that hold under the machine’s coding.")]
    flips: Annotated[int, Column("Those that flip; what is left cannot be told.")]
    note: Note


SPECIFICATION_CURVE = Table(
    "specification_curve",
    SpecificationRow,
    "The headline coefficient and the conclusions under every combination of settings of the "
    "grid ([comparison.grid] in study.toml, else a small one): how far the result hangs on choices "
    "that could have been made otherwise.",
    sheet="Specification curve",
)
TABLES: tuple[Table[Any], ...] = (SPECIFICATION_CURVE,)
