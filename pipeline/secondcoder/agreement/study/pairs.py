"""Two coders over passages: every coefficient of each code and over the codes of a level."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from secondcoder.agreement.coefficients import binary, distances, overall
from secondcoder.agreement.coefficients.alpha import krippendorff_alpha
from secondcoder.agreement.coefficients.bcubed import bcubed
from secondcoder.agreement.coefficients.counts import PairCounts, count_units, places_of
from secondcoder.agreement.coefficients.intervals import Interval, jackknife
from secondcoder.agreement.coefficients.labelsets import LabelSets
from secondcoder.agreement.coefficients.multivalued import multivalued_parts, mv_alpha_of
from secondcoder.agreement.coefficients.omega import omega_index
from secondcoder.agreement.coefficients.sample_size import whole_units
from secondcoder.agreement.coefficients.values import Value
from secondcoder.agreement.study.coded import CodeFrame
from secondcoder.agreement.study.patterns import (
    BCUBED,
    JACCARD,
    MASI,
    OMEGA,
    alpha_intervals,
    grouping_intervals,
    sets_of,
)
from secondcoder.agreement.study.scopes import Scope, scopes
from secondcoder.records.agreement import CodeAgreement, OverallAgreement
from secondcoder.records.coders import BUNDLED, Coder, Machine

OUTSIDE = "not in the codebook: the machine could not suggest it"
NEVER_GIVEN = "not in the codebook, and the machine gave it nowhere"
LEAST_ALPHA = 0.667
"""The alpha that the number of units needed is meant to tell from less. Krippendorff's (2019) lower
limit for tentative conclusions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """What two coders applied to the units that both saw."""

    names: tuple[Coder, Coder]
    frame: CodeFrame
    first: NDArray[np.bool_]
    """Shape ``(units, codes)``, codes above included."""
    second: NDArray[np.bool_]
    document: NDArray[np.int64]
    """Number of each unit's document, from 0."""

    @property
    def documents(self) -> int:
        """Documents with a unit that both saw."""
        return int(self.document.max(initial=-1)) + 1

    @property
    def counts(self) -> PairCounts:
        """2×2 counts by document."""
        return count_units(self.first, self.second, self.document, self.documents)

    @property
    def with_machine(self) -> bool:
        """Whether the second is a machine."""
        return isinstance(self.names[1], Machine)

    def comparable(self, place: int) -> str:
        """Return why a code of the frame cannot be compared; empty if it can.

        A code outside the codebook was never before a machine, unless it gave the code itself.
        """
        if self.frame.in_codebook[place] or not self.with_machine:
            return ""
        if self.names[1] == BUNDLED:
            return OUTSIDE
        return "" if self.second[:, place].any() else NEVER_GIVEN

    def scopes(self) -> tuple[Scope, ...]:
        """Return the sets of codes that both could apply."""
        return scopes(self.frame, with_machine=self.with_machine)

    def sets(self, scope: Scope) -> LabelSets:
        """Return both coders' sets of codes of a scope."""
        places = list(scope.places)
        applied = np.stack([self.first[:, places], self.second[:, places]], axis=1)
        return LabelSets(applied, np.ones(applied.shape[:2], dtype=bool))


def by_code(pair: Pair) -> list[CodeAgreement]:
    """Return the coefficients of every code of the frame."""
    counts = pair.counts
    return [_code(pair, counts, place) for place in range(len(pair.frame.codes))]


def _code(pair: Pair, counts: PairCounts, place: int) -> CodeAgreement:
    code, table = pair.frame.codes[place], counts.table(place)
    why_not = pair.comparable(place)
    suggestible = not why_not
    values = {
        "percent": binary.percent(table),
        "kappa": binary.cohen_kappa(table),
        "alpha": binary.krippendorff_alpha(table),
        "positive_agreement": binary.positive_agreement(table),
        "negative_agreement": binary.negative_agreement(table),
        "pi": binary.scott_pi(table),
        "prevalence": binary.prevalence_index(table),
        "bias": binary.bias_index(table),
        "ac1": binary.gwet_ac1(table),
        "pabak": binary.pabak(table),
    }
    reasons = dict.fromkeys(value.reason for value in values.values() if value.reason)
    interval = counts.kappa_interval(place) if suggestible and values["kappa"].defined else None
    return CodeAgreement(
        first=pair.names[0],
        second=pair.names[1],
        code_id=code.id,
        level=len(code.path),
        both=table.both,
        first_only=table.first_only,
        second_only=table.second_only,
        neither=table.neither,
        note=why_not or "; ".join(reasons),
        interval=ends(interval),
        interval_note=interval.said if interval else "",
        documents=int(counts.applied_in[place]),
        units_needed=_needed(table) if suggestible else None,
        **{name: value.value if suggestible else None for name, value in values.items()},
    )


def _needed(table: binary.TwoByTwo) -> int | None:
    if table.applied == 0 or table.withheld == 0:
        return None
    return whole_units(table.applied / (2 * table.units), alpha=LEAST_ALPHA)


def over_codes(
    pair: Pair, *, seed: int, bootstrap: bool = True, check: bool = True
) -> list[OverallAgreement]:
    """Return one row for each level of the tree, and for its leaves where they differ.

    ``bootstrap`` adds what takes long: intervals of all coefficients and, with ``check``, the
    pooled kappa's from samples of documents.
    """
    counts = pair.counts
    return [
        _overall(pair, counts, scope, seed=seed, bootstrap=bootstrap, check=check)
        for scope in pair.scopes()
        if scope.places
    ]


