"""Log shares of codes by logistic regression: over passages, and over the questions asked."""

import numpy as np
from numpy.typing import NDArray

from secondcoder.protocols import Floats, Labels

STRENGTH = 5.0
"""Inverse regularisation of the regression over features of about unit length. 2 and 10 were
measured on the development halves and make no difference above .01 (docs/quality.md, *What each
part brings*)."""
FLOOR = 1e-6
"""Keeps logarithms finite; decides nothing."""


def regression(
    examples: Floats,
    codes: Labels,
    held: Floats,
    count: int,
    *,
    weights: NDArray[np.float64] | None,
) -> NDArray[np.float64]:
    """Return the logarithm of each code's share by a regression, shape ``(held, count)``."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=STRENGTH, max_iter=1000)
    model.fit(examples, codes, sample_weight=weights)
    found = np.full((len(held), count), FLOOR)
    found[:, model.classes_] = np.maximum(model.predict_proba(held), FLOOR)
    logarithm: NDArray[np.float64] = np.log(found)
    return logarithm


def of_questions(
    asked: Floats,
    rows: NDArray[np.int64],
    codes: Labels,
    weight: NDArray[np.float64],
    count: int,
) -> NDArray[np.float64]:
    """Return how much likelier each code is after what was asked, as logarithms.

    Shape ``(passages, count)``; 0 where nothing was asked. Equal questions are one example a code.
    """
    distinct, question = np.unique(asked, axis=0, return_inverse=True)
    examples = np.zeros((len(distinct), count))
    np.add.at(examples, (question[rows], codes), weight)
    places, of_code = np.nonzero(examples)
    if len(np.unique(of_code)) < 2:
        return np.zeros((len(asked), count))
    after = regression(
        distinct[places], of_code, distinct, count, weights=examples[places, of_code]
    )
    anyway = np.log(np.maximum(examples.sum(axis=0) / examples.sum(), FLOOR))
    lift = after - anyway
    lift[~(distinct != 0).any(axis=1)] = 0.0
    found: NDArray[np.float64] = lift[question]
    return found
