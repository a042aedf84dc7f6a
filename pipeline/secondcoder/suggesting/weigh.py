"""How likely each code is for each passage, from the codebook alone or learnt from coding."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from secondcoder.protocols import Encoder, Floats
from secondcoder.records.codes import Code, Codebook
from secondcoder.records.text import Passage
from secondcoder.suggesting.calibrated import cut_for_risk
from secondcoder.suggesting.confidence import shares
from secondcoder.suggesting.features import features_of, framed_entry, questions_of
from secondcoder.suggesting.kept_coder import ANOTHER_STUDY, KeptCoder, Taught, keep_coder
from secondcoder.suggesting.learned import Learned, OfCoders, bench_of, learn
from secondcoder.suggesting.models import Features
from secondcoder.suggesting.scores import CodebookScores, SentenceCutter, codebook_scores

CODEBOOK = "codebook"
FROM_ANOTHER_STUDY = "coding of another study"


@dataclass(frozen=True, slots=True)
class CoderExamples:
    """What one coder applied to which of the passages that they saw, by passage id."""

    applied: Mapping[str, frozenset[str]]
    seen: frozenset[str]


@dataclass(frozen=True, slots=True)
class HumanExamples:
    """Human coding that the machine may learn from."""

    coders: tuple[str, ...]
    applied: Mapping[str, frozenset[str]]
    """Codes of each passage by passage id, whoever gave them."""
    seen: frozenset[str]
    by_coder: tuple[CoderExamples, ...] = ()
    """What each of several coders did; with one coder, or if not given, ``applied`` is theirs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """Every code's confidence for every passage, and what it rests on."""

    scored: CodebookScores
    confidence: NDArray[np.float64]
    """Shape ``(passages, codes)``. From the codebook alone a code's share among all codes; learnt
    from coding the chance that people apply it."""
    least: NDArray[np.float64]
    """Confidence of the first code under which the machine abstains to keep to a risk; 0 where
    none was set, infinity where no confidence keeps to it. Shape ``(passages,)``."""
    learned: Learned | None
    coders: tuple[str, ...]
    """Those learnt from."""

    @property
    def codes(self) -> tuple[Code, ...]:
        """The codable codes: the columns of ``confidence``."""
        return self.scored.codes

    @property
    def basis(self) -> str:
        """What the machine had seen, as it is published."""
        if self.learned is None or not self.learned.learnt.any():
            return CODEBOOK
        if self.learned.grouped_by == ANOTHER_STUDY:
            return FROM_ANOTHER_STUDY
        return f"coding of other {self.learned.grouped_by}s"

    def basis_of(self, row: int) -> str:
        """Return what the confidences of one passage rest on."""
        return self.basis if self.learned and self.learned.learnt[row] else CODEBOOK

    @property
    def shares(self) -> NDArray[np.float64]:
        """Each code's share of the passage, rows summing to one: confidence before any curve."""
        return self.learned.shares if self.learned else self.confidence

    @property
    def explained(self) -> NDArray[np.float64]:
        """How well the nearest code explains each passage, shape ``(passages,)``.

        From the codebook alone by the entries as they are written: codes that move to passages like
        those that fit them (``surest.py``) could take in what the codebook lacks.
        """
        by = self.shares if self.learned else shares(self.scored.by_entry)
        nearest: NDArray[np.float64] = by.max(axis=1, initial=0.0)
        return nearest


def weigh(
    passages: Sequence[Passage],
    vectors: Floats,
    codebook: Codebook,
    *,
    encoder: Encoder,
    sentences: SentenceCutter,
    examples: HumanExamples | None = None,
    risk: float | None = None,
    orders: Sequence[str] = (),
    seed: int = 0,
    scored: CodebookScores | None = None,
) -> Weighed:
    """Weigh every codable code for every passage.

    ``scored`` is what ``codebook_scores`` returns, where that is known already. Without
    ``examples`` the machine has seen the codebook and no coding. ``risk`` is the share of wrong
    first suggestions that is accepted; it has no effect where nothing could be learnt. ``orders``
    names for each passage the text in whose order it stands, empty where its place says nothing,
    as among answers to a survey.
    """
    if scored is None:
        texts = [passage.text for passage in passages]
        scored = codebook_scores(texts, vectors, codebook, encoder=encoder, sentences=sentences)
    if examples is not None:
        return weigh_with(
            examples,
            passages,
            scored,
            features=features_of(passages, vectors, scored.codes, encoder),
            risk=risk,
            orders=orders,
            seed=seed,
        )
    return Weighed(
        scored=scored,
        confidence=shares(scored.scores),
        least=np.zeros(len(passages)),
        learned=None,
        coders=(),
    )


