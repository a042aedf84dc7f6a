"""Confidence intervals over documents: what another set of interviews would have shown.

Passages of one document resemble each other, so documents are left out or drawn, never passages
or characters. A statistic is a function of how many times each document is taken, shape
``(documents,)``: all ones is the value itself. Most coefficients add up over documents, so that
``times @ counts`` is all it needs; ``of_units`` serves for those that do not.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import stdtrit

from secondcoder.agreement.coefficients.values import Value

Times = NDArray[np.int64]
Statistic = Callable[[Times], Value]

LEAST_DOCUMENTS = 5
"""A convention (docs/agreement.md); coverage was measured from ten documents on (docs/agreement-
simulations.md)."""
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

    @property
    def estimable(self) -> bool:
        """Whether there is an interval."""
        return self.low is not None


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
) -> Interval:
    """Return the interval of the delete-one-document jackknife.

    With G documents and z_g the value without document g on Fisher's scale, artanh:
    tanh(z ± t_{G-1} √[(G-1)/G Σ (z_g - mean z)²]). ``fisher=False`` stays on the plain scale,
    for shares and differences. ``occurs_in`` is the number of documents in which a code occurs,
    where the interval is one code's. Not estimable below five documents (or five in which the
    code occurs), where the value or one without some document is undefined, where it is ±1 on
    Fisher's scale, and where no document changes the value. Efron & Tibshirani (1993) An
    Introduction to the Bootstrap, ch. 11.
    """
    method = f"delete-one-document jackknife, t{', Fisher z' if fisher else ''}"
    reason = _too_few(documents, occurs_in)
    whole = statistic(np.ones(documents, dtype=np.int64)) if not reason else None
    if whole is None or whole.value is None:
        return _none(reason or _because(whole), level, method, documents)
    without = [statistic(1 - _only(document, documents)) for document in range(documents)]
    missing = sum(value.value is None for value in without)
    if missing:
        reason = f"undefined without one document or another ({missing} of {documents})"
        return _none(reason, level, method, documents)
    values = np.array([whole.value, *(value.value for value in without if value.value is not None)])
    if fisher and np.abs(values).max() >= 1:
        return _none("agreement is full, or full without one document", level, method, documents)
    scaled = np.arctanh(values) if fisher else values
    each = scaled[1:]
    error = math.sqrt((documents - 1) / documents * float(((each - each.mean()) ** 2).sum()))
    if math.isclose(error, 0, abs_tol=1e-12):
        return _none(NO_CHANGE, level, method, documents)
    reach = float(stdtrit(documents - 1, 0.5 + level / 2)) * error
    ends = np.array([scaled[0] - reach, scaled[0] + reach])
    low, high = (np.tanh(ends) if fisher else ends).tolist()
    return Interval(
        low=low,
        high=high,
        reason="",
        level=level,
        method=method,
        documents=documents,
        replicates=documents,
    )


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
    reason = _too_few(documents, occurs_in)
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
        reason="",
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


def _too_few(documents: int, occurs_in: int | None) -> str:
    if documents < LEAST_DOCUMENTS:
        return f"{_count(documents)}; at least {LEAST_DOCUMENTS} are needed"
    if occurs_in is not None and occurs_in < LEAST_DOCUMENTS:
        return f"the code occurs in {_count(occurs_in)}; at least {LEAST_DOCUMENTS} are needed"
    return ""


def _count(documents: int) -> str:
    return f"{documents} document{'' if documents == 1 else 's'}"


def _because(whole: Value | None) -> str:
    return "" if whole is None else whole.reason


def _none(reason: str, level: float, method: str, documents: int) -> Interval:
    return Interval(
        low=None, high=None, reason=reason, level=level, method=method, documents=documents
    )
