"""How often a suggested facet value is the one of people's coding, beside the simplest rule.

The simplest rule always says the value that people's coding has most often. A suggestion is only
worth showing if it does better than that.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from secondcoder.agreement.coefficients.enough import LEAST_DOCUMENTS
from secondcoder.agreement.coefficients.intervals import jackknife, of_units
from secondcoder.agreement.coefficients.values import Value, ratio
from secondcoder.procedures.content.steps.error_bars import wilson
from secondcoder.procedures.content.steps.facets import FacetSuggestion


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetCheck:
    """The share of passages on which the suggestion is the coded value."""

    facet: str
    basis: str
    passages: int
    """Passages whose codes carry exactly one value: only they can be checked."""
    correct: int
    percent: float
    low: float
    high: float
    interval: str
    """What the interval is."""
    commoner: str
    commoner_percent: float
    several: int
    """Passages left out because their codes carry more than one value."""

    @property
    def better(self) -> str:
        """Whether it beats the simplest rule, in words."""
        if self.low > self.commoner_percent:
            return "yes"
        if self.percent > self.commoner_percent:
            return "on these passages, but the interval includes the simplest rule"
        return "no"


def check(
    found: Sequence[FacetSuggestion],
    coded: Mapping[str, tuple[str, ...]],
    documents: Mapping[str, str],
) -> FacetCheck | None:
    """Return how suggestions fare, or ``None`` where no passage can be checked."""
    judged = [one for one in found if len(coded.get(one.passage_id, ())) == 1]
    if not judged:
        return None
    right = np.array([one.value == coded[one.passage_id][0] for one in judged], dtype=np.int64)
    names = [documents[one.passage_id] for one in judged]
    numbers = Counter(coded[one.passage_id][0] for one in judged)
    commoner, most = min(numbers.items(), key=lambda pair: (-pair[1], pair[0]))
    low, high, interval = _interval(right, names)
    return FacetCheck(
        facet=judged[0].facet,
        basis=judged[0].basis,
        passages=len(judged),
        correct=int(right.sum()),
        percent=100 * float(right.mean()),
        low=low,
        high=high,
        interval=interval,
        commoner=commoner,
        commoner_percent=100 * most / len(judged),
        several=sum(len(coded.get(one.passage_id, ())) > 1 for one in found),
    )


def _interval(right: NDArray[np.int64], names: Sequence[str]) -> tuple[float, float, str]:
    def share(places: NDArray[np.int64]) -> Value:
        return ratio(float(right[places].sum()), float(len(places)), otherwise="no passage")

    if len(set(names)) >= LEAST_DOCUMENTS:
        statistic, count = of_units(list(names), share)
        found = jackknife(statistic, count, fisher=False)
        if found.low is not None and found.high is not None:
            ends = max(0.0, 100 * found.low), min(100.0, 100 * found.high)
            return (*ends, f"95 %, {found.method}")
    low, high = wilson(int(right.sum()), len(right))
    return low, high, "95 %, Wilson, passages taken as independent"
