"""Plain cosine of passages and what the codebook says of a code."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from benchmarks.quality.corpora import Corpus
from benchmarks.quality.method import Method, Scored, Suggester, Traits
from secondcoder.protocols import Encoder, Floats
from secondcoder.records.codes import Code


def entry_text(code: Code) -> str:
    """Return a code's name and, where there are, definition and examples, as one text."""
    return ": ".join([*code.path, *filter(None, [code.definition, *code.examples])])


def entry_vectors(codes: Sequence[Code], encoder: Encoder) -> Floats:
    """Return a unit vector for each code's whole entry, shape ``(codes, dimensions)``."""
    return encoder.encode([entry_text(code) for code in codes])


def _cosines(corpus: Corpus, encoder: Encoder, describe: Callable[[Code], str]) -> Scored:
    vectors = encoder.encode(corpus.texts)
    entries = encoder.encode([describe(code) for code in corpus.codes])
    return Scored((vectors @ entries.T).astype(np.float64))


def by_name(corpus: Corpus, encoder: Encoder, *, seed: int) -> Scored:  # noqa: ARG001
    """Return the cosine of passage and code name."""
    return _cosines(corpus, encoder, lambda code: code.name)


def by_entry(corpus: Corpus, encoder: Encoder, *, seed: int) -> Scored:  # noqa: ARG001
    """Return the cosine of passage and the code's whole entry as one text."""
    return _cosines(corpus, encoder, entry_text)


def by_best_part(corpus: Corpus, encoder: Encoder, *, seed: int) -> Scored:  # noqa: ARG001
    """Return the cosine of passage and the nearest of name, definition and examples."""
    vectors = encoder.encode(corpus.texts)
    columns: list[NDArray[np.float64]] = []
    for code in corpus.codes:
        parts = list(filter(None, [code.name, code.definition, code.include, *code.examples]))
        columns.append((vectors @ encoder.encode(parts).T).max(axis=1))
    return Scored(np.stack(columns, axis=1).astype(np.float64))


PEERS: tuple[Method[Suggester], ...] = (
    Method("cosine, name", by_name, Traits(seeded=False)),
    Method("cosine, name + definition + examples", by_entry, Traits(seeded=False)),
    Method("cosine, nearest part", by_best_part, Traits(seeded=False)),
)
