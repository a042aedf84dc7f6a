"""Which passages to code next: simulated coding, and samples that agreement is estimated from.

``python -m benchmarks.quality.active`` measures on the report halves and writes the tables of
``docs/active.md``; ``--part dev`` shows those of the development halves, on which was chosen.
"""

import argparse
import csv
import sys
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.quality import active_tables
from benchmarks.quality.active_estimates import Error, errors
from benchmarks.quality.active_strategies import STRATEGIES, State, Strategy
from benchmarks.quality.corpora import DEV, FOLDERS, REPORT, SHARED, Corpus, load_corpus, part_of
from benchmarks.quality.encoders import BUNDLED, encoder_named
from benchmarks.quality.measures import right_in
from benchmarks.quality.method import Scored
from secondcoder.passages.sentences import SpacySentences
from secondcoder.protocols import Encoder, Floats
from secondcoder.suggesting.confidence import shares
from secondcoder.suggesting.features import features_of
from secondcoder.suggesting.learned import learn
from secondcoder.suggesting.models import Features
from secondcoder.suggesting.scores import CodebookScores, codebook_scores

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "benchmarks" / "results"
PAGE = ROOT / "docs" / "active.md"
CORPORA = ("bills", "nhs_px", "scrum_rq2_pattern", "scrum_rq2_first", "coal_crowd")
LARGEST = 1500
MOST = 200
SMALL = 250
"""Passages below which five are coded at a time, up to four fifths of the pool."""
TESTED = 3
"""One group of documents in so many is tested on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Quality on other documents after a number of coded passages."""

    corpus: str
    strategy: str
    seed: int
    coded: int
    right: float
    """Share of tested passages whose first suggestion is right."""
    by_code: float
    """The same, averaged over codes, so that rare ones count as much."""
    codes_met: float
    """Share of the pool's codes with a coded example."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Learner:
    """What a corpus is learnt from."""

    corpus: Corpus
    features: Features
    by_entry: NDArray[np.float64]
    codebook: NDArray[np.float64]
    vectors: Floats

    @classmethod
    def of(cls, corpus: Corpus, encoder: Encoder) -> "Learner":
        """Prepare a corpus as a run would."""
        vectors = encoder.encode(corpus.texts)
        scored = _scored(corpus, encoder)
        return cls(
            corpus=corpus,
            features=features_of(corpus.passages, vectors, corpus.codes, encoder),
            by_entry=scored.by_entry,
            codebook=shares(scored.scores),
            vectors=vectors,
        )

    def confidence(self, coded: NDArray[np.int64], *, seed: int) -> NDArray[np.float64]:
        """Return chances of all passages, learnt from the coded rows."""
        seen = np.zeros(len(self.vectors), dtype=bool)
        seen[coded] = True
        half = np.arange(len(seen)) % 2  # two folds for the curve: the ranking needs none
        groups = [f"coded {part}" if one else "new" for one, part in zip(seen, half, strict=True)]
        return learn(
            self.features,
            self.corpus.held & seen[:, None],
            seen,
            codebook_scores=self.by_entry,
            groups=groups,
            seed=seed,
        ).chances


def _scored(corpus: Corpus, encoder: Encoder) -> CodebookScores:
    return codebook_scores(
        corpus.texts,
        encoder.encode(corpus.texts),
        corpus.codebook,
        encoder=encoder,
        sentences=SpacySentences("en"),
    )


def simulate(learner: Learner, name: str, strategy: Strategy, *, seed: int) -> Iterator[Point]:
    """Yield the quality as passages are coded, batch by batch, by the people's own codes."""
    corpus = learner.corpus
    pool, test = split(corpus, seed=seed)
    batch, most = steps(len(corpus.passages), len(pool))
    random = np.random.default_rng(seed + 1)
    free = np.ones(len(pool), dtype=bool)
    confidence = learner.codebook
    measured = partial(_point, learner, pool, test, strategy=name, seed=seed)
    yield measured(pool[~free], confidence=confidence)
    while int((~free).sum()) + batch <= most:
        coded = pool[~free]
        state = State(
            vectors=learner.vectors[pool],
            confidence=confidence[pool],
            codebook=learner.codebook[pool],
            free=free,
            examples=corpus.held[coded].sum(axis=0),
            random=random,
        )
        free = free.copy()
        free[strategy(state, batch)] = False
        confidence = learner.confidence(pool[~free], seed=seed)
        yield measured(pool[~free], confidence=confidence)


