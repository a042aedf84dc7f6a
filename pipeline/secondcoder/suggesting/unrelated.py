"""How near passages come to codes that have nothing to do with them.

A passage is always nearest to some code. Whether it is near at all is told by a null: names of
matters that no study codes together. For each passage the scores of these names give a mean and a
standard deviation, and from them the chance that the best of as many unrelated codes as the
codebook has would come as near as its nearest code. It depends neither on the number of codes nor
on the length of the passage, and a study that is about one or two of these matters is judged by
the others.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_ndtr

NAMES = (
    *("Volcanic eruptions", "Medieval castles", "Chess openings", "Orbits of planets"),
    *("Coral reefs", "Opera singers", "Steam locomotives", "Baking bread", "Roman emperors"),
    *("Tennis tournaments", "Melting glaciers", "Bird migration", "Violin making"),
    *("Cattle breeding", "Wine tasting", "Lighthouse keepers", "Quantum particles"),
    *("Cave paintings", "Fashion shows", "Horse racing", "Navigation at sea"),
    *("Perfume ingredients", "Crossword puzzles", "Stamp collecting", "Mountain climbing"),
    *("Beekeeping", "Pottery glazes", "Desert dunes", "Film soundtracks", "Latin grammar"),
    *("Football transfers", "Space telescopes", "Dinosaur fossils", "Knitting patterns"),
    *("Submarine cables", "Ballet steps", "Coffee roasting", "Antarctic expeditions"),
    *("Card tricks", "Garden ponds"),
)
"""Chosen for being far from each other, without looking at any corpus."""
LEAST_SPREAD = 1e-6
"""Keeps the division finite where a passage is equally far from all names; decides nothing."""


def by_chance(
    best: NDArray[np.float64], unrelated: NDArray[np.float64], codes: int
) -> NDArray[np.float64]:
    """Return the chance that the best of ``codes`` unrelated codes comes as near, 0 to 1.

    ``best`` is each passage's greatest score, shape ``(passages,)``; ``unrelated`` are its scores
    for unrelated names, shape ``(passages, names)``. Scores are taken as normally distributed.
    """
    spread = np.maximum(unrelated.std(axis=1), LEAST_SPREAD)
    far = (best - unrelated.mean(axis=1)) / spread
    chance: NDArray[np.float64] = -np.expm1(codes * log_ndtr(far))
    return chance
