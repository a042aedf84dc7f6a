"""What figures show of a comparison: thresholds, certainty, and codes met by document."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from secondcoder.agreement.study.calibration import calibration, risk_coverage
from secondcoder.agreement.study.pairs import document_numbers
from secondcoder.agreement.study.readings import Readings
from secondcoder.agreement.study.saturation import saturation
from secondcoder.agreement.study.scopes import scopes
from secondcoder.agreement.study.thresholds import threshold_curve
from secondcoder.records.agreement import CurvePoint, SaturationPoint
from secondcoder.records.certainty import ANYONE, CalibrationGroup, RiskPoint
from secondcoder.records.coders import Person
from secondcoder.records.results import Suggestions


def over_thresholds(
    found: Readings, suggestions: Suggestions, coders: Sequence[Person]
) -> list[CurvePoint]:
    """Return what other thresholds would give against each person."""
    row = {unit.id: place for place, unit in enumerate(found.units)}
    column = {code.id: place for place, code in enumerate(found.frame.codes)}
    scores = np.full((len(row), len(column)), np.nan)
    for one in suggestions.ranked:
        above = np.flatnonzero(found.frame.implied[column[one.code_id]])
        scores[row[one.passage_id], above] = np.fmax(
            scores[row[one.passage_id], above], one.confidence
        )
    points: list[CurvePoint] = []
    for coder in coders:
        seen = found.seen[coder]
        for scope in scopes(found.frame, with_machine=True):
            places = list(scope.places)
            points += threshold_curve(
                scores[seen][:, places],
                found.applied[coder][seen][:, places],
                coder=coder.name,
                scope=scope.name,
                also=suggestions.threshold,
            )
    return points


def over_certainty(
    found: Readings, suggestions: Suggestions, coders: Sequence[Person], *, each: bool
) -> tuple[list[CalibrationGroup], list[RiskPoint]]:
    """Return how far the first suggestions' confidence holds: for any person, and for each."""
    row = {unit.id: place for place, unit in enumerate(found.units)}
    column = {code.id: place for place, code in enumerate(found.frame.codes)}
    first = [one for one in suggestions.ranked if one.rank == 1]
    rows = np.array([row[one.passage_id] for one in first], dtype=np.int64)
    codes = np.array([column[one.code_id] for one in first], dtype=np.int64)
    confidence = np.array([one.confidence for one in first])
    answered = np.array([one.suggested for one in first], dtype=bool)
    people = [tuple(coders)] if len(coders) > 1 else []
    people += [(coder,) for coder in coders] if each or len(coders) == 1 else []
    groups: list[CalibrationGroup] = []
    points: list[RiskPoint] = []
    for names in people:
        seen = np.any([found.seen[name][rows] for name in names], axis=0)
        right = np.any([found.applied[name][rows, codes] for name in names], axis=0)[seen]
        everyone = len(names) > 1
        coder = ANYONE if everyone else names[0].name
        found_groups = calibration(confidence[seen], right, coder=coder)
        found_points = risk_coverage(confidence[seen], right, answered[seen], coder=coder)
        groups += [replace(group, everyone=everyone) for group in found_groups]
        points += [replace(point, everyone=everyone) for point in found_points]
    return groups, points


def over_saturation(
    found: Readings, coders: Sequence[Person], *, seed: int
) -> list[SaturationPoint]:
    """Return curves of the codebook's codes, over documents that any of the people saw."""
    seen = np.any([found.seen[coder] for coder in coders], axis=0) if coders else None
    if seen is None or not seen.any():
        return []
    documents = document_numbers(
        [u.document for u, saw in zip(found.units, seen, strict=True) if saw]
    )
    human = np.any([found.applied[coder] for coder in coders], axis=0)
    known = np.array(found.frame.in_codebook)
    points: list[SaturationPoint] = []
    machines = [
        (one.label, found.applied[one] & found.seen[one][:, None]) for one in found.machines
    ]
    for reader, applied in (("people", human), *machines):
        present = np.zeros((int(documents.max()) + 1, int(known.sum())), dtype=bool)
        np.logical_or.at(present, documents, applied[seen][:, known])
        points += saturation(present, reader=reader, seed=seed)
    return points
