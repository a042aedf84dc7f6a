"""Candidate themes against codes: which belong together more than chance would have it.

Membership is 0 or 1 over the passages that people saw. Passages of a document resemble each
other and so do neighbours, hence chance is not a shuffle of passages: the themes of every
document are shifted round in a circle by a random offset, all together. That keeps how often a
theme occurs in a document, its runs and the themes' co-occurrence, and breaks only the link to
the codes. Evidence that lies only between documents (a code that fills whole documents) cannot
be seen this way; neither can any in documents of one passage.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.fft import irfft, rfft
from scipy.optimize import linear_sum_assignment

from secondcoder.agreement.coefficients.distances import Matrix

LEAST_SHIFTS = 1999
"""So that p can be as small as .0005. With 199 it cannot fall below .005, which a correction over
many codes needs (docs/agreement-simulations.md)."""
_OFFSETS = 64
"""Shifts counted at once: memory and speed alone, no result."""
_LONG = 512
"""Passages of a document from which all its offsets are counted at once. Speed alone, no result."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A theme and a code of the one-to-one assignment."""

    theme: int
    code: int
    kappa: float
    threshold: float
    """95 % point of the code's best kappa with any theme by chance."""
    kept: bool
    """Kappa is above the threshold, and the code is not ``missed``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """Themes and codes by their column numbers, with p values of the circular shift."""

    kappa: Matrix
    """Cohen's kappa, shape ``(themes, codes)``; NaN where undefined (see ``kappa_matrix``)."""
    pairs: tuple[Pair, ...]
    """The one-to-one assignment with the largest sum of kappas, by theme."""
    total: float
    """T, that sum."""
    p: float
    """Chance of a T as large, with the assignment made anew in every shift."""
    pair_p: Matrix
    """For each theme and code, chance of a best kappa of the code as large as the pair's; shape
    ``(themes, codes)``, NaN where kappa is."""
    code_p: Matrix
    """For each code, chance of a best kappa as large; NaN for a code that cannot be tested."""
    code_q: Matrix
    """The same after Benjamini-Hochberg over the codes that can be tested."""
    theme_p: Matrix
    """For each theme, chance of a best kappa with any code as large; NaN as for codes."""
    theme_q: Matrix
    missed: tuple[int, ...]
    """Codes without any theme above chance, at the false discovery rate."""
    novel: tuple[int, ...]
    """Themes without any code above chance: for people to read, not errors."""
    shifts: int


def kappa_matrix(themes: ArrayLike, codes: ArrayLike) -> Matrix:
    """Return Cohen's kappa of every theme with every code, shape ``(themes, codes)``.

    Both have shape ``(passages, columns)``. NaN where either holds no passage or all: no
    passage then tells the two apart. This matrix is the one place where NaN stands for
    "undefined"; it is not meant to be shown as it is.
    """
    one, two = _columns(themes), _columns(codes)
    return _kappa(one.T @ two, one.sum(axis=0), two.sum(axis=0), len(one))


def align(
    themes: ArrayLike,
    codes: ArrayLike,
    documents: ArrayLike,
    *,
    seed: int,
    shifts: int = LEAST_SHIFTS,
    rate: float = 0.05,
) -> Alignment:
    """Return how themes and codes align and what of it is more than chance.

    ``themes`` and ``codes`` have shape ``(passages, columns)``, passages in the order of the
    text; ``documents`` names the document of each passage, whose passages stand together. p is
    (1 + shifts with a value as large) / (1 + shifts). The maximum over themes is taken inside
    every shift, so choosing the best theme is paid for. ``rate`` is the false discovery rate.
    """
    one, two = _columns(themes), _columns(codes)
    names = np.asarray(documents)
    if not len(one) == len(two) == len(names):
        raise ValueError(f"passages differ: {len(one)}, {len(two)}, {len(names)}")
    if shifts < 1:
        raise ValueError("there is no chance without shifts")
    sizes = one.sum(axis=0), two.sum(axis=0)
    kappa = _kappa(one.T @ two, *sizes, len(one))
    rows, columns, total = _assign(kappa)
    generator = np.random.default_rng(seed)
    null_codes = np.empty((shifts, kappa.shape[1]))
    null_themes = np.empty((shifts, kappa.shape[0]))
    null_total = np.empty(shifts)
    best_codes, best_themes = _best(kappa, 0), _best(kappa, 1)
    for shift, both in enumerate(_shifted(one, two, _stretches(names), shifts, generator)):
        drawn = _kappa(both, *sizes, len(one))
        null_codes[shift], null_themes[shift] = _best(drawn, 0), _best(drawn, 1)
        null_total[shift] = _assign(drawn)[2]
    code_p, theme_p = _p(best_codes, null_codes), _p(best_themes, null_themes)
    code_q, theme_q = _corrected(code_p), _corrected(theme_p)
    threshold = np.quantile(np.maximum(null_codes, -1), 0.95, axis=0)
    return Alignment(
        kappa=kappa,
        pairs=_pairs(kappa, rows, columns, threshold, code_q <= rate),
        total=total,
        p=float((1 + np.count_nonzero(null_total >= total - 1e-12)) / (1 + shifts)),
        pair_p=_pair_p(kappa, null_codes),
        code_p=code_p,
        code_q=code_q,
        theme_p=theme_p,
        theme_q=theme_q,
        missed=tuple(np.flatnonzero(~(code_q <= rate)).tolist()),
        novel=tuple(np.flatnonzero(~(theme_q <= rate)).tolist()),
        shifts=shifts,
    )


