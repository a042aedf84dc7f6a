"""The questions that are measured, one a file; each gives rows for one method and corpus."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Protocol

from benchmarks.quality.bench import Bench
from benchmarks.quality.corpora import Corpus
from benchmarks.quality.method import Method
from benchmarks.quality.rows import Row
from benchmarks.quality.tasks import (
    a_codebook,
    b_examples,
    c_themes,
    d_hidden,
    e_labels,
    f_confidence,
    g_crowd,
)


class Task(Protocol):
    """A module of this folder."""

    METHODS: tuple[Method[Any], ...]

    def measure(self, corpus: Corpus, method: Method[Any], bench: Bench) -> Iterator[Row]:
        """Yield the figures of one method on one corpus."""
        ...


TASKS: Mapping[str, Task] = MappingProxyType(
    {
        "a": a_codebook,
        "b": b_examples,
        "c": c_themes,
        "d": d_hidden,
        "e": e_labels,
        "f": f_confidence,
        "g": g_crowd,
    }
)
