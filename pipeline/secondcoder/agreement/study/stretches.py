"""Agreement over marked stretches: unitizing alphas and F1 of stretches, with their intervals."""

import itertools
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from secondcoder.agreement.coefficients.continuum import matches
from secondcoder.agreement.coefficients.counts import groups_of
from secondcoder.agreement.coefficients.intervals import Interval, jackknife, within
from secondcoder.agreement.coefficients.spans import Span, SpanMatches, merge_spans, span_f1
from secondcoder.agreement.coefficients.unitizing import (
    Continuum,
    Unitizing,
    UnitizingAlphas,
    unitize,
    unitizing_alphas,
)
from secondcoder.agreement.coefficients.values import Value, undefined
from secondcoder.agreement.study.marked import Marked, RowMaker
from secondcoder.agreement.study.pairs import Pair
from secondcoder.agreement.study.scopes import Scope
from secondcoder.records.agreement import UnitAgreement

OVERLAPPING = "codes overlap: these need one code at a place"
OVERLAP = 0.5
"""Least share of the union that two stretches must have in common to match. A convention (half),
not measured."""
Stretches = Sequence[tuple[tuple[Span, ...], tuple[Span, ...]]]
"""Both coders' stretches, for every document."""


def over_stretches(pair: Pair, marked: Marked) -> list[UnitAgreement]:
    """Return the coefficients of stretches, of any code, of each scope and of each code."""
    lengths = np.array([text.length for text in marked.texts], dtype=np.int64)
    rows = [_any_code(pair, marked, lengths)]
    for scope in pair.scopes():
        rows += _several_codes(pair, marked, lengths, scope)
    used = sorted({code for one in (*marked.first, *marked.second) for code in one})
    for code in used:
        if pair.comparable(code):
            continue
        spans = marked.spans(code)
        counted = sum(len(one) + len(two) for one, two in spans)
        make = RowMaker(pair, "span", counted, len(lengths))
        rows.append(make("uα", *_u_alpha(spans, lengths), code=code))
        rows.append(make("F1, exact", *_f1(spans, None), code=code))
        rows.append(make("F1, overlap", *_f1(spans, OVERLAP), code=code))
    return rows


def _f1(spans: Stretches, least: float | None) -> tuple[Value, Interval]:
    """Return F1 of stretches and its interval over documents."""
    found = np.zeros((len(spans), 3))
    for row, (one, two) in enumerate(spans):
        if one or two:
            here = matches(one, two, least=least)
            found[row] = here.matched, here.first, here.second
    group = groups_of(len(found))
    parts = found if group is None else _by_group(found, group)

    def over(times: NDArray[np.int64]) -> Value:
        return span_f1(SpanMatches(*(int(sum_) for sum_ in times @ parts)))

    carried = parts[:, 1:].sum(axis=1)
    around = jackknife(over, len(parts), fisher=False, carried=carried)
    return over(np.ones(len(parts), dtype=np.int64)), within(around)


def _any_code(pair: Pair, marked: Marked, lengths: NDArray[np.int64]) -> UnitAgreement:
    """Return |uα: marked with any code against unmarked."""
    spans = [
        tuple(_joined([s for part in one.values() for s in part]) for one in both)
        for both in zip(marked.first, marked.second, strict=True)
    ]
    total = sum(len(one) + len(two) for one, two in spans)
    make = RowMaker(pair, "span", total, len(lengths))
    return make("|uα", *_u_alpha([(one, two) for one, two in spans], lengths), name="any code")


def _joined(spans: Sequence[Span]) -> tuple[Span, ...]:
    return merge_spans(spans)


