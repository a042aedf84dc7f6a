"""The questions that are measured, one a file; each gives rows for one method and corpus."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any, Protocol

from benchmarks.quality import encoders, ours
from benchmarks.quality.bench import Bench
from benchmarks.quality.corpora import Corpus
from benchmarks.quality.method import Method, Traits
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


def _with_larger(run: Callable[..., Any], traits: Traits = Traits()) -> Method[Any]:  # noqa: B008 - frozen
    return Method(f"{ours.NAME}, {encoders.LARGER}", partial(encoders.by_larger, run=run), traits)


VARIANTS: Mapping[str, tuple[Method[Any], ...]] = MappingProxyType(
    {
        "a": (_with_larger(ours.codebook_only, Traits(seeded=False)),),
        "b": (_with_larger(ours.with_examples),),
        "c": (
            Method(f"{ours.NAME}, a tenth coded", ours.discover_with_coding, Traits(told=True)),
            _with_larger(ours.discover),
        ),
        "d": (
            Method(f"{ours.NAME}, 20 coded a code", partial(ours.hidden, per_code=20)),
            Method(f"{ours.NAME}, by matching alone", ours.hidden_by_matching),
        ),
        "g": (Method(f"{ours.NAME}, in order", partial(ours.with_examples, context=True)),),
    }
)
"""Further forms of the tool, beside its usual one."""


def methods_of(task: str) -> tuple[Method[Any], ...]:
    """Return the methods of a task: the tool, its variants, the peers."""
    first, *others = TASKS[task].METHODS
    return (first, *VARIANTS.get(task, ()), *others)


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
