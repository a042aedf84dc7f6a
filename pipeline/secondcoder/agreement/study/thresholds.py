"""What the machine would share with a person at every threshold of its confidence."""

import numpy as np
from numpy.typing import NDArray

from secondcoder.records.agreement import CurvePoint

POINTS = 41
"""Points of the curve: steps of .025 from 0 to 1, for reading only."""


def threshold_curve(
    scores: NDArray[np.float64],
    human: NDArray[np.bool_],
    *,
    coder: str,
    scope: str,
    also: float,
    points: int = POINTS,
) -> tuple[CurvePoint, ...]:
    """Return precision, recall and positive agreement over thresholds, passage by code.

    ``scores`` and ``human`` have shape ``(passages, codes)``; a score is the machine's
    confidence in a code or in one below it, NaN where it ranked neither. Thresholds are values
    of the scores at even ranks and at even steps, and ``also``, the one in use. Precision is
    the share of the machine's applications that the person made too, recall the share of the
    person's that the machine made too: of agreement with this person, not with a truth.
    """
    known = np.sort(scores[~np.isnan(scores)])
    if not known.size:
        return ()
    places = np.linspace(0, known.size - 1, min(points, known.size)).round().astype(int)
    even = np.linspace(0, known[-1], points)
    thresholds = np.unique(np.round(np.r_[known[places], even, also], 4))
    given = np.nan_to_num(scores, nan=-1.0)
    total = int(human.sum())
    found = []
    for threshold in thresholds.tolist():
        applied = given >= threshold
        machine, both = int(applied.sum()), int((applied & human).sum())
        found.append(
            CurvePoint(
                coder=coder,
                scope=scope,
                threshold=threshold,
                machine=machine,
                human=total,
                both=both,
                precision=both / machine if machine else None,
                recall=both / total if total else None,
                positive_agreement=2 * both / (machine + total) if machine + total else None,
            )
        )
    return tuple(found)
