"""The table of what was noticed on the way."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated

from secondcoder.publish.schema import Column, Table
from secondcoder.records.study import Notice


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRow:
    """One thing to know of how the material was read and counted."""

    kind: Annotated[str, Column("What kind of notice it is, in a word or two.")]
    message: Annotated[str, Column("What was noticed.", width=80, words=True)]
    where: Annotated[str, Column("File, and row or column.", width=30)]


NOTICES = Table(
    "notices",
    NoticeRow,
    "What you should know of how the material was read and counted.",
    sheet="Notices",
    optional=True,
)


def notice_rows(notices: Iterable[Notice]) -> Iterator[NoticeRow]:
    """Yield every notice."""
    for notice in notices:
        yield NoticeRow(kind=notice.kind, message=notice.message, where=notice.where)
