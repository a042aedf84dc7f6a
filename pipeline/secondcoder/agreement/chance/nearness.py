"""How near people are to each other and a machine to them, unit by unit.

Closeness is asked once for each two values that occur together; the rest is sums.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

Judged = TypeVar("Judged", bound=Hashable)
"""What coders give to a unit."""
Closeness = Callable[[Judged, Judged], float]
_ROUNDING = 1e-9
"""Sums of the same closenesses in another order are equal."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A machine and each person left out in turn, all of shape ``(units, people)``."""

    seen: NDArray[np.bool_]
    """Units that the person, another person and the machine saw."""
    ahead: NDArray[np.bool_]
    """W_f: the machine is at least as close to the other people as the person."""
    behind: NDArray[np.bool_]
    """W_h: the person is at least as close to them as the machine."""


class People(Generic[Judged]):
    """People's values, with how close each is to the others."""

    def __init__(
        self, humans: Sequence[Sequence[Judged | None]], *, closeness: Closeness[Judged]
    ) -> None:
        """Take a row for each unit and a column for each person; ``None`` is missing."""
        self._closeness = closeness
        self._place: dict[Judged, int] = {}
        self._values: list[Judged] = []
        self.count = len(humans[0]) if humans else 0
        flat = self._numbers([value for row in humans for value in row])
        self._given = flat.reshape(len(humans), self.count)
        near = np.zeros((len(humans), self.count, self.count))
        for one in range(self.count):
            for other in range(self.count):
                if one != other:
                    near[:, one, other] = self._near(self._given[:, one], self._given[:, other])
        self._own = near.sum(axis=2)

    def against(self, machine: Sequence[Judged | None]) -> Compared:
        """Return a machine, with a value for each unit, beside each person left out."""
        values = self._numbers(machine)
        near = np.zeros(self._given.shape)
        for one in range(self.count):
            near[:, one] = self._near(values, self._given[:, one])
        saw = self._given >= 0
        others = saw.sum(axis=1, keepdims=True) - saw > 0
        to_others = near.sum(axis=1, keepdims=True) - near
        return Compared(
            saw & others & (values >= 0)[:, None],
            to_others >= self._own - _ROUNDING,
            self._own >= to_others - _ROUNDING,
        )

    def _numbers(self, values: Sequence[Judged | None]) -> NDArray[np.int64]:
        """Return the number of each value, new ones after those known; -1 where missing."""
        found = np.full(len(values), -1, dtype=np.int64)
        for row, value in enumerate(values):
            if value is None:
                continue
            if value not in self._place:
                self._place[value] = len(self._values)
                self._values.append(value)
            found[row] = self._place[value]
        return found

    def _near(self, one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the closeness of two columns of numbers; 0 where either is missing."""
        both = (one >= 0) & (other >= 0)
        pairs, back = np.unique(np.stack([one[both], other[both]]), axis=1, return_inverse=True)
        near = [self._closeness(self._values[a], self._values[b]) for a, b in pairs.T.tolist()]
        found = np.zeros(len(one))
        found[both] = np.array(near, dtype=float)[back.ravel()]
        return found
