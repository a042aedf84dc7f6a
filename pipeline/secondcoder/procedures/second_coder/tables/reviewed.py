"""What reviewers decided since, and what follows."""

from dataclasses import dataclass
from typing import Annotated

from secondcoder.procedures.second_coder.tables.common import (
    Beside,
    CodeId,
    CodeLabel,
    Coefficient,
    Document,
    High,
    Low,
    Note,
    PassageId,
    PassageText,
    Scope,
)
from secondcoder.procedures.second_coder.tables.decided_themes import DECIDED_THEMES
from secondcoder.procedures.second_coder.tables.rounds import OF_ROUNDS
from secondcoder.publish.schema import Column, Table

Reviewer = Annotated[str, Column("Who reviewed.")]
Reviewed = Annotated[str, Column("Whose coding was reviewed.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRow:
    """What holds now of one code on one passage."""

    passage_id: PassageId
    document: Document
    start: Annotated[int, Column("Where the passage begins in the document, in characters.")]
    code_id: CodeId
    code: CodeLabel
    reviewer: Annotated[str, Column("Who decided; the names of all for a joint decision.")]
    verdict: Annotated[str, Column("What was decided.")]
    applies: Annotated[bool | None, Column("Whether the code applies now; empty: undecided.")]
    other_code_id: Annotated[str, Column("The code that was chosen instead.")]
    note: Annotated[str, Column("The reviewer's note.", width=44, words=True)]
    revealed: Annotated[bool, Column("Whether the suggestion had been shown by then.")]
    carried: Annotated[str, Column("Why it stands on other passages than it was made on.")]
    human: Annotated[bool, Column("Whether the person had applied the code before.")]
    machine: Annotated[bool, Column("Whether a machine had suggested it.")]
    joint: Annotated[bool, Column("Whether reviewers decided together.")]
    decoy: Annotated[bool, Column("Whether neither had: shown so that a list gives nothing away.")]


DECISIONS = Table(
    "decisions",
    DecisionRow,
    "What reviewers decided, and whether the code applies afterwards (empty: undecided). A decoy "
    "is a passage to which neither person nor machine had given the code.",
    sheet="Decisions",
    links={"passage_id": "Passages", "code_id": "Codebook", "other_code_id": "Codebook"},
    optional=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SettledRow:
    """What holds of a code on a passage after review."""

    moment: Annotated[str, Column("reviewed: one person’s; together: that of all who reviewed.")]
    coder: Annotated[str, Column("Whose coding it is; empty for all together.")]
    passage_id: PassageId
    code_id: CodeId
    code: CodeLabel
    applies: Annotated[bool | None, Column("Whether the code applies; empty: undecided.")]
    reason: Annotated[str, Column("Why: own coding, went with the machine, decided together, …")]
    members: Annotated[tuple[str, ...], Column("Who decided together, if people did.")]


REVIEWED_CODING = Table(
    "reviewed_coding",
    SettledRow,
    "The final coding after review, the same for every page, table and export: each reviewer’s own "
    "coding with their decisions worked in, and what holds for all together. The codes above one "
    "that applies apply too and are not listed.",
    sheet="Reviewed coding",
    links={"passage_id": "Passages", "code_id": "Codebook"},
    optional=True,
)
REVIEWED_MOMENT, TOGETHER_MOMENT = "reviewed", "together"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """What one reviewer's decisions make of one code."""

    reviewer: Reviewer
    coder: Reviewed
    code_id: CodeId
    code: CodeLabel
    level: Annotated[int, Column("Level of the codebook, from 1 at the top.")]
    decided: Annotated[int, Column("Passages decided on.")]
    kept: Annotated[int, Column("Had the code, and keep it.")]
    added: Annotated[int, Column("Had it not, and get it.")]
    dropped: Annotated[int, Column("Had it, and lose it.")]
    left_out: Annotated[int, Column("Had it not, and do not get it.")]
    left_open: Annotated[int, Column("Undecided: unsure.")]
    decoys: Annotated[int, Column("Decoys among them.")]
    decoys_applied: Annotated[int, Column("Decoys to which the code was given.")]


REVIEW_CHANGES = Table(
    "review_changes",
    ChangeRow,
    "What the decisions of each reviewer make of the coding that was reviewed.",
    sheet="Changes by review",
    links={"code_id": "Codebook"},
    optional=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedRow:
    """Person and a machine before review or after it."""

    reviewer: Reviewer
    coder: Reviewed
    stage: Annotated[str, Column("before review, or after review: not reliability.")]
    scope: Scope
    code_id: Annotated[str, Column("Id of the code; empty for figures over many codes.")]
    code: CodeLabel
    level: Annotated[int | None, Column("Level of the codebook; empty for the leaves.")]
    units: Annotated[int | None, Column("Passages that the person saw.")]
    documents: Annotated[int | None, Column("Documents that they lie in.")]
    both: Annotated[int | None, Column("Passages to which both gave the code.")]
    human_only: Annotated[int | None, Column("Those to which only the person gave it.")]
    machine_only: Annotated[int | None, Column("Those to which only the machine gave it.")]
    neither: Annotated[int | None, Column("Those to which neither gave it.")]
    percent: Annotated[float | None, Column("Share on which they agree, 0 to 1.")]
    coefficient: Coefficient
    value: Annotated[float | None, Column("Its value.")]
    low: Low
    high: High
    note: Note
    beside: Beside


AGREEMENT_REVIEWED = Table(
    "agreement_reviewed",
    ReviewedRow,
    "Person and each machine before review and after it. What stands after review is not "
    "reliability: the person had seen what the machine says.",
    sheet="After review",
    links={"code_id": "Codebook"},
    counted=True,
    optional=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotCarriedRow:
    """A decision, or coding on the pages, that could not be brought over to this run."""

    document: Document
    start: Annotated[int, Column("Where the passage began in the document, in characters.")]
    text: Annotated[str, Column("The passage as it was then.", width=60, words=True)]
    code_id: Annotated[str, Column("Id of the code; empty where a passage was left uncoded.")]
    code: Annotated[str, Column("The code, if the study still has it.", width=30)]
    reviewer: Annotated[str, Column("Who decided or coded.")]
    kind: Annotated[str, Column("decision, coding, or joint decision.")]
    verdict: Annotated[str, Column("What was decided.")]
    note: Annotated[str, Column("The reviewer's note.", width=44, words=True)]
    reason: Annotated[str, Column("Why it could not be brought over.", width=40)]


NOT_CARRIED = Table(
    "decisions_not_carried",
    NotCarriedRow,
    "Decisions and coding of reviewers that stand on no passage or code of this run. They are kept "
    "in the review's file, and hold again if passage or code come back.",
    sheet="Not carried over",
    optional=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodingNextRow:
    """A code that a person gave a passage, as a study's table of coding."""

    coder: Annotated[str, Column("Whose coding it is.")]
    document: Document
    start: Annotated[int, Column("Where the passage begins in the document, in characters.")]
    end: Annotated[int, Column("Where it ends, exclusive.")]
    text: PassageText
    code: Annotated[str, Column("The code, as a path; empty: seen and left uncoded.", width=38)]
    memo: Annotated[str, Column("The person's note on it.", width=44, words=True)]
    after_review: Annotated[
        bool, Column("Whether the passage was decided on: its coding is then not independent.")
    ]


CODING_NEXT = Table(
    "coding_next",
    CodingNextRow,
    "Everybody’s coding with decisions worked in, in the form that a study reads as [[coding]] by "
    "its path alone. What stands there after review is no independent coding.",
    sheet="",
    optional=True,
)
REVIEWED = (
    *(DECISIONS, NOT_CARRIED, REVIEWED_CODING, REVIEW_CHANGES, AGREEMENT_REVIEWED),
    *(CODING_NEXT, *DECIDED_THEMES, *OF_ROUNDS),
)
