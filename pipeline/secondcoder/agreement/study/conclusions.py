"""Whether what a study concludes would change with who coded: under two codings of the same text.

A conclusion is a sign: one code is given on more passages than another; a code is a major one; a
code is given more often in one group than in the rest. A coding tells it where the 95 % interval
over documents leaves zero out. Two codings of the same passages that both tell a conclusion hold
or flip it; where one of them does not tell it, it cannot be told.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from secondcoder.agreement.coefficients.counts import places_of
from secondcoder.agreement.coefficients.enough import LEAST_CARRYING, LEAST_DOCUMENTS
from secondcoder.agreement.coefficients.many_intervals import exact_share, jackknife_many
from secondcoder.agreement.study.by_group import Groups
from secondcoder.agreement.study.coded import CodeFrame
from secondcoder.agreement.study.scopes import Scope, scopes
from secondcoder.records.conclusions import Conclusion, Telling

ORDER, MAJOR, GROUP = "order", "major", "group"
"""Kinds of conclusion."""
HOLDS, FLIPS, UNKNOWN = "holds", "flips", "cannot be told"
COMMONEST = 10
"""Codes of a level whose order is looked at, the first coder's commonest: 45 pairs. A convention;
the order of rare codes is told by nobody."""
MAJOR_SHARE = 0.5
"""Share of documents from which a code is a major one: a convention, ``[comparison] major``."""

Applied = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoCodings:
    """Two codings of the same units."""

    first: str
    second: str
    second_is: str
    frame: CodeFrame
    applied: tuple[Applied, Applied]
    """Shape ``(units, codes)``, codes above included."""
    document: NDArray[np.int64]
    groups: Sequence[Groups] = ()
    """Of the units."""
    with_machine: bool = True
    """Whether codes outside the codebook are left out."""


def conclusions(two: TwoCodings, *, major: float = MAJOR_SHARE) -> list[Conclusion]:
    """Return every conclusion that either coding could tell, under both."""
    found: list[Conclusion] = []
    for scope in scopes(two.frame, with_machine=two.with_machine):
        given = (two.applied[0].sum(axis=0) + two.applied[1].sum(axis=0)) > 0
        places = [place for place in scope.places if given[place]]
        if places:
            found += [*_orders(two, scope, places), *_majors(two, scope, places, major)]
            found += _groups(two, scope, places)
    return found


def sign(told: Telling) -> int:
    """Return 1 or -1 where a coding tells a conclusion or its opposite, else 0."""
    if told.low is None or told.high is None:
        return 0
    return 1 if told.low > 0 else -1 if told.high < 0 else 0


def outcome_of(first: Telling, second: Telling) -> str:
    """Return whether a conclusion holds under a second coding."""
    one, two = sign(first), sign(second)
    if not one or not two:
        return UNKNOWN
    return HOLDS if one == two else FLIPS


def counted(found: Sequence[Conclusion]) -> tuple[int, int, int]:
    """Return how many conclusions the first coding tells, and how many of them hold and flip."""
    told = [one for one in found if sign(one.told_first)]
    holds = sum(one.outcome == HOLDS for one in told)
    return len(told), holds, sum(one.outcome == FLIPS for one in told)


@dataclass(frozen=True, slots=True)
class _Shares:
    """In how many units of each document each code is given, in one coding."""

    given: NDArray[np.int64]
    """Shape ``(documents, codes)``."""
    units: NDArray[np.int64]

    @classmethod
    def of(cls, applied: Applied, document: NDArray[np.int64]) -> "_Shares":
        place, documents = places_of(document)
        given = np.zeros((documents, applied.shape[1]), dtype=np.int64)
        np.add.at(given, place, applied)
        return cls(given, np.bincount(place, minlength=documents))

    @property
    def whole(self) -> NDArray[np.float64]:
        return np.asarray(self.given.sum(axis=0) / max(int(self.units.sum()), 1))

    @property
    def without(self) -> NDArray[np.float64]:
        left = (self.units.sum() - self.units)[:, None]
        counts = self.given.sum(axis=0) - self.given
        without = np.divide(counts, left, out=np.full(counts.shape, np.nan), where=left > 0)
        return np.asarray(without)


def _orders(two: TwoCodings, scope: Scope, places: Sequence[int]) -> Iterator[Conclusion]:
    counts = two.applied[0].sum(axis=0)
    chosen = sorted(places, key=lambda place: -counts[place])[:COMMONEST]
    pairs = [(a, b) for n, a in enumerate(chosen) for b in chosen[n + 1 :]]
    if not pairs:
        return
    one, other = (np.array(side) for side in zip(*pairs, strict=True))
    told = []
    for applied in two.applied:
        shares = _Shares.of(applied, two.document)
        whole, without = shares.whole, shares.without
        apart = whole[one] - whole[other]
        low, high = jackknife_many(apart, without[:, one] - without[:, other])
        carried = (applied[:, one] | applied[:, other]).sum(axis=0)
        told.append(_tellings(apart, low, high, carried))
    for number, (a, b) in enumerate(pairs):
        codes = two.frame.codes[a].id, two.frame.codes[b].id
        yield _made(two, (ORDER, scope.name, *codes, *_NO_GROUP), told[0][number], told[1][number])


def _majors(
    two: TwoCodings, scope: Scope, places: Sequence[int], major: float
) -> Iterator[Conclusion]:
    told = []
    for applied in two.applied:
        shares = _Shares.of(applied[:, list(places)], two.document)
        held, documents = (shares.given > 0).sum(axis=0), len(shares.units)
        low, high = exact_share(held, documents)
        every = np.full(len(places), LEAST_CARRYING)
        told.append(_tellings(held / documents - major, low - major, high - major, every))
    for number, place in enumerate(places):
        codes = two.frame.codes[place].id, ""
        yield _made(two, (MAJOR, scope.name, *codes, *_NO_GROUP), told[0][number], told[1][number])


def _groups(two: TwoCodings, scope: Scope, places: Sequence[int]) -> Iterator[Conclusion]:
    for groups in two.groups:
        known = groups.value != ""
        values = sorted(set(groups.value[known].tolist()))
        for value in values[:1] if len(values) == 2 else values if len(values) > 2 else ():
            inside = (groups.value == value)[known]
            told = [
                _between(applied[known][:, list(places)], two.document[known], inside)
                for applied in two.applied
            ]
            for number, place in enumerate(places):
                codes = two.frame.codes[place].id, ""
                about = (GROUP, scope.name, *codes, groups.attribute, value)
                yield _made(two, about, told[0][number], told[1][number])


def _between(
    applied: Applied, document: NDArray[np.int64], inside: NDArray[np.bool_]
) -> list[Telling]:
    """Return the share of each code in a group less that in the rest."""
    sides = [
        _Shares.of(np.where(side[:, None], applied, False), document) for side in (inside, ~inside)
    ]
    place, documents = places_of(document)
    units = [np.bincount(place, weights=side, minlength=documents) for side in (inside, ~inside)]
    group, rest = (_Shares(s.given, u.astype(np.int64)) for s, u in zip(sides, units, strict=True))
    apart = group.whole - rest.whole
    fewest = min(int((u > 0).sum()) for u in units)
    low, high = jackknife_many(apart, group.without - rest.without, most=max(fewest - 1, 1))
    if fewest < LEAST_DOCUMENTS:
        low = high = np.full(len(apart), np.nan)
    return _tellings(apart, low, high, applied.sum(axis=0))


def _tellings(
    value: NDArray[np.float64],
    low: NDArray[np.float64],
    high: NDArray[np.float64],
    carried: NDArray[np.int64],
) -> list[Telling]:
    """Return values with their intervals; none where too few units carry the codes."""
    usable = (carried >= LEAST_CARRYING) & np.isfinite(low) & np.isfinite(high)
    return [
        Telling(value=v, low=a if known else None, high=b if known else None)
        for v, a, b, known in zip(
            value.tolist(), low.tolist(), high.tolist(), usable.tolist(), strict=True
        )
    ]


_About = tuple[str, str, str, str, str, str]
"""Kind, scope, code, other code, attribute and group."""
_NO_GROUP = ("", "")


def _made(two: TwoCodings, about: _About, one: Telling, other: Telling) -> Conclusion:
    kind, scope, code, other_code, attribute, value = about
    return Conclusion(
        kind=kind,
        scope=scope,
        code_id=code,
        other_code_id=other_code,
        attribute=attribute,
        value=value,
        first=two.first,
        second=two.second,
        second_is=two.second_is,
        told_first=one,
        told_second=other,
        outcome=outcome_of(one, other),
    )
