"""(e) How often the label of people's own groups ranks the human name first among all names.

The groups are people's: the passages that carry one code and no other. So the labels are judged
and not the clustering. The judge of likeness is another encoder than the one that labels are chosen
by, where its files are on this machine, and the same one besides.
"""

from collections.abc import Iterator

import numpy as np

from benchmarks.quality import encoders, measures, ours
from benchmarks.quality.bench import Bench
from benchmarks.quality.corpora import Corpus
from benchmarks.quality.method import Labeller, Method, Traits
from benchmarks.quality.peers import labelling
from benchmarks.quality.peers.prototypes import unit
from benchmarks.quality.rows import Row
from secondcoder.protocols import Encoder

TASK = "e"
OWN, FOREIGN = "", "foreign judge"
FEWEST = 5
"""Passages that a group must have."""
METHODS: tuple[Method[Labeller], ...] = (
    Method(ours.NAME, ours.labels, Traits(seeded=False)),
    Method(f"{ours.NAME}, name alone", ours.names, Traits(seeded=False)),
    *labelling.PEERS,
)


def measure(corpus: Corpus, method: Method[Labeller], bench: Bench) -> Iterator[Row]:
    """Yield the share of labels nearest to the group's own name, and the mean reciprocal rank."""
    single = corpus.top_held.sum(axis=1) == 1
    members = {
        top: np.flatnonzero(single & corpus.top_held[:, top]) for top in range(len(corpus.tops))
    }
    groups = {top: rows for top, rows in members.items() if len(rows) >= FEWEST}
    if len(groups) < 3:
        return
    vectors, texts = bench.encoder.encode(corpus.texts), corpus.texts
    centres = unit(np.stack([vectors[rows].mean(axis=0) for rows in groups.values()]))
    central = [
        [texts[row] for row in rows[np.argsort(-(vectors[rows] @ centre), kind="stable")]]
        for rows, centre in zip(groups.values(), centres, strict=True)
    ]
    for seed in bench.seeds_for(method):
        labels = method.run(central, centres, bench.encoder, seed=seed)
        for setting, judge in _judges(bench):
            likeness = (judge.encode(labels) @ judge.encode(list(corpus.tops)).T).astype(np.float64)
            ranks = [measures.rank_of(row, top) for row, top in zip(likeness, groups, strict=True)]
            found = {
                "name first": float(np.mean([rank == 1 for rank in ranks])),
                "name in three": float(np.mean([rank <= 3 for rank in ranks])),
                "reciprocal rank": float(np.mean([1 / rank for rank in ranks])),
                "groups": float(len(groups)),
                "names": float(len(corpus.tops)),
            }
            for metric, value in found.items():
                yield Row(
                    task=TASK,
                    corpus=corpus.name,
                    part=corpus.part,
                    method=method.name,
                    setting=setting,
                    seed=str(seed),
                    metric=metric,
                    value=value,
                )


def _judges(bench: Bench) -> Iterator[tuple[str, Encoder]]:
    """Yield the encoder that labels were chosen by, and the larger one where it is here."""
    yield OWN, bench.encoder
    if encoders.available(encoders.LARGER):
        yield FOREIGN, encoders.encoder_named(encoders.LARGER)
