"""A second wave coded with what was learnt from the first: each corpus in its two halves.

``python -m benchmarks.quality.second_wave [FOLDER]`` lets a coder be kept from the development half
of each public corpus, or of every study in FOLDER, and codes the report half with it; whole
documents lie in one half. Nothing is chosen here: the halves only stand for two waves. Beside it
stand the codebook alone, and the same coding where the first half's texts are at hand, with the
wording that a kept coder does without.
"""

import argparse
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from statistics import fmean

import numpy as np

from benchmarks.quality import measures, ours
from benchmarks.quality.corpora import FOLDERS, Corpus, development, load_corpus
from benchmarks.quality.encoders import BUNDLED, encoder_named
from benchmarks.quality.outside import agreement, part
from secondcoder.passages.sentences import SpacySentences
from secondcoder.protocols import Encoder
from secondcoder.suggesting.decisions import Rule, decide
from secondcoder.suggesting.kept_coder import Taught
from secondcoder.suggesting.scores import codebook_scores
from secondcoder.suggesting.weigh import HumanExamples, coder_to_keep, weigh_as_taught

MOST = 1500
"""Passages taken of a corpus, whole documents: time decided it."""
SEED = 0


def main() -> None:
    """Print one line a corpus and the means."""
    warnings.filterwarnings("ignore")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?")
    folder = parser.parse_args().folder
    studies = (
        sorted(path.parent for path in folder.glob("*/study.toml"))
        if folder
        else list(FOLDERS.values())
    )
    if not studies:
        print(f"{folder}: no study there, so nothing was measured", file=sys.stderr)
    encoder = encoder_named(BUNDLED)
    rows = []
    for study in studies:
        corpus = part(load_corpus(study), MOST)
        row = waves(corpus, encoder)
        rows.append(row)
        print(corpus.name, *_cells(row), sep=" | ", flush=True)
    if rows:
        means = {name: fmean(row[name] for row in rows) for name in rows[0]}
        print(f"mean of {len(rows)}", *_cells(means), sep=" | ")


def waves(corpus: Corpus, encoder: Encoder) -> dict[str, float]:
    """Return how often the second half's first codes are right, and how many codes it gets."""
    first_half = development(corpus.groups)
    train, test = np.flatnonzero(first_half), np.flatnonzero(~first_half)
    coded = test[corpus.held[test].any(axis=1)]
    held = corpus.held[coded]
    alone = ours.codebook_only(corpus, encoder, seed=SEED).confidence[coded]
    beside = ours.with_examples(corpus, train, coded, encoder, seed=SEED)
    one, two = corpus.take(train, part="first"), corpus.take(test, part="second")
    texts, sentences = two.texts, SpacySentences(ours.LANGUAGE)
    vectors = encoder.encode(texts)
    taught = _taught(one, encoder)
    weighed = weigh_as_taught(
        taught,
        two.passages,
        vectors,
        codebook_scores(texts, vectors, two.codebook, encoder=encoder, sentences=sentences),
        encoder=encoder,
    )
    given = decide(weighed, Rule()).given
    rows = np.flatnonzero(two.held.any(axis=1))
    return {
        "passages learnt from": float(corpus.held[train].any(axis=1).sum()),
        "judged": float(len(coded)),
        "codebook": measures.right_in(alone, held),
        "kept coder": measures.right_in(weighed.confidence[rows], two.held[rows]),
        "with the texts": measures.right_in(beside.confidence, held),
        "said of its own half": taught.coder.out_of_fold.first_right,
        "people": float(two.held.sum(axis=1).mean()),
        "kept coder's codes": float(given.sum(axis=1).mean()),
        "mv-alpha": agreement(given, two.held),
        "mv-alpha at random": agreement(
            np.random.default_rng(SEED).permutation(given, axis=0), two.held
        ),
    }


def _taught(corpus: Corpus, encoder: Encoder) -> Taught:
    names = np.array([code.id for code in corpus.codes])
    applied = {
        passage.id: frozenset(names[held].tolist())
        for passage, held in zip(corpus.passages, corpus.held, strict=True)
    }
    texts, vectors = corpus.texts, encoder.encode(corpus.texts)
    kept = coder_to_keep(
        HumanExamples(("people",), applied, frozenset(applied)),
        corpus.passages,
        vectors,
        codebook_scores(
            texts,
            vectors,
            corpus.codebook,
            encoder=encoder,
            sentences=SpacySentences(ours.LANGUAGE),
        ),
        encoder=encoder,
        seed=SEED,
    )
    if kept is None:
        raise ValueError(f"{corpus.name}: too little coding")
    return Taught(kept, ("people",))


def _cells(row: dict[str, float]) -> Iterator[str]:
    for name, value in row.items():
        yield f"{name} {value:.3f}"


if __name__ == "__main__":
    main()
