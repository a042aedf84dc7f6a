"""Several encoders as one: their vectors side by side, each of unit length and of equal weight."""

from collections.abc import Sequence

import numpy as np

from secondcoder.embedding.cache import CachedEncoder
from secondcoder.protocols import Floats, Progress, Spans

JOINED = " + "


class SideBySide:
    """Vectors of several encoders, each kept in a file of its own, joined and of unit length.

    The cosine of two texts is the mean of the encoders' cosines.
    """

    def __init__(self, encoders: Sequence[CachedEncoder]) -> None:
        self._encoders = tuple(encoders)

    @property
    def name(self) -> str:
        """The encoders' names."""
        return JOINED.join(encoder.name for encoder in self._encoders)

    @property
    def fingerprint(self) -> str:
        """The encoders' fingerprints; the same encoders in another order are another one."""
        return JOINED.join(encoder.fingerprint for encoder in self._encoders)

    @property
    def encoded(self) -> int:
        """Texts that some encoder had to read."""
        return max(encoder.encoded for encoder in self._encoders)

    def encode(self, texts: Sequence[str], *, progress: Progress | None = None) -> Floats:
        """Return one row for each text."""
        return _joined([one.encode(texts, progress=progress) for one in self._encoders])

    def encode_with_parts(
        self,
        texts: Sequence[str],
        parts: Sequence[Spans],
        *,
        progress: Progress | None = None,
    ) -> tuple[Floats, Floats]:
        """Return one row for each text and one for each of its parts."""
        found = [one.encode_with_parts(texts, parts, progress=progress) for one in self._encoders]
        return _joined([rows for rows, _ in found]), _joined([rows for _, rows in found])


def _joined(rows: Sequence[Floats]) -> Floats:
    side_by_side: Floats = np.concatenate(rows, axis=1) / np.float32(np.sqrt(len(rows)))
    return side_by_side