def _overall(
    pair: Pair, counts: PairCounts, scope: Scope, *, seed: int, bootstrap: bool, check: bool
) -> OverallAgreement:
    tables = counts.tables(scope.places)
    stacked = sum(tables[1:], start=tables[0])
    kappas = overall.macro(binary.cohen_kappa(table) for table in tables)
    alpha, alpha_interval = mv_alpha_with_interval(pair.sets(scope), pair.document)
    values = {
        "pooled kappa": overall.pooled_kappa(tables),
        "percent": binary.percent(stacked),
        "mv-alpha": alpha,
        "positive agreement": binary.positive_agreement(stacked),
        **_sets(pair, scope),
    }
    interval = counts.pooled_interval(scope.places)
    drawn = counts.pooled_bootstrap(scope.places, seed=seed) if bootstrap and check else None
    around = _around(pair, scope) if bootstrap else {}
    return OverallAgreement(
        first=pair.names[0],
        second=pair.names[1],
        level=scope.level,
        units=len(pair.first),
        codes=len(scope.places),
        pooled_kappa=values["pooled kappa"].value,
        pooled_percent=values["percent"].value,
        mean_kappa=kappas.mean.value,
        alpha=alpha.value,
        positive_agreement=values["positive agreement"].value,
        note=reasons(values),
        interval=ends(interval),
        scope=scope.name,
        documents=pair.documents,
        alpha_interval=ends(alpha_interval),
        bootstrap=ends(drawn),
        interval_note=notes_of({"mv-alpha": alpha_interval, "pooled kappa": interval}),
        jaccard_alpha=values[JACCARD].value,
        masi_alpha=values[MASI].value,
        kappa_min=kappas.low.value,
        kappa_max=kappas.high.value,
        codes_with_kappa=kappas.defined,
        bcubed=values[BCUBED].value,
        omega=values[OMEGA].value,
        intervals={
            "percent": ends(counts.share_interval(scope.places, binary.percent)),
            "positive": ends(counts.share_interval(scope.places, binary.positive_agreement)),
            "mean_kappa": ends(counts.mean_kappa_interval(scope.places)),
            "jaccard": ends(around.get(JACCARD)),
            "masi": ends(around.get(MASI)),
            "bcubed": ends(around.get(BCUBED)),
            "omega": ends(around.get(OMEGA)),
        },
    )


def _around(pair: Pair, scope: Scope) -> dict[str, Interval]:
    sets = sets_of(pair.sets(scope), pair.document)
    return alpha_intervals(sets) | grouping_intervals(sets)


def _sets(pair: Pair, scope: Scope) -> dict[str, Value]:
    places = list(scope.places)
    ratings = pair.sets(scope).frozensets()
    first, second = pair.first[:, places], pair.second[:, places]
    return {
        JACCARD: krippendorff_alpha(ratings, distance=distances.jaccard),
        MASI: krippendorff_alpha(ratings, distance=distances.masi),
        BCUBED: bcubed(second, first).f,
        OMEGA: omega_index(first, second),
    }


def mv_alpha_with_interval(sets: LabelSets, document: NDArray[np.int64]) -> tuple[Value, Interval]:
    """Return mv-alpha of sets, and its interval over the documents of the units."""
    place, taken = places_of(document)
    parts = multivalued_parts(sets).by_group(place, taken)
    carried = carried_by(sets.applied.any(axis=1).sum(axis=1), place, taken)
    agreed = carried_by((sets.applied.sum(axis=1) > 1).sum(axis=1), place, taken)
    around = jackknife(
        lambda times: mv_alpha_of(parts, times=times), taken, carried=carried, agreed=agreed
    )
    return mv_alpha_of(parts), around


def carried_by(
    units: NDArray[np.int64] | NDArray[np.bool_], place: NDArray[np.int64], documents: int
) -> NDArray[np.float64]:
    """Return in each document how often a unit carries a code, from that of each unit."""
    found = np.bincount(place, np.asarray(units, dtype=float), minlength=documents)
    return np.asarray(found, dtype=float)


def notes_of(intervals: Mapping[str, Interval]) -> str:
    """Return what a reader has to know of intervals, with their names where it differs."""
    notes = {name: interval.said for name, interval in intervals.items()}
    if len(set(notes.values())) == 1:
        return next(iter(notes.values()))
    return "; ".join(f"{name}: {note}" for name, note in notes.items() if note)


def ends(interval: Interval | None) -> tuple[float, float] | None:
    """Return an interval's ends, if it could be estimated."""
    if interval is None or interval.low is None or interval.high is None:
        return None
    return interval.low, interval.high


def about(interval: Interval) -> str:
    """Return why there is no interval, or what its reader has to know, as a note."""
    return f"no interval: {interval.reason}" if interval.reason else interval.said


def reasons(values: Mapping[str, Value]) -> str:
    """Return why values are undefined, each with its name."""
    return "; ".join(f"{name}: {value.reason}" for name, value in values.items() if value.reason)


def document_numbers(documents: Sequence[str]) -> NDArray[np.int64]:
    """Return the number of each unit's document, from 0 in the order of first appearance."""
    number = {name: place for place, name in enumerate(dict.fromkeys(documents))}
    return np.array([number[name] for name in documents], dtype=np.int64)
