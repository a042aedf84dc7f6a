"""(f) How far confidence can be believed, and what is gained by abstaining where it is low.

A method of (a) is measured without examples, one of (b) with ten a code.
"""

from collections.abc import Iterator
from functools import partial
from statistics import fmean
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.quality import measures
from benchmarks.quality.bench import Bench
from benchmarks.quality.corpora import Corpus
from benchmarks.quality.method import Method
from benchmarks.quality.rows import Row
from benchmarks.quality.tasks import a_codebook, b_examples

TASK = "f"
EXAMPLES = 10
DRAWS = 200
_ALONE = {id(method) for method in a_codebook.METHODS}
METHODS: tuple[Method[Any], ...] = (
    *(one for one in a_codebook.METHODS if "BERTopic" not in one.name),
    *(one for one in b_examples.METHODS if "BERTopic" not in one.name and not one.traits.slow),
)


def measure(corpus: Corpus, method: Method[Any], bench: Bench) -> Iterator[Row]:
    """Yield the figures of first suggestions, for each seed."""
    alone = id(method) in _ALONE
    if not alone and not b_examples.learnable(corpus):
        return
    for seed in bench.seeds_for(method):
        if alone:
            rows = corpus.coded
            confidence = method.run(corpus, bench.encoder, seed=seed).confidence[rows]
        else:
            rows, confidence, _ = b_examples.scored_out_of_fold(
                corpus, method, bench, per_code=EXAMPLES, seed=seed
            )
        row = partial(
            Row,
            task=TASK,
            corpus=corpus.name,
            part=corpus.part,
            method=method.name,
            setting="codebook" if alone else str(EXAMPLES),
            seed=str(seed),
        )
        best, right = measures.first_suggestions(confidence, corpus.held[rows])
        curve = measures.risk_coverage(best, right)
        yield row(metric="error", value=curve.error)
        yield row(metric="error at 70 %", value=curve.error_at_70)
        yield row(metric="area", value=curve.area)
        yield row(metric="lowest area", value=measures.lowest_area(right))
        if method.traits.probability:
            yield row(metric="ECE", value=measures.calibration_error(best, right))
            yield row(metric="ECE by chance", value=by_chance(best))
            yield row(metric="mean confidence", value=float(best.mean()))


def by_chance(confidence: NDArray[np.float64]) -> float:
    """Return the calibration error of confidences that mean what they say, for so few passages."""
    random = np.random.default_rng(0)
    draws = [random.random(len(confidence)) < confidence for _ in range(DRAWS)]
    return fmean(measures.calibration_error(confidence, right) for right in draws)
