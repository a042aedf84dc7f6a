"""Whether the place in an interview explains that a theme meets a code.

Where interviews follow a guide, what is said early meets what is coded early, whatever it is
about; shifts inside documents break that tie too and so count it as a finding. Here themes of a
document are laid over another one: each passage takes those of the passage at the same relative
place of the other document, and in studies whose documents share questions or headings at the
same place under the same one. Documents are dealt out at random, all themes together. That keeps
what the place brings and breaks what joins theme and code in the same passages. Documents count
as exchangeable: a code and a theme of the same whole documents are a finding here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from secondcoder.agreement.chance.kappas import Columns, best, kappas
from secondcoder.agreement.coefficients.distances import Matrix

LEAST_DOCUMENTS = 6
"""Six can be dealt out in 720 ways; with five p cannot fall below .008, too much for many codes."""
DRAWS = 4999
FEWEST_DRAWS = 999
_WORK = 2e10
"""Passages × themes × codes × draws above which fewer are drawn. Bounds the time."""
_AT_ONCE = 1 << 21
"""Memberships held at once. Memory and speed alone, no result."""
SHARED = 0.5
"""Share of documents in which a question or heading must occur to count as the study's own. A
convention."""
MOST = 0.8
"""Share of passages that must stand under such ones for the study to count as one that shares
them. A convention."""


def shared_sections(documents: Sequence[str], sections: Sequence[str]) -> tuple[str, ...] | None:
    """Return the section of each passage, or nothing where documents do not share theirs."""
    if not documents or not any(sections):
        return None
    holders: dict[str, set[str]] = {}
    for document, section in zip(documents, sections, strict=True):
        holders.setdefault(section, set()).add(document)
    least = SHARED * len(set(documents))
    own = {name for name, found in holders.items() if name and len(found) >= max(2, least)}
    if sum(section in own for section in sections) < MOST * len(sections) or len(own) < 2:
        return None
    return tuple(section if section in own else "" for section in sections)


def by_position(
    themes: Columns,
    codes: Columns,
    where: Sequence[slice],
    sections: NDArray[np.generic],
    generator: np.random.Generator,
) -> Matrix:
    """Return the best kappa of each code with themes of other documents at the same place.

    Shape ``(draws, codes)``. ``where`` are the passages of each document, ``sections`` the
    section of each passage (the same for all where there are none).
    """
    places = _Places.of(where, sections)
    work = max(1, themes.size * codes.shape[1])
    draws = int(np.clip(_WORK / work, FEWEST_DRAWS, DRAWS))
    order = np.tile(np.arange(len(where)), (draws, 1))
    dealt = generator.permuted(order, axis=1)
    held = codes.sum(axis=0)
    padded = np.hstack([themes.T, np.zeros((themes.shape[1], 1), np.float32)])
    null = np.empty((draws, codes.shape[1]))
    step = max(1, _AT_ONCE // max(1, themes.size))
    for first in range(0, draws, step):
        laid = padded[:, places.under(dealt[first : first + step])]
        both = (laid.reshape(-1, len(themes)) @ codes).reshape(*laid.shape[:2], -1)
        null[first : first + step] = best(kappas(both, laid.sum(axis=2), held, len(themes)), 0)
    return null


@dataclass(frozen=True, slots=True, kw_only=True)
class _Places:
    """Where each passage stands: its document, its section, and how far through that it is."""

    document: NDArray[np.int64]
    section: NDArray[np.int64]
    through: NDArray[np.float64]
    first: NDArray[np.int64]
    """Where the passages of a document and a section begin in ``order``; shape ``(documents,
    sections)``, as the next."""
    length: NDArray[np.int64]
    order: NDArray[np.int64]
    """Passages by document, section and place in the text."""

    @classmethod
    def of(cls, where: Sequence[slice], sections: NDArray[np.generic]) -> "_Places":
        """Sort passages by document and section, in order of the text."""
        document = np.repeat(np.arange(len(where)), [one.stop - one.start for one in where])
        names, section = np.unique(sections, return_inverse=True)
        cell = document * len(names) + section
        order = np.argsort(cell, kind="stable")
        length = np.bincount(cell, minlength=len(where) * len(names))
        first = np.cumsum(length) - length
        rank = np.empty(len(cell), dtype=np.int64)
        rank[order] = np.arange(len(cell))
        through = (rank - first[cell] + 0.5) / length[cell]
        shape = (len(where), len(names))
        return cls(
            document=document,
            section=section,
            through=through,
            first=first.reshape(shape),
            length=length.reshape(shape),
            order=order,
        )

    def under(self, dealt: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return which passage lies over each, shape ``(draws, passages)``.

        ``dealt`` has shape ``(draws, documents)``. Where the other document lacks the section it
        is the number of passages: none.
        """
        source = dealt[:, self.document]
        length = self.length[source, self.section]
        rank = self.first[source, self.section] + (self.through * length).astype(np.int64)
        none = len(self.order)
        order = np.append(self.order, none)
        return np.asarray(order[np.where(length > 0, rank, none)])
