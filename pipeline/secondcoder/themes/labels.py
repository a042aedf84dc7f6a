"""A readable label for each theme: a phrase that stands in its passages."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from secondcoder.protocols import Encoder, Floats
from secondcoder.words import phrases

CENTRAL = 15
"""Passages nearest to the centre whose phrases are considered."""
CANDIDATES = 80
CONTRAST = 0.5
SPREAD = 0.05
"""Weight of how many passages hold the phrase, against closeness of meaning."""
DUTY = "no phrase of its own"


def choose_labels(
    texts: Sequence[Sequence[str]],
    centres: Floats,
    *,
    encoder: Encoder,
    stops: frozenset[str],
    taken: frozenset[str] = frozenset(),
) -> list[str]:
    """Return one label for each theme, no two alike, none of ``taken``.

    ``texts`` holds each theme's passages from the most central on; ``centres`` its unit-length
    centre, shape ``(themes, dimensions)``. Wanted is the phrase of two to five words nearest in
    meaning to this theme and far from the others, the more so the more passages hold it.
    """
    used = set(taken)
    labels = []
    for place, passages in enumerate(texts):
        ranked = _ranked(passages, centres, place, encoder=encoder, stops=stops)
        label = next((phrase for phrase in ranked if phrase not in used), "")
        if not label:
            words = passages[0].split() if passages else []
            label = " ".join(words[:6]) or DUTY
        used.add(label)
        labels.append(label[:1].upper() + label[1:])
    return labels


def _ranked(
    passages: Sequence[str],
    centres: Floats,
    place: int,
    *,
    encoder: Encoder,
    stops: frozenset[str],
) -> list[str]:
    central = Counter(
        phrase
        for text in passages[:CENTRAL]
        for phrase in set(phrases(text, stops, longest=5))
        if " " in phrase
    )
    if not central:
        central = Counter(word for text in passages[:CENTRAL] for word in phrases(text, stops))
    held = Counter(phrase for text in passages for phrase in set(phrases(text, stops, longest=5)))
    candidates = sorted(central, key=lambda phrase: (-held[phrase], phrase))[:CANDIDATES]
    if not candidates:
        return []
    similarity = encoder.encode(candidates) @ centres.T
    own = similarity[:, place]
    others = np.delete(similarity, place, axis=1)
    rival = others.max(axis=1) if others.shape[1] else np.zeros(len(candidates))
    score = own - CONTRAST * rival + SPREAD * np.log([held[phrase] for phrase in candidates])
    order = np.lexsort((np.arange(len(candidates)), -np.round(score, 6)))
    return [candidates[index] for index in order]
