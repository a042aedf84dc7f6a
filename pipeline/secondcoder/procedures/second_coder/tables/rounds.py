"""Rounds of coding: with which codebook, on which passages, with which agreement."""

from dataclasses import dataclass
from typing import Annotated

from secondcoder.procedures.second_coder.tables.common import (
    CodeId,
    CodeLabel,
    Document,
    High,
    Low,
    Note,
    PassageId,
)
from secondcoder.publish.schema import Column, Table

RoundName = Annotated[str, Column("The name of the round; empty: before the first.", width=24)]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundRow:
    """A round."""

    round: RoundName
    purpose: Annotated[str, Column("coding, pilot or training; the last two are not counted.")]
    version: Annotated[str, Column("The version of its codebook: a hash of the entries.")]
    changes: Annotated[
        tuple[str, ...], Column("What differs from the codebook before, in words.", width=60)
    ]
    passages: Annotated[int, Column("Passages drawn for it.")]
    repeated: Annotated[int, Column("Those that somebody had coded in an earlier round.")]
    coders: Annotated[tuple[str, ...], Column("Who finished passages in it.")]


ROUNDS = Table(
    "rounds",
    RoundRow,
    "The rounds of first coding: their purpose, the codebook of each and what changed in it.",
    sheet="Rounds",
    optional=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundAgreementRow:
    """Two people in a round."""

    round: Annotated[str, Column("The round; final: all rounds of coding together.", width=24)]
    first: Annotated[str, Column("Whose coding.")]
    second: Annotated[str, Column("Whose coding it is compared with.")]
    which: Annotated[
        str,
        Column("all passages, fresh ones, or repeated ones (a rise there may be memory)."),
    ]
    code_id: Annotated[str, Column("Id of the code; empty for all codes, pooled.")]
    code: CodeLabel
    passages: Annotated[int, Column("Passages that both finished.")]
    documents: Annotated[int, Column("Documents that they lie in.")]
    both: Annotated[int, Column("Passages to which both gave the code.")]
    first_only: Annotated[int, Column("Those to which only the first gave it.")]
    second_only: Annotated[int, Column("Those to which only the second gave it.")]
    neither: Annotated[int, Column("Those to which neither gave it.")]
    kappa: Annotated[float | None, Column("Cohen's kappa; pooled over codes where none is named.")]
    low: Low
    high: High
    note: Note
    gate: Annotated[str, Column("What the code had to reach, fixed before the round.")]
    outcome: Annotated[str, Column("passed, again, drop, or not used.")]


ROUND_AGREEMENT = Table(
    "agreement_rounds",
    RoundAgreementRow,
    "Agreement in first coding by round. Passages of pilot and training rounds are in no row of "
    "‘final’, in whichever round they were coded. One person’s coding of the same passages again "
    "stands in agreement_again.csv.",
    sheet="Agreement by round",
    links={"code_id": "Codebook"},
    counted=True,
    optional=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedEarlierRow:
    """A coding that was made when the code's entry meant something else."""

    passage_id: PassageId
    document: Document
    code_id: CodeId
    code: CodeLabel
    coder: Annotated[str, Column("Whose coding or decision.")]
    kind: Annotated[str, Column("coding, decision or joint decision.")]
    round: RoundName


CODED_EARLIER = Table(
    "coded_under_older",
    CodedEarlierRow,
    "Coding and decisions made under an older definition of the code, for another look. An entry "
    "whose words stayed the same, such as one with a mended comma, makes nothing older.",
    sheet="Coded earlier",
    links={"passage_id": "Passages", "code_id": "Codebook"},
    optional=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedEarlierRow:
    """A coding that was brought in from a round whose codebook meant something else by the code."""

    passage_id: PassageId
    document: Document
    code_id: CodeId
    code: CodeLabel
    coder: Annotated[str, Column("Whose coding.")]
    round: Annotated[str, Column("The round that its table names.", width=24)]


IMPORTED_EARLIER = Table(
    "imported_under_older",
    ImportedEarlierRow,
    "Coding that was brought in from a round whose codebook (`[rounds]` of study.toml) said "
    "something else of the code, for another look. A mended slip in an entry makes nothing older.",
    sheet="Imported earlier",
    links={"passage_id": "Passages", "code_id": "Codebook"},
    optional=True,
)
OF_ROUNDS = (ROUNDS, ROUND_AGREEMENT, CODED_EARLIER)
