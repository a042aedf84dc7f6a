"""How often a machine is said to stand for a person, and how often coders of nothing are.

People apply each of six codes to the passages that truly carry it with a chance of ``hit``, and
now and then to others; documents differ in how much there is to code. Aim: trivial coders in at
most 5 % of studies, a machine that codes as people do at least half as often as a person who is
put in its place.
"""

import argparse
import itertools
from collections import defaultdict

import numpy as np
from numpy.typing import NDArray

from secondcoder.agreement.chance.alt_test import ASKED_OF
from secondcoder.agreement.chance.stand_in import ASKED, StandIn, stand_in
from secondcoder.agreement.coefficients.labelsets import LabelSets
from secondcoder.agreement.coefficients.multivalued import mv_alpha

CODES, EPSILON = 6, 0.1
SHARES, PEOPLE, HITS = (0.02, 0.05, 0.08), (2, 3, 4, 5), (0.35, 0.5, 0.65, 0.8, 0.92)
SIZES = ((8, 25), (20, 25), (40, 25))
TRIVIAL = ("nothing", "commonest", "random")
Given = NDArray[np.bool_]
"""Shape ``(units, codes)``."""


def truth_of(generator: np.random.Generator, share: float, documents: int, each: int) -> Given:
    """Return what passages carry; the first code is twice as common as the rest."""
    weight = np.array([2.0, *[1.0] * (CODES - 1)])
    effect = np.exp(generator.normal(-0.125, 0.5, size=(documents, 1, 1)))
    chance = np.minimum(share * weight / weight.sum() * effect, 0.9)
    return (generator.random((documents, each, CODES)) < chance).reshape(-1, CODES)


def coder(generator: np.random.Generator, truth: Given, hit: float) -> Given:
    false = truth.mean(axis=0) * (1 - hit)
    drawn = generator.random(truth.shape)
    return np.where(truth, drawn < hit, drawn < false)


def sets(given: Given) -> list[frozenset[int]]:
    return [frozenset(np.flatnonzero(row).tolist()) for row in given]


def judged(machine: Given, people: list[Given], documents: list[int]) -> StandIn:
    rows = [list(row) for row in zip(*map(sets, people), strict=True)]
    return stand_in(sets(machine), rows, epsilon=EPSILON, documents=documents)


def study(
    generator: np.random.Generator, share: float, people: int, hit: float, size: tuple[int, int]
) -> tuple[float, dict[str, StandIn]]:
    """Return people's mv-alpha and what is said of each machine."""
    truth = truth_of(generator, share, *size)
    given = [coder(generator, truth, hit) for _ in range(people)]
    documents = np.repeat(np.arange(size[0]), size[1]).tolist()
    most = np.zeros_like(truth)
    most[:, int(sum(given).sum(axis=0).argmax())] = True
    machines = {
        "nothing": np.zeros_like(truth),
        "commonest": most,
        "random": generator.permutation(given[0], axis=0),
        "as good": coder(generator, truth, hit),
    }
    found = {name: judged(machine, given, documents) for name, machine in machines.items()}
    if people > ASKED_OF:
        found["a person"] = judged(given[0], given[1:], documents)
    applied = np.stack(given, axis=1)
    alpha = mv_alpha(LabelSets(applied, np.ones(applied.shape[:2], dtype=bool))).value
    return np.nan if alpha is None else alpha, found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="1 study of a kind instead of 5")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    studies = 1 if options.quick else 5
    kinds = list(itertools.product(SHARES, PEOPLE, HITS, SIZES))
    said: dict[tuple[str, str], list[bool]] = defaultdict(list)
    published: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for number, (share, people, hit, size) in enumerate(kinds):
        for one in range(studies):
            generator = np.random.default_rng([options.seed, number, one])
            alpha, found = study(generator, share, people, hit, size)
            rows = [f"{people} people"]
            if people >= ASKED_OF and 0.2 <= alpha <= 0.8:
                band = min(int(alpha * 5), 3)
                rows += [f"mv-alpha {band / 5:.1f}-{(band + 1) / 5:.1f}", f"coded {share:.0%}"]
                rows += [f"{size[0]} documents", "three or more people"]
            for row in rows:
                for name, each in found.items():
                    said[row, name].append(each.stands is True)
                    rate = each.test.winning_rate.value
                    published[row, name].append(rate is not None and rate >= ASKED)
    print(f"{studies} studies of each of {len(kinds)} kinds, {CODES} codes, epsilon {EPSILON};")
    print("share said to stand for a person (in brackets: that win the published test)")
    heads = (*TRIVIAL, "as good", "a person")
    print(f"{'studies':<24}{'number':>8}" + "".join(f"{head:>14}" for head in heads))
    for row in sorted({row for row, _ in said}):
        cells = [
            f"{np.mean(said[row, head]):.3f} ({np.mean(published[row, head]):.2f})"
            if said[row, head]
            else "-"
            for head in heads
        ]
        number = len(said[row, heads[0]])
        print(f"{row:<24}{number:>8}" + "".join(f"{cell:>14}" for cell in cells))


if __name__ == "__main__":
    main()
