"""(c) Discovering themes: agreement with human codes, and with itself under other seeds."""

from collections.abc import Iterator
from itertools import combinations

import numpy as np

from benchmarks.quality import measures, ours
from benchmarks.quality.bench import Bench
from benchmarks.quality.corpora import Corpus
from benchmarks.quality.method import Discoverer, Method
from benchmarks.quality.peers import bertopic_themes, clusters, turftopic_themes
from benchmarks.quality.rows import Row

TASK = "c"
METHODS: tuple[Method[Discoverer], ...] = (
    Method(ours.NAME, ours.discover),
    *bertopic_themes.PEERS,
    *clusters.PEERS,
    *turftopic_themes.PEERS,
)


def measure(corpus: Corpus, method: Method[Discoverer], bench: Bench) -> Iterator[Row]:
    """Yield figures for each seed, and the Rand index for each pair of seeds.

    All passages are grouped; compared with people are those with one code at the top level.
    """
    single = np.flatnonzero(corpus.top_held.sum(axis=1) == 1)
    truth = corpus.top_held[single].argmax(axis=1).tolist()
    runs = {seed: method.run(corpus, bench.encoder, seed=seed) for seed in bench.seeds_for(method)}
    for seed, labels in runs.items():
        inside = single[labels[single] >= 0]
        figures = {
            "AMI": measures.mutual_information(truth, labels[single]),
            "left out": measures.left_out(labels),
            "themes": float(len(set(labels.tolist()) - {-1})),
            "passages": float(len(single)),
        }
        if len(inside):
            own = corpus.top_held[inside].argmax(axis=1).tolist()
            figures["AMI inside"] = measures.mutual_information(own, labels[inside])
        for metric, value in figures.items():
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
    for one, two in combinations(runs, 2):
        value = measures.rand_index(runs[one], runs[two])
        yield Row(
            task=TASK,
            corpus=corpus.name,
            part=corpus.part,
            method=method.name,
            setting="",
            seed=f"{one}/{two}",
            metric="ARI of seeds",
            value=value,
        )
