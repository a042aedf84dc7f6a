"""How long the heavier coefficients take, beside the same written out from the definition."""

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from secondcoder.agreement.chance.alignment import align
from secondcoder.agreement.coefficients import intervals
from secondcoder.agreement.coefficients.alpha import krippendorff_alpha
from secondcoder.agreement.coefficients.distances import masi
from secondcoder.agreement.coefficients.labelsets import LabelSets
from secondcoder.agreement.coefficients.multivalued import multivalued_parts, mv_alpha, mv_alpha_of
from secondcoder.agreement.coefficients.unitizing import Continuum, unitize, unitizing_alphas

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "agreement"))
import naive


@contextmanager
def timed(rows: list[tuple[str, float]], name: str) -> Iterator[None]:
    start = time.perf_counter()
    yield
    rows.append((name, time.perf_counter() - start))


def random_sets(passages: int, coders: int, codes: int, share: float) -> LabelSets:
    generator = np.random.default_rng(1)
    truth = generator.random((passages, 1, codes)) < share
    slips = generator.random((passages, coders, codes)) < share / 4
    return LabelSets(truth ^ slips, np.ones((passages, coders), dtype=bool))


def random_units(documents: int, length: int, coders: int, units: int) -> list[Continuum]:
    generator = np.random.default_rng(2)
    found = []
    for _ in range(documents):
        marked = []
        for _ in range(coders):
            points = np.sort(generator.choice(length, size=2 * units, replace=False)).tolist()
            codes = generator.choice(list("abcde"), size=units).tolist()
            marked.append(tuple(zip(points[::2], points[1::2], codes, strict=True)))
        found.append(Continuum(length, tuple(marked)))
    return found


def compare(name: str, size: str, fast: Callable[[], object], slow: Callable[[], object]) -> None:
    rows: list[tuple[str, float]] = []
    with timed(rows, "fast"):
        fast()
    with timed(rows, "slow"):
        slow()
    (_, quick), (_, long) = rows
    print(f"{name:<20}{size:<46}{quick:>9.4f}{long:>10.3f}{long / quick:>9.0f}", flush=True)


def alone(name: str, size: str, fast: Callable[[], object]) -> None:
    rows: list[tuple[str, float]] = []
    with timed(rows, "fast"):
        fast()
    print(f"{name:<20}{size:<46}{rows[0][1]:>9.3f}{'-':>10}{'-':>9}", flush=True)


def as_rows(sets: LabelSets) -> list[list[frozenset[int] | None]]:
    return sets.frozensets()


def alphas(continua: list[Continuum]) -> object:
    return unitizing_alphas(unitize(continua))


def resampled(sets: LabelSets, documents: int) -> object:
    place: NDArray[np.int64] = np.arange(len(sets.seen)) * documents // len(sets.seen)
    parts = multivalued_parts(sets).by_group(place, documents)
    return intervals.bootstrap(lambda times: mv_alpha_of(parts, times=times), documents, seed=1)


def aligned(passages: int, themes: int, codes: int, shifts: int) -> object:
    generator = np.random.default_rng(3)
    documents = np.arange(passages) // 100
    one = generator.random((passages, themes)) < 0.05
    two = generator.random((passages, codes)) < 0.05
    return align(one, two, documents, seed=1, shifts=shifts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the sizes")
    options = parser.parse_args()
    less = 10 if options.quick else 1
    print(f"{'coefficient':<20}{'size':<46}{'seconds':>9}{'naive':>10}{'ratio':>9}")
    small = random_sets(60, 3, 8, 0.25)
    compare("mv-alpha", "60 passages, 3 coders, 8 codes", lambda: mv_alpha(small),
            lambda: naive.mv_alpha(as_rows(small)))  # fmt: skip
    one = random_units(1, 60_000 // less, 5, 100)
    plain = [(each.length, list(each.coders)) for each in one]
    compare("alphas of unitizing", f"1 document, {60_000 // less} characters, 5 coders",
            lambda: alphas(one), lambda: naive.unitizing(plain, list("abcde")))  # fmt: skip
    large = random_sets(5000 // less, 3, 200, 0.02)
    alone("mv-alpha", f"{5000 // less} passages, 3 coders, 200 codes", lambda: mv_alpha(large))
    alone("mv-alpha, bootstrap", "the same, 2,000 samples of 50 documents",
          lambda: resampled(large, 50))  # fmt: skip
    alone("alpha, MASI", "the same passages, sets as values",
          lambda: krippendorff_alpha(as_rows(large), distance=masi))  # fmt: skip
    many = random_units(40 // less, 60_000, 5, 400)
    alone("alphas of unitizing", f"{40 // less} documents, 60,000 characters, 5 coders",
          lambda: alphas(many))  # fmt: skip
    alone("alignment", f"{5000 // less} passages, 30 themes, 60 codes, 19,999 shifts",
          lambda: aligned(5000 // less, 30, 60, 19_999))  # fmt: skip


if __name__ == "__main__":
    main()