def split(corpus: Corpus, *, seed: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return rows that may be coded, documents in random order, and rows to test on."""
    names = sorted(set(corpus.groups))
    order = np.random.default_rng(seed).permutation(len(names)).tolist()
    place = {names[number]: rank for rank, number in enumerate(order)}
    rank = np.array([place[group] for group in corpus.groups])
    tested = rank < len(names) // TESTED
    pool = np.flatnonzero(~tested)
    return pool[np.argsort(rank[pool], kind="stable")], np.flatnonzero(
        tested & corpus.held.any(axis=1)
    )


def steps(passages: int, pool: int) -> tuple[int, int]:
    """Return how many are coded at a time and at most."""
    return (5, int(0.8 * pool)) if passages < SMALL else (20, min(MOST, pool // 2))


def _point(
    learner: Learner,
    pool: NDArray[np.int64],
    test: NDArray[np.int64],
    coded: NDArray[np.int64],
    *,
    strategy: str,
    seed: int,
    confidence: NDArray[np.float64],
) -> Point:
    held = learner.corpus.held
    first = confidence[test].argmax(axis=1)
    used = np.flatnonzero(held[test].any(axis=0))
    by_code = [float((first[held[test, code]] == code).mean()) for code in used]
    met = held[coded].any(axis=0).sum() / held[pool].any(axis=0).sum()
    return Point(
        corpus=learner.corpus.name,
        strategy=strategy,
        seed=seed,
        coded=len(coded),
        right=right_in(confidence[test], held[test]),
        by_code=float(np.mean(by_code)),
        codes_met=float(met),
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and write the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality.active")
    parser.add_argument("--part", choices=[REPORT, DEV], default=REPORT)
    parser.add_argument("--corpora", default=",".join(CORPORA))
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--tables", action="store_true", help="only write the tables anew")
    wanted = parser.parse_args(arguments)
    if not SHARED.is_dir():
        sys.exit("the public corpora are not here (../shared)")
    warnings.filterwarnings("ignore")
    paths = [RESULTS / f"active_{kind}.csv" for kind in ("curves", "agreement")]
    if wanted.part == DEV:
        paths = [ROOT / ".bench-cache" / f"{path.stem}_dev.csv" for path in paths]
    if not wanted.tables:
        points: list[Point] = []
        found: list[Error] = []
        for name in wanted.corpora.split(","):
            measure(name, wanted.part, wanted.seeds, points, found)
            _write(paths[0], Point, points)  # after each corpus, lest hours be lost
            _write(paths[1], Error, found)
    made = active_tables.tables(_read(paths[0]), _read(paths[1]))
    if wanted.part == DEV:
        print(made)
    else:
        active_tables.write_page(PAGE, made)


def measure(name: str, part: str, seeds: int, points: list[Point], found: list[Error]) -> None:
    """Add the curves and the errors of estimates of one corpus, if it has the part."""
    encoder = encoder_named(BUNDLED)
    corpus = part_of(load_corpus(FOLDERS[name]), part)
    if corpus is None:
        return
    scored = Scored(shares(_scored(corpus, encoder).scores))
    found += errors(corpus, scored, encoder.encode(corpus.texts))
    if len(corpus.passages) > LARGEST:
        chosen = np.random.default_rng(0).permutation(len(corpus.passages))[:LARGEST]
        corpus = corpus.take(np.sort(chosen), part=part)
    learner = Learner.of(corpus, encoder)
    for seed in range(seeds if len(corpus.passages) >= SMALL else 4 * seeds):
        for title, strategy in STRATEGIES.items():
            points += simulate(learner, title, strategy, seed=seed)
        print(f"{name}, {part}, seed {seed}: done", flush=True)


def _write(
    path: Path, kind: type[Point | Error], records: Sequence[Point] | Sequence[Error]
) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fields = list(kind.__slots__)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(fields)
        for one in records:
            values = [getattr(one, name) for name in fields]
            writer.writerow([f"{v:.4f}" if isinstance(v, float) else v for v in values])


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    main()
