"""Themes shifted round in a circle inside documents, all together: the null of the alignment.

A document's passages in common are counted once for each of its offsets and then looked up.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.fft import irfft, rfft

from secondcoder.agreement.chance.kappas import Columns, kappas
from secondcoder.agreement.coefficients.distances import Matrix

_LONG = 512
"""Passages of a document from which offsets are counted by Fourier. Speed alone, no result."""
_AT_ONCE = 1 << 20
"""Kappas held at once, and counts of all offsets times 16. Memory and speed alone, no result."""


@dataclass(frozen=True, slots=True)
class Shifted:
    """Kappas of some shifts and some themes with all codes."""

    shifts: slice
    themes: slice
    kappa: Matrix
    """Shape ``(shifts, themes, codes)``; NaN where undefined, as it is without a shift."""


def stretches(documents: NDArray[np.generic]) -> list[slice]:
    """Return the passages of each document, in order."""
    if documents.size == 0:
        return []
    starts = np.flatnonzero(np.r_[True, documents[1:] != documents[:-1]])
    if len(np.unique(documents)) != len(starts):
        raise ValueError("the passages of a document do not stand together")
    ends = [*starts[1:].tolist(), len(documents)]
    return [slice(start, end) for start, end in zip(starts.tolist(), ends, strict=True)]


def shifted(
    themes: Columns,
    codes: Columns,
    where: list[slice],
    shifts: int,
    generator: np.random.Generator,
) -> Iterator[Shifted]:
    """Yield kappas after each shift, some shifts and some themes at a time."""
    offsets = [generator.integers(0, one.stop - one.start, size=shifts) for one in where]
    sizes = themes.sum(axis=0), codes.sum(axis=0)
    step = max(1, 16 * _AT_ONCE // max(1, codes.size))
    for first in range(0, themes.shape[1], step):
        part = slice(first, min(first + step, themes.shape[1]))
        tables = [_all_offsets(themes[one, part], codes[one]) for one in where]
        length = max(1, _AT_ONCE // max(1, (part.stop - part.start) * codes.shape[1]))
        for start in range(0, shifts, length):
            block = slice(start, min(start + length, shifts))
            shape = (block.stop - start, part.stop - first, codes.shape[1])
            both = np.zeros(shape, np.min_scalar_type(len(themes)))
            for table, drawn in zip(tables, offsets, strict=True):
                both += table[drawn[block]]
            yield Shifted(block, part, kappas(both, sizes[0][part], sizes[1], len(themes)))


def _all_offsets(themes: Columns, codes: Columns) -> NDArray[np.unsignedinteger]:
    """Return passages in common for every offset, shape ``(passages, themes, codes)``.

    In as few bytes as the counts need: reading them is what takes the time.
    """
    passages = len(themes)
    if passages > _LONG:
        counts = np.stack([_by_fourier(theme, codes) for theme in themes.T], axis=1)
    else:
        place = np.arange(passages)
        turned = themes[(place + place[:, None]) % passages]
        counts = np.matmul(turned.transpose(0, 2, 1), codes)
    return np.asarray(counts, dtype=np.min_scalar_type(passages))


def _by_fourier(theme: NDArray[np.float32], codes: Columns) -> NDArray[np.float32]:
    """Return the counts of one theme; sums are of 0 and 1, so rounding makes them exact."""
    product = rfft(theme.astype(float))[:, None] * np.conj(rfft(codes.astype(float), axis=0))
    return np.asarray(np.rint(irfft(product, n=len(theme), axis=0)), dtype=np.float32)
