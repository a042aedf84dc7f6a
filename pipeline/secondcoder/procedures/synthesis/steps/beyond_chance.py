"""Whether found themes meet the cases that people name beyond chance, and beyond a keyword.

Chance: the cases of the found themes are dealt out anew within each heading, so that their number,
their sizes and how they overlap stay as they are, and only which case is which is lost.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from secondcoder.procedures.synthesis.records import NamedCases

DEALS = 999
"""Times that cases are dealt out: p of .001 can be met. A convention."""
RESAMPLES, FEWEST_THEMES = 2000, 5
"""Of the intervals; with fewer derived themes none is given. Conventions, as in
``agreement/coefficients/intervals.py``."""


@dataclass(frozen=True, slots=True)
class Deals:
    """Orders into which the cases under a heading are dealt."""

    cases: tuple[str, ...]
    orders: NDArray[np.int64]
    """Shape ``(deals, cases)``."""

    @classmethod
    def of(cls, cases: Sequence[str], heading: str, *, seed: int) -> "Deals":
        """Return the deals of a heading; each heading has its own."""
        random = np.random.default_rng([seed, *heading.encode()])
        orders = np.array([random.permutation(len(cases)) for _ in range(DEALS)], np.int64)
        return cls(tuple(cases), orders)

    def f1(self, named: frozenset[str], found: Sequence[frozenset[str]]) -> tuple[float, ...]:
        """Return the best F1 of found themes with the named cases, for each deal."""
        if not found:
            return (0.0,) * len(self.orders)
        held = np.array([[case in one for case in self.cases] for one in found], np.float64)
        wanted = np.array([case in named for case in self.cases], np.float64)[self.orders]
        both = held @ wanted.T
        sizes = held.sum(axis=1, keepdims=True) + wanted.sum(axis=1)
        best: NDArray[np.float64] = (2 * both / np.maximum(sizes, 1)).max(axis=0)
        return tuple(best.tolist())


def beyond(mine: Sequence[NamedCases], keyword: Sequence[NamedCases]) -> dict[str, float]:
    """Return the mean F1 less that by chance with p, and less a keyword's, with intervals.

    p is the share of deals whose mean F1 is as great, one-sided, the result itself counted
    (Phipson & Smyth 2010). Intervals (95 %, percentile bootstrap over the derived themes) say what
    other derived themes of the same kind might have shown.
    """
    own = np.array([one.f1 for one in mine])
    dealt = np.array([one.dealt for one in mine]).mean(axis=0)
    at_least = int((dealt >= own.mean() - 1e-9).sum())
    found = {"p": (1 + at_least) / (1 + len(dealt))}
    chance = np.array([one.chance for one in mine])
    words = {one.derived: one.f1 for one in keyword}
    by_word = np.array([words.get(one.derived, np.nan) for one in mine])
    for name, other in (("chance", chance), ("keyword", by_word)):
        apart = own - other
        low, high = _interval(apart)
        found |= {
            f"beyond_{name}": float(apart.mean()),
            f"beyond_{name}_low": low,
            f"beyond_{name}_high": high,
        }
    return found


def _interval(apart: NDArray[np.float64]) -> tuple[float, float]:
    if len(apart) < FEWEST_THEMES or np.isnan(apart).any():
        return float("nan"), float("nan")
    drawn = np.random.default_rng(0).integers(len(apart), size=(RESAMPLES, len(apart)))
    low, high = np.percentile(apart[drawn].mean(axis=1), [2.5, 97.5])
    return float(low), float(high)
