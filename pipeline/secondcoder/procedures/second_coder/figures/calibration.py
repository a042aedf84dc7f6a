"""Confidence beside what people gave, and the risk of answering more passages.

The reader’s questions: does confidence mean what it says, and what does a stricter machine save?
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from secondcoder.page.figures.plot import add_legend, canvas, legend_height
from secondcoder.page.figures.style import BLUE, ORANGE, QUIET, RED, WIDTH, Drawn, styled
from secondcoder.page.figures.text import wrapped
from secondcoder.page.values import whole
from secondcoder.procedures.second_coder.tables.certainty import CalibrationRow, RiskRow

MOST = 3
"""People drawn; the rest stand in the tables."""
_FIELD = 1.45
_BETWEEN = (0.85, 0.85)
"""Inches between fields: two lines of an axis title, and tick labels, a title and a heading."""
_DASHED, _DOTTED = (0, (3, 2)), (0, (1, 1.2))
_OPEN: dict[str, Any] = {"marker": "D", "color": RED, "mfc": "white", "mew": 1.4, "ls": "none"}


@dataclass(frozen=True, slots=True)
class Group:
    """Passages of like confidence."""

    confidence: float
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Risk:
    """What comes of answering a share of the passages."""

    coverage: float
    risk: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Panel:
    """What is drawn of one person."""

    title: str
    groups: list[Group]
    curve: list[Risk]
    in_use: list[Risk]


def calibration_panels(groups: Sequence[CalibrationRow], risk: Sequence[RiskRow]) -> list[Panel]:
    """Return a panel for each person, and for all of them, as the tables have them."""
    found = []
    for coder, everyone in list(dict.fromkeys((g.coder, g.everyone) for g in groups))[:MOST]:
        of_coder = [g for g in groups if (g.coder, g.everyone) == (coder, everyone)]
        own = [group for group in of_coder if group.group != "all"]
        points = [p for p in risk if (p.coder, p.everyone) == (coder, everyone)]
        sizes = [group.passages for group in own]
        few, many = min(sizes), max(sizes)
        each = whole(few) if few == many else f"{whole(few)} to {whole(many)}"
        name = wrapped(coder, WIDTH / 2, lines=1)
        found.append(
            Panel(
                f"{name}: {whole(sum(sizes))} passages, {each} a dot",
                [
                    Group(one.mean_confidence, one.share_right, one.share_low, one.share_high)
                    for one in own
                ],
                _risks([point for point in points if point.point == "curve"]),
                _risks([point for point in points if point.point == "in use"]),
            )
        )
    return found


def _risks(points: Sequence[RiskRow]) -> list[Risk]:
    return [
        Risk(point.coverage, point.risk, point.low or 0.0, point.high or 0.0)
        for point in points
        if point.risk is not None
    ]


@styled()
def draw_calibration(panels: Sequence[Panel], wanted: float | None = None) -> Drawn | None:
    """Return two fields for each person: reliability, and risk by coverage.

    ``wanted`` is the risk that was set, if one was.
    """
    if not panels:
        return None
    handles = _legend(wanted)
    top = legend_height(len(handles), 2) + 0.25
    high = top + _FIELD * len(panels) + _BETWEEN[1] * (len(panels) - 1) + 0.44
    figure, grid = canvas(high, left=0.65, top=top, rows=len(panels), columns=2, between=_BETWEEN)
    for panel, (left, right) in zip(panels, grid, strict=True):
        for axes in (left, right):
            axes.set_xlim(0, 1)
            axes.set_ylim(0, 1)
            axes.set_xticks([0, 0.5, 1], ["0", "0.5", "1"])
            axes.set_yticks([0, 0.5, 1], ["0", "0.5", "1"])
        left.set_title(panel.title)
        _draw_reliability(left, panel.groups)
        _draw_risk(right, panel, wanted)
    add_legend(figure, handles, columns=2)
    return Drawn("calibration", figure)


def _draw_reliability(axes: Any, groups: Sequence[Group]) -> None:
    axes.set_xlabel("confidence of the first code")
    axes.set_ylabel("share of these\ngiven by people")
    axes.plot([0, 1], [0, 1], color=QUIET, linewidth=1, linestyle=_DASHED)
    xs = [one.confidence for one in groups]
    axes.vlines(xs, [one.low for one in groups], [one.high for one in groups], color=BLUE, lw=1.4)
    axes.plot(xs, [one.share for one in groups], "o", color=BLUE, markersize=4.5, clip_on=False)


def _draw_risk(axes: Any, panel: Panel, wanted: float | None) -> None:
    axes.set_xlabel("share of passages answered")
    axes.set_ylabel("share of first codes\nnot given by people")
    xs = [one.coverage for one in panel.curve]
    lows, highs = [one.low for one in panel.curve], [one.high for one in panel.curve]
    axes.fill_between(xs, lows, highs, color=ORANGE, alpha=0.2, linewidth=0)
    axes.plot(xs, [one.risk for one in panel.curve], color=ORANGE)
    if wanted is not None:
        axes.axhline(wanted, color=RED, linewidth=1, linestyle=_DOTTED)
    for one in panel.in_use:
        axes.plot([one.coverage], [one.risk], clip_on=False, zorder=4, **_OPEN)


def _legend(wanted: float | None) -> list[Any]:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    dot: dict[str, Any] = {"marker": "o", "markersize": 4.5, "color": BLUE, "lw": 1.4}
    left = [
        Line2D([], [], label="group of passages, 95 %", **dot),
        Line2D([], [], color=QUIET, lw=1, ls=_DASHED, label="confidence equals share"),
    ]
    right = [
        Line2D([], [], color=ORANGE, label="highest confidence first"),
        Patch(color=ORANGE, alpha=0.2, lw=0, label="95 % interval"),
        Line2D([], [], label="in use in this run", **_OPEN),
    ]
    if wanted is not None:
        right.append(Line2D([], [], color=RED, lw=1, ls=_DOTTED, label="risk set"))
    return left + right
