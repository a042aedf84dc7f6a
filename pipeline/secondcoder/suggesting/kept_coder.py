"""A learnt coder that is kept: what one study's coding taught, to code another study's passages.

It holds no text. Profiles of wording are runs of letters of the study's own passages
(``wording.py``), so a coder that is kept does without them and learns from meaning alone; what
that costs stands in docs/quality.md (*A second wave of material*).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from secondcoder.protocols import Floats
from secondcoder.suggesting.calibrated import cut_for_risk
from secondcoder.suggesting.confidence import TEMPERATURE, log_shares
from secondcoder.suggesting.folds import NONE
from secondcoder.suggesting.learned import Learned
from secondcoder.suggesting.models import Bench, Models, Use
from secondcoder.suggesting.scores import CodebookScores

ANOTHER_STUDY = "study"
"""What coding is kept apart by, where none of the study's own was learnt from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutOfFold:
    """First codes of the coded passages learnt from, by models that did not see the document."""

    confidence: NDArray[np.float64]
    """Of the first code, shape ``(judged,)``."""
    right: NDArray[np.float64]
    """The share of coders who gave it, same shape."""
    codes: float
    """Codes that the machine gave a passage, on average."""
    peoples_codes: float
    """Codes that a person gave a passage, on average."""

    @property
    def first_right(self) -> float:
        """How often the first code was right."""
        return float(self.right.mean()) if len(self.right) else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptCoder:
    """Numbers that were learnt from one study's coding."""

    models: Models
    use: Use
    out_of_fold: OutOfFold

    def ordered(self, places: NDArray[np.int64]) -> "KeptCoder":
        """Return the same coder with the codes in another order."""
        return replace(self, models=self.models.ordered(places))

    def least(self, risk: float | None) -> float:
        """Return the confidence under which the machine abstains to keep to a risk."""
        if risk is None:
            return 0.0
        judged = self.out_of_fold
        cut = cut_for_risk(judged.confidence, judged.right, risk)
        return np.inf if cut is None else cut

    def learned(
        self,
        text: Floats,
        asked: Floats | None,
        scored: CodebookScores,
        *,
        orders: Sequence[str],
    ) -> Learned:
        """Return what the coder says of passages of which it knows no coding."""
        zero_shot = log_shares(scored.by_entry, TEMPERATURE)
        decided = self.use.decided(self.models.scores(text, asked, zero_shot), orders)
        count = len(text)
        return Learned(
            shares=decided.shares,
            chances=decided.chances,
            fold=np.full(count, NONE, dtype=np.int64),
            grouped_by=ANOTHER_STUDY,
            given=np.zeros_like(decided.shares),
            learnt=np.ones(count, dtype=bool),
            first_cut=np.full(count, self.use.cuts.first),
            further_cut=np.full(count, self.use.cuts.further),
        )


@dataclass(frozen=True, slots=True)
class Taught:
    """A kept coder as another study uses it, its codes in the order of that study's codebook."""

    coder: KeptCoder
    coders: tuple[str, ...]
    """The people whose coding it learnt."""


def keep_coder(bench: Bench) -> KeptCoder | None:
    """Return what all coding teaches, ``None`` where there is too little of it.

    How it is put to use is chosen on each fold by models that did not see it.
    """
    models = bench.models_without()
    if models is None:
        return None
    scorers = 2 if models.of_questions is None else 3
    numbers = [number for number in np.unique(bench.fold).tolist() if number != NONE]
    blind = [
        (number, scores) for number in numbers if (scores := bench.without(number)) is not None
    ]
    use = bench.use(blind, scorers=scorers)
    return KeptCoder(models=models, use=use, out_of_fold=_out_of_fold(bench, blind, scorers))


def _out_of_fold(
    bench: Bench, blind: Sequence[tuple[int, tuple[NDArray[np.float64], ...]]], scorers: int
) -> OutOfFold:
    """Return how the folds' models fare on their folds, put to use as the other folds say."""
    confidence: list[NDArray[np.float64]] = []
    right: list[NDArray[np.float64]] = []
    given = 0
    seen = np.zeros(len(bench.seen), dtype=bool)
    for number, scores in blind:
        use = bench.use([one for one in blind if one[0] != number], scorers=scorers)
        chances = use.decided(scores, bench.orders).chances
        held = bench.seen & (bench.fold == number)
        seen |= held
        ranked = -np.sort(-chances[held], axis=1)
        answered = ranked[ranked[:, 0] >= use.cuts.first]
        given += len(answered) + int((answered[:, 1:] >= use.cuts.further).sum())
        coded = np.flatnonzero(held & bench.given.any(axis=1))
        first = chances[coded].argmax(axis=1)
        confidence.append(chances[coded, first])
        right.append(bench.given[coded, first])
    nothing = np.zeros(0)
    passages = max(int(seen.sum()), 1)
    return OutOfFold(
        confidence=np.concatenate([nothing, *confidence]),
        right=np.concatenate([nothing, *right]),
        codes=given / passages,
        peoples_codes=float(bench.given[seen].sum() / passages),
    )
