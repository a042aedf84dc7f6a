"""How far confidence means what it says, and how often the machine errs as it answers more.

Both look at the machine's first suggestion for each passage that a person saw: it counts as right
if the person applied that code, or one below it, and as wrong otherwise. Right and wrong are said
of this person's coding, not of a truth.

Sources: reliability diagrams and the calibration error after Guo, Pleiss, Sun & Weinberger (2017)
ICML; risk against coverage after El-Yaniv & Wiener (2010) JMLR 11:1605-1641 and, for its area,
Geifman, Uziel & El-Yaniv (2019) ICLR; intervals after Wilson (1927) JASA 22:209-212.
"""

import math

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from secondcoder.records.certainty import CalibrationGroup, RiskPoint

A_GROUP = 40
"""Passages wished for in a group. Not measured; at 40, Wilson's interval of a group is about 30
points wide."""
FEWEST_GROUPS, MOST_GROUPS = 3, 15
"""Not measured; a convention."""
STEPS = 20
"""Points of the curve of risk: every twentieth of the passages. For reading only; the area rests on
all passages."""


def wilson(count: int, total: int) -> tuple[float, float] | None:
    """Return the 95 % interval of a share; ``None`` of nothing.

    ``(p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n)``, cut at 0 and 1.
    """
    if not total:
        return None
    share, z = count / total, float(ndtri(0.975))
    middle = share + z**2 / (2 * total)
    reach = z * math.sqrt(share * (1 - share) / total + z**2 / (4 * total**2))
    low, high = ((middle + sign * reach) / (1 + z**2 / total) for sign in (-1, 1))
    return max(low, 0.0) if count else 0.0, min(high, 1.0) if count < total else 1.0


def calibration(
    confidence: NDArray[np.float64], right: NDArray[np.bool_], *, coder: str
) -> tuple[CalibrationGroup, ...]:
    """Return groups of about equally many passages by rising confidence, and all together.

    ``confidence`` and ``right`` have shape ``(passages,)``. Passages of equal confidence stay in
    one group. ``error`` of a group is |mean confidence - share right|; of all, its mean over the
    groups weighted by passages (expected calibration error), which lies above 0 by chance alone.
    Fewer passages than groups give nothing.
    """
    if len(confidence) < FEWEST_GROUPS:
        return ()
    order = np.argsort(confidence, kind="stable")
    sure, good = confidence[order], right[order]
    ends = _group_ends(sure)
    starts = [0, *ends[:-1]]
    groups = [
        _group(sure[start:end], good[start:end], coder=coder, name=str(number))
        for number, (start, end) in enumerate(zip(starts, ends, strict=True), start=1)
    ]
    error = sum(one.passages * one.error for one in groups) / len(sure)
    return (*groups, _group(sure, good, coder=coder, name="all", error=error))


def _group_ends(sure: NDArray[np.float64]) -> list[int]:
    """Return where each group ends among sorted confidences, equal ones kept together."""
    total = len(sure)
    wanted = min(max(round(total / A_GROUP), FEWEST_GROUPS), MOST_GROUPS)
    cuts = np.linspace(0, total, wanted + 1).round().astype(int)[1:]
    whole = np.searchsorted(sure, sure[cuts - 1], side="right")
    ends: list[int] = np.unique(whole).tolist()
    return ends


def _group(
    sure: NDArray[np.float64],
    good: NDArray[np.bool_],
    *,
    coder: str,
    name: str,
    error: float | None = None,
) -> CalibrationGroup:
    total, right, mean = len(sure), int(good.sum()), float(sure.mean())
    low, high = wilson(right, total) or (0.0, 1.0)
    return CalibrationGroup(
        coder=coder,
        group=name,
        low=float(sure[0]),
        high=float(sure[-1]),
        passages=total,
        mean_confidence=mean,
        right=right,
        share_right=right / total,
        share_low=low,
        share_high=high,
        error=abs(mean - right / total) if error is None else error,
    )


def risk_coverage(
    confidence: NDArray[np.float64],
    right: NDArray[np.bool_],
    answered: NDArray[np.bool_],
    *,
    coder: str,
) -> tuple[RiskPoint, ...]:
    """Return the share of wrong first suggestions as more passages are answered, highest first.

    All three have shape ``(passages,)``; ``answered`` marks those to which the machine gave its
    first code in this run: the last row. The row of full coverage holds the area under the whole
    curve: the mean, over passages, of the risk among those at least as confident.
    """
    total = len(confidence)
    if not total:
        return ()
    order = np.argsort(-confidence, kind="stable")
    sure, bad = confidence[order], np.cumsum(~right[order])
    taken = np.searchsorted(-sure, -sure, side="right")
    area = float((bad[taken - 1] / taken).mean())
    wanted = np.ceil(np.arange(1, STEPS + 1) * total / STEPS).astype(int)
    counts = np.unique(taken[wanted - 1]).tolist()
    curve = [
        _point(
            count,
            int(bad[count - 1]),
            total,
            coder=coder,
            confidence=float(sure[count - 1]),
            area=area if count == total else None,
        )
        for count in counts
    ]
    given = int(answered.sum())
    least = float(confidence[answered].min()) if given else None
    wrong = int((answered & ~right).sum())
    return (*curve, _point(given, wrong, total, coder=coder, confidence=least, point="in use"))


def _point(
    count: int,
    wrong: int,
    total: int,
    *,
    coder: str,
    confidence: float | None,
    point: str = "curve",
    area: float | None = None,
) -> RiskPoint:
    low, high = wilson(wrong, count) or (None, None)
    return RiskPoint(
        coder=coder,
        point=point,
        coverage=count / total,
        confidence=confidence,
        passages=count,
        wrong=wrong,
        risk=wrong / count if count else None,
        low=low,
        high=high,
        area=area,
    )
