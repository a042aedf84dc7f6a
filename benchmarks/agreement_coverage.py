"""How often 95 % intervals over documents hold the true value, in simulated interviews.

Documents differ in length, in how often a code occurs and in how well the coders agree on it. The
true value is that of 40,000 simulated documents. Aim: 93-97 % in nine of ten cells in which an
interval is printed. The method's constants were chosen on other cells: shares .02, .05, .10, .30;
6, 10, 20, 40, 80 documents; effects .8, 1.5; slips .10, .25, .40, .55; the first process and
milder or stronger forms of the second, other seeds.
"""

import argparse
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t as student

from benchmarks.agreement_processes import (
    DOCUMENTS,
    PATTERNS,
    PROCESSES,
    SHARES,
    TRUE_DOCUMENTS,
    Cell,
    Counts,
    Floats,
    Process,
    counts,
    kinds,
)
from secondcoder.agreement.coefficients import enough, intervals, jackknife_error, scale
from secondcoder.agreement.coefficients.values import Value, undefined

LEAST_STUDIES = 0.1
"""Share of studies in which an interval must be printed for a cell to count."""


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


STATISTICS: dict[str, tuple[Callable[[Floats], Floats], int, bool]] = {
    "kappa": (kappa, 1, True),
    "alpha, 3 coders": (alpha, 1, True),
    "pooled kappa, 6 codes": (pooled, 6, True),
    "difference of kappas": (difference, 1, False),
}
"""Each with its number of codes and whether its interval is made on the scale of coefficients."""


def agreeing(statistic: Callable[[Floats], Floats]) -> NDArray[np.bool_]:
    """Return the patterns in which two of those compared give the code."""
    coders = 3 if statistic is alpha else 2
    return np.asarray(PATTERNS[:, :coders].sum(axis=1) > 1)


@dataclass(frozen=True)
class Ends:
    """Intervals of all studies of a cell."""

    low: Floats
    high: Floats
    """NaN where none is printed."""
    noted: NDArray[np.bool_]
    """Printed with the note that it covers less."""


def interval_ends(found: Counts, statistic: Callable[[Floats], Floats], fisher: bool,
                  *, as_before: bool = False, level: float = 0.95) -> Ends:  # fmt: skip
    """Return what ``intervals.jackknife`` returns, for many studies at once.

    ``as_before`` is the plain jackknife: Fisher's z and G - 1 degrees of freedom.
    """
    whole = found.sum(axis=1)
    value, each = statistic(whole), statistic(whole[:, None] - found)
    carried = found[..., 1:].sum(axis=(2, 3)).astype(float)
    total, documents = carried.sum(axis=1), found.shape[1]
    usable = ((carried > 0).sum(axis=1) >= enough.LEAST_DOCUMENTS) & ~np.isnan(each).any(axis=1)
    if fisher:
        usable &= np.maximum(np.abs(each).max(axis=1), np.abs(value)) < 1
    if not as_before:
        usable &= total >= enough.LEAST_CARRYING
        if fisher:
            agreed = found[..., agreeing(statistic)].sum(axis=(1, 2, 3))
            usable &= agreed >= enough.LEAST_AGREED
    to, back = (np.arctanh, np.tanh) if as_before else (scale.scale, scale.put_back)
    with np.errstate(all="ignore"):
        z, z_each = (to(value), to(each)) if fisher else (value, each)
        error, freedom = jackknife_error.error_and_freedom(z_each.T)
        freedom = np.maximum(1, np.minimum(freedom, jackknife_error.effective(carried)))
        if as_before:
            freedom = np.full(len(value), documents - 1.0)
        reach = student.ppf(0.5 + level / 2, freedom) * error
        usable &= error > jackknife_error.LEAST_ERROR
        unseen = np.zeros(len(value))
        if not as_before:
            unseen = jackknife_error.may_be_unseen(carried, level=level)
        if not fisher:
            reach = np.maximum(reach, unseen)
        low, high = z - reach, z + reach
        if fisher:
            low, high = back(low), back(high)
            high = np.where(value <= 0, np.maximum(high, 2 * unseen / (1 + unseen)), high)
    noted = usable & (value <= 0) & fisher
    return Ends(np.where(usable, low, np.nan), np.where(usable, high, np.nan), noted)


def same_as_library(found: Counts, statistic: Callable[[Floats], Floats], fisher: bool,
                    ends: Ends, study: int) -> None:  # fmt: skip
    """Raise if the library's own interval differs."""
    carried = found[study, ..., 1:].sum(axis=(1, 2))

    def over(times: Counts) -> Value:
        value = float(statistic(np.tensordot(times, found[study], axes=1)))
        return undefined("undefined") if np.isnan(value) else Value(value)

    own = intervals.jackknife(
        over,
        found.shape[1],
        fisher=fisher,
        carried=carried,
        agreed=found[study][..., agreeing(statistic)].sum(axis=(1, 2)) if fisher else None,
        occurs_in=int((carried > 0).sum()) if found.shape[2] == 1 else None,
    )
    mine = (ends.low[study], ends.high[study])
    if (own.low is None) != bool(np.isnan(mine[0])):
        raise ValueError(f"the library says {own}, not {mine}")
    if own.low is not None and not np.allclose((own.low, own.high), mine, atol=1e-6):
        raise ValueError(f"the library says {own}, not {mine}")


