"""What a user should know of how their material was read: the same table in every result."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from secondcoder.publish.schema import Column, Table, row_of
from secondcoder.records.study import Notice
from secondcoder.study.settings import Model

HALVED = (
    "vectors keep three digits instead of seven, which moves near ties: now and then another "
    "passage is the nearest or another code the first"
)
"""What bf16 changes; docs/encoding.md."""


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


def encoded_how(model: Mapping[str, Any]) -> str:
    """Say on what and how exactly the encoder computed; nothing where it was as by default.

    ``model`` is the section of the configuration.
    """
    device, precision = model.get("device", "cpu"), model.get("precision", "single")
    where = "" if device == "cpu" else f" on the device {device}"
    return where if precision == "single" else f"{where} with precision {precision} ({HALVED})"


def encoded_otherwise(model: Model) -> tuple[Notice, ...]:
    """Return a notice where the encoder computed otherwise than it does by default."""
    how = encoded_how(model.model_dump())
    if not how:
        return ()
    message = f"texts were encoded{how}; compare with results that were encoded alike"
    return (Notice("encoder", message),)


def notice_rows(notices: Iterable[Notice]) -> Iterator[NoticeRow]:
    """Yield the notices in the order given."""
    return (row_of(NoticeRow, notice) for notice in notices)
