"""The tool on coded corpora that no choice was made on: learning, and how many codes it gives.

``python -m benchmarks.quality.outside FOLDER`` takes every folder in FOLDER that holds a study with
a codebook and coding, and prints the tables of *Corpora outside the project* in
``docs/quality.md``, where the sources of the corpora are named. They are not kept with the project;
without them there is nothing to measure, which is said.
"""

import argparse
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

from benchmarks.quality import measures, ours
from benchmarks.quality.corpora import REPORT, Corpus, load_corpus
from benchmarks.quality.encoders import BUNDLED, encoder_named
from benchmarks.quality.peers import cosine, regression
from benchmarks.quality.sampling import choose_examples, folds
from secondcoder.agreement.coefficients.labelsets import LabelSets
from secondcoder.agreement.coefficients.multivalued import mv_alpha
from secondcoder.agreement.coefficients.values import numbers
from secondcoder.protocols import Encoder
from secondcoder.suggesting.decisions import Rule

PER_CODE = (5, 10)
MOST = 800
"""Passages taken of a corpus, whole documents: time decided it."""
FOLDS = 3
"""Of five, with one seed: time decided it."""
SEED = 0
Held = NDArray[np.bool_]


def main() -> None:
    """Print one line a corpus and their means."""
    warnings.filterwarnings("ignore")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    studies = sorted(path.parent for path in options.folder.glob("*/study.toml"))
    if not studies:
        print(f"{options.folder}: no study there, so nothing was measured", file=sys.stderr)
        return
    encoder = encoder_named(BUNDLED)
    found: dict[str, list[dict[str, float]]] = {"learning": [], "numbers": []}
    for folder in studies:
        corpus = part(load_corpus(folder))
        for table, row in (
            ("learning", learning(corpus, encoder)),
            ("numbers", numbers_of_codes(corpus, encoder)),
        ):
            found[table].append(row)
            print(f"{table}: {corpus.name}", *_cells(row), sep=" | ", flush=True)
    for table, rows in found.items():
        means = {name: fmean(row[name] for row in rows) for name in rows[0]}
        print(f"{table}: mean of {len(rows)}", *_cells(means), sep=" | ")


def part(corpus: Corpus, most: int = MOST) -> Corpus:
    """Return whole documents of a corpus until it is large enough."""
    names = sorted(set(corpus.groups))
    rows: list[int] = []
    for place in np.random.default_rng(SEED).permutation(len(names)):
        if len(rows) >= most:
            break
        rows += [row for row, group in enumerate(corpus.groups) if group == names[place]]
    return corpus.take(np.sort(np.array(rows)), part=REPORT)


def learning(corpus: Corpus, encoder: Encoder) -> dict[str, float]:
    """Return how often the first code is right, from the codebook and from examples."""
    rows = corpus.coded
    alone = ours.codebook_only(corpus, encoder, seed=SEED).confidence[rows]
    name = cosine.PEERS[0].run(corpus, encoder, seed=SEED).confidence[rows]
    found = {
        "codes": float(len(corpus.codes)),
        "codebook": measures.right_in(alone, corpus.held[rows]),
        "entries alone": measures.right_in(
            ours.entries_alone(corpus, encoder)[rows], corpus.held[rows]
        ),
        "cosine of the name": measures.right_in(name, corpus.held[rows]),
    }
    for per_code in PER_CODE:
        for title, run in (("", ours.with_examples), (" regression", regression.with_entries)):
            tested, right = 0, 0.0
            for train, test in list(folds(corpus.groups, seed=SEED))[:FOLDS]:
                held_out = test[corpus.held[test].any(axis=1)]
                examples = choose_examples(corpus.held, train, per_code, seed=SEED)
                scored = run(corpus, examples, held_out, encoder, seed=SEED)
                right += len(held_out) * measures.right_in(scored.confidence, corpus.held[held_out])
                tested += len(held_out)
            found[f"{per_code}{title}"] = right / tested
    return found


def numbers_of_codes(corpus: Corpus, encoder: Encoder) -> dict[str, float]:
    """Return codes a passage and mv-alpha, beside the first code alone and dealt out at random."""
    held = corpus.held
    each = round(float(held.sum(axis=1)[held.any(axis=1)].mean()), 1)
    found = {"people": float(held.sum(axis=1).mean())}
    for title, (given, first) in {
        "coding": ours.given_after_coding(corpus, encoder, seed=SEED),
        "codebook": ours.given_from_codebook(corpus, encoder, Rule()),
        "number said": ours.given_from_codebook(corpus, encoder, Rule(codes_a_passage=each)),
    }.items():
        dealt = np.random.default_rng(SEED).permutation(given, axis=0)
        found[title] = float(given.sum(axis=1).mean())
        found[f"{title}: alpha"] = agreement(given, held)
        found[f"{title}: first alone"] = agreement(first, held)
        found[f"{title}: at random"] = agreement(dealt, held)
    return found


def agreement(machine: Held, people: Held) -> float:
    """Return mv-alpha of the machine's codes with people's."""
    sets = LabelSets(
        applied=np.stack([machine, people], axis=1), seen=np.ones((len(people), 2), dtype=bool)
    )
    return next(iter(numbers([mv_alpha(sets)])), float("nan"))


def _cells(row: dict[str, float]) -> Iterator[str]:
    for name, value in row.items():
        yield f"{name} {value:.3f}"


if __name__ == "__main__":
    main()
