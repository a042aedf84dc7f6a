"""The same codings over passages, sentences, characters and marked stretches, side by side.

Every unit treats text without a code alike: what both coders saw and neither coded is agreement
on the code's absence; what either did not see is left out. The unitizing alphas count it as a
gap; F1 and Holsti's coefficient do not count it.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from secondcoder.agreement.coefficients import binary, overall
from secondcoder.agreement.coefficients.continuum import Marks, SharedText, matches
from secondcoder.agreement.coefficients.counts import Coefficient, PairCounts, groups_of
from secondcoder.agreement.coefficients.intervals import Interval, jackknife
from secondcoder.agreement.coefficients.spans import (
    Span,
    SpanMatches,
    holsti,
    span_characters,
    span_f1,
)
from secondcoder.agreement.coefficients.unitizing import (
    Continuum,
    Unitizing,
    unitize,
    unitizing_alphas,
)
from secondcoder.agreement.coefficients.values import Value, numbers, undefined
from secondcoder.agreement.study.pairs import Pair, about, ends, mv_alpha_with_interval
from secondcoder.agreement.study.scopes import Scope
from secondcoder.records.agreement import UnitAgreement
from secondcoder.records.coders import Coder

OVERLAPPING = "codes overlap: these need one code at a place"
OVERLAP = 0.5
"""Least share of the union that two stretches must have in common to match. A convention (half),
not measured."""


@dataclass(frozen=True, slots=True)
class Marked:
    """Two coders' stretches within the text that both saw, document by document."""

    names: tuple[Coder, Coder]
    texts: tuple[SharedText, ...]
    first: tuple[dict[int, tuple[Span, ...]], ...]
    """For each document, by the code's place in the frame; merged, in offsets of ``texts``."""
    second: tuple[dict[int, tuple[Span, ...]], ...]

    @classmethod
    def of(
        cls, names: tuple[Coder, Coder], texts: Sequence[SharedText], first: Marks, second: Marks
    ) -> "Marked":
        """Cut both coders' marks to the text that both saw."""
        return cls(names, tuple(texts), *(_cut(texts, marks) for marks in (first, second)))

    def counts(self, codes: int) -> PairCounts:
        """Return the counts of characters."""
        cells = np.zeros((len(self.texts), codes, 4), dtype=np.int64)
        for row, (text, one, two) in enumerate(
            zip(self.texts, self.first, self.second, strict=True)
        ):
            length = text.length
            cells[row, :, 3] = length
            for code in one.keys() | two.keys():
                found = span_characters(one.get(code, ()), two.get(code, ()), length=length)
                cells[row, code] = found.both, found.first_only, found.second_only, found.neither
        return PairCounts(cells, len(self.texts))

    def spans(self, code: int) -> list[tuple[tuple[Span, ...], tuple[Span, ...]]]:
        """Return both coders' stretches of a code, for every document."""
        both = zip(self.first, self.second, strict=True)
        return [(one.get(code, ()), two.get(code, ())) for one, two in both]


def _cut(texts: Sequence[SharedText], marks: Marks) -> tuple[dict[int, tuple[Span, ...]], ...]:
    found = []
    for text in texts:
        cut = {code: text.cut(spans) for code, spans in marks.get(text.document, {}).items()}
        found.append({code: spans for code, spans in cut.items() if spans})
    return tuple(found)


def over_units(passages: Pair, sentences: Pair | None, marked: Marked) -> list[UnitAgreement]:
    """Return coefficients over every unit, over codes and for each code that either applied."""
    rows: list[UnitAgreement] = []
    for unit, pair in (("passage", passages), ("sentence", sentences)):
        if pair is not None:
            rows += _counted(pair, unit, pair.counts)
    characters = marked.counts(len(passages.frame.codes))
    rows += _counted(passages, "character", characters)
    rows += _each_file(passages, characters)
    return rows + _stretches(passages, marked)


def _counted(pair: Pair, unit: str, counts: PairCounts) -> list[UnitAgreement]:
    rows = []
    total = int(counts.cells[:, 0].sum()) if counts.cells.shape[1] else 0
    make = _Maker(pair, unit, total, counts.documents)
    for scope in pair.scopes():
        if not scope.places:
            continue
        tables = counts.tables(scope.places)
        stacked = sum(tables[1:], start=tables[0])
        interval = counts.pooled_interval(scope.places)
        rows.append(make("pooled kappa", overall.pooled_kappa(tables), interval, scope=scope))
        for name, share in _SHARES:
            interval = counts.share_interval(scope.places, share)
            rows.append(make(name, share(stacked), interval, scope=scope))
        if unit != "character":
            alpha, interval = mv_alpha_with_interval(pair.sets(scope), pair.document)
            rows.append(make("mv-alpha", alpha, interval, scope=scope))
    for code in _used(pair, counts):
        table = counts.table(code)
        kappa = binary.cohen_kappa(table)
        around = counts.kappa_interval(code) if kappa.defined else None
        rows.append(make("kappa", kappa, around, code=code))
        for name, share in _SHARES:
            rows.append(make(name, share(table), counts.share_interval([code], share), code=code))
    return rows


