"""What a method is, for each kind of question; the tool and its peers have the same form."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from benchmarks.quality.corpora import Corpus
from secondcoder.protocols import Encoder, Floats, Labels
from secondcoder.records.codes import Codebook

Run = TypeVar("Run")


@dataclass(frozen=True, slots=True)
class Scored:
    """Confidences of passages and codes."""

    confidence: NDArray[np.float64]
    """Shape ``(passages, codes)``; minus infinity where a code is not suggested at all."""
    applied: float | NDArray[np.bool_] | None = None
    """Which codes count as applied, or from which confidence, if the method says so itself;
    otherwise the threshold is chosen for it on the development half."""


@dataclass(frozen=True, slots=True)
class Grouped:
    """A theme's rows, and whether the method says that the codebook lacks it."""

    rows: NDArray[np.int64]
    new: bool


class Suggester(Protocol):
    """Codes from the codebook alone."""

    def __call__(self, corpus: Corpus, encoder: Encoder, *, seed: int) -> Scored:
        """Return confidences of all rows."""
        ...


class Learner(Protocol):
    """Codes from the codebook and coded examples."""

    def __call__(
        self,
        corpus: Corpus,
        train: NDArray[np.int64],
        test: NDArray[np.int64],
        encoder: Encoder,
        *,
        seed: int,
    ) -> Scored:
        """Return confidences of the rows ``test``; of coding only that of ``train`` is used."""
        ...


class Discoverer(Protocol):
    """Groups of passages."""

    def __call__(self, corpus: Corpus, encoder: Encoder, *, seed: int) -> Labels:
        """Return a label for each row, -1 for none."""
        ...


class Hider(Protocol):
    """Themes, marked where the codebook lacks them."""

    def __call__(
        self, corpus: Corpus, codebook: Codebook, encoder: Encoder, *, seed: int
    ) -> tuple[Grouped, ...]:
        """Return the themes."""
        ...


class Labeller(Protocol):
    """Labels of groups."""

    def __call__(
        self, texts: Sequence[Sequence[str]], centres: Floats, encoder: Encoder, *, seed: int
    ) -> list[str]:
        """Return one label for each group; its texts come from the most central on."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What must be known of a method to run it and to read its figures."""

    seeded: bool = True
    """Whether the seed changes anything but the choice of examples."""
    slow: bool = False
    told: bool = False
    """Whether it is told how many codes people used."""
    one_fold: bool = False
    """Tested on one fold for each seed instead of all, for its cost."""
    probability: bool = False
    """Whether its confidences are meant as probabilities."""
    refits: bool = False
    """Whether it starts anew for every hidden code."""
    most_seeds: int | None = None
    """Fewer seeds than the run's, for its cost."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Method(Generic[Run]):
    """A method under the name that the tables give it."""

    name: str
    run: Run
    traits: Traits = Traits()
