"""Would the conclusions change? As report and methods say it."""

from collections.abc import Sequence
from dataclasses import dataclass

from secondcoder.agreement.study.conclusions import FLIPS, GROUP, HOLDS, MAJOR, ORDER
from secondcoder.page.picture import Grid, grid
from secondcoder.page.values import count, fine
from secondcoder.procedures.second_coder.page.counting import grouped
from secondcoder.procedures.second_coder.page.machines import second_name
from secondcoder.procedures.second_coder.tables.conclusions import (
    CONCLUSIONS,
    CONCLUSIONS_REVIEWED,
    ConclusionRow,
)
from secondcoder.publish.schema import Tables

SHOWN = 20
"""Conclusions that flip which the page lists."""
_KINDS = {
    ORDER: "which of two codes is commoner",
    MAJOR: "whether a code is a major one",
    GROUP: "in which group a code is commoner",
}
_HEAD = ("Conclusions of", "Under the coding of", "About", "Told", "Hold", "Flip", "Not told")
_FLIPPED = ("Conclusion", "Of", "Difference", "Under", "Difference")


@dataclass(frozen=True, slots=True)
class _Count:
    told: int
    holds: int
    flips: int

    @property
    def lost(self) -> int:
        return self.told - self.holds - self.flips


def conclusion_grid(tables: Tables) -> Grid | None:
    """Return for each two codings and kind how many conclusions the first tells, and what holds."""
    rows = _rows(tables)
    if not rows:
        return None
    data = []
    for (first, second, kind_of_second, kind), part in grouped(rows, _by_kind).items():
        found = _counted(part)
        data.append(
            (
                first,
                _other(second, kind_of_second),
                f"{_KINDS[kind]} ({count(len(part), 'question')})",
                *(found.told, found.holds, found.flips, found.lost),
            )
        )
    return grid("Would the conclusions change?", _HEAD, data, numeric=range(3, 7))


def flipped_grid(tables: Tables) -> Grid | None:
    """Return the conclusions that flip, the first of them."""
    rows = [row for row in _rows(tables) if row.outcome == FLIPS]
    if not rows:
        return None
    data = [
        (
            _said(row),
            row.first,
            _difference(row.first_difference, row.first_low, row.first_high),
            _other(row.second, row.second_is),
            _difference(row.second_difference, row.second_low, row.second_high),
        )
        for row in rows[:SHOWN]
    ]
    return grid("Conclusions that flip", _FLIPPED, data)


def conclusion_sentences(tables: Tables) -> list[str]:
    """Say for each two codings how many of the first's conclusions hold under the second."""
    return [
        _of_two(first, _other(second, kind), _counted(part))
        for (first, second, kind), part in grouped(
            _rows(tables), lambda row: (row.first, row.second, row.second_is)
        ).items()
    ]


def _of_two(first: str, second: str, found: _Count) -> str:
    if not found.told:
        return (
            f"{first}’s coding tells no order of codes, no major code and no difference between "
            f"groups with enough certainty to hold it against {second}."
        )
    return (
        f"Of {count(found.told, 'conclusion')} that {first}’s coding tells (order of codes, major "
        f"codes, differences between groups; 95 % intervals over documents), {found.holds} "
        f"{'holds' if found.holds == 1 else 'hold'} under the coding of {second}, {found.flips} "
        f"{'flips' if found.flips == 1 else 'flip'}, and {found.lost} cannot be told from it."
    )


def _rows(tables: Tables) -> list[ConclusionRow]:
    return [*tables[CONCLUSIONS], *tables[CONCLUSIONS_REVIEWED]]


def _by_kind(row: ConclusionRow) -> tuple[str, str, str, str]:
    return row.first, row.second, row.second_is, row.kind


def _counted(rows: Sequence[ConclusionRow]) -> _Count:
    told = [row for row in rows if _told(row.first_low, row.first_high)]
    return _Count(
        len(told),
        sum(row.outcome == HOLDS for row in told),
        sum(row.outcome == FLIPS for row in told),
    )


def _told(low: float | None, high: float | None) -> bool:
    return low is not None and high is not None and (low > 0 or high < 0)


def _other(second: str, kind: str) -> str:
    if kind == "reviewed":
        return f"{second} after review"
    return "all together after review" if kind == "together" else second_name(second, kind)


def _difference(value: float | None, low: float | None, high: float | None) -> str:
    """Return a difference with its interval, fine enough to see that it leaves 0 out."""
    return fine(value) + ("" if low is None or high is None else f" ({fine(low)} to {fine(high)})")


def _said(row: ConclusionRow) -> str:
    """Say what the first coding concludes; a difference below 0 says the contrary."""
    more = (row.first_difference or 0) >= 0
    if row.kind == ORDER:
        return f"{row.code} is {'commoner' if more else 'rarer'} than {row.other_code}"
    if row.kind == MAJOR:
        return f"{row.code} is {'a' if more else 'no'} major code"
    commoner = "commoner" if more else "rarer"
    return f"{row.code} is {commoner} where {row.attribute} is {row.value}"
