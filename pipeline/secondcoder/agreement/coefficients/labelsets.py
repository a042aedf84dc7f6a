"""Sets of codes that coders gave to units, as an array."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

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
    codes = sorted({code for row in ratings for one in row if one is not None for code in one},
                   key=repr)  # fmt: skip
    place = {code: column for column, code in enumerate(codes)}
    coders = len(ratings[0]) if ratings else 0
    applied = np.zeros((len(ratings), coders, len(codes)), dtype=bool)
    seen = np.zeros((len(ratings), coders), dtype=bool)
    for unit, row in enumerate(ratings):
        if len(row) != coders:
            raise ValueError(f"unit {unit} has {len(row)} coders, the first has {coders}")
        for coder, given in enumerate(row):
            if given is not None:
                seen[unit, coder] = True
                applied[unit, coder, [place[code] for code in given]] = True
    return LabelSets(applied, seen)
