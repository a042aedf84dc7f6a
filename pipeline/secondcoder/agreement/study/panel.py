"""Three or more people: agreement of all together, the yardstick."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from secondcoder.agreement.coefficients import distances
from secondcoder.agreement.coefficients.alpha import NO_PAIRS, ONE_VALUE, krippendorff_alpha
from secondcoder.agreement.coefficients.counts import places_of
from secondcoder.agreement.coefficients.gwet import Ratings, fleiss
from secondcoder.agreement.coefficients.intervals import Interval, jackknife, of_units
from secondcoder.agreement.coefficients.labelsets import LabelSets
from secondcoder.agreement.coefficients.multivalued import multivalued_parts, mv_alpha_of
from secondcoder.agreement.coefficients.values import Value, undefined
from secondcoder.agreement.study.coded import CodeFrame
from secondcoder.agreement.study.pairs import about, carried_by, ends
from secondcoder.agreement.study.patterns import JACCARD, MASI, alpha_intervals, sets_of
from secondcoder.agreement.study.scopes import Scope, scopes
from secondcoder.records.agreement import PanelAgreement

LEAST_PEOPLE = 3
"""Two people are a pair, which ``pairs.py`` compares."""
PEOPLE, TOGETHER, MACHINES = "people", "people and machine", "machines"


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """All coders over all units; a machine, where there is one, is the last of the coders."""

    people: tuple[str, ...]
    frame: CodeFrame
    applied: NDArray[np.bool_]
    """Shape ``(units, coders, codes)``; false where not seen."""
    seen: NDArray[np.bool_]
    """Shape ``(units, coders)``."""
    document: NDArray[np.int64]
    beside: str = ""
    """The machine's label; empty where there is none."""

    @property
    def shared(self) -> NDArray[np.bool_]:
        """Which units two or more people saw, shape ``(units,)``."""
        return np.asarray(self.seen[:, : len(self.people)].sum(axis=1) > 1)

    def part(self, units: NDArray[np.bool_]) -> "Panel":
        """Return the panel over some of the units; ``units`` has shape ``(units,)``."""
        return replace(
            self,
            applied=self.applied[units],
            seen=self.seen[units],
            document=self.document[units],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Common:
    group: str
    coders: int
    units: int
    documents: int
    beside: str = ""


def over_people(panel: Panel) -> list[PanelAgreement]:
    """Return agreement among all people on units that two of them saw; without the machine."""
    return _over(panel, PEOPLE, len(panel.people))


def over_panel(panel: Panel) -> list[PanelAgreement]:
    """Return agreement among all people with the machine as one more, on the same units."""
    return _over(panel, TOGETHER, None)


def over_machines(panel: Panel) -> list[PanelAgreement]:
    """Return agreement among machines, which stand here as the coders of the panel."""
    return _over(panel, MACHINES, len(panel.people))


def _over(panel: Panel, group: str, last: int | None) -> list[PanelAgreement]:
    if len(panel.people) < LEAST_PEOPLE:
        return []
    kept = panel.part(panel.shared)
    sets = LabelSets(kept.applied[:, :last], kept.seen[:, :last])
    return _rows(panel, group, sets, kept.document)


def _rows(
    panel: Panel, group: str, sets: LabelSets, document: NDArray[np.int64]
) -> list[PanelAgreement]:
    place, documents = places_of(document)
    common = _Common(
        group=group,
        coders=sets.seen.shape[1],
        units=len(sets.seen),
        documents=len(np.unique(document)),
        beside=panel.beside if group == TOGETHER else "",
    )
    rows = []
    rows += [
        _over_codes(sets, scope, place, documents, common)
        for scope in scopes(panel.frame, with_machine=True)
    ]
    for code, known in enumerate(panel.frame.in_codebook):
        if known and sets.applied[:, :, code].any():
            rows.append(
                _one_code(panel, sets, code, place=place, documents=documents, common=common)
            )
    return rows


def _over_codes(
    sets: LabelSets,
    scope: Scope,
    place: NDArray[np.int64],
    documents: int,
    common: _Common,
) -> PanelAgreement:
    some = LabelSets(sets.applied[:, :, list(scope.places)], sets.seen)
    parts = multivalued_parts(some).by_group(place, documents)
    alpha = mv_alpha_of(parts)
    interval = jackknife(
        lambda times: mv_alpha_of(parts, times=times),
        documents,
        carried=carried_by(some.applied.any(axis=1).sum(axis=1), place, documents),
        agreed=carried_by((some.applied.sum(axis=1) > 1).sum(axis=1), place, documents),
    )
    ratings = some.frozensets()
    jaccard, masi = (
        krippendorff_alpha(ratings, distance=distance)
        for distance in (distances.jaccard, distances.masi)
    )
    around = alpha_intervals(sets_of(some, place))
    made = _made(common, scope.name, "", alpha, interval, jaccard=jaccard.value, masi=masi.value)
    return replace(
        made,
        intervals={"jaccard": ends(around[JACCARD]), "masi": ends(around[MASI])},
    )


def _one_code(
    panel: Panel,
    sets: LabelSets,
    code: int,
    *,
    place: NDArray[np.int64],
    documents: int,
    common: _Common,
) -> PanelAgreement:
    ones = sets.applied[:, :, code].sum(axis=1)
    parts = _parts(ones, sets.seen.sum(axis=1), place, documents)
    alpha = _alpha(parts.sum(axis=0))
    occurs = int((parts[:, 1] > 0).sum())
    carried = carried_by(ones > 0, place, documents)
    agreed = carried_by(ones > 1, place, documents)
    interval = jackknife(
        lambda times: _alpha(times @ parts),
        documents,
        occurs_in=occurs,
        carried=carried,
        agreed=agreed,
    )
    values = np.where(sets.seen, sets.applied[:, :, code].astype(np.int64), -1)
    kappa = fleiss(Ratings(values, np.eye(2))).value
    over, _ = of_units(place, lambda units: fleiss(Ratings(values[units], np.eye(2))).value)
    around = jackknife(over, documents, occurs_in=occurs, carried=carried, agreed=agreed)
    one = panel.frame.codes[code]
    made = _made(common, "", one.id, alpha, interval, fleiss_value=kappa.value)
    return replace(made, intervals={"fleiss": ends(around)})


def binary_alpha(ones: NDArray[np.int64], coders: NDArray[np.int64]) -> Value:
    """Return Krippendorff's nominal alpha of one code from counts, both of shape ``(units,)``.

    ``coders`` saw the unit and ``ones`` of them applied the code. Over units of two or more
    coders: Do = Σ 2k(m-k)/(m-1) / n and De = 2 n_1 n_0 / [n(n-1)].
    """
    one_group = np.zeros(len(ones), dtype=np.int64)
    return _alpha(_parts(ones, coders, one_group, 1)[0])


def _parts(
    ones: NDArray[np.int64],
    coders: NDArray[np.int64],
    place: NDArray[np.int64],
    documents: int,
) -> NDArray[np.float64]:
    paired = coders > 1
    apart = np.where(paired, 2 * ones * (coders - ones) / np.maximum(coders - 1, 1), 0.0)
    each = np.stack([apart, np.where(paired, ones, 0), np.where(paired, coders, 0)], axis=1)
    sums = np.zeros((documents, 3))
    np.add.at(sums, place, each)
    return sums


def _alpha(sums: NDArray[np.float64]) -> Value:
    apart, ones, values = sums.tolist()
    if values < 2:
        return undefined(NO_PAIRS)
    if ones in {0, values}:
        return undefined(ONE_VALUE, observed=0.0)
    observed, expected = apart / values, 2 * ones * (values - ones) / (values * (values - 1))
    return Value(1 - observed / expected, observed=observed, expected=expected)


def _made(
    common: _Common,
    scope: str,
    code_id: str,
    alpha: Value,
    interval: Interval,
    *,
    fleiss_value: float | None = None,
    jaccard: float | None = None,
    masi: float | None = None,
) -> PanelAgreement:
    low, high = ends(interval) or (None, None)
    why = about(interval) if alpha.defined else ""
    return PanelAgreement(
        scope=scope,
        code_id=code_id,
        alpha=alpha.value,
        low=low,
        high=high,
        fleiss=fleiss_value,
        jaccard_alpha=jaccard,
        masi_alpha=masi,
        note=alpha.reason or why,
        group=common.group,
        coders=common.coders,
        units=common.units,
        documents=common.documents,
        beside=common.beside,
    )


def panel_of(
    people: Sequence[str],
    frame: CodeFrame,
    matrices: Sequence[NDArray[np.bool_]],
    seen: Sequence[NDArray[np.bool_]],
    document: NDArray[np.int64],
    *,
    beside: str = "",
) -> Panel:
    """Return the panel; ``matrices`` and ``seen`` have one entry a person, then the machine."""
    saw = np.stack(seen, axis=1)
    applied = np.stack(matrices, axis=1) & saw[:, :, None]
    return Panel(
        people=tuple(people),
        frame=frame,
        applied=applied,
        seen=saw,
        document=document,
        beside=beside,
    )
