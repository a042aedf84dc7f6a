"""How often the intervals of every coefficient over all codes hold the true value.

Two coders, six codes. Percent agreement, F1, mean kappa, pooled kappa, mv-alpha, alpha over sets,
B-cubed and omega have their intervals from the functions that a study's report uses; the true
value is that of one study of 400 documents.
"""

import argparse
import itertools
from collections import defaultdict
from dataclasses import replace
from functools import cache

import numpy as np

from benchmarks.agreement_studies import Kind, Study, frame_of, study_of
from secondcoder.agreement.study.pairs import Pair, over_codes
from secondcoder.records.agreement import OverallAgreement
from secondcoder.records.coders import BUNDLED, Person

LARGE = 400
"""Documents of the study that true values are taken from."""
VALUES = {
    "pooled kappa": ("pooled_kappa", "interval"),
    "mv-alpha": ("alpha", "alpha_interval"),
    "percent": ("pooled_percent", "percent"),
    "F1": ("positive_agreement", "positive"),
    "mean kappa": ("mean_kappa", "mean_kappa"),
    "alpha, Jaccard": ("jaccard_alpha", "jaccard"),
    "alpha, MASI": ("masi_alpha", "masi"),
    "B-cubed": ("bcubed", "bcubed"),
    "omega": ("omega", "omega"),
}
"""The value and the interval of each coefficient, as ``OverallAgreement`` names them."""


def overall(study: Study, *, intervals: bool) -> OverallAgreement:
    """Return the agreement of the person and the machine, with every interval if wanted."""
    pair = Pair(
        names=(Person("p0"), BUNDLED),
        frame=frame_of(study.truth.shape[1]),
        first=study.applied[0],
        second=study.applied[1],
        document=study.document,
    )
    (found,) = over_codes(pair, seed=0, bootstrap=intervals)
    return found


@cache
def true_values(large: Kind, seed: int) -> OverallAgreement:
    """Return the agreement of one very large study."""
    return overall(study_of(np.random.default_rng([seed, 9]), large), intervals=False)


def ends_of(found: OverallAgreement, name: str) -> tuple[float, float] | None:
    where = VALUES[name][1]
    return found.intervals[where] if where in found.intervals else getattr(found, where)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--studies", type=int, default=100, help="in each cell")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    kinds = list(itertools.product((0.02, 0.08), (6, 12, 30), ((25, 25), (3, 100)), (0.12, 0.35)))
    print(f"{options.studies} studies in each of {len(kinds)} cells, seed {options.seed}")
    held: dict[tuple[str, float, int], list[bool]] = defaultdict(list)
    cells: dict[str, list[float]] = defaultdict(list)
    for number, (share, documents, lengths, slips) in enumerate(kinds):
        kind = Kind(documents=documents, share=share, people=1, codes=6, lengths=lengths,
                    slips=slips, machine=slips, spread=0.7)  # fmt: skip
        large = true_values(replace(kind, documents=LARGE), options.seed)
        here: dict[str, list[bool]] = defaultdict(list)
        for one in range(options.studies):
            found = overall(
                study_of(np.random.default_rng([options.seed, number, one]), kind), intervals=True
            )
            for name, (value, _) in VALUES.items():
                ends, true = ends_of(found, name), getattr(large, value)
                if ends is not None and true is not None:
                    here[name].append(ends[0] <= true <= ends[1])
        for name, holds in here.items():
            held[name, share, documents] += holds
            cells[name].append(float(np.mean(holds)))
    rows = sorted({key[1:] for key in held})
    print(f"{'coefficient':<16}" + "".join(f"{f'{s:.2f}, {d}':>10}" for s, d in rows)
          + f"{'lowest':>10}{'highest':>10}")  # fmt: skip
    for name in VALUES:
        shown = [f"{np.mean(held[name, *row]):.3f}" if held[name, *row] else "-" for row in rows]
        shown += [f"{min(cells[name]):.2f}", f"{max(cells[name]):.2f}"]
        print(f"{name:<16}" + "".join(f"{one:>10}" for one in shown))


if __name__ == "__main__":
    main()
