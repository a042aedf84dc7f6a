"""The tables of agreement: counts, coefficients and their definitions."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from secondcoder.agreement.study.definition import PASSAGES, UNCODED
from secondcoder.agreement.study.definitions import DEFINITIONS
from secondcoder.publish.frames import frame
from secondcoder.records.agreement import MACHINE, CodeAgreement, OverallAgreement, Reconciliation
from secondcoder.records.results import Theme


def agreement_tables(
    found: Reconciliation, labels: Mapping[str, str], themes: Sequence[Theme]
) -> dict[str, pd.DataFrame]:
    """Return every table of agreement by its name; all are empty where nothing was counted."""
    whole = (*found.overall, *found.among_humans_overall)
    names = {theme.id: theme.label for theme in themes}
    units = (_coded(one, labels) | {"uncoded": UNCODED[one.unit]} for one in found.by_unit)
    panel = (_coded(one, labels) | {"uncoded": PASSAGES} for one in found.panel)
    aligned = (
        _coded(one, labels)
        | {"theme": names[one.theme_id]}
        | {"kept": _yes(one.kept), "assigned": _yes(one.assigned)}
        for one in found.alignment
    )
    defined = (one.row() for one in DEFINITIONS) if whole else ()
    return {
        "agreement": frame("agreement", _with_machine(found.by_code, labels)),
        "agreement_overall": frame("agreement_overall", map(_overall_row, whole)),
        "agreement_humans": frame("agreement_humans", _among_people(found.among_humans, labels)),
        "agreement_units": frame("agreement_units", units),
        "agreement_panel": frame("agreement_panel", panel),
        "agreement_differences": frame(
            "agreement_differences", (_coded(one, labels) for one in found.differences)
        ),
        "alt_test": _plain("alt_test", found.alt_test),
        "alignment": frame("alignment", aligned),
        "threshold_curve": _plain("threshold_curve", found.curve),
        "calibration": _plain("calibration", found.calibration),
        "risk_coverage": _plain("risk_coverage", found.risk),
        "saturation": _plain("saturation", found.saturation),
        "definitions": frame("definitions", defined),
    }


def _plain(table: str, records: Iterable[Any]) -> pd.DataFrame:
    return frame(table, map(_fields, records))


def _coded(one: Any, labels: Mapping[str, str]) -> dict[str, Any]:
    return _fields(one) | {"code": labels[one.code_id] if one.code_id else ""}


def _with_machine(
    per_code: Sequence[CodeAgreement], labels: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    for one in per_code:
        if one.second == MACHINE:
            counts = {"human_only": one.first_only, "machine_only": one.second_only}
            yield _agreement_row(one, labels) | counts | {"coder": one.first}


def _among_people(
    per_code: Sequence[CodeAgreement], labels: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    return (_agreement_row(one, labels) for one in per_code if one.second != MACHINE)


def _agreement_row(one: CodeAgreement, labels: Mapping[str, str]) -> dict[str, Any]:
    units = one.both + one.first_only + one.second_only + one.neither
    more = {"code": labels[one.code_id], "units": units, "uncoded": PASSAGES}
    return _fields(one) | more | _ends("kappa", one.interval)


def _overall_row(one: OverallAgreement) -> dict[str, Any]:
    return (
        _fields(one)
        | _ends("kappa", one.interval)
        | _ends("alpha", one.alpha_interval)
        | _ends("bootstrap", one.bootstrap)
        | {"uncoded": PASSAGES}
    )


def _ends(name: str, interval: tuple[float, float] | None) -> dict[str, float | None]:
    low, high = interval or (None, None)
    return {f"{name}_low": low, f"{name}_high": high}


def _fields(record: Any) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__slots__}


def _yes(true: bool) -> str:
    return "yes" if true else "no"
