"""Codes learn from the passages that most surely fit them, where there is no coding.

A codebook says little of how people speak of a code. The passages that its entry fits best say
more: for each code the mean of their vectors, each weighed by the code's share of the passage and
by how unlikely unrelated codes come as near (``unrelated.py``), is what passages are compared with
as well (self-training, Yarowsky 1995). The mean is held near nothing, as by further passages that
resemble no other: a code that few passages surely fit moves little.
"""

import numpy as np
from numpy.typing import NDArray

from secondcoder.protocols import Floats
from secondcoder.suggesting.confidence import shares

MOST = 20
"""Passages that a code learns from. Among 3, 6, 10 and 20, within .01 of each other in first codes
right on the mean of the corpora for choosing (docs/quality.md, *From the codebook alone*)."""
HELD = 4.0
"""Passages' worth of nothing that the mean is held near. Among 1, 2 and 4, likewise."""
WEIGHT = 1.0
"""Weight of the likeness to the mean beside a code's score. Among .5, 1 and 2, likewise."""

SCALE = 1.75
"""What the sum is divided by, so that shares and differences mean what they did for entries alone:
among 1 to 2.5 the one whose mean share of the first code comes nearest to how often it is right on
the development halves."""


def with_surest(
    scores: NDArray[np.float64], vectors: Floats, by_chance: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return scores with each passage's likeness to those that most surely fit the code added.

    ``scores`` has the shape ``(passages, codes)``, ``vectors`` the passages' unit rows,
    ``by_chance`` is of shape ``(passages,)``.
    """
    if not scores.size:
        return scores
    surely = shares(scores) * (1 - by_chance)[:, None]
    centred = vectors - vectors.mean(axis=0)
    lengths = np.linalg.norm(centred, axis=1, keepdims=True)
    centred = np.divide(centred, lengths, out=np.zeros_like(centred), where=lengths > 0)
    surest = np.argsort(-surely, axis=0, kind="stable")[:MOST]
    weight = np.take_along_axis(surely, surest, axis=0)
    means = np.einsum("pc,pcd->cd", weight, centred[surest], optimize=True)
    means /= HELD + weight.sum(axis=0)[:, None]
    found: NDArray[np.float64] = (scores + WEIGHT * (centred @ means.T)) / SCALE
    return found
