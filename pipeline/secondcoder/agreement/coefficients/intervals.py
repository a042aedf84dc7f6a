"""Confidence intervals over documents: what another set of interviews would have shown.

Passages of one document resemble each other, so documents are left out or drawn, never passages
or characters. A statistic is a function of how many times each document is taken, shape
``(documents,)``: all ones is the value itself. Most coefficients add up over documents, so that
``times @ counts`` is all it needs; ``of_units`` serves for those that do not.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtrit

from secondcoder.agreement.coefficients.enough import (
    too_few,
    too_rare,
    too_seldom_agreed,
)
from secondcoder.agreement.coefficients.jackknife_error import (
    LEAST_ERROR,
    effective,
    error_and_freedom,
    may_be_unseen,
)
from secondcoder.agreement.coefficients.scale import put_back, scale
from secondcoder.agreement.coefficients.values import Value

Times = NDArray[np.int64]
Statistic = Callable[[Times], Value]

COVERS_LESS, COVERS_LESS_OVER_CODES = 0.85, 0.72
"""Coverage of a nominal 95 % where agreement is not above chance, of one code and over several.
Read off simulated studies other than those reported (docs/agreement-simulations.md)."""
NOT_ABOVE = "agreement is not above chance"
JACKKNIFE = "delete-one-document jackknife, t"
NO_CHANGE = "no document changes the value"
LEAST_REPLICATES = 2000
"""Bootstrap samples: a convention for the quantiles at 2.5 and 97.5 %. Coverage with as many is in
docs/agreement-simulations.md."""
MOST_UNDEFINED = 0.05
"""Share of samples without a value above which no interval is given. Not measured; a convention."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A confidence interval, or why it cannot be estimated."""

    low: float | None
    high: float | None
    reason: str = ""
    level: float = 0.95
    method: str = ""
    documents: int = 0
    replicates: int = 0
    """Replicates it rests on: documents left out in turn, or samples drawn that had a value."""
    freedom: float | None = None
    """Degrees of freedom of t; ``None`` for the bootstrap."""
    covers: float = 0.95
    """Share of such intervals that hold the true value, as far as simulations tell."""
    because: str = ""
    """Why it may be less than the level."""

    @property
    def estimable(self) -> bool:
        """Whether there is an interval."""
        return self.low is not None

    @property
    def said(self) -> str:
        """Why there is no interval, or what its reader has to know; empty if there is nothing."""
        if self.reason or self.covers >= self.level:
            return self.reason
        return (
            f"{self.because}, where such an interval may cover about {100 * self.covers:.0f} %, "
            f"not {100 * self.level:.0f} %"
        )


def of_units(
    document: ArrayLike, statistic: Callable[[NDArray[np.int64]], Value]
) -> tuple[Statistic, int]:
    """Return a statistic of documents from one of units, and the number of documents.

    ``document`` names the document of each unit, shape ``(units,)``; ``statistic`` takes places
    of units, one repeated for each time its document is taken.
    """
    _, place = np.unique(np.asarray(document), return_inverse=True)
    units = np.arange(place.size)

    def over_documents(times: Times) -> Value:
        return statistic(np.repeat(units, times[place]))

    return over_documents, int(place.max(initial=-1)) + 1


def jackknife(
    statistic: Statistic,
    documents: int,
    *,
    level: float = 0.95,
    fisher: bool = True,
    occurs_in: int | None = None,
    carried: ArrayLike | None = None,
    agreed: ArrayLike | None = None,
) -> Interval:
    """Return the interval of the delete-one-document jackknife.

    With G documents and z_g the value without document g on a scale like Fisher's: z ± t_f
    √[(G-1)/G Σ (z_g - mean z)²], put back. The scale is log((v + .04) / (1 - v)), and below 0 its
    tangent there, since agreement by chance varies as much below 0 as at 0; ``fisher=False``
    stays on the plain scale, for shares and differences. Degrees of freedom f are not G - 1: few
    documents that carry a code, or a few that matter more than all others, say little of how much
    documents differ. With κ the kurtosis of z_g, f is 2G / (κ - 1), at most G - 1 and, with n_g
    the units that carry a code in document g (``carried``, shape ``(documents,)``), at most
    (Σ n_g)² / Σ n_g². Where nobody agrees on any of the n = Σ n_g units with a code, leaving
    documents out changes next to nothing; but a share of them that was never seen may be as much as
    p = 1 - .05^(1/n). On the plain scale both ends lie at least p away; the upper end of a
    coefficient that is not above 0 is at least that of such an agreement, 2p / (1 + p).
    ``occurs_in`` is the number of documents in which a code occurs, where the interval is one
    code's; ``agreed`` on how many units of each document coders agree that a code applies. Not
    estimable with less than ``enough`` asks, where the value or one without some document is
    undefined, where it is ±1 on Fisher's scale, and where no document changes the value. Efron &
    Tibshirani (1993) An Introduction to the Bootstrap, ch. 11; docs/agreement-simulations.md.
    """
    units = None if carried is None else np.asarray(carried, dtype=float)
    lacking = too_few(documents, occurs_in) or too_rare(units) or too_seldom_agreed(agreed, units)
    values = lacking or _left_out(statistic, documents)
    if isinstance(values, str):
        return _none(values, level, JACKKNIFE, documents)
    if fisher and np.abs(values).max() >= 1:
        return _none("agreement is full, or full without one document", level, JACKKNIFE, documents)
    because = NOT_ABOVE if fisher and values[0] <= 0 else ""
    scaled = scale(values) if fisher else values
    error, freedom = (float(one) for one in error_and_freedom(scaled[1:]))
    if error <= LEAST_ERROR:
        return _none(NO_CHANGE, level, JACKKNIFE, documents)
    unseen = 0.0
    if units is not None:
        freedom = max(1.0, min(freedom, float(effective(units))))
        unseen = float(may_be_unseen(units, level=level))
    reach = float(stdtrit(freedom, 0.5 + level / 2)) * error
    low, high = _ends(float(scaled[0]), reach, unseen, fisher=fisher, because=because)
    return Interval(
        low=low,
        high=high,
        level=level,
        method=JACKKNIFE,
        documents=documents,
        replicates=documents,
        freedom=freedom,
        covers=level * (_covered(occurs_in, agreed) / 0.95 if because else 1),
        because=because,
    )


