"""Codings that could not be brought in, and the sheet of what was noticed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated

from secondcoder.procedures.second_coder.tables.common import CoderIs
from secondcoder.publish.schema import Column, Table, row_of
from secondcoder.records.coders import MACHINE, PERSON
from secondcoder.records.codes import HumanCoding, MachineCoding


@dataclass(frozen=True, slots=True, kw_only=True)
class UnplacedRow:
    """A coding that was not placed, or lies in text that is no passage."""

    coder: Annotated[str, Column("The person whose coding it is, or the machine.")]
    code: Annotated[str, Column("The code as it was written.", width=38)]
    quote: Annotated[str, Column("The quotation as it was written.", width=60, words=True)]
    source: Annotated[str, Column("File and row.", width=50)]
    reason: Annotated[str, Column("Why it could not be placed.", width=40)]
    nearest: Annotated[
        str, Column("Document and passage most like the quotation.", width=60, words=True)
    ]
    coder_is: CoderIs


UNPLACED = Table(
    "unplaced", UnplacedRow, "Codings that count for no passage, each with the reason."
)


def unplaced_rows(
    coding: HumanCoding | None, machines: Sequence[MachineCoding] = ()
) -> Iterator[UnplacedRow]:
    """Yield them in the order of reading, those that lie in text that is no passage last."""
    codings = [(PERSON, coding), *((MACHINE, one.coding) for one in machines)]
    for kind, one in codings:
        for lost in (*one.unplaced, *one.outside_passages) if one else ():
            yield row_of(UnplacedRow, lost, coder_is=kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticedRow:
    """A notice, or a coding that was not placed."""

    kind: Annotated[str, Column("One or two words.", width=18)]
    message: Annotated[str, Column("What it is about.", width=80)]
    where: Annotated[str, Column("File, and row or column.", width=30)]
    quote: Annotated[str, Column("The quotation that was not placed.", width=60)]


NOTICED_SHEET = Table(
    "noticed",
    NoticedRow,
    "What was inferred, left out or not found while the material was read.",
    sheet="Notices",
)
"""Only a sheet: notices and unplaced codings together."""
