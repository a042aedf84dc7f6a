"""How often 95 % intervals over documents hold the true value, in simulated interviews.

Documents differ in length, in how often a code occurs and in how well the coders agree on it. The
true value is that of 40,000 simulated documents. Aim: 93-97 % in nine of ten cells in which an
interval is printed without a warning. The constants of the method were chosen on other cells:
shares .02, .05, .10, .30; 6, 10, 20, 40, 80 documents; effects .8, 1.5; slips .10, .25.
"""

import argparse
import itertools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student

from secondcoder.agreement.coefficients import intervals
from secondcoder.agreement.coefficients.values import Value, undefined

Floats = NDArray[np.float64]
PATTERNS = np.array(list(itertools.product((0, 1), repeat=3)))
"""What three coders can do on a unit, shape ``(8, 3)``."""
WORSE = np.array([1.0, 1.0, 1.4])
TRUE_DOCUMENTS = 40_000
SHARES, DOCUMENTS = (0.02, 0.04, 0.08, 0.20), (6, 12, 30, 60)
LENGTHS, EFFECTS, SLIPS = ((25, 25), (3, 200)), (1.0, 1.8), (0.12, 0.30)


@dataclass(frozen=True)
class Cell:
    """How studies come about."""

    share: float
    documents: int
    lengths: tuple[int, int]
    effect: float
    """Standard deviation between documents of how often a code occurs, on the logit scale."""
    slips: float
    """How often a coder errs, in a document in the middle."""


def logistic(value: Floats) -> Floats:
    return 1 / (1 + np.exp(-value))


def counts(
    generator: np.random.Generator, cell: Cell, studies: int, documents: int, codes: int
) -> NDArray[np.int64]:
    """Return units of each pattern, shape ``(studies, documents, codes, 8)``."""
    low, high = np.log(cell.lengths[0]), np.log(cell.lengths[1] + 0.999)
    length = np.exp(generator.uniform(low, high, size=(studies, documents))).astype(int)
    if cell.lengths[0] == cell.lengths[1]:
        length[:] = cell.lengths[0]
    centre = np.log(cell.share / (1 - cell.share))
    carries = logistic(generator.normal(centre, cell.effect, size=(studies, documents, codes)))
    middle = np.log(cell.slips / (1 - cell.slips))
    slips = logistic(generator.normal(middle, 0.7, size=(studies, documents, 1)))[..., None] * WORSE
    missed = np.minimum(1.5 * slips, 0.95)
    added = np.minimum(0.5 * slips * min(1, cell.share / 0.15), 0.95)
    chance = np.empty((studies, documents, codes, len(PATTERNS)))
    for place, pattern in enumerate(PATTERNS):
        held = np.where(pattern, 1 - missed, missed).prod(axis=3)
        false = np.where(pattern, added, 1 - added).prod(axis=3)
        chance[..., place] = carries * held + (1 - carries) * false
    return generator.multinomial(
        np.broadcast_to(length[..., None], chance.shape[:3]),
        chance / chance.sum(axis=3, keepdims=True),
    )


def table(found: Floats, one: int, two: int) -> list[Floats]:
    """Return both, first only, second only and neither of two of the coders."""
    first, second = PATTERNS[:, one] == 1, PATTERNS[:, two] == 1
    kinds = (first & second, first & ~second, ~first & second, ~first & ~second)
    return [found[..., kind].sum(axis=-1) for kind in kinds]


def kappas(found: Floats, two: int, axis: int | None = None) -> Floats:
    """Return kappa, or over several codes (``axis``) the pooled one."""
    both, first, second, neither = table(found, 0, two)
    units = both + first + second + neither
    one, other = both + first, both + second
    apart = (one * (units - other) + other * (units - one)) / units**2
    differ = (first + second) / units
    if axis is not None:
        apart, differ = apart.mean(axis=axis), differ.mean(axis=axis)
    with np.errstate(all="ignore"):
        return np.where(apart > 0, 1 - differ / apart, np.nan)


def kappa(found: Floats) -> Floats:
    return kappas(found[..., 0, :], 1)


def difference(found: Floats) -> Floats:
    return kappa(found) - kappas(found[..., 0, :], 2)


def pooled(found: Floats) -> Floats:
    return kappas(found, 1, axis=-1)


