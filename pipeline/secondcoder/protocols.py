"""The seams: what encodes and groups passages, what keeps results of stages or works beside."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Labels = NDArray[np.int64]
Progress = Callable[[int, int], None]
"""Called with texts done and texts in all."""
Spans = Sequence[tuple[int, int]]
"""Stretches of a text: start and end in code points, end exclusive."""
Found = TypeVar("Found")


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


def vectors_of(
    encoder: Encoder,
    texts: Sequence[str],
    say: Callable[[str], None],
    *,
    parts: Sequence[Spans] = (),
    also: Sequence[tuple[str, Spans]] = (),
) -> Floats:
    """Return a row for each passage, and say where the rows came from.

    ``parts`` of the passages and ``also`` other texts that will be asked for later are read with
    them, by an encoder that keeps vectors: it tells how many texts it is ``lacking``.
    """
    lacking: Callable[[Sequence[str]], int] | None = getattr(encoder, "lacking", None)
    if lacking is None:
        say(f"Encoding {len(texts):,} passages")
        return encoder.encode(texts)
    new = lacking(texts)
    spans = [*(parts or [()] * len(texts)), *(one for _, one in also)]
    rows = encoder.encode_with_parts([*texts, *(text for text, _ in also)], spans)[0]
    vectors = rows[: len(texts)]
    say(f"{len(texts) - new:,} vectors from the cache" + (f", {new:,} new" if new else ""))
    return vectors


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


class Keep(Protocol):
    """Keeps what stages came to, so that nothing is computed twice (``procedures/kept.py``)."""

    def __call__(
        self, stage: str, parts: tuple[object, ...], compute: Callable[[], Found]
    ) -> Found:
        """Return what a stage comes to; ``parts`` are all that decides it."""
        ...

    def each(
        self,
        stage: str,
        parts: tuple[object, ...],
        items: Sequence[str],
        compute: Callable[[Sequence[str]], Sequence[Found]],
    ) -> list[Found]:
        """Return what a stage says of each text by itself; ``compute`` is asked of new ones."""
        ...

    def has(self, stage: str, parts: tuple[object, ...]) -> bool:
        """Say whether it is known what a stage comes to."""
        ...


class NothingKept:
    """Computes everything."""

    def __call__(
        self,
        stage: str,  # noqa: ARG002 - the form of ``Keep``
        parts: tuple[object, ...],  # noqa: ARG002
        compute: Callable[[], Found],
    ) -> Found:
        """Return what is computed."""
        return compute()

    def each(
        self,
        stage: str,  # noqa: ARG002
        parts: tuple[object, ...],  # noqa: ARG002
        items: Sequence[str],
        compute: Callable[[Sequence[str]], Sequence[Found]],
    ) -> list[Found]:
        """Return what is computed of each text."""
        return list(compute(items))

    def has(self, stage: str, parts: tuple[object, ...]) -> bool:  # noqa: ARG002
        """Return ``False``."""
        return False


class Beside(Protocol):
    """Lets something be computed beside what goes on (``beside/helper.py``)."""

    def __call__(
        self, function: Callable[..., Found], *given: object, here: bool = True
    ) -> Callable[[], Found]:
        """Begin ``function(*given)``; what is returned waits for what it comes to.

        ``here`` says whether it may be computed in this process where its turn has not come.
        """
        ...


def alone(
    function: Callable[..., Found],
    *given: object,
    here: bool = True,  # noqa: ARG001 - the form of ``Beside``
) -> Callable[[], Found]:
    """Return what computes ``function(*given)`` when it is asked: nothing works beside."""
    return partial(function, *given)
