"""What to code next, and what coding has brought."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from secondcoder.procedures.second_coder.tables.common import (
    CodeId,
    CodeLabel,
    Document,
    PassageId,
    PassageText,
    Speaker,
)
from secondcoder.publish.schema import Column, Table, row_of
from secondcoder.records.advice import Advice
from secondcoder.records.text import Passage

Behind = Annotated[str, Column("Who has not seen it, where others have; empty where nobody has.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class NextPassageRow:
    """A passage to code next."""

    purpose: Annotated[str, Column("model: the machine learns most; agreement: a random sample.")]
    rank: Annotated[int, Column("Place within the purpose, from 1.")]
    passage_id: PassageId
    document: Document
    speaker: Speaker
    code_id: CodeId
    code: CodeLabel
    confidence: Annotated[float, Column("Of that code, 0 to 1.")]
    because: Annotated[str, Column("stands for others, rare code, or random draw.", width=60)]
    stands_for: Annotated[
        int | None, Column("Passages that nothing coded or listed above comes as near to.")
    ]
    examples: Annotated[
        int | None, Column("Passages that people gave the rare code so far.", width=40)
    ]
    group: Annotated[str, Column("The group from which it was drawn.")]
    group_passages: Annotated[int | None, Column("Passages of that group in the study.")]
    group_coded: Annotated[int | None, Column("Passages of that group coded so far.")]
    coder: Behind
    reason: Annotated[str, Column("The same in a sentence.", width=40)]
    text: PassageText


NEXT_PASSAGES = Table(
    "next_passages",
    NextPassageRow,
    "Passages that help most if a person codes them next, best first. Purpose ‘model’: the machine "
    "learns most from them; they are chosen, so no agreement may be reported on them as if they "
    "were a sample. Purpose ‘agreement’: a random sample in proportion, on which it may, if they "
    "are coded before the suggestions named here are looked at.",
    sheet="Code next",
    links={"passage_id": "Passages", "code_id": "Codebook"},
    counted=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NextDocumentRow:
    """A document to code next."""

    rank: Annotated[int, Column("Place, from 1.")]
    document: Document
    coder: Behind
    passages: Annotated[int, Column("Its passages.")]
    unseen: Annotated[int, Column("Those that are still to be coded.")]
    apart_before: Annotated[
        float | None,
        Column(
            "How far the coded passages' first codes are from the study's: 0 the same mix, 1 "
            "nothing in common."
        ),
    ]
    apart_after: Annotated[float, Column("The same with this document and those ranked above it.")]
    reason: Annotated[str, Column("The same in a sentence.", width=40)]


NEXT_DOCUMENTS = Table(
    "next_documents",
    NextDocumentRow,
    "Whole documents to code next: with each, the coded passages come nearer to the study’s mix of "
    "first suggested codes. Apart: 0 the same mix, 1 nothing in common.",
    sheet="Documents next",
    counted=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningRow:
    """How often the first suggestion was right after learning from a share of the coding."""

    share: Annotated[float, Column("Share of the coded documents that was learnt from, 0 to 1.")]
    draw: Annotated[int, Column("Which random draw, from 1.")]
    documents: Annotated[int, Column("Documents in it.")]
    passages: Annotated[int, Column("Coded passages in them.")]
    tested: Annotated[int, Column("Passages with a code on which it was tested.")]
    right: Annotated[float, Column("Share of these whose first suggestion people had applied.")]
    right_in_three: Annotated[float, Column("Share with a right one among the first three.")]


LEARNING_CURVE = Table(
    "learning_curve",
    LearningRow,
    "How often the first suggestion is right by how much coding was learnt from, always tested on "
    "passages of other documents.",
    counted=True,
)


def next_passage_rows(
    advice: Advice, passages: Sequence[Passage], labels: Mapping[str, str]
) -> Iterator[NextPassageRow]:
    """Yield the proposed passages; ``labels`` are codes' by id."""
    by_id = {passage.id: passage for passage in passages}
    for proposed in advice.passages:
        passage = by_id[proposed.passage_id]
        yield row_of(
            NextPassageRow,
            proposed,
            code=labels[proposed.code_id],
            document=passage.document,
            speaker=passage.speaker,
            text=passage.text,
        )


def next_document_rows(advice: Advice) -> Iterator[NextDocumentRow]:
    """Yield the proposed documents."""
    return (row_of(NextDocumentRow, document) for document in advice.documents)


def learning_rows(advice: Advice) -> Iterator[LearningRow]:
    """Yield every draw."""
    return (row_of(LearningRow, point) for point in advice.curve)
