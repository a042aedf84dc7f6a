"""Log shares of codes by logistic regression: over passages, and over the questions asked."""

import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from secondcoder.protocols import Floats, Labels
from secondcoder.suggesting.confidence import log_shares

STRENGTH = 5.0
"""Inverse regularisation of the regression over features of about unit length. 2 and 10 were
measured on the development halves and make no difference above .01 (docs/quality.md, *What each
part brings*)."""
FLOOR = 1e-6
"""Keeps logarithms finite; decides nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Regression:
    """A logistic regression that was fitted: numbers alone, no example."""

    weights: NDArray[np.float64]
    """Shape ``(codes, features)``."""
    intercepts: NDArray[np.float64]
    """Shape ``(codes,)``."""
    met: NDArray[np.bool_]
    """The codes that had an example, shape ``(codes,)``; the others get the least share."""

    def log_shares(self, rows: Floats) -> NDArray[np.float64]:
        """Return the logarithm of each code's share, shape ``(rows, codes)``."""
        found = np.full((len(rows), len(self.met)), np.log(FLOOR))
        scores = rows @ self.weights[self.met].T + self.intercepts[self.met]
        found[:, self.met] = np.maximum(log_shares(scores, 1.0), np.log(FLOOR))
        return found

    def ordered(self, places: NDArray[np.int64]) -> "Regression":
        """Return the same with the codes in another order."""
        return Regression(
            weights=self.weights[places],
            intercepts=self.intercepts[places],
            met=self.met[places],
        )


def regression(
    examples: Floats, codes: Labels, count: int, *, weights: NDArray[np.float64] | None
) -> Regression:
    """Fit a regression of ``count`` codes on examples, each of one code."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=STRENGTH, max_iter=1000)
    with warnings.catch_warnings():  # few passages of many codes are what is asked for here
        warnings.filterwarnings("ignore", message="The number of unique classes")
        model.fit(examples, codes, sample_weight=weights)
    of_codes = np.zeros((count, examples.shape[1]))
    intercepts = np.zeros(count)
    # of two codes scikit-learn tells one score, that of the second against the first
    told = model.classes_[-len(model.coef_) :]
    of_codes[told], intercepts[told] = model.coef_, model.intercept_
    return Regression(
        weights=of_codes, intercepts=intercepts, met=np.isin(np.arange(count), model.classes_)
    )


@dataclass(frozen=True, slots=True)
class AfterQuestions:
    """How much likelier codes are after what was asked."""

    learnt: Regression | None
    """``None`` where there was too little to learn from."""
    anyway: NDArray[np.float64]
    """Logarithm of each code's share whatever was asked, shape ``(codes,)``."""

    def lift(self, asked: Floats) -> NDArray[np.float64]:
        """Return the difference of logarithms, shape ``(asked, codes)``; 0 where nothing was."""
        if self.learnt is None:
            return np.zeros((len(asked), len(self.anyway)))
        lift = self.learnt.log_shares(asked) - self.anyway
        lift[~(asked != 0).any(axis=1)] = 0.0
        return lift

    def ordered(self, places: NDArray[np.int64]) -> "AfterQuestions":
        """Return the same with the codes in another order."""
        learnt = None if self.learnt is None else self.learnt.ordered(places)
        return AfterQuestions(learnt, self.anyway[places])


def of_questions(
    asked: Floats,
    rows: NDArray[np.int64],
    codes: Labels,
    weight: NDArray[np.float64],
    count: int,
) -> AfterQuestions:
    """Learn how much likelier each code is after what was asked.

    ``asked`` has a row for each passage; ``rows``, ``codes`` and ``weight`` are the codings. Equal
    questions are one example a code.
    """
    distinct, question = np.unique(asked, axis=0, return_inverse=True)
    examples = np.zeros((len(distinct), count))
    np.add.at(examples, (question[rows], codes), weight)
    places, of_code = np.nonzero(examples)
    if len(np.unique(of_code)) < 2:
        return AfterQuestions(None, np.zeros(count))
    anyway = np.log(np.maximum(examples.sum(axis=0) / examples.sum(), FLOOR))
    learnt = regression(distinct[places], of_code, count, weights=examples[places, of_code])
    return AfterQuestions(learnt, anyway)