@dataclass(frozen=True)
class Covered:
    """What was found in one cell; NaN where no interval, or too few, were printed."""

    cell: Cell
    before: float
    now: float
    """Coverage of the intervals that are printed."""
    low: float
    """Share of these in which the true value lies above the interval."""
    high: float
    noted: tuple[bool, ...]
    """Whether each interval with a note holds the true value."""
    none: float
    """Share of studies without an interval."""


@cache
def true_value(name: str, large: Cell) -> float:
    """Return the statistic of one very large study."""
    statistic, codes, _ = STATISTICS[name]
    found = counts(np.random.default_rng(7), large, 1, large.documents, codes)
    return float(statistic(found.sum(axis=1))[0])


def covered(name: str, cell: Cell, studies: int, seed: list[int]) -> Covered:
    """Return how often the intervals of a statistic hold the true value in a cell."""
    statistic, codes, fisher = STATISTICS[name]
    true = true_value(name, replace(cell, documents=TRUE_DOCUMENTS // codes))
    found = counts(np.random.default_rng(seed), cell, studies, cell.documents, codes)
    ends = interval_ends(found, statistic, fisher)
    for study in range(3):
        same_as_library(found, statistic, fisher, ends, study)
    before = interval_ends(found, statistic, fisher, as_before=True)
    old = ~np.isnan(before.low)
    held = ((before.low <= true) & (true <= before.high))[old]
    plain = ~np.isnan(ends.low)
    holds = (ends.low <= true) & (true <= ends.high)
    enough = plain.sum() >= LEAST_STUDIES * studies
    sides = (holds, true > ends.high, true < ends.low)
    now, low, high = (float(one[plain].mean()) if enough else np.nan for one in sides)
    return Covered(
        cell,
        float(held.mean()) if old.any() else np.nan,
        now,
        low,
        high,
        tuple(holds[ends.noted].tolist()),
        float(np.isnan(ends.low).mean()),
    )


def row(name: str, share: float, documents: int, cells: list[Covered]) -> str:
    """Return a row of the table: cells of one share and number of documents."""
    now = np.array([one.now for one in cells if np.isfinite(one.now)])
    noted = [held for one in cells for held in one.noted]
    values = [np.mean([one.before for one in cells])]
    values += [now.mean(), now.min()] if len(now) else [np.nan, np.nan]
    values += [np.mean([getattr(one, side) for one in cells if np.isfinite(one.now)])
               if len(now) else np.nan for side in ("low", "high")]  # fmt: skip
    values += [np.mean(noted) if len(noted) > 50 else np.nan]
    shown = [f"{one:.3f}" if np.isfinite(one) else "-" for one in values]
    return f"{name:<22}{share:>6.2f}{documents:>10}" + "".join(
        f"{one:>10}" for one in (*shown, f"{np.mean([one.none for one in cells]):.2f}")
    )


def summary(name: str, cells: list[Covered]) -> str:
    """Return how many cells are covered as they should be."""
    now = np.array([one.now for one in cells if np.isfinite(one.now)])
    near, few, many = (
        float(part.mean()) for part in ((now >= 0.93) & (now <= 0.97), now < 0.92, now > 0.97)
    )
    return (
        f"{name:<22}{len(now):>6}{near:>12.3f}{few:>10.3f}{many:>10.3f}"
        f"{now.min():>10.3f}{now.max():>10.3f}"
    )


def seeds(seed: int, process: Process, codes: int, cell: Cell, number: int) -> list[int]:
    return [
        seed,
        [*PROCESSES].index(process),
        codes,
        int(1000 * cell.share),
        cell.documents,
        number,
    ]


def cells_of(process: Process, share: float, documents: int) -> Iterator[tuple[int, Cell]]:
    for number, (lengths, effect, slips) in enumerate(kinds(process)):
        yield number, Cell(share, documents, lengths, effect, slips, process)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--studies", type=int, default=1000, help="in each cell")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    print(f"{options.studies} studies a cell, seed {options.seed}")
    by_statistic: dict[str, list[Covered]] = {name: [] for name in STATISTICS}
    by_process: dict[str, list[Covered]] = {}
    heads = ("before", "now", "lowest", "above it", "below it", "with note", "none")
    for process in PROCESSES:
        print(f"\n{process}: {PROCESSES[process]}; a row is {len(kinds(process))} cells")
        print(
            f"{'statistic':<22}{'share':>6}{'documents':>10}" + "".join(f"{h:>10}" for h in heads)
        )
        for name, (_, codes, _) in STATISTICS.items():
            for share, documents in itertools.product(SHARES, DOCUMENTS):
                cells = [
                    covered(name, cell, options.studies,
                            seeds(options.seed, process, codes, cell, number))
                    for number, cell in cells_of(process, share, documents)
                ]  # fmt: skip
                by_statistic[name] += cells
                by_process.setdefault(process, []).extend(cells)
                print(row(name, share, documents, cells), flush=True)
    every = [one for cells in by_statistic.values() for one in cells]
    print("\ncells with an interval in a tenth of studies or more")
    heads = ("93 to 97 %", "< 92 %", "> 97 %", "lowest", "highest")
    print(f"{'':<22}{'cells':>6}{heads[0]:>12}" + "".join(f"{one:>10}" for one in heads[1:]))
    for name, cells in (by_statistic | by_process | {"all": every}).items():
        print(summary(name, cells))
    short = sorted((one for one in every if one.now < 0.92), key=lambda one: one.now)
    print(f"\nbelow 92 %: {len(short)} cells, the lowest ten:")
    for one in short[:10]:
        print(f"{one.now:.3f}  {one.cell}")


if __name__ == "__main__":
    main()
