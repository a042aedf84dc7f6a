"""The table of what the two coders should look at and resolve, with what was decided."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated

from secondcoder.procedures.content.steps.decided import Answered
from secondcoder.publish.schema import Column, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryRow:
    """One query."""

    query_id: Annotated[str, Column("Id of the query: the same in every run that raises it.")]
    kind: Annotated[str, Column("What kind of query it is.")]
    status: Annotated[str, Column("‘open’, ‘decided’, or ‘no longer raised’.")]
    question: Annotated[str, Column("What is asked.", width=36, words=True)]
    code: Annotated[str, Column("What was coded.", width=38)]
    other: Annotated[str, Column("What the query sets beside it.")]
    evidence: Annotated[str, Column("What the query rests on.", width=70, words=True)]
    text: Annotated[str, Column("The words that it is about.", width=70, words=True)]
    document: Annotated[str, Column("Document of the passage.", width=20)]
    speaker: Annotated[str, Column("Who speaks, where known.")]
    passage_id: Annotated[str, Column("Id of the passage, where there is one.")]
    decision: Annotated[str, Column("What was decided; ‘open’ takes a decision back.", words=True)]
    by: Annotated[str, Column("Who decided.")]
    memo: Annotated[str, Column("Why.", width=50, words=True)]
    weight: Annotated[
        str,
        Column(
            "How likely it is to change a count: ‘changes a count’ (a slip of spelling, a double "
            "count), ‘strong evidence’, or ‘another reading’.",
            width=18,
        ),
    ]


QUERIES = Table(
    "queries",
    QueryRow,
    "What the two coders should look at and resolve. Fill in decision, by and memo in the copy "
    "content/queries.xlsx (not here): the next run carries them over.",
    sheet="Queries",
    optional=True,
)


CHANGED = ("coding changes", "codebook changes")
"""Decisions by which a query was right."""
STANDS = "coding stands"
"""The decision by which it was not."""


def right_of_told(rows: Sequence[QueryRow]) -> dict[str, tuple[int, int]]:
    """Return for each kind how many queries were right, of those that people decided so or so.

    Decisions in other words than the review page's, such as “to discuss”, tell neither.
    """
    found: dict[str, tuple[int, int]] = {}
    for row in rows:
        said = row.decision.casefold().strip()
        if said in {*CHANGED, STANDS}:
            right, told = found.get(row.kind, (0, 0))
            found[row.kind] = (right + (said in CHANGED), told + 1)
    return found


def query_rows(answered: Sequence[Answered]) -> Iterator[QueryRow]:
    """Yield every query with what was decided on it."""
    for one in answered:
        query, decision = one.query, one.decision
        yield QueryRow(
            query_id=query.id,
            kind=query.kind,
            status=one.status,
            question=query.question,
            code=query.code,
            other=query.other,
            evidence=query.evidence,
            text=query.text,
            document=query.document,
            speaker=query.speaker,
            passage_id=query.passage_id,
            decision=decision.decision,
            by=decision.by,
            memo=decision.memo,
            weight=query.weight,
        )
