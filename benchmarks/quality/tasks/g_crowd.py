"""(g) The machine's agreement with people beside people's among each other."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np

from benchmarks.quality import measures
from benchmarks.quality.bench import Bench
from benchmarks.quality.corpora import Corpus
from benchmarks.quality.method import Method
from benchmarks.quality.rows import Row
from benchmarks.quality.tasks import a_codebook, b_examples

TASK = "g"
SAMPLES = 2000
SETTINGS = (20, None)
_ALONE = {id(method) for method in a_codebook.METHODS}
METHODS: tuple[Method[Any], ...] = (
    *a_codebook.METHODS,
    *(one for one in b_examples.METHODS if not one.traits.slow),
)


def measure(corpus: Corpus, method: Method[Any], bench: Bench) -> Iterator[Row]:
    """Yield pooled kappas and their ratio with its interval, where several people coded.

    A method that gives no code for a sentence is taken to give the most frequent one.
    """
    if corpus.votes.max() < 2:
        return
    alone = id(method) in _ALONE
    for setting in ("codebook",) if alone else SETTINGS:
        for seed in bench.seeds_for(method):
            if alone:
                rows = corpus.coded
                confidence = method.run(corpus, bench.encoder, seed=seed).confidence[rows]
            else:
                per_code = setting if isinstance(setting, int) else None
                rows, confidence, _ = b_examples.scored_out_of_fold(
                    corpus, method, bench, per_code=per_code, seed=seed
                )
            several = corpus.votes[rows].sum(axis=1) >= 2
            votes = corpus.votes[rows][several]
            silent = ~np.isfinite(confidence[several]).any(axis=1)
            given = np.argmax(confidence[several], axis=1)
            given[silent] = int(corpus.votes.sum(axis=0).argmax())
            found = measures.kappas(votes, given)
            low, high = measures.kappa_interval(votes, given, samples=SAMPLES, seed=seed)
            name = setting if alone else b_examples.setting_name(per_code)
            row = partial(
                Row,
                task=TASK,
                corpus=corpus.name,
                part=corpus.part,
                method=method.name,
                setting=str(name),
                seed=str(seed),
            )
            yield row(metric="human kappa", value=found.human)
            yield row(metric="machine kappa", value=found.machine)
            yield row(metric="ratio", value=found.ratio)
            yield row(metric="ratio low", value=low)
            yield row(metric="ratio high", value=high)
            yield row(metric="sentences", value=float(len(votes)))
