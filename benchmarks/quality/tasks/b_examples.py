"""(b) Codes with 5, 10, 20 coded passages a code, or all there are, out of fold by document."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from benchmarks.quality import ours
from benchmarks.quality.bench import Bench
from benchmarks.quality.corpora import Corpus
from benchmarks.quality.method import Learner, Method, Traits
from benchmarks.quality.peers import bertopic_codes, prototypes, regression, setfit_codes
from benchmarks.quality.rows import Row
from benchmarks.quality.sampling import choose_examples, folds
from benchmarks.quality.tasks.a_codebook import ranking

TASK = "b"
PER_CODE: tuple[int | None, ...] = (5, 10, 20, None)
"""Examples a code; ``None`` is all the coding of the other folds."""
ALL = "all"
METHODS: tuple[Method[Learner], ...] = (
    Method(ours.NAME, ours.with_examples, Traits(probability=True)),
    *prototypes.PEERS,
    *regression.PEERS,
    *bertopic_codes.SEMI_SUPERVISED,
    *setfit_codes.PEERS,
)


def measure(corpus: Corpus, method: Method[Learner], bench: Bench) -> Iterator[Row]:
    """Yield the figures of the tested passages for each number of examples and seed."""
    if not learnable(corpus):
        return
    for per_code in settings(method):
        for seed in bench.seeds[: method.traits.most_seeds]:
            rows, confidence, applied = scored_out_of_fold(
                corpus, method, bench, per_code=per_code, seed=seed
            )
            if applied is None and not method.traits.slow:
                applied = chosen_threshold(corpus, method, bench, per_code)
            tested = corpus.take(rows, part=corpus.part)
            for metric, value in ranking(confidence, tested, applied).items():
                yield Row(
                    task=TASK,
                    corpus=corpus.name,
                    part=corpus.part,
                    method=method.name,
                    setting=setting_name(per_code),
                    seed=str(seed),
                    metric=metric,
                    value=value,
                )


def settings(method: Method[Learner]) -> tuple[int | None, ...]:
    """Return the numbers of examples to measure: a slow method is measured at one of them."""
    return PER_CODE[1:2] if method.traits.slow else PER_CODE


def setting_name(per_code: int | None) -> str:
    """Return the name of a number of examples."""
    return ALL if per_code is None else str(per_code)


def learnable(corpus: Corpus) -> bool:
    """Return whether some code has two passages or more, so that one can teach the other.

    The quotations of the focus groups, one for nearly every code, cannot.
    """
    return int((corpus.held.sum(axis=0) >= 2).sum()) >= 3


def scored_out_of_fold(
    corpus: Corpus, method: Method[Learner], bench: Bench, *, per_code: int | None, seed: int
) -> tuple[NDArray[np.int64], NDArray[np.float64], float | NDArray[np.bool_] | None]:
    """Return coded rows, their confidences and what the method itself says applies.

    Every row is scored from examples of other documents.
    """
    tested, found, given = [], [], []
    applied: float | NDArray[np.bool_] | None = None
    for train, test in folds(corpus.groups, seed=seed):
        rows = test[corpus.held[test].any(axis=1)]
        examples = choose_examples(corpus.held, train, per_code, seed=seed)
        scored = method.run(corpus, examples, rows, bench.encoder, seed=seed)
        applied = scored.applied
        if isinstance(applied, np.ndarray):
            given.append(applied)
        tested.append(rows)
        found.append(scored.confidence)
        if method.traits.one_fold:
            break
    said = np.concatenate(given) if given else applied
    return np.concatenate(tested), np.concatenate(found), said


def chosen_threshold(
    corpus: Corpus, method: Method[Learner], bench: Bench, per_code: int | None
) -> float | None:
    """Return the method's threshold, chosen on the development half with the first seed."""

    def score(dev: Corpus) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        rows, confidence, _ = scored_out_of_fold(
            dev, method, bench, per_code=per_code, seed=bench.seeds[0]
        )
        return confidence, dev.held[rows]

    return bench.threshold(corpus, (TASK, method.name, setting_name(per_code)), score)