def _holsti(table: binary.TwoByTwo) -> Value:
    first, second = table.both + table.first_only, table.both + table.second_only
    return holsti(table.both, first, second)


_SHARES: tuple[tuple[str, Coefficient], ...] = (("percent", binary.percent), ("Holsti", _holsti))


def _used(pair: Pair, counts: PairCounts) -> list[int]:
    used = counts.applied_in > 0
    return [code for code in np.flatnonzero(used).tolist() if not pair.comparable(code)]


def _each_file(pair: Pair, counts: PairCounts) -> list[UnitAgreement]:
    """Return the mean over documents of kappa by characters, as NVivo's rows give it."""
    make = _Maker(pair, "character", int(counts.cells[:, 0].sum()), counts.documents)
    rows = []
    for code in _used(pair, counts):
        tables = [binary.TwoByTwo(*cells.tolist()) for cells in counts.cells[:, code]]
        found = numbers(binary.cohen_kappa(table) for table in tables)
        mean = Value(sum(found) / len(found)) if found else undefined("undefined in every document")
        note = f"over the {len(found)} of {len(tables)} documents where kappa is defined"
        rows.append(make("kappa, mean of documents", mean, code=code, note=note))
    return rows


def _stretches(pair: Pair, marked: Marked) -> list[UnitAgreement]:
    lengths = np.array([text.length for text in marked.texts], dtype=np.int64)
    rows = [_any_code(pair, marked, lengths)]
    for scope in pair.scopes():
        rows += _several_codes(pair, marked, lengths, scope)
    used = sorted({code for one in (*marked.first, *marked.second) for code in one})
    for code in used:
        if pair.comparable(code):
            continue
        spans = marked.spans(code)
        exact, near = _sum(spans, None), _sum(spans, OVERLAP)
        make = _Maker(pair, "span", exact.first + exact.second, len(lengths))
        rows.append(make("uα", *_u_alpha(spans, lengths), code=code))
        rows.append(make("F1, exact", span_f1(exact), code=code))
        rows.append(make("F1, overlap", span_f1(near), code=code))
    return rows


def _sum(
    spans: Sequence[tuple[tuple[Span, ...], tuple[Span, ...]]], least: float | None
) -> SpanMatches:
    found = (matches(one, two, least=least) for one, two in spans if one or two)
    return sum(found, start=SpanMatches(0, 0, 0))


def _any_code(pair: Pair, marked: Marked, lengths: NDArray[np.int64]) -> UnitAgreement:
    """Return |uα: marked with any code against unmarked."""
    spans = [
        tuple(_joined([s for part in one.values() for s in part]) for one in both)
        for both in zip(marked.first, marked.second, strict=True)
    ]
    total = sum(len(one) + len(two) for one, two in spans)
    make = _Maker(pair, "span", total, len(lengths))
    return make("|uα", *_u_alpha([(one, two) for one, two in spans], lengths), name="any code")


def _joined(spans: Sequence[Span]) -> tuple[Span, ...]:
    from secondcoder.agreement.coefficients.spans import merge_spans

    return merge_spans(spans)


def _u_alpha(
    spans: Sequence[tuple[tuple[Span, ...], tuple[Span, ...]]], lengths: NDArray[np.int64]
) -> tuple[Value, Interval]:
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
    make = _Maker(pair, "span", total, len(lengths))
    if any(_overlap(each) for both in units for each in both):
        none = undefined(OVERLAPPING)
        return [make(name, none, scope=scope) for name in ("uα", "cuα")]
    continua = [
        Continuum(int(length), both) for length, both in zip(lengths.tolist(), units, strict=True)
    ]
    found = unitizing_alphas(unitize(continua))
    coverage = found.cu_coverage.value or 0
    rows = [
        make("uα", found.u_alpha, scope=scope),
        make("cuα", found.cu_alpha, scope=scope, note=f"both marked {coverage:.1%} of the text"),
    ]
    for code in sorted(int(str(code)) for code in found.k_u_alpha):
        covered = found.k_coverage[code].value or 0
        note = f"rests on {covered:.1%} of the code's text"
        rows.append(make("(k)uα", found.k_u_alpha[code], code=code, note=note))
    return rows


def _overlap(units: Sequence[tuple[int, int, int]]) -> bool:
    ordered = sorted(units)
    return any(one[1] > two[0] for one, two in itertools.pairwise(ordered))


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes the rows of one pair and unit."""

    pair: Pair
    unit: str
    counted: int
    documents: int

    def __call__(
        self,
        coefficient: str,
        value: Value,
        interval: Interval | None = None,
        *,
        scope: Scope | None = None,
        code: int | None = None,
        name: str = "",
        note: str = "",
    ) -> UnitAgreement:
        low, high = ends(interval) or (None, None)
        notes = [value.reason or note, about(interval) if interval and value.defined else ""]
        first, second = self.pair.names
        return UnitAgreement(
            first=first,
            second=second,
            unit=self.unit,
            scope=scope.name if scope else name,
            code_id="" if code is None else self.pair.frame.codes[code].id,
            coefficient=coefficient,
            value=value.value,
            low=low,
            high=high,
            counted=self.counted,
            documents=self.documents,
            note="; ".join(part for part in notes if part),
        )