def alpha(found: Floats) -> Floats:
    """Return the alpha of three coders."""
    one, given = found[..., 0, :], PATTERNS.sum(axis=1)
    values, ones = 3 * one.sum(axis=-1), (one * given).sum(axis=-1)
    apart = (one * given * (3 - given)).sum(axis=-1) / values
    expected = 2 * ones * (values - ones) / (values * (values - 1))
    with np.errstate(all="ignore"):
        return np.where(expected > 0, 1 - apart / expected, np.nan)


STATISTICS: list[tuple[str, Callable[[Floats], Floats], int, bool]] = [
    ("kappa", kappa, 1, True),
    ("alpha, 3 coders", alpha, 1, True),
    ("pooled kappa, 6 codes", pooled, 6, True),
    ("difference of kappas", difference, 1, False),
]


@dataclass(frozen=True)
class Ends:
    """Intervals of all studies of a cell."""

    low: Floats
    high: Floats
    """NaN where none is printed."""
    few: NDArray[np.bool_]
    """Printed with the warning that it covers less."""


def interval_ends(found: NDArray[np.int64], statistic: Callable[[Floats], Floats], fisher: bool,
                  *, as_before: bool = False, level: float = 0.95) -> Ends:  # fmt: skip
    """Return what ``intervals.jackknife`` returns, for many studies at once."""
    whole = found.sum(axis=1)
    value, each = statistic(whole), statistic(whole[:, None] - found)
    carried = found[..., 1:].sum(axis=(2, 3)).astype(float)
    total, documents = carried.sum(axis=1), found.shape[1]
    usable = ((carried > 0).sum(axis=1) >= intervals.LEAST_DOCUMENTS) & ~np.isnan(each).any(axis=1)
    if fisher:
        usable &= np.maximum(np.abs(each).max(axis=1), np.abs(value)) < 1
    if not as_before:
        usable &= total >= intervals.LEAST_CARRYING
    floor = np.full(len(value), 1.0)
    with np.errstate(all="ignore"):
        if not as_before:
            least = np.minimum(each.min(axis=1), value)
            floor = np.where(least > -intervals.FLOOR / 2, intervals.FLOOR, 1.0)
        z, z_each = value, each
        if fisher:
            z = np.log((value + floor) / (1 - value))
            z_each = np.log((each + floor[:, None]) / (1 - each))
        apart = z_each - z_each.mean(axis=1, keepdims=True)
        squares = (apart**2).sum(axis=1)
        error = np.sqrt((documents - 1) / documents * squares)
        freedom = np.full(len(value), documents - 1.0)
        if not as_before:
            kurtosis = documents * (apart**4).sum(axis=1) / squares**2
            by_tails = intervals.TAILS * 2 * documents / (kurtosis - 1)
            by_units = total**2 / (carried**2).sum(axis=1)
            freedom = np.maximum(1, np.minimum(np.minimum(by_tails, by_units), freedom))
        reach = student.ppf(0.5 + level / 2, freedom) * error
        usable &= error > 1e-12
        low, high = z - reach, z + reach
        if fisher:
            low, high = ((np.exp(e) - floor) / (np.exp(e) + 1) for e in (low, high))
    few = usable & (total * documents < intervals.FEW_CARRYING) & (not as_before)
    return Ends(np.where(usable, low, np.nan), np.where(usable, high, np.nan), few)


def same_as_library(found: NDArray[np.int64], statistic: Callable[[Floats], Floats], fisher: bool,
                    ends: Ends, study: int) -> None:  # fmt: skip
    """Raise if the library's own interval differs."""
    carried = found[study, ..., 1:].sum(axis=(1, 2))

    def over(times: NDArray[np.int64]) -> Value:
        value = float(statistic(np.tensordot(times, found[study], axes=1)))
        return undefined("undefined") if np.isnan(value) else Value(value)

    own = intervals.jackknife(
        over, found.shape[1], fisher=fisher, carried=carried, occurs_in=int((carried > 0).sum())
    )
    mine = (ends.low[study], ends.high[study])
    if (own.low is None) != bool(np.isnan(mine[0])):
        raise ValueError(f"the library says {own}, not {mine}")
    if own.low is not None and not np.allclose((own.low, own.high), mine, atol=1e-6):
        raise ValueError(f"the library says {own}, not {mine}")


