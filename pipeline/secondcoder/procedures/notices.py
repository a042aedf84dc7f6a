"""What a user should know of how their material was read: the same table in every result."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated

from secondcoder.publish.schema import Column, Table, row_of
from secondcoder.records.study import Notice


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRow:
    """Something that was inferred, left out or not found."""

    kind: Annotated[str, Column("One or two words: inferred, left out, not located, …", width=18)]
    message: Annotated[str, Column("What it is about.", width=80, words=True)]
    where: Annotated[str, Column("File, and row or column.", width=30)]


NOTICES = Table(
    "notices",
    NoticeRow,
    "What was inferred, left out or not found while the material was read and worked on.",
    sheet="Notices",
)


def notice_rows(notices: Iterable[Notice]) -> Iterator[NoticeRow]:
    """Yield the notices in the order given."""
    return (row_of(NoticeRow, notice) for notice in notices)
