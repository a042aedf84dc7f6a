"""How far confidence can be trusted: in words, and in a figure."""

from collections.abc import Mapping, Sequence
from typing import Any

from secondcoder.page.figures.style import Drawn
from secondcoder.page.picture import Picture, grid, picture
from secondcoder.page.values import chosen, count, decimal, interval, percent, whole
from secondcoder.procedures.second_coder.figures.calibration import MOST
from secondcoder.procedures.second_coder.page.learnt import calibrated
from secondcoder.procedures.second_coder.tables.certainty import (
    CALIBRATION,
    RISK_COVERAGE,
    CalibrationRow,
    RiskRow,
)
from secondcoder.procedures.second_coder.tables.suggestions import SUGGESTIONS
from secondcoder.publish.schema import Tables

CODEBOOK = "codebook"
NOT_CALIBRATED = (
    "The machine had seen no coding: confidence is a code’s share among all codes. It ranks "
    "suggestions and was not calibrated on this study."
)

ONE_CODE = (
    "The machine had seen no coding: confidence is a code’s share among all codes, and with one "
    "code that is always 1. It says nothing here."
)


def risk_set(run: Mapping[str, Any]) -> float | None:
    """Return the accepted share of wrong first suggestions, if one was set."""
    settings = (run.get("config") or {}).get("suggest") or {}
    value = settings.get("risk")
    return float(value) if isinstance(value, int | float) else None


def always_one(tables: Tables, run: Mapping[str, Any]) -> bool:
    """Return whether there is one code only, so that its share among all codes is always 1."""
    ranks = (row.rank for row in tables[SUGGESTIONS])
    return chosen(run, "basis") == CODEBOOK and max(ranks, default=0) == 1


def basis_sentences(tables: Tables, run: Mapping[str, Any]) -> list[str]:
    """Say what confidence is here, and what to expect of it."""
    if chosen(run, "basis") == CODEBOOK:
        return [ONE_CODE if always_one(tables, run) else NOT_CALIBRATED]
    told = calibrated(run)
    if len(run.get("trained_on") or []) > 1:
        told += (
            " It is the chance that a person gives it, each counting alike; that any of the people "
            "learnt from does is more likely."
        )
    bare = sum(row.rank == 1 and row.basis == CODEBOOK for row in tables[SUGGESTIONS])
    if bare:
        told += (
            f" For {count(bare, 'passage')} too little other coding was left; confidence there is "
            "a share from the codebook, not calibrated."
        )
    return [told]


def certainty_sentences(tables: Tables, run: Mapping[str, Any]) -> list[str]:
    """Say for each person whether confidence overstates, and what came of what was answered."""
    if always_one(tables, run):
        return []
    used = {point.coder: point for point in tables[RISK_COVERAGE] if point.point == "in use"}
    return [
        " ".join([_held(group), _answered(used[group.coder])])
        for group in tables[CALIBRATION]
        if group.group == "all"
    ]


def _held(whole_run: CalibrationRow) -> str:
    share = interval(whole_run.share_low, whole_run.share_high)
    return (
        f"Held against {whole_run.coder} ({count(whole_run.passages, 'passage')} seen): the first "
        f"code had a confidence of {decimal(whole_run.mean_confidence)} on average, and "
        f"{whole(whole_run.right)} of these codes were given ({decimal(whole_run.share_right)}, "
        f"95 % interval {share}). {_judged(whole_run)} Within groups of like confidence it was off "
        f"by {decimal(whole_run.error)} on average."
    )


def _judged(whole_run: CalibrationRow) -> str:
    off = whole_run.mean_confidence - whole_run.share_right
    if whole_run.share_low <= whole_run.mean_confidence <= whole_run.share_high:
        return "On the whole confidence neither overstates nor understates beyond chance."
    word = "overstates" if off > 0 else "understates"
    return f"On the whole confidence {word}, by {decimal(abs(off))}."


def _answered(used: RiskRow) -> str:
    if not used.passages:
        return "In this run the machine answered none of these passages."
    return (
        f"In this run the machine answered {whole(used.passages)} of them "
        f"({percent(used.coverage)}); {whole(used.wrong)} of its first codes there were not "
        f"given ({decimal(used.risk)}, {interval(used.low, used.high)})."
    )


def calibration_picture(
    tables: Tables, run: Mapping[str, Any], drawn: Mapping[str, Drawn]
) -> Picture | None:
    """Return reliability and risk by coverage for each person."""
    groups = tables[CALIBRATION]
    data = [
        (
            group.coder,
            group.group,
            interval(group.low, group.high),
            whole(group.passages),
            decimal(group.mean_confidence),
            whole(group.right),
            decimal(group.share_right),
            interval(group.share_low, group.share_high),
        )
        for group in groups
    ]
    people = len({group.coder for group in groups})
    wanted = risk_set(run)
    line = " The dotted red line is the risk that was set." if wanted is not None else ""
    head = ("Person", "Group", "From and to", "Passages", "Confidence", "Given", "Share", "95 %")
    return picture(
        drawn.get("calibration"),
        alt=_alt(groups),
        caption="Left: passages in groups of like confidence; on the dashed line confidence is the "
        "share of first codes that people gave, below it confidence overstates. Right: the share "
        "of first codes that people did not give, as the machine answers more passages, highest "
        f"confidence first; the diamond is this run.{line} Bars and band: 95 % (Wilson), as if "
        "passages were independent, so somewhat too narrow. Not given by a person does not mean "
        "mistaken."
        + (f" The first {MOST} are drawn; all" if people > MOST else " All points")
        + " stand in calibration.csv and risk_coverage.csv.",
        data=grid("Confidence and what people gave", head, data, numeric=range(2, 8)),
    )


def _alt(groups: Sequence[CalibrationRow]) -> str:
    told = [
        f"{group.coder}: mean confidence {decimal(group.mean_confidence)}, share given "
        f"{decimal(group.share_right)}"
        for group in groups
        if group.group == "all"
    ]
    return (
        "Left, dots: share of first codes that people gave, by confidence, with a diagonal. Right, "
        "a line: the share they did not give, by the share of passages answered. "
        f"{'; '.join(told[:MOST])}."
    )
