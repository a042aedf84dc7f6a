"""What fits no group: passages no nearer to theirs than to passages drawn at random.

Groups that leave nobody out gather what is left over. Each passage's mean cosine to its group, and
each group's mean cosine within, is held against that of groups of the same size drawn at random
from all passages; their mean and spread are known without drawing.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from secondcoder.protocols import Floats, Labels
from secondcoder.records.text import Passage
from secondcoder.words import asks, words_of

FITS = 1.0
"""Standard deviations above chance from which a passage fits: one in six does by chance. With it 1
to 5 % of the passages of the development halves are in no theme, and agreement with people is what
it was (mean AMI of four corpora .269, without .265; at 1.645 .268, with 1 to 11 % in none).
Dissolving whole groups by such a test cost .016."""
COHERES = 3.09
"""The same for a group to cohere, one in a thousand: groups were formed by likeness, so that a
group drawn at random is a weak rival. Not measured; on the demonstration study one theme of 33
passages and four subthemes of three to six fall below, none of which a reader could name."""
PART = 1.645
"""Standard deviations above random parts of its own theme from which a group is a subtheme of it:
one in twenty is by chance. On the development halves what falls below holds pairs of one code about
as often as its theme does, and what stands above far more often (docs/quality.md, *Subthemes*)."""
ALIKE = 1e-4
"""Spread of cosines under which passages do not differ: rounding makes up as much."""
BLOCK = 4096
"""Passages in double precision at once, but for those of one group."""
FEWEST = 12
"""Passages from which chance is known well enough. Not measured."""
BY_NAME = 4
"""First words of a turn of talk among which its speaker's own name introduces them (“Well, I'm
Dot”). Not measured."""
FEW_WORDS = 5
"""Words under which a passage exemplifies nothing (“Nine weeks.”). Not measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """What random groups of all passages are like."""

    vectors: Floats
    """Unit length, shape ``(passages, dimensions)``; sums are taken in double precision."""
    mean: NDArray[np.float64]
    """Of each passage: mean cosine to the others."""
    spread: NDArray[np.float64]
    """Of each passage: standard deviation of its cosines to the others."""

    @classmethod
    def of(cls, vectors: Floats) -> "Chance":
        """Return it for all passages of a study."""
        others = max(1, len(vectors) - 1)
        blocks = [slice(start, start + BLOCK) for start in range(0, len(vectors), BLOCK)]
        total, product = np.zeros(vectors.shape[1]), np.zeros(2 * vectors.shape[1:])
        for block in blocks:
            wide = vectors[block].astype(np.float64)
            total += wide.sum(axis=0)
            product += wide.T @ wide
        mean, square = np.empty(len(vectors)), np.empty(len(vectors))
        for block in blocks:
            wide = vectors[block].astype(np.float64)
            mean[block] = (wide @ total - 1) / others
            square[block] = (np.einsum("ij,ij->i", wide @ product, wide) - 1) / others
        return cls(vectors=vectors, mean=mean, spread=np.sqrt(np.maximum(square - mean**2, 1e-12)))

    def of_passages(self, rows: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return how far each passage is nearer to the others of its group than by chance.

        In standard deviations of its mean cosine to random groups of that size; shape
        ``(len(rows),)``.
        """
        own = self._within(rows) / max(1, len(rows) - 1)
        spread = self.spread[rows] * np.sqrt(self._left(len(rows) - 1) / max(1, len(rows) - 1))
        above: NDArray[np.float64] = own - self.mean[rows]
        alike = np.maximum(spread, ALIKE)  # where all passages are alike, none is left over
        return np.asarray((above + (spread < ALIKE)) / alike, np.float64)

    def of_group(self, rows: NDArray[np.int64]) -> float:
        """Return how far a group is more alike than random groups, in their standard deviations.

        The mean cosine of all pairs is a U-statistic; its variance is Hoeffding's (1948. A class of
        statistics with asymptotically normal distribution. Annals of Mathematical Statistics 19).
        """
        size = len(rows)
        if size < 2:
            return 0.0
        within = float(self._within(rows).sum()) / (size * (size - 1))
        first = float(np.var(self.mean))
        pair = float(np.mean(self.spread**2 + self.mean**2) - np.mean(self.mean) ** 2)
        variance = 2 / (size * (size - 1)) * (2 * (size - 2) * first + pair) * self._left(size)
        spread = float(np.sqrt(variance))
        return (within - float(np.mean(self.mean)) + (spread < ALIKE)) / max(spread, ALIKE)

    def coheres(self, rows: NDArray[np.int64]) -> bool:
        """Say whether a group is clearly more alike than random groups; so it is if few are."""
        return len(self.vectors) < FEWEST or self.of_group(rows) >= COHERES

    def _within(self, rows: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the sum of each passage's cosines to the others of its group.

        By the sum of their vectors: a table of all pairs takes gigabytes for large groups.
        """
        own = self.vectors[rows].astype(np.float64)
        return np.asarray(own @ own.sum(axis=0) - np.einsum("ij,ij->i", own, own), np.float64)

    def _left(self, size: int) -> float:
        """Return the correction for drawing without replacement."""
        count = len(self.vectors)
        return max(1e-9, (count - size) / max(1, count - 1))


