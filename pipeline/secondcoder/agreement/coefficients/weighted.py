"""Two coders and any number of categories: Cohen's kappa, plain or weighted, from the table."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from secondcoder.agreement.coefficients.checked import RatingsError
from secondcoder.agreement.coefficients.checked_counts import whole_counts
from secondcoder.agreement.coefficients.distances import Matrix
from secondcoder.agreement.coefficients.frames import is_frame
from secondcoder.agreement.coefficients.values import Value, undefined


@dataclass(frozen=True, slots=True)
class TableKappa:
    """Kappa of a table of two coders, with its large-sample standard error."""

    kappa: Value
    error: Value
    """Standard error over independent units; with units clustered in documents use
    ``intervals.py`` instead."""


def identity_weights(categories: int) -> Matrix:
    """Return 1 for agreement, 0 for any disagreement."""
    return np.eye(categories)


def linear_weights(categories: int) -> Matrix:
    """Return 1 - |i - j| / (q - 1) for ordered categories, q of them."""
    place = np.arange(categories)
    return np.asarray(1 - np.abs(place[:, None] - place[None, :]) / max(categories - 1, 1))


def quadratic_weights(categories: int) -> Matrix:
    """Return 1 - (i - j)² / (q - 1)² for ordered categories, q of them."""
    place = np.arange(categories)
    return np.asarray(1 - ((place[:, None] - place[None, :]) / max(categories - 1, 1)) ** 2)


def table_kappa(table: ArrayLike, *, weights: ArrayLike | None = None) -> TableKappa:
    """Return Cohen's kappa of a table of counts, rows the first coder's categories.

    (Po - Pe) / (1 - Pe) with Po = Σ w_ij p_ij and Pe = Σ w_ij p_i. p_.j; weights are 1 for full
    agreement, by default the identity. Undefined without units and where chance alone gives
    full agreement. Cohen (1960, 1968); standard error of Fleiss, Cohen & Everitt (1969)
    Psychological Bulletin 72:323-327.
    """
    counts = _square(table)
    units = counts.sum()
    if units == 0:
        none = undefined("no unit was seen by both coders")
        return TableKappa(none, none)
    weight = np.eye(len(counts)) if weights is None else _weights(weights, len(counts))
    share = counts / units
    rows, columns = share.sum(axis=1), share.sum(axis=0)
    observed, expected = float((weight * share).sum()), float(rows @ weight @ columns)
    if (weight[np.ix_(rows > 0, columns > 0)] == 1).all():
        none = undefined("both coders always agree by chance alone", observed=observed)
        return TableKappa(none, none)
    kappa = (observed - expected) / (1 - expected)
    mean = (weight @ columns)[:, None] + (weight.T @ rows)[None, :]
    spread = (share * (weight - mean * (1 - kappa)) ** 2).sum()
    variance = (spread - (kappa - expected * (1 - kappa)) ** 2) / (units * (1 - expected) ** 2)
    return TableKappa(
        Value(kappa, observed=observed, expected=expected),
        Value(float(np.sqrt(max(variance, 0.0)))),
    )


def kappa_max(table: ArrayLike) -> Value:
    """Return the largest kappa that the coders' totals allow: Po is Σ min(p_i., p_.i).

    Undefined as kappa is. Cohen (1960).
    """
    counts = _square(table)
    found = table_kappa(counts).kappa
    if found.expected is None:
        return found
    best = float(np.minimum(counts.sum(axis=0), counts.sum(axis=1)).sum() / counts.sum())
    return Value((best - found.expected) / (1 - found.expected), expected=found.expected)


def _square(table: ArrayLike) -> Matrix:
    """Return a table of counts; refuse one whose rows are other categories than its columns."""
    counts = whole_counts(table, "the table").astype(float)
    hint = "Both coders' categories stand in the same order, also one that a coder never used."
    if counts.ndim != 2 or counts.shape[0] != counts.shape[1]:
        raise RatingsError(f"the table is not square: {counts.shape}", hint=hint)
    if is_frame(table) and not table.index.equals(table.columns):
        rows, columns = table.index.tolist(), table.columns.tolist()
        raise RatingsError(f"the table has rows {rows} and columns {columns}", hint=hint)
    return counts


def _weights(weights: ArrayLike, categories: int) -> Matrix:
    """Return weights of agreement, 1 on the diagonal and 0 to 1 elsewhere."""
    weight = np.asarray(weights, dtype=float)
    if weight.shape != (categories, categories):
        raise RatingsError(f"weights of shape {weight.shape} for {categories} categories")
    inside = bool(((weight >= 0) & (weight <= 1)).all())
    if not inside or not np.allclose(np.diag(weight), 1) or not np.allclose(weight, weight.T):
        raise RatingsError(
            f"these are no weights of agreement: {weight.tolist()}",
            hint="1 on the diagonal, 0 to 1 elsewhere, the same in both directions.",
        )
    return weight
