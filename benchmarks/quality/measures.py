"""The figures: of rankings, of confidences, of groupings, of agreement. Arrays in, numbers out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Confidences = NDArray[np.float64]
Held = NDArray[np.bool_]
Labels = NDArray[np.int64]

BINS = 15
COVERAGE = 0.7
THRESHOLDS = 99


def right_in(confidence: Confidences, held: Held, depth: int = 1) -> float:
    """Return the share of rows that hold one of their ``depth`` most confident columns.

    A confidence of minus infinity is no suggestion at all.
    """
    ranked = np.argsort(-confidence, axis=1, kind="stable")[:, :depth]
    right = held & np.isfinite(confidence)
    return float(np.take_along_axis(right, ranked, axis=1).any(axis=1).mean())


def by_top(confidence: Confidences, top_of_code: Sequence[int], tops: int) -> Confidences:
    """Return each top-level theme's confidence: that of its best code."""
    result = np.full((len(confidence), tops), -np.inf)
    for code, top in enumerate(top_of_code):
        result[:, top] = np.maximum(result[:, top], confidence[:, code])
    return result


def f1_scores(applied: Held, held: Held) -> tuple[float, float]:
    """Return micro-F1, and macro-F1 over the columns that people used."""
    both = (applied & held).sum(axis=0)
    either = applied.sum(axis=0) + held.sum(axis=0)
    micro = 2 * both.sum() / max(int(either.sum()), 1)
    used = held.any(axis=0)
    macro = (2 * both[used] / either[used]).mean() if used.any() else 0.0
    return float(micro), float(macro)


def best_threshold(confidence: Confidences, held: Held) -> float:
    """Return the confidence from which codes count as applied that gives the best micro-F1."""
    finite = confidence[np.isfinite(confidence)]
    best = np.sort(confidence.max(axis=1))
    candidates = np.unique(
        np.concatenate(
            [
                np.quantile(best, np.linspace(0, 1, THRESHOLDS)),
                np.quantile(finite, np.linspace(0.5, 1, THRESHOLDS)),
            ]
        )
    )
    found = [f1_scores(confidence >= value, held)[0] for value in candidates]
    return float(candidates[int(np.argmax(found))])


def first_suggestions(confidence: Confidences, held: Held) -> tuple[Confidences, Held]:
    """Return each row's greatest confidence, and whether that code is right."""
    first = np.argmax(confidence, axis=1)
    rows = np.arange(len(confidence))
    best = confidence[rows, first]
    return best, held[rows, first] & np.isfinite(best)


def calibration_error(confidence: Confidences, right: Held, bins: int = BINS) -> float:
    """Return the expected calibration error over bins of equal mass (Guo et al. 2017)."""
    order = np.argsort(confidence, kind="stable")
    parts = [part for part in np.array_split(order, bins) if len(part)]
    gaps = [len(part) * abs(confidence[part].mean() - right[part].mean()) for part in parts]
    return float(sum(gaps) / len(confidence))


@dataclass(frozen=True, slots=True)
class RiskCoverage:
    """How often the first suggestion is wrong if the least confident passages are not answered."""

    error: float
    """On all passages."""
    error_at_70: float
    """On the 70 % of passages with the greatest confidence."""
    area: float
    """Mean error over all coverages; the smaller the better (Geifman and El-Yaniv 2017)."""


def risk_coverage(confidence: Confidences, right: Held) -> RiskCoverage:
    """Return the risk-coverage curve's figures; equal confidences share their mean error."""
    order = np.argsort(-confidence, kind="stable")
    value, group = np.unique(-confidence[order], return_inverse=True)
    wrong = ~right[order]
    expected = (np.bincount(group, wrong) / np.bincount(group))[group] if len(value) else wrong
    errors = np.cumsum(expected.astype(np.float64)) / np.arange(1, len(order) + 1)
    kept = max(1, round(COVERAGE * len(order)))
    return RiskCoverage(float(errors[-1]), float(errors[kept - 1]), float(errors.mean()))


def lowest_area(right: Held) -> float:
    """Return the area that a confidence would have which puts every right suggestion first."""
    errors = np.cumsum(np.sort(~right)) / np.arange(1, len(right) + 1)
    return float(errors.mean())


def mutual_information(truth: Sequence[int], labels: Labels) -> float:
    """Return adjusted mutual information; passages left out (-1) count as one group."""
    from sklearn.metrics import adjusted_mutual_info_score

    return float(adjusted_mutual_info_score(truth, labels))


def rand_index(one: Labels, two: Labels) -> float:
    """Return the adjusted Rand index of two groupings."""
    from sklearn.metrics import adjusted_rand_score

    return float(adjusted_rand_score(one, two))


def left_out(labels: Labels) -> float:
    """Return the share of passages in no group."""
    return float(np.mean(labels < 0))


def rank_of(likeness: Confidences, right: int) -> int:
    """Return the rank of column ``right``, 1 for the greatest; ties count against it."""
    return int(np.sum(likeness >= likeness[right]))


def theme_code(rows: NDArray[np.int64], held: Held) -> tuple[int, float]:
    """Return the code most frequent in a theme and its share of the theme's coded passages.

    ``-1`` where no passage of the theme is coded.
    """
    inside = held[rows]
    coded = int(inside.any(axis=1).sum())
    if coded == 0:
        return -1, 0.0
    counts = inside.sum(axis=0)
    most = int(np.argmax(counts))
    return most, float(counts[most] / coded)


@dataclass(frozen=True, slots=True)
class Kappas:
    """Agreement among people, of the machine with people, and the one by the other."""

    human: float
    machine: float
    ratio: float


def kappas(votes: NDArray[np.int64], machine: NDArray[np.int64]) -> Kappas:
    """Return pooled kappas over sentences that several people coded.

    ``votes`` counts coders by sentence and code, ``machine`` is the code that the machine gives.
    Agreement is the mean over sentences of the share of agreeing pairs, of two people or of the
    machine and a person; chance comes from the codes' shares among people, and among people and
    machine.
    """
    coders = votes.sum(axis=1)
    people = (votes / coders[:, None]).mean(axis=0)
    own = np.bincount(machine, minlength=votes.shape[1]) / len(machine)
    pairs = (votes * (votes - 1)).sum(axis=1) / (coders * (coders - 1))
    with_machine = votes[np.arange(len(votes)), machine] / coders
    human = _kappa(float(pairs.mean()), float(people @ people))
    other = _kappa(float(with_machine.mean()), float(people @ own))
    return Kappas(human, other, other / human if human else float("nan"))


def _kappa(observed: float, chance: float) -> float:
    return (observed - chance) / (1 - chance) if chance < 1 else float("nan")


def kappa_interval(
    votes: NDArray[np.int64], machine: NDArray[np.int64], *, samples: int, seed: int
) -> tuple[float, float]:
    """Return the 95 % interval of the ratio of kappas, from samples of sentences."""
    random = np.random.default_rng(seed)
    ratios = []
    for _ in range(samples):
        rows = random.integers(len(votes), size=len(votes))
        ratios.append(kappas(votes[rows], machine[rows]).ratio)
    low, high = np.nanquantile(ratios, [0.025, 0.975])
    return float(low), float(high)