def _u_alpha(spans: Stretches, lengths: NDArray[np.int64]) -> tuple[Value, Interval]:
    """Return uα of one code; documents that neither marked are gaps, added without a sweep."""
    found = np.zeros((len(lengths), 2, 2)), np.zeros((len(lengths), 2)), np.zeros((len(lengths), 1))
    found[0][:, 0, 0], found[1][:, 0] = 2 * lengths, 2 * lengths
    for row, (one, two) in enumerate(spans):
        if one or two:
            units = tuple(tuple((*span, 1) for span in each) for each in (one, two))
            here = unitize([Continuum(int(lengths[row]), units)])
            parts = here.lengths, here.weights, here.shared_weights
            for whole, part in zip(found, parts, strict=True):
                whole[row] = part[0]
    group = groups_of(len(lengths))
    if group is not None:
        found = tuple(_by_group(part, group) for part in found)  # type: ignore[assignment]
    together = Unitizing((1,), *found)
    value = unitizing_alphas(together).u_alpha
    statistic = jackknife(
        lambda times: unitizing_alphas(together, times=times).u_alpha, len(found[0])
    )
    return value, statistic


def _by_group(part: NDArray[np.float64], group: NDArray[np.int64]) -> NDArray[np.float64]:
    sums = np.zeros((int(group.max()) + 1, *part.shape[1:]))
    np.add.at(sums, group, part)
    return sums


def _several_codes(
    pair: Pair, marked: Marked, lengths: NDArray[np.int64], scope: Scope
) -> list[UnitAgreement]:
    """Return uα and cuα over the codes of a scope, where no coder's codes overlap."""
    units = [
        tuple(
            tuple((*span, code) for code in scope.places for span in one.get(code, ()))
            for one in both
        )
        for both in zip(marked.first, marked.second, strict=True)
    ]
    total = sum(len(each) for both in units for each in both)
    make = RowMaker(pair, "span", total, len(lengths))
    if any(_overlap(each) for both in units for each in both):
        none = undefined(OVERLAPPING)
        return [make(name, none, scope=scope) for name in ("uα", "cuα")]
    continua = [
        Continuum(int(length), both) for length, both in zip(lengths.tolist(), units, strict=True)
    ]
    parts = unitize(continua)
    found = unitizing_alphas(parts)
    coverage = found.cu_coverage.value or 0
    note = f"both marked {coverage:.1%} of the text"
    around = _around(parts)
    rows = [
        make("uα", found.u_alpha, around(_u), scope=scope),
        make("cuα", found.cu_alpha, around(_cu), scope=scope, note=note),
    ]
    for code in sorted(int(str(code)) for code in found.k_u_alpha):
        covered = found.k_coverage[code].value or 0
        note = f"rests on {covered:.1%} of the code's text"
        interval = around(_of_code(code))
        rows.append(make("(k)uα", found.k_u_alpha[code], interval, code=code, note=note))
    return rows


def _u(found: UnitizingAlphas) -> Value:
    return found.u_alpha


def _cu(found: UnitizingAlphas) -> Value:
    return found.cu_alpha


def _of_code(code: int) -> Callable[[UnitizingAlphas], Value]:
    return lambda found: found.k_u_alpha[code]


def _around(parts: Unitizing) -> Callable[[Callable[[UnitizingAlphas], Value]], Interval]:
    """Return what gives the interval of one of the alphas; each sample is computed once."""
    group = groups_of(len(parts.lengths))
    if group is not None:
        summed = (
            _by_group(one, group) for one in (parts.lengths, parts.weights, parts.shared_weights)
        )
        parts = Unitizing(parts.codes, *summed)
    kept: dict[bytes, UnitizingAlphas] = {}

    def alphas(times: NDArray[np.int64]) -> UnitizingAlphas:
        key = times.tobytes()
        if key not in kept:
            kept[key] = unitizing_alphas(parts, times=times)
        return kept[key]

    return lambda which: jackknife(lambda times: which(alphas(times)), len(parts.lengths))


def _overlap(units: Sequence[tuple[int, int, int]]) -> bool:
    ordered = sorted(units)
    return any(one[1] > two[0] for one, two in itertools.pairwise(ordered))