def weigh_with(
    examples: HumanExamples,
    passages: Sequence[Passage],
    scored: CodebookScores,
    *,
    features: Features,
    risk: float | None = None,
    orders: Sequence[str] = (),
    seed: int = 0,
) -> Weighed:
    """Weigh codes by what was scored from the codebook and by coding that may be learnt from.

    ``features`` are those of ``features_of``; for the rest see ``weigh``.
    """
    applied, seen = coding_of(passages, scored.codes, examples)
    learned = learn(
        features,
        applied,
        seen,
        codebook_scores=scored.by_entry,
        unlearnt=scored.scores,
        groups=[passage.document for passage in passages],
        orders=orders,
        of_coders=of_coders(passages, scored.codes, examples),
        seed=seed,
    )
    none = np.zeros(len(passages))
    least = none if risk is None else _least(learned, seen, risk)
    return Weighed(
        scored=scored,
        confidence=learned.chances,
        least=least,
        learned=learned,
        coders=examples.coders,
    )


def weigh_as_taught(
    taught: Taught,
    passages: Sequence[Passage],
    vectors: Floats,
    scored: CodebookScores,
    *,
    encoder: Encoder,
    risk: float | None = None,
    orders: Sequence[str] = (),
) -> Weighed:
    """Weigh codes by what was learnt from another study's coding; no coding of this one counts."""
    learned = taught.coder.learned(
        vectors, questions_of(passages, encoder), scored, orders=orders or [""] * len(passages)
    )
    return Weighed(
        scored=scored,
        confidence=learned.chances,
        least=np.full(len(passages), taught.coder.least(risk)),
        learned=learned,
        coders=taught.coders,
    )


def coder_to_keep(
    examples: HumanExamples,
    passages: Sequence[Passage],
    vectors: Floats,
    scored: CodebookScores,
    *,
    encoder: Encoder,
    orders: Sequence[str] = (),
    seed: int = 0,
) -> KeptCoder | None:
    """Return what all coding teaches of meaning; ``None`` where there is too little of it."""
    applied, seen = coding_of(passages, scored.codes, examples)
    framed = [framed_entry(code) for code in scored.codes]
    bench, _ = bench_of(
        Features(
            text=vectors, entries=encoder.encode(framed), asked=questions_of(passages, encoder)
        ),
        applied,
        seen,
        codebook_scores=scored.by_entry,
        groups=[passage.document for passage in passages],
        orders=orders,
        of_coders=of_coders(passages, scored.codes, examples),
        seed=seed,
    )
    return keep_coder(bench)


def coding_of(
    passages: Sequence[Passage], codes: Sequence[Code], examples: HumanExamples
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which codes people applied to which passages, and which passages they saw."""
    column = {code.id: place for place, code in enumerate(codes)}
    applied = np.zeros((len(passages), len(codes)), dtype=bool)
    for row, passage in enumerate(passages):
        for code in examples.applied.get(passage.id, ()):
            if code in column:
                applied[row, column[code]] = True
    return applied, np.array([passage.id in examples.seen for passage in passages])


def of_coders(
    passages: Sequence[Passage], codes: Sequence[Code], examples: HumanExamples
) -> OfCoders | None:
    """Return how many of several coders gave each code; ``None`` where there is one coder."""
    if len(examples.by_coder) < 2:
        return None
    given = np.zeros((len(passages), len(codes)))
    saw, coded = np.zeros((len(passages), 1)), np.zeros((len(passages), 1))
    for one in examples.by_coder:
        applied, seen = coding_of(passages, codes, HumanExamples((), one.applied, one.seen))
        any_code = applied.any(axis=1, keepdims=True)
        given += applied
        saw += seen[:, None] | any_code
        coded += any_code
    saw = np.maximum(saw, 1)
    return OfCoders(
        share=given / saw,
        weight=given / np.maximum(coded, 1),
        any_code=(coded / saw)[:, 0],
    )


def _least(learned: Learned, seen: NDArray[np.bool_], risk: float) -> NDArray[np.float64]:
    """Return the cut for each passage, from the passages seen in other folds."""
    first = learned.chances.argmax(axis=1)
    rows = np.arange(len(first))
    right = learned.given[rows, first]
    best = learned.chances[rows, first]
    least = np.zeros(len(first))
    for number in np.unique(learned.fold[learned.learnt]).tolist():
        held = learned.learnt & (learned.fold == number)
        others = learned.learnt & seen & (learned.fold >= 0) & (learned.fold != number)
        cut = cut_for_risk(best[others], right[others], risk)
        least[held] = np.inf if cut is None else cut
    return least