def _shifted(
    themes: NDArray[np.float32],
    codes: NDArray[np.float32],
    stretches: list[slice],
    shifts: int,
    generator: np.random.Generator,
) -> NDArray[np.float32]:
    """Return passages in common after each shift, shape ``(shifts, themes, codes)``.

    A document's counts are made once for each of its offsets and then looked up.
    """
    both = np.zeros((shifts, themes.shape[1], codes.shape[1]), dtype=np.float32)
    for stretch in stretches:
        one, two = themes[stretch], codes[stretch]
        drawn = generator.integers(0, len(one), size=shifts)
        if len(one) > _LONG:
            for theme in range(one.shape[1]):
                both[:, theme] += _all_offsets(one[:, theme], two)[drawn]
            continue
        place = np.arange(len(one))
        for first in range(0, len(one), _OFFSETS):
            offsets = np.arange(first, min(first + _OFFSETS, len(one)))
            turned = one[(place + offsets[:, None]) % len(one)]
            counts = np.tensordot(turned, two, axes=(1, 0))
            here = np.flatnonzero((drawn >= first) & (drawn < first + _OFFSETS))
            both[here] += counts[drawn[here] - first]
    return both


def _all_offsets(theme: NDArray[np.float32], codes: NDArray[np.float32]) -> Matrix:
    """Return passages in common for every offset, shape ``(passages, codes)``, by Fourier.

    The sums are of 0 and 1, so rounding makes them exact.
    """
    passages = len(theme)
    product = rfft(theme.astype(float))[:, None] * np.conj(rfft(codes.astype(float), axis=0))
    return np.asarray(np.rint(irfft(product, n=passages, axis=0)))


def _columns(membership: ArrayLike) -> NDArray[np.float32]:
    """Return 0/1 columns; float32 counts exactly up to 16 million passages."""
    columns = np.asarray(membership, dtype=bool).astype(np.float32)
    if columns.ndim != 2:
        raise ValueError(f"membership has shape (passages, columns), not {columns.shape}")
    return columns


def _kappa(both: ArrayLike, themes: ArrayLike, codes: ArrayLike, passages: int) -> Matrix:
    """Return kappa from counts: (a - AB/N) / ((A + B)/2 - AB/N)."""
    shared = np.asarray(both, dtype=float)
    rows, columns = np.asarray(themes, dtype=float), np.asarray(codes, dtype=float)
    chance = np.outer(rows, columns) / max(passages, 1)
    usable = np.outer((rows > 0) & (rows < passages), (columns > 0) & (columns < passages))
    room = np.add.outer(rows, columns) / 2 - chance
    kappa = np.divide(shared - chance, room, out=np.full(shared.shape, np.nan), where=usable)
    return np.asarray(kappa)


def _best(kappa: Matrix, axis: int) -> Matrix:
    """Return the largest kappa along an axis; -inf where none is defined."""
    filled = np.where(np.isnan(kappa), -np.inf, kappa)
    return np.asarray(filled.max(axis=axis, initial=-np.inf))


def _assign(kappa: Matrix) -> tuple[NDArray[np.int64], NDArray[np.int64], float]:
    """Return the assignment with the largest sum, without undefined pairs, and the sum."""
    rows, columns = linear_sum_assignment(np.where(np.isnan(kappa), -2, kappa), maximize=True)
    defined = ~np.isnan(kappa[rows, columns])
    rows, columns = rows[defined], columns[defined]
    return rows, columns, float(kappa[rows, columns].sum())


def _pairs(
    kappa: Matrix,
    rows: NDArray[np.int64],
    columns: NDArray[np.int64],
    threshold: Matrix,
    found_code: NDArray[np.bool_],
) -> tuple[Pair, ...]:
    found = []
    for theme, code in zip(rows.tolist(), columns.tolist(), strict=True):
        value, least = float(kappa[theme, code]), float(threshold[code])
        kept = value > least and bool(found_code[code])
        found.append(Pair(theme=theme, code=code, kappa=value, threshold=least, kept=kept))
    return tuple(found)


def _p(found: Matrix, null: Matrix) -> Matrix:
    as_large = np.count_nonzero(null >= found - 1e-12, axis=0)
    return np.where(np.isneginf(found), np.nan, (1 + as_large) / (1 + len(null)))


def _pair_p(kappa: Matrix, null: Matrix) -> Matrix:
    found = np.full(kappa.shape, np.nan)
    for code in range(kappa.shape[1]):
        drawn = np.sort(null[:, code])
        as_large = len(drawn) - np.searchsorted(drawn, kappa[:, code] - 1e-12, side="left")
        found[:, code] = (1 + as_large) / (1 + len(drawn))
    return np.where(np.isnan(kappa), np.nan, found)


def _corrected(p: Matrix) -> Matrix:
    corrected = np.full(p.shape, np.nan)
    tested = ~np.isnan(p)
    if tested.any():
        from scipy.stats import false_discovery_control

        corrected[tested] = false_discovery_control(p[tested], method="bh")
    return corrected


def _stretches(documents: NDArray[np.generic]) -> list[slice]:
    """Return the passages of each document, in order."""
    if documents.size == 0:
        return []
    starts = np.flatnonzero(np.r_[True, documents[1:] != documents[:-1]])
    if len(np.unique(documents)) != len(starts):
        raise ValueError("the passages of a document do not stand together")
    ends = [*starts[1:].tolist(), len(documents)]
    return [slice(start, end) for start, end in zip(starts.tolist(), ends, strict=True)]
