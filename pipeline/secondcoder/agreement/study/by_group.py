"""Whether a machine errs more on some participants than on others, beside people's own errors.

An error is measured against the consensus of people: a code that they withheld and the machine
gave (false on), or one that they gave and the machine withheld (false off). People's own errors
are each person's against the others. Rates of a group and of the rest are taken at the same mix
of passage lengths, since long passages carry more codes. Documents, not passages, are what varies.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit

from secondcoder.agreement.chance.discoveries import corrected
from secondcoder.agreement.study.held import consensus_of
from secondcoder.agreement.study.panel import Panel
from secondcoder.agreement.study.scopes import Scope, scopes
from secondcoder.records.agreement_detail import GroupErrors

MARGIN = 0.1
"""Difference of rates up to which two groups count as alike. A convention; ``[comparison] margin``
sets another, to be fixed before the comparison."""
LEAST_DOCUMENTS, LEAST_UNITS = 5, 20
"""In the group, and in the rest: below, nothing can be told. Conventions."""
MOST_VALUES = 8
"""Values that an attribute may have to stand for groups of participants."""
STRATA = 3
"""Classes of passage length, of equal numbers of passages."""
LEVEL = 0.05
DIFFERS, ALIKE, UNKNOWN = "differs", "within the margin", "cannot be told"
FALSE_ON, FALSE_OFF = "false on", "false off"


@dataclass(frozen=True, slots=True)
class Groups:
    """An attribute of participants: the group of every unit, shape ``(units,)``; empty if none."""

    attribute: str
    value: NDArray[np.str_]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rates:
    """A rate in a group and in the rest, and how far apart with what error."""

    group: float
    rest: float
    units: int
    error: float
    """Standard error of the difference, by the jackknife over documents."""
    freedom: int
    """Documents of the side that has fewer, less one."""

    @property
    def difference(self) -> float:
        return self.group - self.rest


def groups_in(attributes: Sequence[Mapping[str, str]]) -> list[Groups]:
    """Return the attributes that tell groups of units apart; one mapping for each unit.

    Those with two to eight values; numbers of more values are cut at their median.
    """
    names = dict.fromkeys(name for one in attributes for name in one)
    found = []
    for name in names:
        values = [one.get(name, "").strip() for one in attributes]
        different = {value for value in values if value}
        if len(different) > MOST_VALUES:
            values = _halves(values)
            different = {value for value in values if value}
        if 1 < len(different) <= MOST_VALUES:
            found.append(Groups(name, np.array(values, dtype=str)))
    return found


def errors_by_group(
    panel: Panel,
    groups: Sequence[Groups],
    lengths: Sequence[int],
    *,
    margin: float = MARGIN,
) -> list[GroupErrors]:
    """Return both kinds of error of a panel's machine, for each group, level and code.

    ``lengths`` are the units' in characters. A difference counts as one if its q, after
    Benjamini-Hochberg over all rows, is at most .05; as within the margin if the interval lies
    inside ± ``margin``. What is neither cannot be told: never that the machine is fair.
    """
    strata = _strata(lengths)
    rows = [
        row
        for one in groups
        for scope in (s for s in scopes(panel.frame, with_machine=True) if s.places)
        for row in _of_attribute(panel, one, scope, strata)
    ]
    return _judged(rows, margin=margin)


def _of_attribute(
    panel: Panel, groups: Groups, scope: Scope, strata: NDArray[np.int64]
) -> Iterator[GroupErrors]:
    people = range(len(panel.people))
    known = (groups.value != "") & panel.seen[:, -1]
    places = list(scope.places)
    given = panel.applied[:, :, places]
    agreed, decided = consensus_of(
        given[:, : len(panel.people)], panel.seen[:, : len(panel.people)]
    )
    machine = (given[:, -1], agreed, decided & known[:, None])
    own = []
    for person in people:
        others = [other for other in people if other != person]
        if others:
            theirs, clear = consensus_of(given[:, others], panel.seen[:, others])
            kept = clear & (known & panel.seen[:, person])[:, None]
            own.append((given[:, person], theirs, kept))
    values = sorted(set(groups.value[known].tolist()))
    columns: list[tuple[str, list[int]]] = [("", list(range(len(places))))]
    columns += [(panel.frame.codes[p].id, [n]) for n, p in enumerate(places)]
    for value in values[:1] if len(values) == 2 else values if len(values) > 2 else ():
        split = _Split(groups.value == value, panel.document, strata)
        about = _About(panel.beside, groups.attribute, value, scope.name)
        for kind in (FALSE_ON, FALSE_OFF):
            for code_id, chosen in columns:
                found = split.rates([machine], kind, chosen)
                beside = split.rates(own, kind, chosen) if own else None
                yield _row(about, code_id, kind, found=found, beside=beside)
                if not code_id and found is None:  # single codes have no more to go by
                    break


@dataclass(frozen=True, slots=True)
class _About:
    beside: str
    attribute: str
    value: str
    scope: str


_Reading = tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]
"""What was given, what is the consensus, and where both count; each ``(units, codes)``."""


@dataclass(frozen=True, slots=True)
class _Split:
    """Units in a group and outside, with their documents and classes of length."""

    inside: NDArray[np.bool_]
    document: NDArray[np.int64]
    strata: NDArray[np.int64]

    def rates(
        self, readings: Sequence[_Reading], kind: str, columns: Sequence[int]
    ) -> _Rates | None:
        """Return the rate of an error in the group and the rest, at the same mix of lengths."""
        return _rates(self._sums(readings, kind, columns))

    def _sums(
        self, readings: Sequence[_Reading], kind: str, columns: Sequence[int]
    ) -> NDArray[np.float64]:
        """Return wrong and counted, shape ``(2, documents, STRATA, 2)``; the group first."""
        sums = np.zeros((2, int(self.document.max(initial=-1)) + 1, STRATA, 2))
        for given, agreed, kept in readings:
            theirs = agreed[:, columns]
            counts = kept[:, columns] & (~theirs if kind == FALSE_ON else theirs)
            wrong = counts & (given[:, columns] != theirs)
            each = np.stack([wrong.sum(axis=1), counts.sum(axis=1)], axis=1).astype(float)
            np.add.at(sums, ((~self.inside).astype(int), self.document, self.strata), each)
        return sums


def _rates(sums: NDArray[np.float64]) -> _Rates | None:
    whole = sums.sum(axis=1)  # (side, stratum, wrong and counted)
    occurs = (sums[..., 1].sum(axis=2) > 0).sum(axis=1)
    if occurs.min() < LEAST_DOCUMENTS or whole[..., 1].sum(axis=1).min() < LEAST_UNITS:
        return None
    used = (whole[..., 1] > 0).all(axis=0)
    if not used.any():
        return None
    weight = np.where(used, whole[..., 1].sum(axis=0), 0)
    weight = weight / weight.sum()
    rates = _weighted(whole, weight)
    without = _weighted(whole[:, None] - sums, weight)  # (side, documents)
    if np.isnan(without).any():
        return None
    apart = (without[0] - without[1])[sums[..., 1].sum(axis=(0, 2)) > 0]
    spread = float(((apart - apart.mean()) ** 2).sum())
    return _Rates(
        group=float(rates[0]),
        rest=float(rates[1]),
        units=int(whole[0, :, 1].sum()),
        error=math.sqrt((len(apart) - 1) / len(apart) * spread),
        freedom=int(occurs.min()) - 1,
    )


def _weighted(sums: NDArray[np.float64], weight: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return rates at a fixed mix of strata; NaN where a stratum that counts is empty."""
    wrong, counted = sums[..., 0], sums[..., 1]
    rates = np.divide(wrong, counted, out=np.full(wrong.shape, np.nan), where=counted > 0)
    return np.asarray(np.where(weight > 0, rates * weight, 0.0).sum(axis=-1))


