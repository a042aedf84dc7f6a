"""Simulated interviews that two or three coders code, as counts by document.

Three processes: the constants of the intervals were chosen on the first, with other shares,
numbers of documents, effects and seeds; results are reported on all three.
"""

import itertools
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
PATTERNS = np.array(list(itertools.product((0, 1), repeat=3)))
"""What three coders can do on a unit, shape ``(8, 3)``."""
WORSE = np.array([1.0, 1.0, 1.4])
TRUE_DOCUMENTS = 40_000
SHARES, DOCUMENTS = (0.02, 0.04, 0.08, 0.20), (6, 12, 30, 60)
LENGTHS, EFFECTS, SLIPS = ((25, 25), (3, 200)), (1.0, 1.8), (0.12, 0.30, 0.50)

Process = Literal["logistic", "absent", "drifting"]
PROCESSES: dict[Process, str] = {
    "logistic": "how often a code occurs differs by document, logistic normal",
    "absent": "a code is absent from 4 of 10 documents and follows a beta distribution in the rest",
    "drifting": "the longer a document, the rarer the code and the worse the coding; lengths gamma",
}


@dataclass(frozen=True)
class Cell:
    """How studies come about."""

    share: float
    documents: int
    lengths: tuple[int, int]
    effect: float
    """Standard deviation between documents of how often a code occurs, on the logit scale."""
    slips: float
    """How often a coder errs, in a document in the middle."""
    process: Process = "logistic"


def kinds(process: Process) -> list[tuple[tuple[int, int], float, float]]:
    """Return lengths, effects and slips of the cells of a process."""
    lengths = LENGTHS if process != "drifting" else LENGTHS[1:]
    effects = EFFECTS if process != "absent" else EFFECTS[:1]
    return list(itertools.product(lengths, effects, SLIPS))


def logistic(value: Floats) -> Floats:
    return 1 / (1 + np.exp(-value))


def logit(share: float) -> float:
    return float(np.log(share / (1 - share)))


def lengths_of(generator: np.random.Generator, cell: Cell, shape: tuple[int, int]) -> Counts:
    """Return passages by document."""
    if cell.lengths[0] == cell.lengths[1]:
        return np.full(shape, cell.lengths[0])
    if cell.process == "drifting":
        return np.clip(generator.gamma(1.5, 30, size=shape), *cell.lengths).astype(int)
    low, high = np.log(cell.lengths[0]), np.log(cell.lengths[1] + 0.999)
    return np.exp(generator.uniform(low, high, size=shape)).astype(int)


def carried(generator: np.random.Generator, cell: Cell, length: Counts, codes: int) -> Floats:
    """Return the chance that a passage carries each code, shape ``(studies, documents, codes)``."""
    shape = (*length.shape, codes)
    if cell.process == "absent":
        mean = min(cell.share / 0.6, 0.9)
        held = generator.random(shape) < 0.6
        return np.where(held, generator.beta(2 * mean, 2 * (1 - mean), size=shape), 0)
    centre = np.full(shape, logit(cell.share))
    if cell.process == "drifting":
        centre -= 0.5 * np.log(length / 45)[..., None]
    return logistic(generator.normal(centre, cell.effect))


def counts(
    generator: np.random.Generator, cell: Cell, studies: int, documents: int, codes: int
) -> Counts:
    """Return units of each pattern, shape ``(studies, documents, codes, 8)``."""
    length = lengths_of(generator, cell, (studies, documents))
    carries = carried(generator, cell, length, codes)
    middle, spread = logit(cell.slips), 0.7
    centre = np.full((*length.shape, 1), middle)
    if cell.process == "drifting":
        centre, spread = centre + 0.4 * np.log(length / 45)[..., None], 1.0
    slips = logistic(generator.normal(centre, spread))[..., None] * WORSE
    missed = np.minimum(1.5 * slips, 0.95)
    added = np.minimum(0.5 * slips * min(1, cell.share / 0.15), 0.95)
    chance = np.empty((studies, documents, codes, len(PATTERNS)))
    for place, pattern in enumerate(PATTERNS):
        held = np.where(pattern, 1 - missed, missed).prod(axis=3)
        false = np.where(pattern, added, 1 - added).prod(axis=3)
        chance[..., place] = carries * held + (1 - carries) * false
    return generator.multinomial(
        np.broadcast_to(length[..., None], chance.shape[:3]),
        chance / chance.sum(axis=3, keepdims=True),
    )
