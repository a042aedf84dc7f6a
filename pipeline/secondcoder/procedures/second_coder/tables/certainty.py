"""How far confidence can be trusted: thresholds, calibration, risk."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated

from secondcoder.procedures.second_coder.tables.common import Coder, Scope
from secondcoder.publish.schema import Column, Table, row_of
from secondcoder.records.agreement import CurvePoint
from secondcoder.records.certainty import CalibrationGroup, RiskPoint

PersonOrAll = Annotated[str, Column("The person; or ‘any of the people’.")]
Everyone = Annotated[bool, Column("Whether all people together are meant, not one person.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ThresholdRow:
    """Machine and person at one threshold."""

    coder: Coder
    scope: Scope
    threshold: Annotated[float, Column("Confidence from which the machine would apply a code.")]
    machine: Annotated[int, Column("Codes that the machine would then apply.")]
    human: Annotated[int, Column("Codes that the person applied.")]
    both: Annotated[int, Column("Codes that both applied.")]
    precision: Annotated[float | None, Column("Share of the machine's that the person applied.")]
    recall: Annotated[float | None, Column("Share of the person's that the machine would apply.")]
    positive_agreement: Annotated[float | None, Column("F1 of the two.")]


THRESHOLD_CURVE = Table(
    "threshold_curve",
    ThresholdRow,
    "Precision and recall against each person over thresholds of the machine's confidence.",
    counted=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationRow:
    """First suggestions of similar confidence, and how many of them the person gave."""

    coder: PersonOrAll
    group: Annotated[str, Column("1 and up by rising confidence, or all.")]
    low: Annotated[float, Column("Least confidence in the group.")]
    high: Annotated[float, Column("Greatest confidence in the group.")]
    passages: Annotated[int, Column("Passages in the group.")]
    mean_confidence: Annotated[float, Column("Mean confidence of their first suggestions.")]
    right: Annotated[int, Column("First suggestions that the person applied.")]
    share_right: Annotated[float, Column("Their share, 0 to 1.")]
    share_low: Annotated[float, Column("Lower end of the share's 95 % interval (Wilson).")]
    share_high: Annotated[float, Column("Upper end of the share's 95 % interval (Wilson).")]
    error: Annotated[
        float, Column("|mean confidence − share right|; of ‘all’ the groups' weighted mean.")
    ]
    everyone: Everyone


CALIBRATION = Table(
    "calibration",
    CalibrationRow,
    "First suggestions in groups of similar confidence, and how many of them the person gave. "
    "‘all’: all groups together, with the expected calibration error.",
    sheet="Calibration",
    counted=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskRow:
    """The machine's first suggestions of highest confidence, and how many were not given."""

    coder: PersonOrAll
    point: Annotated[str, Column("curve, or in use: what the machine answered in this run.")]
    coverage: Annotated[float, Column("Share of the passages that are answered, 0 to 1.")]
    confidence: Annotated[float | None, Column("The least among those answered.")]
    passages: Annotated[int, Column("Passages answered.")]
    wrong: Annotated[int, Column("First suggestions among them that the person did not apply.")]
    risk: Annotated[float | None, Column("Their share, 0 to 1.")]
    low: Annotated[float | None, Column("Lower end of the risk's 95 % interval (Wilson).")]
    high: Annotated[float | None, Column("Upper end of the risk's 95 % interval (Wilson).")]
    area: Annotated[float | None, Column("Area under the curve, where all passages are answered.")]
    everyone: Everyone


RISK_COVERAGE = Table(
    "risk_coverage",
    RiskRow,
    "First suggestions that the person did not give, as the machine answers more passages, highest "
    "confidence first. ‘in use’: what it answered in this run.",
    sheet="Risk and coverage",
    counted=True,
)


def threshold_rows(found: Sequence[CurvePoint]) -> Iterator[ThresholdRow]:
    """Yield every threshold."""
    return (row_of(ThresholdRow, point) for point in found)


def calibration_rows(found: Sequence[CalibrationGroup]) -> Iterator[CalibrationRow]:
    """Yield every group."""
    return (row_of(CalibrationRow, group) for group in found)


def risk_rows(found: Sequence[RiskPoint]) -> Iterator[RiskRow]:
    """Yield every point."""
    return (row_of(RiskRow, point) for point in found)
