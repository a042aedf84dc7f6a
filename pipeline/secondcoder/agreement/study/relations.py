"""Themes and codes that share their passages unevenly: splits, merges, coverage, novelty."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from secondcoder.agreement.coefficients.distances import Matrix
from secondcoder.agreement.coefficients.values import Value, ratio

INSIDE = 0.5
"""Share of a part that must lie in the whole. Our convention (docs/agreement.md), not measured."""
TOGETHER = 0.7
"""Share of the whole that the parts must hold together. Our convention (docs/agreement.md), not
measured."""


@dataclass(frozen=True, slots=True)
class Split:
    """One code over several themes, or for a merge one theme over several codes."""

    whole: int
    parts: tuple[int, ...]
    covered: float
    """Share of the whole's passages that the parts hold together."""


@dataclass(frozen=True, slots=True)
class Containment:
    """Shares of passages held in common, shape ``(themes, codes)``; 0 for an empty column."""

    of_theme: Matrix
    """Share of the theme's passages that carry the code."""
    of_code: Matrix
    """Share of the code's passages that belong to the theme."""


def containment(themes: ArrayLike, codes: ArrayLike) -> Containment:
    """Return |T∩C| / |T| and |T∩C| / |C| for every theme and code."""
    one, two = np.asarray(themes, dtype=float), np.asarray(codes, dtype=float)
    shared = one.T @ two
    of_theme = shared / np.maximum(one.sum(axis=0), 1)[:, None]
    return Containment(of_theme, shared / np.maximum(two.sum(axis=0), 1)[None, :])


def splits(
    themes: ArrayLike, codes: ArrayLike, *, inside: float = INSIDE, together: float = TOGETHER
) -> tuple[Split, ...]:
    """Return codes that two or more themes divide between them.

    A theme is a part if at least ``inside`` of it lies in the code; the parts must hold at least
    ``together`` of the code. Both cut-offs are conventions, to be stated. For merges (a theme
    over several codes) exchange the arguments.
    """
    one, two = np.asarray(themes, dtype=bool), np.asarray(codes, dtype=bool)
    of_theme = containment(one, two).of_theme
    found = []
    for code in range(two.shape[1]):
        parts = np.flatnonzero(of_theme[:, code] >= inside)
        held = one[:, parts].any(axis=1) & two[:, code]
        covered = held.sum() / max(two[:, code].sum(), 1)
        if parts.size >= 2 and covered >= together:
            found.append(Split(code, tuple(parts.tolist()), float(covered)))
    return tuple(found)


def coverage(themes: ArrayLike, codes: ArrayLike, *, matched: ArrayLike | None = None) -> Value:
    """Return the share of coded passages that lie in any (matched) theme.

    ``matched`` names the themes' columns to count, all by default. Undefined where no passage
    is coded.
    """
    one, two = np.asarray(themes, dtype=bool), np.asarray(codes, dtype=bool)
    if matched is not None:
        one = one[:, np.asarray(matched, dtype=np.int64)]
    coded = two.any(axis=1)
    held = int((one.any(axis=1) & coded).sum())
    return ratio(held, int(coded.sum()), otherwise="no passage carries a code")


def novelty(themes: ArrayLike, codes: ArrayLike) -> Value:
    """Return the share of passages in themes that carry no code; undefined without such."""
    one, two = np.asarray(themes, dtype=bool), np.asarray(codes, dtype=bool)
    grouped = one.any(axis=1)
    without = int((grouped & ~two.any(axis=1)).sum())
    return ratio(without, int(grouped.sum()), otherwise="no passage belongs to a theme")
