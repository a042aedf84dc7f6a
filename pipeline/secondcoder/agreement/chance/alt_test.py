"""The alternative annotator test: whether a machine may stand in for a human coder.

Each human coder j is left out in turn. For every unit that j and at least one other human saw,
both j and the machine are compared with the other humans. W_f is 1 where the machine is at
least as close to them as j, W_h is 1 where j is at least as close as the machine. The machine
wins against j if the mean of W_h - W_f is significantly below ε, the allowance for its lower
cost, which is to be fixed in advance. Calderon, Reichart & Dror (2025) The alternative annotator
test for LLM-as-a-judge, ACL; arXiv 2501.10970.
"""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from scipy.special import stdtr

from secondcoder.agreement.coefficients.distances import Matrix
from secondcoder.agreement.coefficients.values import Value, undefined

LEAST_UNITS = 30
"""The paper's (Calderon et al. 2025) least number for a t-test."""
LEAST_DOCUMENTS = 5
"""As for intervals (``intervals.py``)."""

Judged = TypeVar("Judged", bound=Hashable)
"""What coders give to a unit."""
Closeness = Callable[[Judged, Judged], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgainstOne:
    """The machine against one human coder."""

    coder: int
    units: int
    machine_advantage: Value
    """Share of units on which the machine is at least as close to the others, mean of W_f."""
    human_advantage: Value
    """Mean of W_h; with ties both shares add up to more than 1."""
    p: Value
    """One-sided p of "the machine is not better than the coder less ε"; before correction."""
    wins: bool
    """Significant after the Benjamini-Yekutieli correction over coders."""


@dataclass(frozen=True, slots=True)
class AltTest:
    """The test over all human coders."""

    coders: tuple[AgainstOne, ...]
    winning_rate: Value
    """ω: share of all coders that the machine wins against, those that cannot be tested counted
    against it; the paper asks for 0.5. A coder of nothing can reach 1 (``stand_in.py``)."""
    average_advantage: Value
    """ρ: mean of the machine's advantage over coders, for comparing machines."""
    epsilon: float


def same(one: Hashable, other: Hashable) -> float:
    """Return 1 for the same value and 0 otherwise."""
    return float(one == other)


def shared_codes(one: frozenset[Hashable], other: frozenset[Hashable]) -> float:
    """Return Jaccard's similarity of two sets of codes, 1 for two empty sets."""
    return len(one & other) / len(one | other) if one | other else 1.0


def alt_test(
    machine: Sequence[Judged | None],
    humans: Sequence[Sequence[Judged | None]],
    *,
    epsilon: float,
    closeness: Closeness[Judged] = same,
    documents: Sequence[Hashable] | None = None,
    significance: float = 0.05,
) -> AltTest:
    """Return the alternative annotator test of a machine against human coders.

    ``machine`` has a value for each unit, ``humans`` a row for each unit and a column for each
    coder; ``None`` is missing. ``closeness`` of two values is higher the more they agree. With
    ``documents``, the document of each unit, the standard error counts documents and not units
    (t with G - 1 degrees of freedom); without, units are independent, as in the paper.
    Undefined for a coder with fewer than 30 units (or five documents) to compare; everything is
    undefined with fewer than three human coders. Where the difference never varies it is the
    same with certainty: a machine identical to everyone wins.
    """
    coders = len(humans[0]) if humans else 0
    if coders < 3:
        none = undefined(f"{coders} human coders; at least three are needed")
        return AltTest((), none, none, epsilon)
    tested = [
        _against(coder, machine, humans, epsilon=epsilon, closeness=closeness, documents=documents)
        for coder in range(coders)
    ]
    found = [one.p.value for one in tested if one.p.value is not None]
    if not found:
        none = undefined("no human coder can be tested")
        return AltTest(tuple(tested), none, none, epsilon)
    from scipy.stats import false_discovery_control

    corrected = iter(false_discovery_control(found, method="by").tolist())
    judged = tuple(
        one if one.p.value is None else replace(one, wins=next(corrected) <= significance)
        for one in tested
    )
    advantages = [one.machine_advantage.value or 0.0 for one in judged if one.p.value is not None]
    return AltTest(
        judged,
        Value(sum(one.wins for one in judged) / coders),
        Value(sum(advantages) / len(advantages)),
        epsilon,
    )


def compared(
    coder: int,
    machine: Sequence[Judged | None],
    humans: Sequence[Sequence[Judged | None]],
    *,
    closeness: Closeness[Judged],
) -> tuple[list[int], list[bool], list[bool]]:
    """Return the units compared with one coder left out, and W_f and W_h on each."""
    units: list[int] = []
    ahead: list[bool] = []
    behind: list[bool] = []
    for unit, (value, row) in enumerate(zip(machine, humans, strict=True)):
        others = [other for place, other in enumerate(row) if place != coder and other is not None]
        own = row[coder]
        if value is None or own is None or not others:
            continue
        of_machine = sum(closeness(value, other) for other in others)
        of_human = sum(closeness(own, other) for other in others)
        units.append(unit)
        ahead.append(of_machine >= of_human)
        behind.append(of_human >= of_machine)
    return units, ahead, behind


def _against(
    coder: int,
    machine: Sequence[Judged | None],
    humans: Sequence[Sequence[Judged | None]],
    *,
    epsilon: float,
    closeness: Closeness[Judged],
    documents: Sequence[Hashable] | None,
) -> AgainstOne:
    """Return the test against one coder, before correction."""
    units, ahead, behind = compared(coder, machine, humans, closeness=closeness)
    if not units:
        none = undefined("no unit was seen by the coder, another human coder and the machine")
        return AgainstOne(
            coder=coder,
            units=0,
            machine_advantage=none,
            human_advantage=none,
            p=none,
            wins=False,
        )
    machine_wins, human_wins = np.array(ahead, dtype=float), np.array(behind, dtype=float)
    groups = None if documents is None else [documents[unit] for unit in units]
    return AgainstOne(
        coder=coder,
        units=len(units),
        machine_advantage=Value(float(machine_wins.mean())),
        human_advantage=Value(float(human_wins.mean())),
        p=_p_value(human_wins - machine_wins, epsilon, groups),
        wins=False,
    )


def _p_value(difference: Matrix, epsilon: float, documents: Sequence[Hashable] | None) -> Value:
    """Return the one-sided p of mean(difference) ≥ ε, from the t distribution."""
    count = difference.size
    deviation = difference - difference.mean()
    if documents is not None:
        names = {name: place for place, name in enumerate(dict.fromkeys(documents))}
        place = np.array([names[name] for name in documents])
        deviation = np.bincount(place, deviation)
        if len(names) < LEAST_DOCUMENTS:
            return undefined(f"{len(names)} documents; at least {LEAST_DOCUMENTS} are needed")
    elif count < LEAST_UNITS:
        return undefined(f"{count} units; at least {LEAST_UNITS} are needed")
    clusters = deviation.size
    error = np.sqrt(clusters / (clusters - 1) * (deviation**2).sum()) / count
    if np.isclose(error, 0, atol=1e-12):  # known with certainty
        return Value(0.0 if difference.mean() < epsilon else 1.0)
    return Value(float(stdtr(clusters - 1, (difference.mean() - epsilon) / error)))
