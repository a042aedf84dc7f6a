"""(a) Codes from the codebook alone."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from benchmarks.quality import measures, ours
from benchmarks.quality.bench import Bench, applied_or
from benchmarks.quality.corpora import Corpus
from benchmarks.quality.method import Method, Suggester, Traits
from benchmarks.quality.peers import bertopic_codes, cosine
from benchmarks.quality.rows import Row

TASK = "a"
METHODS: tuple[Method[Suggester], ...] = (
    Method(ours.NAME, ours.codebook_only, Traits(seeded=False, probability=True)),
    *cosine.PEERS,
    *bertopic_codes.ZERO_SHOT,
)


def measure(corpus: Corpus, method: Method[Suggester], bench: Bench) -> Iterator[Row]:
    """Yield the figures of the coded passages for each seed."""
    rows = corpus.coded
    for seed in bench.seeds_for(method):
        scored = method.run(corpus, bench.encoder, seed=seed)
        applied = applied_or(scored, lambda: chosen_threshold(corpus, method, bench))
        if isinstance(applied, np.ndarray):
            applied = applied[rows]
        found = ranking(scored.confidence[rows], corpus.take(rows, part=corpus.part), applied)
        for metric, value in found.items():
            yield Row(
                task=TASK,
                corpus=corpus.name,
                part=corpus.part,
                method=method.name,
                setting="",
                seed=str(seed),
                metric=metric,
                value=value,
            )


def chosen_threshold(corpus: Corpus, method: Method[Suggester], bench: Bench) -> float | None:
    """Return the method's threshold, chosen on the development half with the first seed."""

    def score(dev: Corpus) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        scored = method.run(dev, bench.encoder, seed=bench.seeds[0])
        return scored.confidence[dev.coded], dev.held[dev.coded]

    return bench.threshold(corpus, (TASK, method.name), score)


def ranking(
    confidence: NDArray[np.float64],
    corpus: Corpus,
    applied: float | NDArray[np.bool_] | None,
) -> dict[str, float]:
    """Return the figures of a ranking; ``confidence`` has the rows of ``corpus``."""
    micro, macro = measures.f1_scores(applied_codes(confidence, applied), corpus.held)
    found = {
        "first": measures.right_in(confidence, corpus.held, 1),
        "in three": measures.right_in(confidence, corpus.held, 3),
        "micro-F1": micro,
        "macro-F1": macro,
        "passages": float(len(confidence)),
    }
    if corpus.deep:
        tops = measures.by_top(confidence, corpus.top_of_code, len(corpus.tops))
        found["theme first"] = measures.right_in(tops, corpus.top_held, 1)
        found["theme in three"] = measures.right_in(tops, corpus.top_held, 3)
    return found


def applied_codes(
    confidence: NDArray[np.float64], applied: float | NDArray[np.bool_] | None
) -> NDArray[np.bool_]:
    """Return which codes count as applied; where nothing says so, the first alone."""
    if isinstance(applied, np.ndarray):
        return applied
    if applied is not None:
        above: NDArray[np.bool_] = confidence >= applied
        return above
    columns = np.arange(confidence.shape[1])
    first: NDArray[np.bool_] = confidence.argmax(axis=1)[:, None] == columns
    return first & np.isfinite(confidence)
