"""Models learnt from coding, what they say of passages, and how that is put to use.

``Models`` holds what one set of codings taught. ``Use`` holds what is chosen on passages that
models did not see: how much each scorer counts (``pooled.py``), whether neighbours are mixed in
(``neighbours.py``), the curve from shares to chances (``calibrated.py``), and how many codes apply
(``how_many.py``). Both are numbers alone and can be kept without the passages (``kept_coder.py``).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from secondcoder.protocols import Floats, Labels
from secondcoder.suggesting.calibrated import Curve, fit_curve
from secondcoder.suggesting.folds import NONE
from secondcoder.suggesting.how_many import Cuts, cuts_for, peoples_numbers
from secondcoder.suggesting.neighbours import best_weight, mixed
from secondcoder.suggesting.pooled import Judged, fit_weights, pool
from secondcoder.suggesting.regression import AfterQuestions, Regression, of_questions, regression

FEWEST_EXAMPLES = 5
"""Codings of passages that a model needs; with fewer none is trained. Not measured."""
QUESTION = 0.4
"""Weight of what was asked, before any is chosen. First chosen on other halves of bills and nhs_px,
the small corpora and the demonstration study (docs/quality.md, *Not clean*)."""
CODEBOOK = 0.5
"""Weight of the codebook's scores, times ``k^-1/2``, before any is chosen. .5 and 1 were compared
on the development halves and make no difference (docs/quality.md, *Learning from examples*)."""
_RULE = (1.0, CODEBOOK, QUESTION)
"""Weights of text, codebook and questions that the fitted ones are held near (``pooled.py``)."""
NO_CUT = Cuts(0.0, 0.0)

Scores = tuple[NDArray[np.float64], ...]
"""What each scorer says of all passages, each of shape ``(passages, codes)``."""
Tested = Sequence[tuple[Scores, NDArray[np.bool_]]]
"""Scores of all passages by models, each with a mask of passages that the model did not see."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """What is learnt from, as rows of numbers."""

    text: Floats
    """What passages say, one row each."""
    entries: Floats
    """The codes' entries, in the same space."""
    asked: Floats | None = None
    """What was asked, one row for each passage, zeros where nothing was; ``None`` if nothing ever
    was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Models:
    """What some codings taught."""

    of_text: Regression
    codings_a_code: float
    of_questions: AfterQuestions | None
    """``None`` where nothing was ever asked."""

    def scores(self, text: Floats, asked: Floats | None, zero_shot: NDArray[np.float64]) -> Scores:
        """Return what is said of passages; ``zero_shot`` is the log of the codebook's shares."""
        by_rule = zero_shot / np.sqrt(self.codings_a_code)
        found = self.of_text.log_shares(text), by_rule
        if self.of_questions is None:
            return found
        if asked is None:
            return *found, np.zeros_like(by_rule)
        return *found, self.of_questions.lift(asked)

    def ordered(self, places: NDArray[np.int64]) -> "Models":
        """Return the same with the codes in another order."""
        asked = self.of_questions
        return replace(
            self,
            of_text=self.of_text.ordered(places),
            of_questions=None if asked is None else asked.ordered(places),
        )


@dataclass(frozen=True, slots=True)
class Decided:
    """Shares and chances of all passages."""

    shares: NDArray[np.float64]
    chances: NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """How what models say is put to use."""

    weights: NDArray[np.float64]
    """Of each scorer."""
    context: float
    """Of the passages around."""
    curve: Curve | None
    """``None`` where shares stand as they are."""
    cuts: Cuts

    def decided(self, scores: Scores, orders: Sequence[str]) -> Decided:
        """Return what comes of scores."""
        shares = mixed(pool(scores, self.weights), orders, self.context)
        return Decided(shares, shares if self.curve is None else self.curve(shares))


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """All there is to learn from."""

    features: Features
    coded: NDArray[np.bool_]
    weight: NDArray[np.float64] | None
    """What each coding weighs as an example, shape ``(passages, codes)``; 1 if not given."""
    fold: Labels
    zero_shot: NDArray[np.float64]
    """Logarithm of the codebook's own shares, shape ``(passages, codes)``."""
    given: NDArray[np.float64]
    any_code: NDArray[np.float64]
    seen: NDArray[np.bool_]
    orders: Sequence[str]

    def models_without(self, *folds_left_out: int) -> Models | None:
        """Return what coding teaches without some folds; ``None`` if too little is left."""
        learn_from = ~np.isin(self.fold, folds_left_out) | (self.fold == NONE)
        rows, codes = np.nonzero(self.coded & learn_from[:, None])
        if len(rows) < FEWEST_EXAMPLES:
            return None
        weight = np.ones(len(rows)) if self.weight is None else self.weight[rows, codes]
        entries, count = self.features.entries, self.zero_shot.shape[1]
        asked = self.features.asked
        return Models(
            of_text=regression(
                np.concatenate([self.features.text[rows], entries]),
                np.concatenate([codes, np.arange(count)]),
                count,
                weights=np.concatenate([weight, np.ones(count)]),
            ),
            codings_a_code=float(weight.sum() / len(np.unique(codes))),
            of_questions=(
                None if asked is None else of_questions(asked, rows, codes, weight, count)
            ),
        )

    def scored(self, models: Models) -> Scores:
        """Return what models say of all passages."""
        return models.scores(self.features.text, self.features.asked, self.zero_shot)

    def without(self, *folds_left_out: int) -> Scores | None:
        """Return scores of all passages by models that saw no coding of some folds."""
        models = self.models_without(*folds_left_out)
        return None if models is None else self.scored(models)

    def use(
        self, blind: Sequence[tuple[int, Scores]], *, scorers: int, calibrated: bool = True
    ) -> Use:
        """Return what is chosen on ``blind`` scores: each names a fold that its model did not see.

        Without ``calibrated`` there is no curve, no cut and no weight of neighbours.
        """
        tested = [(part, self.seen & (self.fold == other)) for other, part in blind]
        weights = fit_weights(self._judged(tested, scorers), _RULE[:scorers])
        if not calibrated:
            return Use(weights=weights, context=0.0, curve=None, cuts=NO_CUT)
        parts = [(pool(part, weights), rows) for part, rows in tested]
        context = best_weight(parts, self.given, self.orders)
        beside = _stack([mixed(part, self.orders, context)[rows] for part, rows in parts], self)
        rows = np.concatenate([np.flatnonzero(rows) for _, rows in parts] or [np.zeros(0, int)])
        curve = fit_curve(beside, self.given[rows])
        people = peoples_numbers(self.given[rows], self.any_code[rows])
        cuts = NO_CUT if people is None else cuts_for(curve(beside), people)
        return Use(weights=weights, context=context, curve=curve, cuts=cuts)

    def _judged(self, tested: Tested, scorers: int) -> Judged:
        return Judged(
            tuple(_stack([part[n][rows] for part, rows in tested], self) for n in range(scorers)),
            _stack([self.given[rows] for _, rows in tested], self),
        )


def _stack(parts: Sequence[NDArray[np.float64]], bench: Bench) -> NDArray[np.float64]:
    """Return parts one below the other; no row where there are none."""
    return np.concatenate([bench.given[:0], *parts])
