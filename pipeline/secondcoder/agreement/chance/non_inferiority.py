"""Whether a machine agrees with people worse than people with each other by less than a margin.

A difference that is not significant says nothing: with few documents none is. So the margin is
fixed beforehand, and the machine counts as not inferior only if the whole interval of the
difference lies below it. Piaggio and others (2012) JAMA 308:2594-2604.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from secondcoder.agreement.coefficients.intervals import Interval, Statistic, difference, jackknife
from secondcoder.agreement.coefficients.values import Value

LEVEL = 0.90
"""Of the two-sided interval that is held against the margin: one-sided 5 %."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NonInferiority:
    """People's agreement less the machine's, held against a margin."""

    difference: Value
    interval: Interval
    """Of 90 %, over documents."""
    margin: float
    holds: bool | None
    """Whether the machine is not inferior by the margin; ``None`` without an interval."""
    reason: str
    """Why it cannot be said, or why it is no."""


def non_inferiority(
    people: Statistic,
    machine: Statistic,
    documents: int,
    *,
    margin: float,
    carried: ArrayLike | None = None,
) -> NonInferiority:
    """Return whether ``machine`` is below ``people`` by less than the margin, at one-sided 5 %.

    Both are coefficients of the same documents (see ``intervals``), as kappa of two people and of
    one of them with the machine; ``carried`` is as for ``jackknife``. ``ValueError`` for a margin
    that is not positive.
    """
    if margin <= 0:
        raise ValueError(f"a margin is above 0, not {margin}")
    apart = difference(people, machine)
    found = jackknife(apart, documents, level=LEVEL, fisher=False, carried=carried)
    value = apart(np.ones(documents, dtype=np.int64))
    if found.high is None:
        return NonInferiority(
            difference=value, interval=found, margin=margin, holds=None, reason=found.reason
        )
    holds = found.high < margin
    reason = "" if holds else f"a difference of {margin} or more is not ruled out"
    if found.low is not None and found.low > margin:
        reason = f"a difference of {margin} or less is ruled out"
    return NonInferiority(
        difference=value, interval=found, margin=margin, holds=holds, reason=reason
    )
