"""How far the agreement of a sample lies from that of all passages, by how it was drawn."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.quality.corpora import Corpus
from benchmarks.quality.method import Scored
from benchmarks.quality.tasks.a_codebook import applied_codes
from secondcoder.protocols import Floats
from secondcoder.suggesting.choose import choose
from secondcoder.suggesting.sampled import draw_order, halves

SIZES = (50, 100, 200)
DRAWS = 400
PRODUCT = "in proportion, by first code and half of confidence"
MODEL = "chosen for the model"
Drawn = tuple[NDArray[np.int64], NDArray[np.float64]]
"""Rows and their weights."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Error:
    """How well samples of one size estimate the pooled kappa of machine and people."""

    corpus: str
    design: str
    passages: int
    """In the corpus."""
    drawn: int
    kappa: float
    """Over all passages."""
    error: float
    """Root mean squared error of the estimates."""
    bias: float
    """Mean of the estimates less the kappa."""
    codes_met: float
    """Share of the codes in use that people applied to a drawn passage."""


def errors(corpus: Corpus, scored: Scored, vectors: Floats) -> Iterator[Error]:
    """Yield the errors of each way of drawing, for each size up to half of the corpus."""
    machine = applied_codes(scored.confidence, scored.applied)
    kappa = pooled(corpus.held, machine, np.ones(len(machine)))
    used = corpus.held.any(axis=0)
    for size in (size for size in SIZES if 2 * size <= len(machine)):
        for name, draw in designs(scored.confidence, vectors).items():
            found, met = [], []
            for number in range(1 if name == MODEL else DRAWS):
                rows, weights = draw(size, number)
                found.append(pooled(corpus.held[rows], machine[rows], weights))
                met.append(float(corpus.held[rows][:, used].any(axis=0).mean()))
            off = np.array(found) - kappa
            yield Error(
                corpus=corpus.name,
                design=name,
                passages=len(machine),
                drawn=size,
                kappa=kappa,
                error=float(np.sqrt((off**2).mean())),
                bias=float(off.mean()),
                codes_met=float(np.mean(met)),
            )


def designs(
    confidence: NDArray[np.float64], vectors: Floats
) -> Mapping[str, Callable[[int, int], Drawn]]:
    """Return the ways of drawing; each takes a size and the number of the draw."""
    first = confidence.argmax(axis=1)
    best = confidence.max(axis=1)
    by_code = [str(code) for code in first]
    by_half = [f"{code} {half}" for code, half in zip(first, halves(first, best), strict=True)]
    ids = [str(row) for row in range(len(first))]
    unseen = np.zeros(len(first), dtype=bool)

    def at_random(size: int, number: int) -> Drawn:
        rows = np.random.default_rng(number).permutation(len(first))[:size]
        return rows, np.ones(size)

    def proportional(groups: list[str]) -> Callable[[int, int], Drawn]:
        def draw(size: int, number: int) -> Drawn:
            rows = np.array(draw_order(groups, ids, unseen, seed=number)[:size])
            return rows, np.ones(size)

        return draw

    def weighted(power: float) -> Callable[[int, int], Drawn]:
        def draw(size: int, number: int) -> Drawn:
            rows = _disproportionate(first, size, power, np.random.default_rng(number))
            total, drawn = (np.bincount(x, minlength=first.max() + 1) for x in (first, first[rows]))
            return rows, (total / np.maximum(drawn, 1))[first[rows]]

        return draw

    def for_model(size: int, number: int) -> Drawn:  # noqa: ARG001 - as the others
        every = np.ones(len(first), dtype=bool)
        none = np.zeros(confidence.shape[1], dtype=np.int64)
        found = choose(vectors, confidence, coded=~every, worth=every, examples=none, size=size)
        return np.array([choice.row for choice in found]), np.ones(size)

    return {
        "random": at_random,
        "in proportion, by first code": proportional(by_code),
        PRODUCT: proportional(by_half),
        "by roots of groups, weighted": weighted(0.5),
        "equal numbers a code, weighted": weighted(0.0),
        MODEL: for_model,
    }


def _disproportionate(
    first: NDArray[np.int64], size: int, power: float, random: np.random.Generator
) -> NDArray[np.int64]:
    """Return rows of groups by first code, each in proportion to a power of its size."""
    turn = np.empty(len(first))
    for code in np.unique(first):
        rows = random.permutation(np.flatnonzero(first == code))
        turn[rows] = (np.arange(len(rows)) + random.random()) / len(rows) ** power
    return np.argsort(turn, kind="stable")[:size]


def pooled(
    human: NDArray[np.bool_], machine: NDArray[np.bool_], weights: NDArray[np.float64]
) -> float:
    """Return the pooled kappa over codes of weighted passages."""
    share = weights / weights.sum()
    one, two, both = (share @ held for held in (human, machine, human & machine))
    chance_apart = one * (1 - two) + two * (1 - one)
    return float(1 - (one + two - 2 * both).sum() / chance_apart.sum())
