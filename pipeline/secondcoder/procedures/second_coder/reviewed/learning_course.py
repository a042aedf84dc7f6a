"""Whether somebody who learns to code agrees more with time, or whether that cannot be told. Pure.

Passages come in an order that was drawn, so earlier and later ones are equally hard but for
chance. Intervals take passages as independent of one another.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from secondcoder.agreement.study.calibration import wilson
from secondcoder.procedures.second_coder.reviewed.learning import Compared

BLOCK = 10
"""Passages that agreement over time is taken over."""
FEWEST = 2 * BLOCK
"""Passages from which earlier and later ones are compared. Not measured; a convention."""


@dataclass(frozen=True, slots=True)
class Share:
    """How often codes were the same, with the 95 % interval of the share."""

    same: int
    of: int

    @property
    def ends(self) -> tuple[float, float] | None:
        """Wilson's interval; ``None`` of nothing."""
        return wilson(self.same, self.of)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Passages that were coded one after the other."""

    first: int
    last: int
    """Places in the order of coding, from 1."""
    same: Share
    """Passages on which all codes were the same."""
    both: int
    mine: int
    theirs: int
    alpha: float | None
    """mv-alpha; ``None`` where it is not defined."""


@dataclass(frozen=True, slots=True)
class Change:
    """Earlier beside later passages: of all codes the same, or of one code that either gave."""

    earlier: Share
    later: Share

    @property
    def ends(self) -> tuple[float, float] | None:
        """The 95 % interval of later minus earlier, Newcombe's of two shares.

        ``(d - √((p₂-l₂)² + (u₁-p₁)²), d + √((u₂-p₂)² + (p₁-l₁)²))``, with Wilson's intervals.
        """
        first, second = self.earlier.ends, self.later.ends
        if first is None or second is None:
            return None
        before, after = self.earlier.same / self.earlier.of, self.later.same / self.later.of
        down = math.hypot(after - second[0], first[1] - before)
        up = math.hypot(second[1] - after, before - first[0])
        return after - before - down, after - before + up

    @property
    def told(self) -> str:
        """``more``, ``less``, or nothing where it cannot be told from no change."""
        ends = self.ends
        if ends is None or ends[0] <= 0 <= ends[1]:
            return ""
        return "more" if ends[0] > 0 else "less"


def over_time(rows: Sequence[Compared]) -> list[Block]:
    """Return agreement by blocks of passages, in the order of coding."""
    return [_block(rows[at : at + BLOCK], at) for at in range(0, len(rows), BLOCK)]


def change(rows: Sequence[Compared]) -> Change | None:
    """Return the first half beside the second; ``None`` of fewer than ``FEWEST`` passages."""
    if len(rows) < FEWEST:
        return None
    return Change(*(Share(sum(row.same for row in half), len(half)) for half in _halves(rows)))


def by_code(rows: Sequence[Compared]) -> dict[str, Change]:
    """Return for each code that either gave how often both did, earlier and later."""
    codes = {code for row in rows for code in row.both | row.mine | row.theirs}
    return {code: Change(*(_of_code(half, code) for half in _halves(rows))) for code in codes}


def _halves(rows: Sequence[Compared]) -> tuple[Sequence[Compared], Sequence[Compared]]:
    middle = len(rows) // 2
    return rows[:middle], rows[middle:]


def _of_code(rows: Sequence[Compared], code: str) -> Share:
    given = [row for row in rows if code in row.both | row.mine | row.theirs]
    return Share(sum(code in row.both for row in given), len(given))


def _block(rows: Sequence[Compared], at: int) -> Block:
    from secondcoder.agreement.coefficients.labelsets import label_sets
    from secondcoder.agreement.coefficients.multivalued import mv_alpha

    sets = [[row.both | row.mine, row.both | row.theirs] for row in rows]
    return Block(
        first=at + 1,
        last=at + len(rows),
        same=Share(sum(row.same for row in rows), len(rows)),
        both=sum(len(row.both) for row in rows),
        mine=sum(len(row.mine) for row in rows),
        theirs=sum(len(row.theirs) for row in rows),
        alpha=mv_alpha(label_sets(sets)).value,
    )
