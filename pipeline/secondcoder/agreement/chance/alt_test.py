"""The alternative annotator test: whether a machine may stand in for a human coder.

Each human coder j is left out in turn. For every unit that j and at least one other human saw,
both j and the machine are compared with the other humans. W_f is 1 where the machine is at
least as close to them as j, W_h is 1 where j is at least as close as the machine. The machine
wins against j if the mean of W_h - W_f is significantly below ε, the allowance for its lower
cost, which is to be fixed in advance. Calderon, Reichart & Dror (2025) The alternative annotator
test for LLM-as-a-judge, ACL; arXiv 2501.10970.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import stdtr

from secondcoder.agreement.chance.nearness import Closeness, Compared, Judged, People
from secondcoder.agreement.coefficients.distances import Matrix
from secondcoder.agreement.coefficients.enough import LEAST_DOCUMENTS
from secondcoder.agreement.coefficients.values import Value, undefined

LEAST_UNITS = 30
"""The paper's (Calderon et al. 2025) least number for a t-test."""
ASKED_OF = 3
"""The paper's least number of people."""


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
    people = People(humans, closeness=closeness)
    return of_compared(
        people.against(machine), epsilon=epsilon, documents=documents, significance=significance
    )


def of_compared(
    compared: Compared,
    *,
    epsilon: float,
    documents: Sequence[Hashable] | None = None,
    significance: float = 0.05,
) -> AltTest:
    """Return the test of a machine that was compared with people already."""
    coders = compared.seen.shape[1]
    if coders < ASKED_OF:
        none = undefined(f"{coders} human coders; at least three are needed")
        return AltTest((), none, none, epsilon)
    tested = [
        _against(coder, compared, epsilon=epsilon, documents=documents) for coder in range(coders)
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


def _against(
    coder: int, compared: Compared, *, epsilon: float, documents: Sequence[Hashable] | None
) -> AgainstOne:
    """Return the test against one coder, before correction."""
    units = np.flatnonzero(compared.seen[:, coder]).tolist()
    ahead, behind = compared.ahead[units, coder], compared.behind[units, coder]
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
    machine_wins, human_wins = ahead.astype(float), behind.astype(float)
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