def _covered(occurs_in: int | None, agreed: ArrayLike | None) -> float:
    one_code = occurs_in is not None or agreed is None
    return COVERS_LESS if one_code else COVERS_LESS_OVER_CODES


def _left_out(statistic: Statistic, documents: int) -> NDArray[np.float64] | str:
    """Return the value and those without each document, or why one of them is undefined."""
    whole = statistic(np.ones(documents, dtype=np.int64))
    if whole.value is None:
        return whole.reason
    without = [statistic(1 - _only(document, documents)) for document in range(documents)]
    known = [value.value for value in without if value.value is not None]
    if missing := documents - len(known):
        return f"undefined without one document or another ({missing} of {documents})"
    return np.array([whole.value, *known])


def _ends(
    value: float, reach: float, unseen: float, *, fisher: bool, because: str
) -> tuple[float, float]:
    """Return the ends of an interval, at least as far away as what was never seen may take them."""
    if not fisher:
        reach = max(reach, unseen)
        return value - reach, value + reach
    low, high = put_back(np.array([value - reach, value + reach])).tolist()
    if because == NOT_ABOVE and unseen:
        high = max(high, 2 * unseen / (1 + unseen))
    return low, high


def within(found: Interval, low: float = 0.0, high: float = 1.0) -> Interval:
    """Return an interval cut to what the coefficient can be, such as a share's 0 to 1."""
    if found.low is None or found.high is None:
        return found
    return replace(found, low=max(low, found.low), high=min(high, found.high))


def bootstrap(
    statistic: Statistic,
    documents: int,
    *,
    seed: int,
    replicates: int = LEAST_REPLICATES,
    level: float = 0.95,
    occurs_in: int | None = None,
) -> Interval:
    """Return the percentile interval of samples of whole documents, drawn with replacement.

    With few documents it is too narrow; meant as a check on the jackknife. At least 2,000
    samples are drawn. Not estimable below five documents (or five in which the code occurs),
    where the value itself is undefined, and where more than one sample in twenty has no value.
    Efron & Tibshirani (1993) ch. 13.
    """
    if replicates < LEAST_REPLICATES:
        raise ValueError(f"at least {LEAST_REPLICATES} samples are needed, not {replicates}")
    method = "document bootstrap, percentile"
    reason = too_few(documents, occurs_in)
    whole = statistic(np.ones(documents, dtype=np.int64)) if not reason else None
    if whole is None or whole.value is None:
        return _none(reason or _because(whole), level, method, documents)
    share = np.full(documents, 1 / documents)
    drawn = np.random.default_rng(seed).multinomial(documents, share, size=replicates)
    values = [found for times in drawn if (found := statistic(times).value) is not None]
    if len(values) < (1 - MOST_UNDEFINED) * replicates:
        reason = f"undefined in {replicates - len(values)} of {replicates} samples"
        return _none(reason, level, method, documents)
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2]).tolist()
    return Interval(
        low=low,
        high=high,
        level=level,
        method=method,
        documents=documents,
        replicates=len(values),
    )


def difference(first: Statistic, second: Statistic) -> Statistic:
    """Return the paired difference of two coefficients over the same documents.

    For its interval use ``jackknife(..., fisher=False)``. Undefined where either is.
    """

    def over_documents(times: Times) -> Value:
        one, two = first(times), second(times)
        if one.value is None or two.value is None:
            return one if one.value is None else two
        return Value(one.value - two.value)

    return over_documents


def _only(document: int, documents: int) -> Times:
    return np.asarray(np.arange(documents) == document, dtype=np.int64)


def _because(whole: Value | None) -> str:
    return "" if whole is None else whole.reason


def _none(reason: str, level: float, method: str, documents: int) -> Interval:
    return Interval(
        low=None, high=None, reason=reason, level=level, method=method, documents=documents
    )
