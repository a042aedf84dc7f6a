"""Krippendorff's alphas of unitizing, for coders who mark stretches of text themselves.

This is the version of 2016 and 2019: uα over units and gaps, |uα over marked and unmarked,
cuα over codes of what both marked, (k)uα for one code. Older coefficients called alpha_U (1995,
2004, 2013) are different numbers and are not computed here.

A coder has at most one unit at a place; where codes overlap, each code is taken by itself.
With φ for gaps and m coders of a document, lengths of intersections are
l_ck = Σ_documents 1/(m-1) Σ_i Σ_j≠i |units c of coder i ∩ units k of coder j|.
Chance is e_ck = [l_c. l_.k - (c=k) Σ w] / [l.. - Σ w / l..], w of a unit is its squared length, of
a gap its length. Documents are continua of their own: nothing reaches across their ends.

Krippendorff, Mathet, Bouvry & Widlöcher (2016) Quality & Quantity 50:2347-2364; Krippendorff
(2019) Content Analysis, 4th ed., sec. 12.6.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from secondcoder.agreement.coefficients.distances import Matrix
from secondcoder.agreement.coefficients.values import Value, undefined

Unit = tuple[int, int, Hashable]
"""Start, end (exclusive) and code."""

NO_PAIRS = "no document was seen by two coders"


@dataclass(frozen=True, slots=True)
class Continuum:
    """One document and the units of each coder who saw it, who may have marked none."""

    length: int
    coders: tuple[tuple[Unit, ...], ...]
    start: int = 0


@dataclass(frozen=True, slots=True)
class Unitizing:
    """What the alphas add up over documents."""

    codes: tuple[Hashable, ...]
    lengths: Matrix
    """l_ck with φ as the first row and column; shape ``(documents, codes + 1, codes + 1)``."""
    weights: Matrix
    """Σ w of whole units and gaps; shape ``(documents, codes + 1)``."""
    shared_weights: Matrix
    """Σ w of what others marked inside units; shape ``(documents, codes)``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitizingAlphas:
    """The four coefficients and how much of the text each rests on."""

    u_alpha: Value
    """uα: units, gaps and codes together."""
    bar_u_alpha: Value
    """|uα: marked against unmarked, whatever the code."""
    cu_alpha: Value
    """cuα: codes, over what both coders of a pair marked."""
    cu_coverage: Value
    """Share of the text, over pairs of coders, that both marked: what cuα rests on."""
    k_u_alpha: Mapping[Hashable, Value]
    """(k)uα: whether what others marked where one marked k is k as well."""
    k_coverage: Mapping[Hashable, Value]
    """Share of the length of k that other coders marked with any code: what (k)uα rests on."""


def unitize(continua: Sequence[Continuum]) -> Unitizing:
    """Return what the alphas add up; documents that fewer than two coders saw are all zero."""
    codes = sorted({unit[2] for one in continua for coder in one.coders for unit in coder},
                   key=repr)  # fmt: skip
    place = {code: number for number, code in enumerate(codes, start=1)}
    side = len(codes) + 1
    lengths = np.zeros((len(continua), side, side))
    weights, shared = np.zeros((len(continua), side)), np.zeros((len(continua), side))
    for document, one in enumerate(continua):
        if len(one.coders) > 1:
            lengths[document], weights[document], shared[document] = _document(one, place)
    return Unitizing(tuple(codes), lengths, weights, shared[:, 1:])


def unitizing_alphas(
    found: Unitizing, *, times: NDArray[np.int64] | None = None
) -> UnitizingAlphas:
    """Return the alphas, each document taken as many times as ``times`` says (default once).

    uα and |uα are 1 - (l.. - Σ l_cc) / (e.. - Σ e_cc), |uα after taking all codes together; cuα
    is the same over codes without φ, with w the mean over the other coders of the squared length
    that such a coder marked inside the unit; (k)uα is
    1 - (e_k. / l_k.)(l_k. - l_kk) / (e_k. - e_kk) on the same part. Each is undefined where
    there is nothing to compare or chance leaves no room for disagreement: |uα without gaps or
    without units, cuα where one code alone was shared, (k)uα where no other coder marked
    anything in the units of k.
    """
    taken = np.ones(len(found.lengths)) if times is None else np.asarray(times, dtype=float)
    lengths = np.tensordot(taken, found.lengths, axes=1)
    weights, shared = taken @ found.weights, taken @ found.shared_weights
    if lengths.sum() == 0:
        none = undefined(NO_PAIRS)
        each = dict.fromkeys(found.codes, none)
        return UnitizingAlphas(
            u_alpha=none,
            bar_u_alpha=none,
            cu_alpha=none,
            cu_coverage=none,
            k_u_alpha=each,
            k_coverage=each,
        )
    marked = lengths[1:, 1:]
    collapsed = np.array(
        [[lengths[0, 0], lengths[0, 1:].sum()], [lengths[1:, 0].sum(), marked.sum()]]
    )
    by_mark = np.array([weights[0], weights[1:].sum()])
    of_code, coverage = _each_code(found.codes, lengths, shared)
    return UnitizingAlphas(
        u_alpha=_alpha(
            lengths, weights, "nobody marked anything, or one code fills all of the text"
        ),
        bar_u_alpha=_alpha(collapsed, by_mark, "there are no gaps, or nothing is marked"),
        cu_alpha=_alpha(marked, shared, "where coders meet there is nothing, or one code only"),
        cu_coverage=Value(float(marked.sum() / lengths.sum())),
        k_u_alpha=of_code,
        k_coverage=coverage,
    )


