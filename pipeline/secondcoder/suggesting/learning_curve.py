"""How often the first suggestion is right after learning from a quarter, half, all the coding."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from secondcoder.records.advice import LearningPoint

SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)
"""For reading: quarters of the coded documents."""
DRAWS = 5
"""Random draws of each share. Not measured."""
LEAST_UNITS = 4
"""Coded documents (passages, where there is one document) below which there is no curve. A quarter
of fewer would be none."""
Score = Callable[[NDArray[np.bool_]], NDArray[np.float64]]
"""Takes the passages whose coding may be learnt from, gives confidences out of fold."""


def learning_curve(
    documents: Sequence[str],
    applied: NDArray[np.bool_],
    seen: NDArray[np.bool_],
    *,
    score: Score,
    seed: int = 0,
) -> tuple[LearningPoint, ...]:
    """Return the quality out of fold for shares of the coded documents, several draws of each.

    ``applied`` has the shape ``(passages, codes)``; ``seen`` marks the passages that people saw.
    Tested is always on all seen passages with a code, each scored by a model that did not see its
    document, so that the points differ in what was learnt from alone. Share 0 is the codebook.
    """
    units = list(documents)
    if len({unit for unit, known in zip(units, seen, strict=True) if known}) == 1:
        units = [str(row) for row in range(len(units))]
    names = sorted({unit for unit, known in zip(units, seen, strict=True) if known})
    tested = seen & applied.any(axis=1)
    if len(names) < LEAST_UNITS or not tested.any():
        return ()
    return tuple(_points(units, names, applied, seen, tested, score=score, seed=seed))


def _points(
    units: Sequence[str],
    names: Sequence[str],
    applied: NDArray[np.bool_],
    seen: NDArray[np.bool_],
    tested: NDArray[np.bool_],
    *,
    score: Score,
    seed: int,
) -> Iterator[LearningPoint]:
    random = np.random.default_rng(seed)
    orders = [random.permutation(len(names)) for _ in range(DRAWS)]
    for share in SHARES:
        count = round(share * len(names))
        for draw, order in enumerate(orders if 0 < share < 1 else orders[:1], start=1):
            taken = {names[place] for place in order[:count]}
            known = seen & np.array([unit in taken for unit in units], dtype=bool)
            ranked = np.argsort(-score(known)[tested], axis=1, kind="stable")
            held = np.take_along_axis(applied[tested], ranked, axis=1)
            yield LearningPoint(
                share=share,
                draw=draw,
                documents=count,
                passages=int(known.sum()),
                tested=int(tested.sum()),
                right=float(held[:, :1].any(axis=1).mean()),
                right_in_three=float(held[:, :3].any(axis=1).mean()),
            )
