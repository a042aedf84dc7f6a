"""From which cosine on two answers are similar: judged by the study's own unrelated answers."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from secondcoder.procedures.synthesis.records import Answer, Likeness
from secondcoder.procedures.synthesis.steps.answers import masked
from secondcoder.protocols import Encoder, Floats

CUT, NEAR = 0.9, 0.5
"""Shares of unrelated pairs that stay below the two cosines: one in ten reaches the first, one in
two the second. Chosen among .8 to .98 on the made-up set repair-cafes alone, where .85 and .9 are
level (docs/procedures.md, *How likeness is judged*); ``benchmarks/synthesise_cases.py`` prints how
the mark bears on the cases named there and on two sets that nothing was chosen on."""
CUT_ACROSS, NEAR_ACROSS = 0.98, 0.9
"""The same for themes of several headings and for what repeats itself: one unrelated pair in fifty,
and one in ten. Fixed by reasoning; with the marks above, themes of the demonstration study run
through all headings and cases."""
MOST = 2000
"""Answers that the background is taken from; of more, evenly many are left out. Not measured;
bounds the time."""


def vectors_of(
    answers: Sequence[Answer],
    *,
    encoder: Encoder,
    stops: frozenset[str],
    frames: Mapping[str, frozenset[str]],
) -> Floats:
    """Return a unit row for every answer, without its case's name and its heading's frame."""
    return encoder.encode(
        [masked(one.text, case=one.case, frame=frames[one.heading], stops=stops) for one in answers]
    )


def likeness_of(
    answers: Sequence[Answer], vectors: Floats, *, cut: float = CUT, near: float = NEAR
) -> Likeness:
    """Return the cosines that ``cut`` and ``near`` of all unrelated pairs of answers stay below.

    Unrelated are answers of different cases under different headings; under one heading only,
    those of different cases. No person's themes enter. Where nothing can be compared, nothing is
    similar.
    """
    step = -(-len(answers) // MOST) or 1
    chosen = list(range(0, len(answers), step))
    cases = np.array([answers[place].case for place in chosen])
    heads = np.array([answers[place].heading for place in chosen])
    apart = np.triu(cases[:, None] != cases[None, :], 1)
    further = apart & (heads[:, None] != heads[None, :])
    pairs = further if further.any() else apart
    if not pairs.any():
        return Likeness(1.0, 1.0)
    cosines: NDArray[np.float64] = (vectors[chosen] @ vectors[chosen].T)[pairs].astype(np.float64)
    low, high = np.quantile(cosines, [near, cut])
    return Likeness(cut=round(float(high), 4), near=round(float(low), 4))