def _expected(lengths: Matrix, weights: Matrix) -> Matrix:
    """Return e_ck, or zeros where one unit alone is compared with itself."""
    total = float(lengths.sum())
    room = total - float(weights.sum()) / total if total else 0.0
    if room <= 0:
        return np.zeros_like(lengths)
    return np.asarray(
        (np.outer(lengths.sum(axis=1), lengths.sum(axis=0)) - np.diag(weights)) / room
    )


def _alpha(lengths: Matrix, weights: Matrix, otherwise: str) -> Value:
    total, observed = float(lengths.sum()), _apart(lengths)
    if total == 0 or np.count_nonzero(lengths.sum(axis=0)) < 2:
        return undefined(otherwise, observed=observed / total if total else None)
    expected = _apart(_expected(lengths, weights))
    if expected == 0:
        return undefined("chance leaves no room for disagreement", observed=observed / total)
    return Value(1 - observed / expected, observed=observed / total, expected=expected / total)


def _apart(lengths: Matrix) -> float:
    """Return the sum off the diagonal, without a subtraction that would leave a rest of 0."""
    return float(lengths[~np.eye(len(lengths), dtype=bool)].sum())


def _each_code(
    codes: Sequence[Hashable], lengths: Matrix, shared: Matrix
) -> tuple[dict[Hashable, Value], dict[Hashable, Value]]:
    marked = lengths[1:, 1:]
    chance = _expected(marked, shared)
    alphas, coverage = {}, {}
    for number, code in enumerate(codes):
        full, met = float(lengths[number + 1].sum()), float(marked[number].sum())
        coverage[code] = Value(met / full) if full else undefined("nobody marked the code")
        wrong, room = (float(np.delete(each[number], number).sum()) for each in (marked, chance))
        if met == 0:
            alphas[code] = undefined("no other coder marked anything where the code is")
        elif room == 0:
            alphas[code] = undefined("where coders meet there is this code only")
        else:
            value = 1 - float(chance[number].sum()) / met * wrong / room
            alphas[code] = Value(value, observed=wrong / met)
    return alphas, coverage


def _document(one: Continuum, place: Mapping[Hashable, int]) -> tuple[Matrix, Matrix, Matrix]:
    """Return the document's lengths and weights, by a sweep over the ends of all units."""
    side, coders = len(place) + 1, len(one.coders)
    lengths = np.zeros((side, side))
    weights, shared = np.zeros(side), np.zeros(side)
    units = [_ordered(coder, one) for coder in one.coders]
    ends = [one.start, one.start + one.length]
    ends += [point for coder in units for unit in coder for point in unit[:2]]
    points = np.unique(np.array(ends, dtype=np.int64))
    width = np.diff(points).astype(float)
    unit_at = np.stack([_unit_at(coder, points[:-1]) for coder in units])
    names = [np.array([0, *(place[unit[2]] for unit in coder)]) for coder in units]
    code_at = np.stack([name[at] for name, at in zip(names, unit_at, strict=True)])
    for first in range(coders):
        weights[0] += width[code_at[first] == 0].sum()
        for start, end, code in units[first]:
            weights[place[code]] += float(end - start) ** 2
        for second in range(first + 1, coders):
            cell = code_at[first] * side + code_at[second]
            met = np.bincount(cell, width, side * side).reshape(side, side)
            lengths += (met + met.T) / (coders - 1)
            marked = width * (unit_at[first] > 0) * (unit_at[second] > 0)
            for coder in (first, second):
                inside = np.bincount(unit_at[coder], marked, len(names[coder]))
                np.add.at(shared, names[coder], inside**2 / (coders - 1))
    return lengths, weights, shared


def _unit_at(units: Sequence[Unit], points: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return which unit (from 1) begins at or before each point and has not ended; 0 is none."""
    starts = np.array([unit[0] for unit in units], dtype=np.int64)
    ends = np.array([0, *(unit[1] for unit in units)], dtype=np.int64)
    before = np.searchsorted(starts, points, side="right")
    return np.where((before > 0) & (points < ends[before]), before, 0)


def _ordered(units: Sequence[Unit], one: Continuum) -> list[Unit]:
    """Return a coder's units in order, or refuse them."""
    ordered = sorted(units, key=lambda unit: unit[:2])
    for start, end, code in ordered:
        if not one.start <= start < end <= one.start + one.length:
            raise ValueError(f"unit {start}-{end} ({code}) is empty or outside the document")
    for (_, end, code), (start, _, other) in pairwise(ordered):
        if start < end:
            raise ValueError(f"units of {code} and {other} overlap at {start}; take each by itself")
    return ordered
