"""Candidate themes against codes: which belong together more than chance would have it.

Membership is 0 or 1 over the passages that people saw. Passages of a document resemble each
other and so do neighbours, hence chance is not a shuffle of passages: the themes of every
document are shifted round in a circle by a random offset, all together. That keeps how often a
theme occurs in a document, its runs and the themes' co-occurrence, and breaks only the link to
the codes. Evidence that lies only between documents (a code that fills whole documents) cannot
be seen this way; neither can any in documents of one passage. What a place in the interview
brings is told apart in ``position.py``.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from secondcoder.agreement.chance.discoveries import Found, corrected, discoveries
from secondcoder.agreement.chance.kappas import Columns, best, columns, kappa_matrix
from secondcoder.agreement.chance.position import LEAST_DOCUMENTS, by_position
from secondcoder.agreement.chance.shifts import shifted, stretches
from secondcoder.agreement.coefficients.distances import Matrix

__all__ = ["LEAST_SHIFTS", "Alignment", "Pair", "align", "kappa_matrix"]

LEAST_SHIFTS = 19_999
"""So that p of .0017 (one code of thirty) has a Monte Carlo error of .0003; with 1,999 it
is .0009, and pairs near the mark change with the seed."""
TOTAL_SHIFTS = 1999
"""Shifts for which the whole assignment is made anew: its p is corrected for nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A theme and a code of the one-to-one assignment."""

    theme: int
    code: int
    kappa: float
    threshold: float
    """What kappa must exceed for the pair to be more than chance, after correction for the number
    of codes; NaN where no kappa would do."""
    kept: bool
    """Kappa is above the threshold and above 0."""


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
    found: Found
    """For each theme and code, chance of a best kappa of the code as large as the pair's."""
    place: Found | None
    """The same against themes of other documents at the same place; ``None`` where there are
    fewer than six documents."""
    theme_p: Matrix
    """For each theme, chance of a best kappa with any code as large; NaN as for codes."""
    theme_q: Matrix
    kept: NDArray[np.bool_]
    """Pairs that are more than chance, shape ``(themes, codes)``: q at most the rate."""
    missed: tuple[int, ...]
    """Codes without any theme above chance, at the false discovery rate."""
    novel: tuple[int, ...]
    """Themes without any code above chance: for people to read, not errors."""
    shifts: int

    @property
    def code_p(self) -> Matrix:
        """For each code, chance of a best kappa as large; NaN for one that cannot be tested."""
        return self.found.code_p

    @property
    def code_q(self) -> Matrix:
        """The same after Benjamini-Hochberg over the codes that can be tested."""
        return self.found.code_q

    @property
    def pair_p(self) -> Matrix:
        """For each pair, chance of a best kappa of the code as large as the pair's."""
        return self.found.pair_p


def align(
    themes: ArrayLike,
    codes: ArrayLike,
    documents: ArrayLike,
    *,
    seed: int,
    sections: ArrayLike | None = None,
    shifts: int = LEAST_SHIFTS,
    rate: float = 0.05,
) -> Alignment:
    """Return how themes and codes align and what of it is more than chance.

    ``themes`` and ``codes`` have shape ``(passages, columns)``, passages in the order of the
    text; ``documents`` names the document of each passage, whose passages stand together, and
    ``sections`` its question or heading where documents share theirs. p is
    (1 + shifts with a value as large) / (1 + shifts). The maximum over themes is taken inside
    every shift, so choosing the best theme is paid for. ``rate`` is the false discovery rate.
    """
    one, two = columns(themes), columns(codes)
    names = np.asarray(documents)
    own = np.zeros(len(names), dtype=np.int64) if sections is None else np.asarray(sections)
    if not len(one) == len(two) == len(names) == len(own):
        raise ValueError(f"passages differ: {len(one)}, {len(two)}, {len(names)}, {len(own)}")
    if shifts < 1:
        raise ValueError("there is no chance without shifts")
    where = stretches(names)
    kappa = kappa_matrix(one, two)
    null_codes, null_themes, whole = _by_chance(one, two, where, shifts, seed)
    rows, held, total = _assign(kappa)
    found = discoveries(kappa, null_codes, rate=rate)
    theme_p = discoveries(kappa.T, null_themes, rate=rate).code_p
    theme_q = corrected(theme_p)
    place = None
    if len(where) >= LEAST_DOCUMENTS and kappa.size:
        null = by_position(one, two, where, own, np.random.default_rng([seed, 1]))
        place = discoveries(kappa, null, rate=rate)
    keep = (np.nan_to_num(found.pair_q, nan=1.0) <= rate) & (np.nan_to_num(kappa, nan=-1) > 0)
    return Alignment(
        kappa=kappa,
        pairs=tuple(
            _pair(kappa, found, keep, int(theme), int(code))
            for theme, code in zip(rows, held, strict=True)
        ),
        total=total,
        p=_as_large(whole, total),
        found=found,
        place=place,
        theme_p=theme_p,
        theme_q=theme_q,
        kept=keep,
        missed=tuple(np.flatnonzero(~(found.code_q <= rate)).tolist()),
        novel=tuple(np.flatnonzero(~(theme_q <= rate)).tolist()),
        shifts=shifts,
    )


def _by_chance(
    themes: Columns, codes: Columns, where: list[slice], shifts: int, seed: int
) -> tuple[Matrix, Matrix, Matrix]:
    """Return the best kappa of each code and of each theme in every shift, and all of some."""
    of_codes = np.full((shifts, codes.shape[1]), -np.inf)
    of_themes = np.full((shifts, themes.shape[1]), -np.inf)
    whole = np.full((min(shifts, TOTAL_SHIFTS), themes.shape[1], codes.shape[1]), np.nan)
    for part in shifted(themes, codes, where, shifts, np.random.default_rng(seed)):
        here = of_codes[part.shifts]
        np.maximum(here, best(part.kappa, 1), out=here)
        of_themes[part.shifts, part.themes] = best(part.kappa, 2)
        kept = whole[part.shifts, part.themes]
        kept[...] = part.kappa[: len(kept)]
    return of_codes, of_themes, whole


def _pair(kappa: Matrix, found: Found, kept: NDArray[np.bool_], theme: int, code: int) -> Pair:
    return Pair(
        theme=theme,
        code=code,
        kappa=float(kappa[theme, code]),
        threshold=float(found.least[code]),
        kept=bool(kept[theme, code]),
    )


def _assign(kappa: Matrix) -> tuple[NDArray[np.int64], NDArray[np.int64], float]:
    """Return the assignment with the largest sum, without undefined pairs, and the sum."""
    from scipy.optimize import linear_sum_assignment

    rows, held = linear_sum_assignment(np.where(np.isnan(kappa), -2, kappa), maximize=True)
    defined = ~np.isnan(kappa[rows, held])
    rows, held = rows[defined], held[defined]
    return rows, held, float(kappa[rows, held].sum())


def _as_large(whole: Matrix, total: float) -> float:
    """Return the chance of a sum as large; an assignment is made only where it could be."""
    most = np.minimum(*(np.maximum(best(whole, axis), 0).sum(axis=1) for axis in (1, 2)))
    reached = sum(_assign(whole[one])[2] >= total - 1e-12 for one in np.flatnonzero(
        most >= total - 1e-12
    ))  # fmt: skip
    return float((1 + reached) / (1 + len(whole)))
