"""Coders who know nothing of the text, and the copy of a person: the marks beside a machine."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from secondcoder.agreement.chance.trivial import COMMONEST, DRAWS, NOTHING, RANDOM

Applied = NDArray[np.bool_]
"""Which codes each unit is given, shape ``(units, codes)``."""


def trivial_coders(
    machine: Applied, people: Applied, places: Sequence[int], *, seed: int
) -> Iterator[tuple[str, list[Applied]]]:
    """Yield the name of each trivial coder with what it gives, once or ``DRAWS`` times.

    ``machine`` is dealt out at random for the third; ``people`` say which of the codes at
    ``places`` is the commonest. Both have shape ``(units, codes)``.
    """
    drawn = np.random.default_rng(seed)
    yield NOTHING, [np.zeros_like(machine)]
    yield COMMONEST, [_commonest(machine, people, places)]
    yield RANDOM, [drawn.permutation(machine, axis=0) for _ in range(DRAWS)]


def _commonest(machine: Applied, people: Applied, places: Sequence[int]) -> Applied:
    given = np.zeros_like(machine)
    counts = people[:, list(places)].sum(axis=0)
    if counts.any():
        given[:, places[int(counts.argmax())]] = True
    return given
