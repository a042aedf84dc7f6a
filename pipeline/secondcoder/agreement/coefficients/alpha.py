"""Krippendorff's alpha: any number of coders, missing values, any distance between values."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic

import numpy as np
from scipy import sparse

from secondcoder.agreement.coefficients.checked import rated
from secondcoder.agreement.coefficients.distances import Distance, Rated, nominal
from secondcoder.agreement.coefficients.values import Value, undefined

NO_PAIRS = "no unit has values of two coders"
ONE_VALUE = "all values that can be compared are the same"

_ROWS = 512
"""Rows of a large matrix held at once: memory alone, no result."""

Ratings = Sequence[Sequence[Rated | None]]
"""A row for each unit, a column for each coder; ``None`` where a coder did not see the unit."""


@dataclass(frozen=True, slots=True)
class Coincidences(Generic[Rated]):
    """How often values meet in a unit; each unit weighs as much as it has values."""

    values: tuple[Rated, ...]
    """Distinct values that can be compared, in ascending order."""
    matrix: sparse.csr_array
    """Shape ``(values, values)``, sparse; sums to the number of values that can be compared."""


def coincidences(ratings: Ratings[Rated]) -> Coincidences[Rated]:
    """Return the coincidence matrix: o_ck = Σ_u (pairs c-k in u) / (m_u - 1).

    m_u is the number of values in unit u; units with fewer than two cannot be compared and are
    left out. Values may be anything hashable of one kind; ``checked.rated`` says what is refused.
    """
    rows = [[value for value in unit if value is not None] for unit in rated(ratings)]
    rows = [row for row in rows if len(row) > 1]
    values = _ascending({value for row in rows for value in row})
    place = {value: column for column, value in enumerate(values)}
    unit_of = [unit for unit, row in enumerate(rows) for _ in row]
    value_of = [place[value] for row in rows for value in row]
    shape = (len(rows), len(values))
    counts = sparse.csr_array((np.ones(len(unit_of)), (unit_of, value_of)), shape=shape)
    weight = np.array([1 / (len(row) - 1) for row in rows])
    weighted = sparse.diags_array(weight) @ counts if rows else counts
    itself = sparse.diags_array(np.asarray(weighted.sum(axis=0)).ravel())
    return Coincidences(tuple(values), sparse.csr_array(counts.T @ weighted - itself))


def krippendorff_alpha(ratings: Ratings[Rated], *, distance: Distance[Rated] = nominal) -> Value:
    """Return alpha = 1 - Do / De over units and coders.

    Do = Σ o_ck δ_ck / n and De = Σ n_c n_k δ_ck / [n(n-1)], with o the coincidences, n_c their
    row sums, n their sum, and δ the distance (``distances.py``). Undefined where no unit has
    values of two coders, and where all comparable values are the same or none is any distance
    from another. Krippendorff (2011) Computing Krippendorff's alpha-reliability; (2019)
    Content Analysis, 4th ed., ch. 12.
    """
    return alpha_of(coincidences(ratings), distance=distance)


def alpha_of(found: Coincidences[Rated], *, distance: Distance[Rated] = nominal) -> Value:
    """Return alpha of coincidences that are already counted; undefined as above."""
    if not found.values:
        return undefined(NO_PAIRS)
    if len(found.values) == 1:
        return undefined(ONE_VALUE, observed=0.0)
    marginals = np.asarray(found.matrix.sum(axis=0)).ravel()
    total = float(marginals.sum())
    observed = expected = 0.0
    for start in range(0, len(marginals), _ROWS):
        rows = slice(start, start + _ROWS)
        apart = distance(found.values, marginals, rows)
        observed += float(found.matrix[rows].multiply(apart).sum()) / total
        expected += float(marginals[rows] @ apart @ marginals) / (total * (total - 1))
    if expected == 0:
        return undefined("no value is at any distance from another", observed=observed)
    return Value(1 - observed / expected, observed=observed, expected=expected)


def _ascending(values: set[Any]) -> list[Any]:
    """Return values in order: numbers by size, anything else by how it is written."""
    if all(isinstance(value, (int, float, np.number)) for value in values):
        return sorted(values)
    if all(isinstance(value, frozenset) for value in values):
        return sorted(values, key=lambda value: sorted(map(repr, value)))
    return sorted(values, key=repr)
