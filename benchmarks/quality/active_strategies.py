"""Rules for what to code next, each a function of what is known so far; rows of the pool out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from secondcoder.protocols import Floats
from secondcoder.suggesting.choose import RARE_EVERY, choose

Rows = list[int]
Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What is known when the next passages are chosen."""

    vectors: Floats
    confidence: Scores
    """Learnt so far; before anything is coded, the codebook's."""
    codebook: Scores
    free: NDArray[np.bool_]
    examples: NDArray[np.int64]
    """Coded passages of each code."""
    random: np.random.Generator

    @property
    def coded(self) -> NDArray[np.bool_]:
        """Rows coded so far."""
        return ~self.free


Strategy = Callable[[State, int], Rows]


def at_random(state: State, size: int) -> Rows:
    """Draw at random."""
    rows: Rows = state.random.permutation(np.flatnonzero(state.free))[:size].tolist()
    return rows


def in_order(state: State, size: int) -> Rows:
    """One document after another, as people do."""
    rows: Rows = np.flatnonzero(state.free)[:size].tolist()
    return rows


def _highest(score: NDArray[np.float64], state: State, size: int) -> Rows:
    rows: Rows = np.argsort(-np.where(state.free, score, -np.inf), kind="stable")[:size].tolist()
    return rows


def _shares(confidence: Scores) -> Scores:
    shares: Scores = np.clip(confidence, 1e-9, None)
    shares /= shares.sum(axis=1, keepdims=True)
    return shares


def _unsure(state: State) -> NDArray[np.float64]:
    unsure: NDArray[np.float64] = 1 - state.confidence.max(axis=1)
    return unsure


def _close(state: State) -> NDArray[np.float64]:
    two = np.sort(state.confidence, axis=1)[:, -2:]
    close: NDArray[np.float64] = 1 - (two[:, 1] - two[:, 0])
    return close


def least_confident(state: State, size: int) -> Rows:
    """Least confidence of the first code."""
    return _highest(_unsure(state), state, size)


def margin(state: State, size: int) -> Rows:
    """Least distance between the first code and the second."""
    return _highest(_close(state), state, size)


def entropy(state: State, size: int) -> Rows:
    """Greatest entropy of the codes' shares."""
    shares = _shares(state.confidence)
    return _highest(-(shares * np.log(shares)).sum(axis=1), state, size)


def disagreement(state: State, size: int) -> Rows:
    """Greatest divergence (Jensen-Shannon) of codebook and learnt shares."""
    one, two = _shares(state.confidence), _shares(state.codebook)
    mean = (one + two) / 2
    divergence = (one * np.log(one / mean) + two * np.log(two / mean)).sum(axis=1)
    return _highest(divergence, state, size)


def far(state: State, size: int, *, weighted: bool = False) -> Rows:
    """K-centre: farthest from all coded, one by one; ``weighted`` times one less confidence."""
    weight = _unsure(state) if weighted else np.ones(len(state.free))
    like = state.vectors @ state.vectors[state.coded].T
    near = like.max(axis=1, initial=-1.0)
    free = state.free.copy()
    found: Rows = []
    while len(found) < size and free.any():
        row = int(np.argmax(np.where(free, (1 - near) * weight, -np.inf)))
        found.append(row)
        free[row] = False
        near = np.maximum(near, state.vectors @ state.vectors[row])
    return found


def clusters_of_unsure(state: State, size: int) -> Rows:
    """Take the middles of clusters among five times as many of least margin."""
    from sklearn.cluster import KMeans

    pool = np.array(_highest(_close(state), state, min(5 * size, int(state.free.sum()))))
    means = KMeans(min(size, len(pool)), n_init=1, random_state=0).fit(state.vectors[pool])
    found: Rows = []
    for number, centre in enumerate(means.cluster_centers_):
        rows = pool[means.labels_ == number]
        if len(rows):
            found.append(int(rows[np.argmax(state.vectors[rows] @ centre)]))
    return found


def typical(state: State, size: int) -> Rows:
    """Take the middles of the largest clusters in which nothing is coded (after TypiClust)."""
    from sklearn.cluster import KMeans

    coded = np.flatnonzero(state.coded)
    count = min(len(coded) + size, len(state.free))
    means = KMeans(count, n_init=1, random_state=0).fit(state.vectors)
    have = np.bincount(means.labels_[coded], minlength=count)
    found: Rows = []
    for number in np.lexsort((-np.bincount(means.labels_, minlength=count), have)).tolist():
        rows = np.flatnonzero((means.labels_ == number) & state.free)
        if len(rows) and len(found) < size:
            like = state.vectors[rows] @ means.cluster_centers_[number]
            found.append(int(rows[np.argmax(like)]))
    return found


def ours(state: State, size: int, *, rare_every: int = RARE_EVERY) -> Rows:
    """Choose as the product: who stands for others, every so often one of a rare code."""
    choices = choose(
        state.vectors,
        state.confidence,
        coded=state.coded,
        worth=np.ones(len(state.free), dtype=bool),
        examples=state.examples,
        size=size,
        rare_every=rare_every,
    )
    return [choice.row for choice in choices]


def ours_from_codebook(state: State, size: int) -> Rows:
    """Choose so from the codebook's confidences all along: one list, never made anew."""
    return ours(replace(state, confidence=state.codebook), size)


PRODUCT = "stands for others, every 4th of a rare code"
RANDOM = "random"
STRATEGIES: Mapping[str, Strategy] = MappingProxyType(
    {
        RANDOM: at_random,
        "documents in turn": in_order,
        "least confident": least_confident,
        "least margin": margin,
        "greatest entropy": entropy,
        "codebook and learnt apart": disagreement,
        "farthest from the coded": far,
        "farthest × least confident": partial(far, weighted=True),
        "clusters of least margin": clusters_of_unsure,
        "middles of clusters": typical,
        "rare code only": partial(ours, rare_every=1),
        "stands for others only": partial(ours, rare_every=0),
        "stands for others, every 2nd of a rare code": partial(ours, rare_every=2),
        PRODUCT: ours,
        "the same without learning between": ours_from_codebook,
    }
)
