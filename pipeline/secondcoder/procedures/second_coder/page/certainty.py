"""How far confidence can be trusted: in words, and in a figure."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from secondcoder.page.figures.style import Drawn
from secondcoder.page.picture import Picture, grid, picture
from secondcoder.page.values import chosen, count, decimal, interval, percent, rows, whole
from secondcoder.procedures.second_coder.figures.calibration import MOST

Tables = Mapping[str, pd.DataFrame]
CODEBOOK = "codebook"
NOT_CALIBRATED = (
    "The machine had seen no coding: confidence is a code’s share among all codes. It ranks "
    "suggestions and was not calibrated on this study."
)
CALIBRATED = (
    "The machine had learnt from coding: confidence is the chance that people give the code, "
    "calibrated out of fold, on passages that the model had not seen."
)


def risk_set(run: Mapping[str, Any]) -> float | None:
    """Return the accepted share of wrong first suggestions, if one was set."""
    settings = (run.get("config") or {}).get("suggest") or {}
    value = settings.get("risk")
    return float(value) if isinstance(value, int | float) else None


def basis_sentences(tables: Tables, run: Mapping[str, Any]) -> list[str]:
    """Say what confidence is here, and what to expect of it."""
    basis = chosen(run, "basis")
    if basis == CODEBOOK:
        return [NOT_CALIBRATED]
    told = CALIBRATED
    if len(run.get("trained_on") or []) > 1:
        told += (
            " It is the chance that any of the people learnt from gives it, so it is more than the "
            "chance for a single one of them."
        )
    first = tables["suggestions"]
    first = first[first["rank"] == 1]
    bare = int((first["basis"] == CODEBOOK).sum())
    if bare:
        told += (
            f" For {count(bare, 'passage')} too little other coding was left; confidence there is "
            "a share from the codebook, not calibrated."
        )
    return [told]


def certainty_sentences(tables: Tables) -> list[str]:
    """Say for each person whether confidence overstates, and what came of what was answered."""
    used = tables["risk_coverage"]
    used = used[used["point"] == "in use"].set_index("coder")
    table = tables["calibration"]
    return [
        " ".join([_held(one), *_answered(used.loc[one.coder])])
        for one in rows(table[table["group"] == "all"])
    ]


def _held(one: Any) -> str:
    return (
        f"Held against {one.coder} ({count(one.passages, 'passage')} seen): the first code had a "
        f"confidence of {decimal(one.mean_confidence)} on average, and "
        f"{whole(one.right)} of these codes were given ({decimal(one.share_right)}, 95 % interval "
        f"{interval(one.share_low, one.share_high)}). {_judged(one)} Within groups of like "
        f"confidence it was off by {decimal(one.error)} on average."
    )


def _judged(one: Any) -> str:
    off = one.mean_confidence - one.share_right
    if one.share_low <= one.mean_confidence <= one.share_high:
        return "On the whole confidence neither overstates nor understates beyond chance."
    word = "overstates" if off > 0 else "understates"
    return f"On the whole confidence {word}, by {decimal(abs(off))}."


def _answered(used: Any) -> list[str]:
    if not used["passages"]:
        return ["In this run the machine answered none of these passages."]
    told = (
        f"In this run the machine answered {whole(used['passages'])} of them "
        f"({percent(used['coverage'])}); {whole(used['wrong'])} of its first codes there were not "
        f"given ({decimal(used['risk'])}, {interval(used['low'], used['high'])})."
    )
    return [told]


def calibration_picture(
    tables: Tables, run: Mapping[str, Any], drawn: Mapping[str, Drawn]
) -> Picture | None:
    """Return reliability and risk by coverage for each person."""
    groups = tables["calibration"]
    data = [
        (
            one.coder,
            one.group,
            interval(one.low, one.high),
            whole(one.passages),
            decimal(one.mean_confidence),
            whole(one.right),
            decimal(one.share_right),
            interval(one.share_low, one.share_high),
        )
        for one in rows(groups)
    ]
    wanted = risk_set(run)
    line = " The dotted red line is the risk that was set." if wanted is not None else ""
    head = ("Person", "Group", "From and to", "Passages", "Confidence", "Given", "Share", "95 %")
    return picture(
        drawn.get("calibration"),
        alt=_alt(groups),
        caption="Left: passages in groups of like confidence; on the dashed line confidence is the "
        "share of first codes that people gave, below it confidence overstates. Right: the share "
        "of first codes that people did not give, as the machine answers more passages, the surest "
        f"first; the diamond is this run.{line} Bars and band: 95 % (Wilson), as if passages "
        "were independent, so somewhat too narrow. Not given by a person does not mean mistaken. "
        f"At most {MOST} are drawn; all stand in calibration.csv and risk_coverage.csv.",
        data=grid("Confidence and what people gave", head, data, numeric=range(2, 8)),
    )


def _alt(groups: pd.DataFrame) -> str:
    told = [
        f"{one.coder}: mean confidence {decimal(one.mean_confidence)}, share given "
        f"{decimal(one.share_right)}"
        for one in rows(groups[groups["group"] == "all"].head(MOST))
    ]
    return (
        "Left, dots: share of first codes that people gave, by confidence, with a diagonal. Right, "
        "a line: the share they did not give, by the share of passages answered. "
        f"{'; '.join(told)}."
    )
