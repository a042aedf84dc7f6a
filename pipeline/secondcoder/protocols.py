"""The two seams: anything that encodes texts, anything that groups passages."""

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Labels = NDArray[np.int64]
Progress = Callable[[int, int], None]
"""Called with texts done and texts in all."""
Spans = Sequence[tuple[int, int]]
"""Stretches of a text: start and end in code points, end exclusive."""


class Encoder(Protocol):
    """Turns texts into vectors of meaning."""

    @property
    def name(self) -> str:
        """The model's name, as it is reported."""
        ...

    @property
    def fingerprint(self) -> str:
        """A hash of everything that can change a vector: weights, settings, precision."""
        ...

    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> Floats:
        """Return one unit-length row for each text, shape ``(len(texts), dimensions)``."""
        ...

    def encode_with_parts(
        self,
        texts: Sequence[str],
        parts: Sequence[Spans],
        *,
        progress: Progress | None = None,
    ) -> tuple[Floats, Floats]:
        """Return one row for each text, and one for each of its parts as read within the text."""
        ...


class Clustering(Protocol):
    """Some passages, made ready to be grouped again and again: by seed, and on samples."""

    def labels(self, *, seed: int) -> Labels:
        """Return one label for each row, shape ``(n,)``: 0 is the largest group, -1 is none."""
        ...

    def sample(self, rows: NDArray[np.int64]) -> "Clustering":
        """Return the same for some of the rows, in ascending order."""
        ...


class Clusterer(Protocol):
    """Groups passages by their vectors."""

    def on(self, vectors: Floats) -> Clustering:
        """Make passages ready: what every grouping of them shares is computed once."""
        ...
