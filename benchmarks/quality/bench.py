"""What a run of the benchmark carries along, and finished figures kept on disk."""

import hashlib
import inspect
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.quality import corpora, encoders, measures, ours, sampling
from benchmarks.quality.corpora import Corpus
from benchmarks.quality.method import Method, Scored
from benchmarks.quality.rows import Row
from secondcoder.protocols import Encoder

SEEDS = (0, 100, 200, 300, 400)
"""Far apart: a method may use the seeds that follow its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """Settings of a run, and the development halves, on which thresholds are chosen."""

    encoder: Encoder
    cache: Path
    seeds: tuple[int, ...] = SEEDS
    development: dict[str, Corpus] = field(default_factory=dict)
    fresh: bool = False
    memo: dict[tuple[str, ...], float] = field(default_factory=dict)

    def seeds_for(self, method: Method[Any]) -> tuple[int, ...]:
        """Return the seeds, or the first alone where they change nothing."""
        return self.seeds if method.traits.seeded else self.seeds[:1]

    def threshold(
        self,
        corpus: Corpus,
        key: tuple[str, ...],
        score: Callable[[Corpus], tuple[NDArray[np.float64], NDArray[np.bool_]]],
    ) -> float | None:
        """Return the threshold of best micro-F1 on the corpus's development half, if it has one.

        ``key`` names the method and setting; ``score`` gives confidences and what people applied.
        """
        if corpus.name not in self.development:
            return None
        named = (*key, corpus.name)
        if named not in self.memo:
            self.memo[named] = measures.best_threshold(*score(self.development[corpus.name]))
        return self.memo[named]

    def finished(
        self, task: str, corpus: Corpus, method: Method[Any], measure: Callable[[], list[Row]]
    ) -> list[Row]:
        """Return the rows of one method on one corpus, kept from earlier or measured now."""
        named = [task, corpus.name, corpus.part, method.name, _called(method.run)]
        named += map(str, self.seeds_for(method))
        key = hashlib.sha256("\x1f".join([*named, *self._sources(task, method)]).encode())
        path = self.cache / "rows" / f"{task}-{key.hexdigest()[:24]}.json"
        if path.exists() and not self.fresh:
            return [Row(**row) for row in json.loads(path.read_text(encoding="utf-8"))]
        rows = measure()
        path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps([asdict(row) for row in rows], ensure_ascii=False)
        path.write_text(text, encoding="utf-8")
        return rows

    def _sources(self, task: str, method: Method[Any]) -> list[str]:
        """Return hashes of what can change the figures: the method, the task and the measures."""
        of_method = Path(source_of(method.run))
        calls_ours = of_method in {Path(ours.__file__), Path(encoders.__file__)}
        own = ours.source_hash() if calls_ours else _hash(of_method)
        used = [Path(module.__file__ or "") for module in (measures, sampling, corpora)]
        of_task = Path(__file__).parent / "tasks"
        return [own, *map(_hash, used), *map(_hash, sorted(of_task.glob(f"{task}_*.py")))]


def source_of(run: Callable[..., Any]) -> str:
    """Return the file in which a method's function stands."""
    while isinstance(run, partial):
        run = run.func
    return inspect.getfile(run)


def _called(run: Callable[..., Any]) -> str:
    """Return the name of a method's function: two of one name differ in what they are given."""
    while isinstance(run, partial):
        run = run.func
    return run.__qualname__


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def applied_or(
    scored: Scored, chosen: Callable[[], float | None]
) -> float | NDArray[np.bool_] | None:
    """Return what the method says applies, or the threshold chosen for it if there is one."""
    return chosen() if scored.applied is None else scored.applied
