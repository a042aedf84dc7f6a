"""Sets of codes that coders gave to units, as an array."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from secondcoder.agreement.coefficients.checked import (
    Grid,
    RatingsError,
    grid,
    is_missing,
    made_text,
    spelt_twice,
)
from secondcoder.agreement.coefficients.spellings import MADE_TEXT, Spellings

SetRatings = Sequence[Sequence[Iterable[Hashable] | None]]
"""A row for each unit, a column for each coder: the codes given, perhaps none; ``None`` where
the coder did not see the unit."""


@dataclass(frozen=True, slots=True)
class LabelSets:
    """Which coder gave which codes to which unit, and who saw it."""

    applied: NDArray[np.bool_]
    """Shape ``(units, coders, codes)``; false wherever the unit was not seen."""
    seen: NDArray[np.bool_]
    """Shape ``(units, coders)``: seen and left without a code is a value, the empty set."""

    def __post_init__(self) -> None:
        if self.applied.ndim != 3 or self.applied.shape[:2] != self.seen.shape:
            raise ValueError(f"shapes differ: {self.applied.shape} and {self.seen.shape}")
        if (self.applied & ~self.seen[:, :, None]).any():
            raise ValueError("a coder gave a code to a unit that they did not see")

    def frozensets(self) -> list[list[frozenset[int] | None]]:
        """Return the sets as values for ``krippendorff_alpha``, codes as column numbers."""
        return [
            [
                frozenset(np.flatnonzero(codes).tolist()) if saw else None
                for codes, saw in zip(unit, seen, strict=True)
            ]
            for unit, seen in zip(self.applied, self.seen, strict=True)
        ]


def label_sets(ratings: SetRatings) -> LabelSets:
    """Return the array of sets written out unit by unit; codes in order of how they are written.

    Every unit has the same number of coders.
    """
    table = grid(ratings)
    sets = [
        [None if one is None else _codes(one, table, i, j) for j, one in enumerate(row)]
        for i, row in enumerate(table.rows)
    ]
    codes = sorted({code for row in sets for one in row if one is not None for code in one},
                   key=repr)  # fmt: skip
    _one_kind(codes)
    place = {code: column for column, code in enumerate(codes)}
    shape = len(sets), len(table.coders)
    applied = np.zeros((*shape, len(codes)), dtype=bool)
    seen = np.zeros(shape, dtype=bool)
    for unit, row in enumerate(sets):
        for coder, given in enumerate(row):
            if given is not None:
                seen[unit, coder] = True
                applied[unit, coder, [place[code] for code in given]] = True
    return LabelSets(applied, seen)


def _codes(value: object, table: Grid, row: int, column: int) -> frozenset[Hashable]:
    """Return the codes of a cell; text is refused, whose letters would be taken for codes."""
    if isinstance(value, (str, bytes, Mapping)) or not isinstance(value, Iterable):
        raise RatingsError(
            f"{table.at(row, column)} is no set of codes",
            hint='Write {"trust"} for one code, set() for seen and left uncoded, None for not '
            'seen; a cell such as "trust; money" is split first: set(cell.split("; ")).',
        )
    codes = frozenset(value)
    if any(is_missing(code) or (isinstance(code, str) and not code.strip()) for code in codes):
        raise RatingsError(
            f"{table.at(row, column)} holds a code without a name",
            hint="set() is seen and left uncoded; None in place of the set is not seen.",
        )
    if turned := MADE_TEXT.intersection(codes):
        raise made_text(f"{table.at(row, column)}: {min(turned, key=repr)!r}")
    return codes


def _one_kind(codes: Sequence[Hashable]) -> None:
    text = [code for code in codes if isinstance(code, str)]
    if text and len(text) < len(codes):
        other = next(code for code in codes if not isinstance(code, str))
        raise RatingsError(
            f"codes are text and something else: {text[0]!r}, {other!r}",
            hint='Name codes alike for all coders; "1" and 1 would be two codes.',
        )
    spelt = Spellings()
    for code in text:
        if before := spelt.other(code, repr(code)):
            raise spelt_twice(before, repr(code))
