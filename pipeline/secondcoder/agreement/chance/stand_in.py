"""Whether a machine that passes the alternative annotator test does more than coding nothing.

Where few passages carry a code, a coder of nothing is nearly as near to people as they are to
each other, and wins the published test. So the same test is made with coders that know nothing
of the text, and a machine is said to stand for a person only if it wins and its advantage (ρ,
the mean of W_f over people) is above that of each of them, with an interval over documents.
"""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from secondcoder.agreement.chance.alt_test import (
    AltTest,
    of_compared,
    shared_codes,
)
from secondcoder.agreement.chance.nearness import Compared, People
from secondcoder.agreement.chance.trivial import (
    COMMONEST,
    DRAWS,
    NOTHING,
    RANDOM,
    trivial_coder,
)
from secondcoder.agreement.coefficients.counts import groups_of
from secondcoder.agreement.coefficients.enough import too_few
from secondcoder.agreement.coefficients.intervals import NO_CHANGE, Interval, jackknife
from secondcoder.agreement.coefficients.values import Value, undefined

Codes = frozenset[Hashable]
ASKED = 0.5
"""The winning rate that the paper asks for (Calderon et al. 2025)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StandIn:
    """The published test, what trivial coders reach in it, and what may be said of a machine."""

    test: AltTest
    rates: Mapping[str, Value]
    """Winning rate of each trivial coder."""
    best: str
    """The trivial coder above which the machine is least surely; empty without any."""
    over_best: Interval
    """Interval of the machine's advantage less that coder's."""
    stands: bool | None
    """Whether the machine can stand for a person; ``None`` without a verdict."""
    reason: str
    """Why there is no verdict, or why it is no."""


def stand_in(
    machine: Sequence[Codes | None],
    humans: Sequence[Sequence[Codes | None]],
    *,
    epsilon: float,
    documents: Sequence[Hashable],
    seed: int = 0,
) -> StandIn:
    """Return the test of a machine's sets of codes beside the same test of trivial coders.

    ``machine`` has a set for each unit, ``humans`` a row for each unit; ``None`` is missing.
    No verdict below five documents in which people can be compared, or where the test itself is
    undefined.
    """
    shared = [
        unit
        for unit, (value, row) in enumerate(zip(machine, humans, strict=True))
        if value is not None and sum(codes is not None for codes in row) > 1
    ]
    machine, humans = [machine[unit] for unit in shared], [humans[unit] for unit in shared]
    documents = [documents[unit] for unit in shared]
    names = {name: place for place, name in enumerate(dict.fromkeys(documents))}
    lacking = too_few(len(names), None)
    place = np.array([names[name] for name in documents], dtype=np.int64)
    people = People(humans, closeness=shared_codes)
    own = people.against(machine)
    clusters = None if lacking else documents
    test = of_compared(own, epsilon=epsilon, documents=clusters)
    none = Interval(low=None, high=None, reason=test.winning_rate.reason)
    if test.winning_rate.value is None:
        return _without(test, none, test.winning_rate.reason)
    group = groups_of(len(names))
    place = place if group is None else group[place]
    others = {
        NOTHING: people.against(_like(machine, frozenset())),
        COMMONEST: people.against(_like(machine, _commonest(humans))),
        RANDOM: _median_draw(machine, people, place, seed),
    }
    rates = {
        name: of_compared(one, epsilon=epsilon, documents=clusters).winning_rate
        for name, one in others.items()
    }
    sums = _advantage(own, place)
    over = {name: _over(sums, _advantage(one, place)) for name, one in others.items()}
    best = min(over, key=lambda name: _low(over[name]))
    if lacking:
        return _without(test, over[best], lacking, rates, best)
    wins, above = test.winning_rate.value >= ASKED, _low(over[best]) > 0
    reason = "" if wins else f"the winning rate is below {ASKED}"
    if wins and not above:
        reason = f"it is not surely nearer to people than {trivial_coder(best)}"
    return StandIn(test=test, rates=rates, best=best, over_best=over[best],
                   stands=wins and above, reason=reason)  # fmt: skip


def _without(
    test: AltTest,
    interval: Interval,
    reason: str,
    rates: Mapping[str, Value] | None = None,
    best: str = "",
) -> StandIn:
    return StandIn(
        test=test, rates=rates or {}, best=best, over_best=interval, stands=None, reason=reason
    )


def _advantage(compared: Compared, place: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return sums of W_f and units by person and document, shape ``(people, 2, documents)``."""
    people, documents = compared.seen.shape[1], int(place.max(initial=-1)) + 1
    sums = np.zeros((people, 2, documents))
    for row, counted in enumerate((compared.seen & compared.ahead, compared.seen)):
        for person in range(people):
            sums[person, row] = np.bincount(place, counted[:, person], minlength=documents)
    return sums


def _mean(sums: NDArray[np.float64], times: NDArray[np.int64]) -> Value:
    """Return ρ over the people who can be compared."""
    ahead, units = (sums @ times).T
    if not units.any():
        return undefined("no person can be compared")
    return Value(float((ahead[units > 0] / units[units > 0]).mean()))


def _over(own: NDArray[np.float64], other: NDArray[np.float64]) -> Interval:
    def difference(times: NDArray[np.int64]) -> Value:
        one, two = _mean(own, times), _mean(other, times)
        if one.value is None or two.value is None:
            return one
        return Value(one.value - two.value)

    documents = own.shape[2]
    found = jackknife(difference, documents, fisher=False)
    if found.reason != NO_CHANGE:
        return found
    certain = difference(np.ones(documents, dtype=np.int64)).value
    return replace(found, low=certain, high=certain)


def _low(interval: Interval) -> float:
    return -np.inf if interval.low is None else interval.low


def _like(machine: Sequence[Codes | None], codes: Codes) -> list[Codes | None]:
    return [None if value is None else codes for value in machine]


def _commonest(humans: Sequence[Sequence[Codes | None]]) -> Codes:
    found = Counter(code for row in humans for codes in row if codes for code in codes)
    most = max(found.values(), default=0)
    ties = sorted((code for code in found if found[code] == most), key=repr)
    return frozenset(ties[:1])


def _median_draw(
    machine: Sequence[Codes | None], people: People[Codes], place: NDArray[np.int64], seed: int
) -> Compared:
    """Return the machine's own sets dealt out anew over the units that it saw."""
    generator = np.random.default_rng(seed)
    seen = [unit for unit, value in enumerate(machine) if value is not None]
    every = np.ones(int(place.max(initial=-1)) + 1, dtype=np.int64)
    drawn = []
    for _ in range(DRAWS):
        dealt: list[Codes | None] = [None] * len(machine)
        for unit, source in zip(seen, generator.permutation(len(seen)).tolist(), strict=True):
            dealt[unit] = machine[seen[source]]
        drawn.append(people.against(dealt))
    order = np.argsort([_mean(_advantage(one, place), every).value or 0.0 for one in drawn])
    return drawn[int(order[DRAWS // 2])]
