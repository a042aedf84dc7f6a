"""Which passages a machine would learn most from, as rows of arrays.

Three in four stand for passages that nothing coded is like; every fourth is the likeliest example
of the code that has fewest. Which rule, and how often, was chosen by simulated coding on the
development halves of public corpora; `docs/active.md` tells what was compared and what it brought.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from secondcoder.protocols import Floats
from secondcoder.suggesting.spread import Spread

RARE_EVERY = 4
"""Every how many passages one is chosen for a code with few examples. Measured in docs/active.md:
every second one brought less, none at all met fewer codes."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A chosen row and why."""

    row: int
    code: int | None
    """The column of the code that is looked for; ``None`` where the row stands for others."""
    stands_for: int


def choose(
    vectors: Floats,
    confidence: NDArray[np.float64],
    *,
    coded: NDArray[np.bool_],
    worth: NDArray[np.bool_],
    examples: NDArray[np.int64],
    size: int,
    rare_every: int = RARE_EVERY,
) -> list[Choice]:
    """Return up to ``size`` rows that are not coded, in the order in which to code them.

    ``confidence`` has the shape ``(passages, codes)``, 0 where a code is not ranked; ``worth``
    marks passages that say enough to be coded; ``examples`` counts coded passages by code. Level
    rows come in the order given. ``rare_every=0`` leaves codes with few examples out.
    """
    free = ~coded & worth
    spread = Spread(vectors, counted=worth, coded=coded, candidates=free)
    expected = examples.astype(np.float64)
    chosen: list[Choice] = []
    while len(chosen) < size:
        turn = rare_every and len(chosen) % rare_every == rare_every - 1
        found = _for_rare_code(confidence, free, expected) if turn else None
        row = found[0] if found else spread.next()
        if row is None:
            break
        code = found[1] if found else None
        chosen.append(Choice(row, code, spread.take(row)))
        free[row] = False
        hoped = confidence[row].copy()
        if code is not None:
            hoped[code] = 1.0
        expected += hoped
    return chosen


def _for_rare_code(
    confidence: NDArray[np.float64], free: NDArray[np.bool_], expected: NDArray[np.float64]
) -> tuple[int, int] | None:
    """Return the likeliest example of the code with fewest, counting those chosen and hoped for."""
    rows = np.flatnonzero(free)
    if not len(rows):
        return None
    best = confidence[rows].max(axis=0)
    possible = np.flatnonzero(best > 0)
    if not len(possible):
        return None
    order = np.lexsort((possible, -np.round(best[possible], 6), np.round(expected[possible], 6)))
    code = int(possible[order[0]])
    return int(rows[np.argmax(confidence[rows, code])]), code
