"""Two coders and one code that is applied or not: the 2×2 table and its coefficients.

Every coefficient is computed from whole counts, so that "undefined" is decided exactly and not
by rounding. In the formulas a, b, c, d are ``both``, ``first_only``, ``second_only``,
``neither``, and N is their sum.

Where every unit has the same value for both coders (nobody applied the code, or both applied it
everywhere) the data cannot show whether coders tell units apart. All coefficients that are
corrected for chance are then undefined, also PABAK and AC1 whose formulas would give 1.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from secondcoder.agreement.coefficients.checked import RatingsError
from secondcoder.agreement.coefficients.checked_counts import whole_counts
from secondcoder.agreement.coefficients.checked_zero_one import zero_one
from secondcoder.agreement.coefficients.values import Value, ratio, undefined

NO_UNITS = "no unit was seen by both coders"
NEVER_APPLIED = "neither coder applied the code to any unit"
ALWAYS_APPLIED = "both coders applied the code to every unit"


@dataclass(frozen=True, slots=True)
class TwoByTwo:
    """How many units both coders, only the first, only the second, or neither gave a code."""

    both: int
    first_only: int
    second_only: int
    neither: int

    def __post_init__(self) -> None:
        counts = (self.both, self.first_only, self.second_only, self.neither)
        if any(type(count) is not int for count in counts):  # narrow integers would overflow
            counts = tuple(whole_counts(counts, "both, first_only, second_only, neither").tolist())
            for name, count in zip(self.__slots__, counts, strict=True):
                object.__setattr__(self, name, count)
        if min(counts) < 0:
            raise RatingsError(
                f"counts are not negative: {counts}",
                hint="both, first_only, second_only and neither are numbers of units.",
            )

    @property
    def units(self) -> int:
        """Units in all, N = a + b + c + d."""
        return self.both + self.first_only + self.second_only + self.neither

    @property
    def disagreements(self) -> int:
        """Units on which the coders differ, b + c."""
        return self.first_only + self.second_only

    @property
    def applied(self) -> int:
        """Applications by both coders together, 2a + b + c."""
        return 2 * self.both + self.disagreements

    @property
    def withheld(self) -> int:
        """Units left without the code, summed over both coders, 2d + b + c."""
        return 2 * self.neither + self.disagreements

    def __add__(self, other: "TwoByTwo") -> "TwoByTwo":
        """Return the table of both sets of units together."""
        return TwoByTwo(
            self.both + other.both,
            self.first_only + other.first_only,
            self.second_only + other.second_only,
            self.neither + other.neither,
        )


def two_by_two(first: ArrayLike, second: ArrayLike, *, seen: ArrayLike | None = None) -> TwoByTwo:
    """Return the table of two coders' 0/1 values over the same units.

    ``seen`` marks units that both coders saw; the others are missing and are left out. A unit
    that was seen and left uncoded is 0, not missing. All three have shape ``(units,)``.
    """
    shapes = np.shape(first), np.shape(second)
    kept = np.ones(shapes[0], dtype=bool) if seen is None else zero_one(seen, "seen")
    if not shapes[0] == shapes[1] == kept.shape or kept.ndim != 1:
        raise RatingsError(f"the coders' units differ: {shapes[0]}, {shapes[1]}, {kept.shape}")
    one, two = zero_one(first, "the first coder", kept), zero_one(second, "the second coder", kept)
    both = int(np.count_nonzero(one & two & kept))
    first_only = int(np.count_nonzero(one & ~two & kept))
    second_only = int(np.count_nonzero(~one & two & kept))
    return TwoByTwo(
        both, first_only, second_only, int(kept.sum()) - both - first_only - second_only
    )


def _no_variation(table: TwoByTwo) -> str:
    """Return why no coefficient corrected for chance can be computed, or an empty string."""
    if table.units == 0:
        return NO_UNITS
    if table.applied == 0:
        return NEVER_APPLIED
    return ALWAYS_APPLIED if table.withheld == 0 else ""


def _corrected(table: TwoByTwo, value: float, expected: float) -> Value:
    return Value(value, observed=1 - table.disagreements / table.units, expected=expected)


def _undefined(table: TwoByTwo, reason: str) -> Value:
    observed = 1 - table.disagreements / table.units if table.units else None
    return undefined(reason, observed=observed)


def percent(table: TwoByTwo) -> Value:
    """Return observed agreement Po = (a + d) / N, from 0 to 1; not corrected for chance.

    Undefined without units.
    """
    return ratio(table.both + table.neither, table.units, otherwise=NO_UNITS)


def cohen_kappa(table: TwoByTwo) -> Value:
    """Return Cohen's kappa, (Po - Pe) / (1 - Pe), for two fixed, named coders.

    Pe = [(a+b)(a+c) + (c+d)(b+d)] / N², from each coder's own share. Written without the
    division: 2(ad - bc) / [(a+b)(b+d) + (a+c)(c+d)]. It is 0 where one coder never varies and
    the other does. Undefined without units or without variation. Cohen (1960) Educational and
    Psychological Measurement 20:37-46.
    """
    if reason := _no_variation(table):
        return _undefined(table, reason)
    a, b, c, d = table.both, table.first_only, table.second_only, table.neither
    chance = ((a + b) * (a + c) + (c + d) * (b + d)) / table.units**2
    kappa = 2 * (a * d - b * c) / ((a + b) * (b + d) + (a + c) * (c + d))
    return _corrected(table, kappa, chance)


def scott_pi(table: TwoByTwo) -> Value:
    """Return Scott's pi: as kappa, with one share p = (2a+b+c) / 2N for both coders.

    Pe = p² + (1-p)². Written without the division: 1 - 2N(b+c) / [(2a+b+c)(2d+b+c)]. A coder's
    bias counts as disagreement. Undefined without units or without variation. Scott (1955)
    Public Opinion Quarterly 19:321-325.
    """
    if reason := _no_variation(table):
        return _undefined(table, reason)
    share = table.applied / (2 * table.units)
    pi = 1 - 2 * table.units * table.disagreements / (table.applied * table.withheld)
    return _corrected(table, pi, share**2 + (1 - share) ** 2)


def krippendorff_alpha(table: TwoByTwo) -> Value:
    """Return Krippendorff's nominal alpha for two coders, with its small-sample correction.

    1 - (2N-1)(b+c) / [(2a+b+c)(2d+b+c)], which is 1 - (1 - pi)(2N-1) / 2N. ``observed`` and
    ``expected`` are disagreements: (b+c) / N and (2a+b+c)(2d+b+c) / [N(2N-1)]. Undefined
    without units or without variation. Krippendorff (2019) Content Analysis, 4th ed., ch. 12.
    """
    if reason := _no_variation(table):
        disagreement = table.disagreements / table.units if table.units else None
        return undefined(reason, observed=disagreement)
    product = table.applied * table.withheld
    alpha = 1 - (2 * table.units - 1) * table.disagreements / product
    return Value(
        alpha,
        observed=table.disagreements / table.units,
        expected=product / (table.units * (2 * table.units - 1)),
    )


def pabak(table: TwoByTwo) -> Value:
    """Return the prevalence- and bias-adjusted kappa, 2Po - 1; for two values also Bennett's S.

    High for rare codes whatever the coders do, so never to be read alone. Undefined without
    units or without variation. Byrt, Bishop & Carlin (1993) J Clin Epidemiology 46:423-429.
    """
    if reason := _no_variation(table):
        return _undefined(table, reason)
    return _corrected(table, 1 - 2 * table.disagreements / table.units, 0.5)


def gwet_ac1(table: TwoByTwo) -> Value:
    """Return Gwet's AC1, (Po - Pe) / (1 - Pe) with Pe = 2p(1-p), p = (2a+b+c) / 2N.

    High for rare codes whatever the coders do, so never to be read alone. Undefined without
    units or without variation. Gwet (2008) Br J Math Stat Psychol 61:29-48.
    """
    if reason := _no_variation(table):
        return _undefined(table, reason)
    share = table.applied / (2 * table.units)
    chance = 2 * share * (1 - share)
    observed = 1 - table.disagreements / table.units
    return _corrected(table, (observed - chance) / (1 - chance), chance)


def positive_agreement(table: TwoByTwo) -> Value:
    """Return 2a / (2a+b+c): agreement on the code's presence, the same number as F1 and Dice.

    Undefined where neither coder applied the code. Cicchetti & Feinstein (1990) J Clin
    Epidemiology 43:551-558; Hripcsak & Rothschild (2005) JAMIA 12:296-298.
    """
    reason = NEVER_APPLIED if table.units else NO_UNITS
    return ratio(2 * table.both, table.applied, otherwise=reason)


def negative_agreement(table: TwoByTwo) -> Value:
    """Return 2d / (2d+b+c): agreement on the code's absence.

    Undefined where both coders applied the code everywhere. Source as positive agreement.
    """
    reason = ALWAYS_APPLIED if table.units else NO_UNITS
    return ratio(2 * table.neither, table.withheld, otherwise=reason)


def prevalence_index(table: TwoByTwo) -> Value:
    """Return (a - d) / N, from -1 (nobody applied the code) to 1 (both always did).

    Far from 0, kappa is low even at high Po. Undefined without units. Byrt et al. (1993).
    """
    return ratio(table.both - table.neither, table.units, otherwise=NO_UNITS)


def bias_index(table: TwoByTwo) -> Value:
    """Return (b - c) / N: how much oftener the first coder applies the code than the second.

    Undefined without units. Byrt et al. (1993).
    """
    return ratio(table.first_only - table.second_only, table.units, otherwise=NO_UNITS)
