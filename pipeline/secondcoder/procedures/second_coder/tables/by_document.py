"""Two coders document by document, and codes that stand where the other gave another."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from secondcoder.procedures.second_coder.tables.common import (
    Document,
    First,
    Note,
    Scope,
    Second,
    SecondIs,
    label_of,
)
from secondcoder.publish.schema import Column, Table, row_of
from secondcoder.records.agreement_detail import Confusion, DocumentAgreement
from secondcoder.records.coders import kind_of


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """Two coders in one document."""

    document: Document
    first: First
    second: Second
    second_is: SecondIs
    scope: Scope
    units: Annotated[int, Column("Passages of the document that both saw.")]
    both: Annotated[int, Column("Codes of passages that both gave.")]
    first_only: Annotated[int, Column("Codes of passages that only the first gave.")]
    second_only: Annotated[int, Column("Codes of passages that only the second gave.")]
    exact: Annotated[float, Column("Share of passages with exactly the same codes, 0 to 1.")]
    percent: Annotated[float | None, Column("Share of passages and codes on which they agree.")]
    pooled_kappa: Annotated[float | None, Column("Kappa of all codes' counts together.")]
    positive_agreement: Annotated[float | None, Column("F1 of all applied codes together.")]
    note: Note


AGREEMENT_DOCUMENTS = Table(
    "agreement_documents",
    DocumentRow,
    "Every person with each machine and each other person, document by document, over all codes "
    "of a level. Figures of single documents rest on few passages: read them to see where to look.",
    sheet="Agreement by document",
    counted=True,
)


def document_rows(found: Sequence[DocumentAgreement]) -> Iterator[DocumentRow]:
    """Yield every pair, level and document."""
    for value in found:
        yield row_of(
            DocumentRow,
            value,
            first=value.first.label,
            second=value.second.label,
            second_is=kind_of(value.second),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfusionRow:
    """A code of one coder beside a code of the other."""

    first: First
    second: Second
    second_is: SecondIs
    scope: Scope
    first_code_id: Annotated[str, Column("Id of the code that only the first gave, or empty.")]
    first_code: Annotated[
        str,
        Column("That code with those above it; empty where the first gave nothing else.", width=38),
    ]
    second_code_id: Annotated[str, Column("Id of the code that only the second gave, or empty.")]
    second_code: Annotated[
        str,
        Column(
            "That code with those above it; empty where the second gave nothing else.", width=38
        ),
    ]
    passages: Annotated[int, Column("Passages of which this holds.")]
    passage_ids: Annotated[
        tuple[str, ...], Column("Ids of the first twenty of them, in the order of the text.")
    ]


CODE_CONFUSIONS = Table(
    "code_confusions",
    ConfusionRow,
    "Which code one coder gave where the other gave another, or nothing else: passages that got "
    "one code from the first alone and the other from the second alone. A passage with several "
    "differences counts in several rows.",
    sheet="Codes mistaken",
    counted=True,
)


def confusion_rows(found: Sequence[Confusion], labels: Mapping[str, str]) -> Iterator[ConfusionRow]:
    """Yield every pair, level and two codes, most passages first; ``labels`` by id."""
    for value in sorted(found, key=_most_first):
        yield row_of(
            ConfusionRow,
            value,
            first=value.first.label,
            second=value.second.label,
            second_is=kind_of(value.second),
            first_code_id=value.first_code,
            first_code=label_of(value.first_code, labels),
            second_code_id=value.second_code,
            second_code=label_of(value.second_code, labels),
            passage_ids=value.shown,
        )


def _most_first(value: Confusion) -> tuple[str, str, str, str, int]:
    second = value.second
    return (kind_of(second), value.first.label, second.label, value.scope, -value.passages)
