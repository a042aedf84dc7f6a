"""What to code next, and what the coding there is has brought: from a study's results.

Not in a reflexive study: what a machine would learn most from is no measure of what is worth a
reader's time, and a sample to estimate agreement from has no place where none is estimated.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from secondcoder.agreement.coefficients.enough import LEAST_DOCUMENTS
from secondcoder.agreement.study.coded import codes_of_passages
from secondcoder.procedures.second_coder.steps.ground import human_examples
from secondcoder.procedures.second_coder.steps.stages import Results
from secondcoder.protocols import Encoder, Floats, Keep, NothingKept
from secondcoder.records.advice import Advice, LearningPoint
from secondcoder.records.codes import Codebook, HumanCoding
from secondcoder.records.results import Suggestions
from secondcoder.records.study import Notice, StudyMaterial
from secondcoder.records.text import Passage
from secondcoder.study.schema import StudyConfig
from secondcoder.suggesting.features import features_of
from secondcoder.suggesting.learned import learn
from secondcoder.suggesting.learning_curve import learning_curve
from secondcoder.suggesting.next_passages import Coded, next_documents, next_passages
from secondcoder.suggesting.scores import CodebookScores
from secondcoder.suggesting.weigh import HumanExamples, Weighed, coding_of, of_coders
from secondcoder.words import stop_words

MOST_CODERS = 5
"""Coders above which nobody is told what they have not seen: a crowd shares the passages out. Not
measured; a convention."""
MOST_FOR_CURVE = 2000
"""Coded passages above which the curve would take longer than the run. Not measured; time decided
it (docs/active.md)."""


def advise(
    material: StudyMaterial,
    config: StudyConfig,
    encoder: Encoder,
    results: Results,
    *,
    keep: Keep | None = None,
) -> Advice:
    """Return what would help most to code next; nothing without a codebook or in reflexive work."""
    suggestions, codebook = results.suggestions, material.codebook
    if suggestions is None or codebook is None or not config.shows_coefficients:
        return Advice()
    material_read = (material.passages, codebook, material.coding, encoder.fingerprint)
    found = results.weighed, suggestions
    return (keep or NothingKept())(
        "advice",
        (*material_read, *found, config.model_dump_json()),
        lambda: _advised(
            material,
            config,
            encoder,
            weighed=results.weighed,
            suggestions=suggestions,
            codebook=codebook,
        ),
    )


def _advised(
    material: StudyMaterial,
    config: StudyConfig,
    encoder: Encoder,
    *,
    weighed: Weighed | None,
    suggestions: Suggestions,
    codebook: Codebook,
) -> Advice:
    passages = material.passages
    vectors = encoder.encode([passage.text for passage in passages])
    curve, notices = _curve(material, config, encoder, vectors, weighed)
    coded = who_is_next(passages, material.coding, overlap=config.reconcile.overlap)
    if coded is None:
        return Advice(curve=curve, notices=notices)
    return Advice(
        next_passages(
            passages,
            vectors,
            suggestions,
            coded,
            labels=_labels(codebook),
            stops=stop_words(config.model.language),
            seed=config.seed,
        ),
        next_documents(passages, suggestions, coded, least_documents=LEAST_DOCUMENTS),
        curve,
        notices,
    )


def who_is_next(
    passages: tuple[Passage, ...], coding: HumanCoding | None, *, overlap: float
) -> Coded | None:
    """Return what is coded already, and who has something left to code.

    Where passages are left that nobody has seen, that is anybody; otherwise the coder who has
    seen least, for a second opinion. ``None`` where nothing is left to anybody.
    """
    if coding is None:
        return Coded()
    applied: dict[str, frozenset[str]] = {}
    for of_coder in codes_of_passages(coding, passages, overlap=overlap).values():
        for passage, codes in of_coder.items():
            applied[passage] = applied.get(passage, frozenset()) | codes
    every = {passage.id for passage in passages}
    by_any = frozenset[str]().union(*coding.seen.values())
    if every - by_any:
        return Coded(by_any, applied)
    if len(coding.coders) > MOST_CODERS:
        return None
    behind = min(coding.coders, key=lambda coder: len(coding.seen[coder]))
    if every <= coding.seen[behind]:
        return None
    return Coded(coding.seen[behind], applied, behind)


def _labels(codebook: Codebook) -> Mapping[str, str]:
    return {code.id: code.label for code in codebook.codes}


def _curve(
    material: StudyMaterial,
    config: StudyConfig,
    encoder: Encoder,
    vectors: Floats,
    weighed: Weighed | None,
) -> tuple[tuple[LearningPoint, ...], tuple[Notice, ...]]:
    """Return the curve where the machine learns from coding, or why it is left out."""
    if material.coding is None or weighed is None:
        return (), ()
    examples = human_examples(material.passages, material.coding, config)
    if examples is None:
        return (), ()
    number = len(examples.applied)
    if number > MOST_FOR_CURVE:
        why = (
            f"the learning curve is left out: with {number:,} coded passages (more than "
            f"{MOST_FOR_CURVE:,}) it would take long, and little is to be learnt from it"
        )
        return (), (Notice("left out", why),)
    return _learnt(material, weighed.scored, config, encoder, vectors, examples=examples), ()


def _learnt(
    material: StudyMaterial,
    scored: CodebookScores,
    config: StudyConfig,
    encoder: Encoder,
    vectors: Floats,
    *,
    examples: HumanExamples,
) -> tuple[LearningPoint, ...]:
    passages = material.passages
    documents = [passage.document for passage in passages]
    applied, seen = coding_of(passages, scored.codes, examples)
    several = of_coders(passages, scored.codes, examples)
    features = features_of(passages, vectors, scored.codes, encoder)

    def score(known: NDArray[np.bool_]) -> NDArray[np.float64]:
        return learn(
            features,
            applied,
            known,
            codebook_scores=scored.by_entry,
            unlearnt=scored.scores,
            groups=documents,
            of_coders=several,
            seed=config.seed,
            calibrated=False,
        ).shares

    return learning_curve(documents, applied, seen, score=score, seed=config.seed)