def non_inferiority(seed: int, studies: int) -> None:
    """Print how often a machine is called not inferior at a margin, and .1 and .2 within it."""
    print("\nnon-inferiority of kappa: share called not inferior where the true difference is the")
    print("margin (at most .05), .1 less and .2 less")
    heads = ("at margin", "highest", ".1 less", ".2 less", "no answer")
    print(f"{'share':>7}{'documents':>11}" + "".join(f"{head:>11}" for head in heads))
    for share, documents in itertools.product(SHARES, DOCUMENTS):
        rows = []
        for number, kind in enumerate(itertools.product(LENGTHS, EFFECTS, SLIPS)):
            cell = Cell(share, documents, *kind)
            key = [seed, 1, int(1000 * share), documents, number]
            of_true = counts(np.random.default_rng([7, *key]), cell, 1, TRUE_DOCUMENTS, 1)
            true = float(difference(of_true.sum(axis=1))[0])
            found = counts(np.random.default_rng([8, *key]), cell, studies, documents, 1)
            high = interval_ends(found, difference, False, level=0.90).high
            answered = high[~np.isnan(high)]
            if len(answered) >= studies / 10:
                called = [float((answered < true + less).mean()) for less in (0, 0.1, 0.2)]
                rows.append([*called, 1 - len(answered) / studies])
        if rows:
            at, some, more, none = np.mean(np.array(rows), axis=0)
            cells = (at, max(row[0] for row in rows), some, more, none)
            print(f"{share:>7.2f}{documents:>11}" + "".join(f"{one:>11.3f}" for one in cells))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="100 studies a cell instead of 500")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    studies = 100 if options.quick else 500
    print(f"{studies} studies a cell; a row is {len(LENGTHS) * len(EFFECTS) * len(SLIPS)} cells")
    heads = ("before", "now", "lowest", "with note", "its share", "none")
    print(f"{'statistic':<22}{'share':>7}{'documents':>11}" + "".join(f"{h:>11}" for h in heads))
    inside: list[float] = []
    for name, statistic, codes, fisher in STATISTICS:
        for share, documents in itertools.product(SHARES, DOCUMENTS):
            rows, noted = [], []
            for number, kind in enumerate(itertools.product(LENGTHS, EFFECTS, SLIPS)):
                cell = Cell(share, documents, *kind)
                seed = [options.seed, codes, int(1000 * share), documents, number]
                true_of = counts(np.random.default_rng([7, *seed]), cell, 1,
                                 TRUE_DOCUMENTS // codes, codes)  # fmt: skip
                true = float(statistic(true_of.sum(axis=1))[0])
                found = counts(np.random.default_rng(seed), cell, studies, documents, codes)
                ends = interval_ends(found, statistic, fisher)
                same_as_library(found, statistic, fisher, ends, number)
                before = interval_ends(found, statistic, fisher, as_before=True)
                holds = (ends.low <= true) & (true <= ends.high)
                plain = ~np.isnan(ends.low) & ~ends.few
                old = ~np.isnan(before.low)
                held = ((before.low <= true) & (true <= before.high))[old]
                enough = plain.sum() >= studies / 10
                now = float(holds[plain].mean()) if enough else np.nan
                rows.append([held.mean() if old.any() else np.nan, now, np.isnan(ends.low).mean()])
                noted += holds[ends.few].tolist()
                inside += [now] if enough else []
            cells = np.array(rows)
            with_note = f"{np.mean(noted):.3f}" if len(noted) > 50 else "-"
            some = np.isfinite(cells[:, 1]).any()
            now, lowest = (
                (f"{np.nanmean(cells[:, 1]):.3f}", f"{np.nanmin(cells[:, 1]):.3f}")
                if some
                else ("-", "-")
            )
            share_noted = len(noted) / studies / len(rows)
            shown = [f"{np.nanmean(cells[:, 0]):.3f}", now, lowest, with_note]
            shown += [f"{share_noted:.2f}", f"{cells[:, 2].mean():.2f}"]
            head = f"{name:<22}{share:>7.2f}{documents:>11}"
            print(head + "".join(f"{one:>11}" for one in shown), flush=True)
    cells = np.array(inside)
    near = ((cells >= 0.93) & (cells <= 0.97)).mean()
    print(f"\n{len(cells)} cells with an interval without a note in a tenth of studies or more:")
    print(f"93 to 97 % in {near:.2f}, below 92 % in {(cells < 0.92).mean():.2f}, "
          f"lowest {cells.min():.3f}, highest {cells.max():.3f}")  # fmt: skip
    non_inferiority(options.seed, studies)


if __name__ == "__main__":
    main()