def without_leftovers(
    labels: Labels, rows: NDArray[np.int64], chance: Chance, *, min_size: int
) -> Labels:
    """Return the labels with -1 for passages that fit their group no better than by chance.

    ``rows`` are the places of the labelled passages among all. Groups that fall below ``min_size``
    are dissolved; the others keep their order.
    """
    if len(chance.vectors) < FEWEST:
        return labels
    kept = np.full(len(labels), -1, dtype=np.int64)
    place = 0
    for label in range(int(labels.max(initial=-1)) + 1):
        own = np.flatnonzero(labels == label)
        fits = own[chance.of_passages(rows[own]) >= FITS]
        if len(fits) >= min_size:
            kept[fits] = place
            place += 1
    return kept


def random_last(labels: Labels, theme: Chance) -> tuple[Labels, int]:
    """Return the labels with parts no more alike than random parts of the theme last.

    And how many parts stand before them. Each kind keeps its order.
    """
    parts = [np.flatnonzero(labels == label) for label in range(int(labels.max(initial=-1)) + 1)]
    few = len(theme.vectors) < FEWEST
    alike = [few or theme.of_group(own) >= PART for own in parts]
    order = sorted(range(len(parts)), key=lambda place: not alike[place])
    sorted_labels = np.full(len(labels), -1, dtype=np.int64)
    for new, old in enumerate(order):
        sorted_labels[parts[old]] = new
    return sorted_labels, sum(alike)


def without_asides(labels: Labels, passages: Sequence[Passage]) -> Labels:
    """Return the labels without groups of talk that are mostly questions or asides.

    Of turns that somebody speaks: an interviewer's questions are alike, and so is what is said in
    a word or two (“Lemon.”); neither is a theme.
    """
    kept = np.full(len(labels), -1, dtype=np.int64)
    aside = np.array([is_question(one) or is_aside(one) for one in passages], dtype=bool)
    place = 0
    for label in range(int(labels.max(initial=-1)) + 1):
        own = np.flatnonzero(labels == label)
        if len(own) and 2 * int(aside[own].sum()) <= len(own):
            kept[own] = place
            place += 1
    return kept


def is_question(passage: Passage) -> bool:
    """Say whether a turn of talk ends by asking."""
    return bool(passage.speaker) and asks(passage.text)


def is_introduction(passage: Passage) -> bool:
    """Say whether a speaker begins by saying who they are (“I'm Dot, I was dragged”)."""
    first = passage.speaker.split()[:1]
    return bool(first) and first[0].lower() in words_of(passage.text)[:BY_NAME]


def is_aside(passage: Passage) -> bool:
    """Say whether a turn of talk has few words."""
    return bool(passage.speaker) and has_few_words(passage.text)


def has_few_words(text: str) -> bool:
    """Say whether a text is too short to exemplify anything."""
    return len(words_of(text)) < FEW_WORDS


def exemplars(central: Sequence[Passage], count: int) -> tuple[str, ...]:
    """Return the ids of the most central passages; of equal texts only the first.

    One of a few words is none, and no turn of talk that ends by asking or in which speakers say who
    they are, unless the theme has no other.
    """
    first = {passage.text: passage.id for passage in reversed(central)}
    distinct = [passage for passage in central if first[passage.text] == passage.id]
    longer = [passage for passage in distinct if not has_few_words(passage.text)]
    telling = [one for one in longer if not is_question(one) and not is_introduction(one)]
    return tuple(passage.id for passage in (telling or longer or distinct)[:count])
