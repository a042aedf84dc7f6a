"""Rows counted and grouped: what several sections ask of a table."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Protocol, TypeVar

Row = TypeVar("Row")
Key = TypeVar("Key", bound=Hashable)


class Levelled(Protocol):
    """A row on codes of one level of the codebook; ``None``: on its leaves."""

    @property
    def level(self) -> int | None:
        """The level, from 1 at the top."""


OfLevel = TypeVar("OfLevel", bound=Levelled)


def distinct(values: Iterable[Hashable]) -> int:
    """Return how many different values there are."""
    return len(set(values))


def grouped(rows: Iterable[Row], key: Callable[[Row], Key]) -> dict[Key, list[Row]]:
    """Return the rows by their key, keys and rows in the order in which they come."""
    groups: dict[Key, list[Row]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return groups


def top_level(rows: Sequence[OfLevel]) -> list[OfLevel]:
    """Return the rows of the highest level of the codebook."""
    top = min((row.level for row in rows if row.level is not None), default=None)
    return [row for row in rows if top is not None and row.level == top]
