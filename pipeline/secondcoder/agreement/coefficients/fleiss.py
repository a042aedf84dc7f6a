"""Fleiss' kappa: many coders, one value each for every unit, coders interchangeable."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from secondcoder.agreement.coefficients.checked import RatingsError
from secondcoder.agreement.coefficients.checked_counts import MOST_SQUARED, whole_counts
from secondcoder.agreement.coefficients.values import Value, undefined

UNEQUAL = "units do not all have the same number of values; use Krippendorff's alpha"


@dataclass(frozen=True, slots=True)
class Fleiss:
    """Kappa over all categories, and of each against the rest."""

    kappa: Value
    categories: tuple[Value, ...]
    """In the order of the columns; undefined for a category that is never or always used."""


def fleiss_kappa(counts: ArrayLike) -> Fleiss:
    """Return Fleiss' kappa of a table of how many coders put each unit in each category.

    ``counts`` has shape ``(units, categories)``; every row sums to the same m ≥ 2. With N units
    and p_j the share of category j: Po = Σ n_ij(n_ij - 1) / [N m(m - 1)], Pe = Σ p_j²,
    kappa = (Po - Pe) / (1 - Pe); of category j: (P_j - p_j) / (1 - p_j), P_j = (Σ_i n_ij² -
    N m p_j) / [N m(m - 1) p_j]. Undefined without units, for one coder, where units have
    different numbers of values, and where all values are the same category. Fleiss (1971)
    Psychological Bulletin 76:378-382.
    """
    table = whole_counts(counts, "the table", most=MOST_SQUARED)
    if table.size and table.ndim != 2:
        raise RatingsError(
            f"the table has shape {table.shape}, not (units, categories)",
            hint="One row for each unit, one column for each category.",
        )
    reason = _not_computable(table)
    if reason:
        none = undefined(reason)
        return Fleiss(none, tuple(none for _ in range(table.shape[1])) if table.ndim == 2 else ())
    units, coders = len(table), int(table[0].sum())
    pairs = units * coders * (coders - 1)
    agreeing = (table * (table - 1)).sum(axis=0)
    share = table.sum(axis=0) / (units * coders)
    observed, expected = float(agreeing.sum() / pairs), float(share @ share)
    categories = tuple(
        _category(int(same), float(part), pairs) for same, part in zip(agreeing, share, strict=True)
    )
    if np.count_nonzero(share) == 1:
        return Fleiss(undefined("all values are the same", observed=observed), categories)
    kappa = (observed - expected) / (1 - expected)
    return Fleiss(Value(kappa, observed=observed, expected=expected), categories)


def _category(agreeing: int, share: float, pairs: int) -> Value:
    if share == 0:
        return undefined("no coder used the category")
    if share == 1:
        return undefined("all values are the same", observed=1.0)
    observed = agreeing / (pairs * share)
    return Value((observed - share) / (1 - share), observed=observed, expected=share)


def _not_computable(table: np.ndarray) -> str:
    if table.ndim != 2 or len(table) == 0:
        return "there are no units"
    coders = table.sum(axis=1)
    if (coders != coders[0]).any():
        return UNEQUAL
    return "" if coders[0] > 1 else "no unit has values of two coders"
