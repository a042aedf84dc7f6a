"""The space in which passages are grouped: meaning, wording and, if wished, what coding taught."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from secondcoder.protocols import Floats
from secondcoder.wording import beside, wording_profiles

WORDING = 0.7
"""Weight of wording beside meaning. First chosen on other halves of bills and nhs_px and the small
corpora. On the development halves themes without wording agree less with people (AMI .225 against
.257 on the mean; docs/quality.md, *What each part brings*)."""
LEANING = 1.0
"""Weight of the codes' shares beside meaning, where themes may learn from coding. Not measured
apart; themes that lean on coding as such are (docs/quality.md, *Reading them*)."""


def theme_space(
    texts: Sequence[str], vectors: Floats, leaning: NDArray[np.float64] | None = None
) -> Floats:
    """Return a unit-length row for each passage.

    ``leaning`` holds each code's share of each passage, learnt out of fold, shape ``(passages,
    codes)``; by the roots of the shares (Hellinger) passages of one code come nearer, so that
    stance or cause and not only topic can part themes.
    """
    wording, _ = wording_profiles(texts)
    parts: list[tuple[float, NDArray[np.floating]]] = [(WORDING, wording)]
    if leaning is not None:
        parts.append((LEANING, np.sqrt(leaning)))
    return beside(vectors, *parts)
