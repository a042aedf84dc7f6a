"""How often the alignment test finds something where themes and codes are unrelated.

Themes and codes are drawn independently of each other, each with an effect of the document and
with runs of the same topic over neighbouring passages. Aim: 3-7 % at a nominal 5 %.
"""

import argparse

import numpy as np
from numpy.typing import NDArray

from secondcoder.agreement.chance.alignment import align

DOCUMENTS, PASSAGES, THEMES, CODES, SHIFTS = 15, 24, 7, 6, 199
CONDITIONS = [
    ("independent passages", 0.0, 0.0),
    ("document effects", 1.0, 0.0),
    ("serial runs", 0.0, 0.7),
    ("both", 1.0, 0.7),
]


def memberships(
    generator: np.random.Generator, columns: int, effect: float, run: float
) -> NDArray[np.bool_]:
    """Return 0/1 columns of share .2, shape ``(documents * passages, columns)``."""
    series = np.empty((DOCUMENTS, PASSAGES, columns))
    series[:, 0] = generator.normal(size=(DOCUMENTS, columns))
    for passage in range(1, PASSAGES):
        fresh = generator.normal(size=(DOCUMENTS, columns))
        series[:, passage] = run * series[:, passage - 1] + np.sqrt(1 - run**2) * fresh
    series += effect * generator.normal(size=(DOCUMENTS, 1, columns))
    flat = series.reshape(-1, columns)
    return np.asarray(flat > np.quantile(flat, 0.8, axis=0))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="100 studies instead of 2,000")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    studies = 100 if options.quick else 2000
    documents = np.repeat(np.arange(DOCUMENTS), PASSAGES)
    print(f"{studies} studies of {DOCUMENTS} documents x {PASSAGES} passages, {THEMES} themes,")
    print(f"{CODES} codes, {SHIFTS} shifts; share of studies that find something, nominal 5 %")
    heads = ("all together", "one code", "any code, FDR", "any kept pair", "uncorrected")
    print(f"{'dependence':<24}" + "".join(f"{head:>15}" for head in heads))
    for number, (name, effect, run) in enumerate(CONDITIONS):
        found = []
        for study in range(studies):
            generator = np.random.default_rng([options.seed, number, study])
            themes = memberships(generator, THEMES, effect, run)
            codes = memberships(generator, CODES, effect, run)
            result = align(themes, codes, documents, seed=study, shifts=SHIFTS)
            found.append(
                (
                    result.p <= 0.05,
                    np.mean(result.code_p <= 0.05),
                    len(result.missed) < CODES,
                    any(pair.kept for pair in result.pairs),
                    any(pair.kappa > pair.threshold for pair in result.pairs),
                )
            )
        shares = np.mean(np.array(found, dtype=float), axis=0)
        print(f"{name:<24}" + "".join(f"{share:>15.3f}" for share in shares), flush=True)


if __name__ == "__main__":
    main()
