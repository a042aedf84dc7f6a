"""How many codes apply: as many as people give, cut on passages that the models did not see.

A confidence has no natural cut: what is a fair one depends on how many codes people give a passage
and on how many they leave without a code. Both are known where coding is learnt from. Two cuts
meet them: the first code is given unless it is among the weakest, as many of which as people leave
uncoded; a further code is given from the confidence under which the codes given are as many as
people's. Both come from other documents than those they decide on.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Cuts:
    """Confidences from which codes are given."""

    first: float
    """For the first code of a passage; 0 where people leave no passage without a code."""
    further: float
    """For any other; infinity where people give no more than one."""


@dataclass(frozen=True, slots=True)
class PeoplesNumbers:
    """How people code, on the passages that they saw."""

    codes: float
    """Codes given to a passage by one of them, on average."""
    uncoded: float
    """Share of passages that one of them leaves without a code."""


def peoples_numbers(
    given: NDArray[np.float64], any_code: NDArray[np.float64]
) -> PeoplesNumbers | None:
    """Return people's numbers, ``None`` where they saw nothing.

    ``given`` is the share of coders who gave each code, shape ``(passages, codes)``; ``any_code``
    of those who gave any, shape ``(passages,)``.
    """
    if not len(given):
        return None
    return PeoplesNumbers(float(given.sum(axis=1).mean()), float(1 - any_code.mean()))


def cuts_for(confidence: NDArray[np.float64], people: PeoplesNumbers) -> Cuts:
    """Return the cuts under which these passages get as many codes as people give.

    ``confidence`` has the shape ``(passages, codes)``.
    """
    count = len(confidence)
    ranked = -np.sort(-confidence, axis=1)
    best = np.sort(ranked[:, 0])
    silent = min(round(people.uncoded * count), count - 1)
    first = float(best[silent]) if silent else 0.0
    answered = ranked[ranked[:, 0] >= first]
    more = round(people.codes * count) - len(answered)
    others = -np.sort(-answered[:, 1:], axis=None)
    if more <= 0 or not len(others):
        return Cuts(first, np.inf)
    return Cuts(first, float(others[min(more, len(others)) - 1]))