def _row(
    about: _About, code_id: str, kind: str, *, found: _Rates | None, beside: _Rates | None
) -> GroupErrors:
    p = low = high = None
    if found is not None and found.error > 0:
        p = 2 * float(stdtr(found.freedom, -abs(found.difference) / found.error))
        reach = float(stdtrit(found.freedom, 0.975)) * found.error
        low, high = found.difference - reach, found.difference + reach
    more = found.difference - beside.difference if found and beside else None
    return GroupErrors(
        beside=about.beside,
        attribute=about.attribute,
        value=about.value,
        scope=about.scope,
        code_id=code_id,
        error=kind,
        units=found.units if found else 0,
        rate=found.group if found else None,
        rate_of_rest=found.rest if found else None,
        difference=found.difference if found else None,
        low=low,
        high=high,
        p=p,
        q=None,
        people_rate=beside.group if beside else None,
        people_rate_of_rest=beside.rest if beside else None,
        more_than_people=more,
        outcome=UNKNOWN,
        note="" if p is not None else _NO_ERRORS if found else _TOO_FEW,
    )


_NO_ERRORS = "no document changes the rates"
_TOO_FEW = (
    f"fewer than {LEAST_DOCUMENTS} documents or {LEAST_UNITS} passages in the group or the rest"
)


def _judged(rows: Sequence[GroupErrors], *, margin: float) -> list[GroupErrors]:
    """Return the rows with their q, and what may be said of each."""
    tested = [place for place, row in enumerate(rows) if row.p is not None]
    p = np.array([rows[place].p for place in tested], dtype=float)
    q = corrected(p)
    found = list(rows)
    for place, own in zip(tested, q.tolist(), strict=True):
        row = rows[place]
        outcome = DIFFERS if own <= LEVEL else ALIKE if _inside(row, margin) else UNKNOWN
        found[place] = replace(row, q=own, outcome=outcome)
    return found


def _inside(row: GroupErrors, margin: float) -> bool:
    """Return whether the 95 % interval lies inside the margin: stricter than the usual 90 %."""
    return row.low is not None and row.high is not None and -margin < row.low <= row.high < margin


def _strata(lengths: Sequence[int]) -> NDArray[np.int64]:
    """Return the class of length of each unit, 0 the shortest."""
    if not len(lengths):
        return np.zeros(0, dtype=np.int64)
    marks = np.quantile(np.asarray(lengths), np.arange(1, STRATA) / STRATA)
    return np.asarray(np.searchsorted(marks, lengths, side="left"), dtype=np.int64)


def _halves(values: Sequence[str]) -> list[str]:
    """Return numbers as two halves around their median; other values as none."""
    try:
        numbers = [float(value.replace(",", ".")) if value else np.nan for value in values]
    except ValueError:
        return [""] * len(values)
    middle = float(np.nanmedian(numbers))
    return [
        "" if np.isnan(one) else f"up to {middle:g}" if one <= middle else f"above {middle:g}"
        for one in numbers
    ]
