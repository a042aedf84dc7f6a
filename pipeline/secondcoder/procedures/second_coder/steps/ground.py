"""What every stage works with: the material, its vectors, and what may be learnt from people."""

from collections.abc import Callable
from dataclasses import dataclass

from secondcoder.agreement.study.coded import codes_of_passages
from secondcoder.agreement.study.trials import without_trials
from secondcoder.passages.sentences import KeptSentences, SentenceCutter
from secondcoder.protocols import Beside, Encoder, Floats, Keep, alone, vectors_of
from secondcoder.records.codes import HumanCoding
from secondcoder.records.study import StudyMaterial
from secondcoder.records.text import Passage
from secondcoder.study.schema import StudyConfig
from secondcoder.suggesting.kept_coder import Taught
from secondcoder.suggesting.scores import codebook_texts, long_sentences
from secondcoder.suggesting.weigh import CoderExamples, HumanExamples


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What every stage works with."""

    material: StudyMaterial
    config: StudyConfig
    encoder: Encoder
    vectors: Floats
    """A unit-length row of meaning for each passage."""
    sentences: SentenceCutter
    """Of the passages."""
    examples: HumanExamples | None
    """``None`` where nothing may be learnt from people, or nothing can be."""
    taught: Taught | None
    """What was learnt from another study, in place of this one's coding."""
    keep: Keep
    beside: Beside = alone
    """Lets what is independent be computed beside."""

    @property
    def read(self) -> tuple[object, ...]:
        """What decides every stage: the passages as they were encoded, language and seed."""
        config = self.config
        seed, language = config.seed, config.model.language
        return (self.material.passages, self.vectors, self.encoder.fingerprint, language, seed)


def ground_of(
    material: StudyMaterial,
    config: StudyConfig,
    encoder: Encoder,
    keep: Keep,
    *,
    say: Callable[[str], None] = lambda _: None,
    beside: Beside = alone,
    taught: Taught | None = None,
) -> Ground:
    """Encode the passages and take from the coding what may be learnt from."""
    passages, coding = material.passages, material.coding
    examples = None
    if material.codebook is not None and coding is not None:
        examples = human_examples(passages, coding, config)
    texts = [passage.text for passage in passages]
    sentences = KeptSentences(config.model.language, texts, keep, beside)
    # What the codebook is compared with as well: read here, a passage is read once.
    book = material.codebook
    parts = [long_sentences(text, sentences) if book else [] for text in texts]
    return Ground(
        material=material,
        config=config,
        encoder=encoder,
        vectors=vectors_of(
            encoder, texts, say, parts=parts, also=codebook_texts(book) if book else ()
        ),
        sentences=sentences,
        examples=examples,
        taught=taught,
        keep=keep,
        beside=beside,
    )


def human_examples(
    passages: tuple[Passage, ...], coding: HumanCoding, config: StudyConfig
) -> HumanExamples | None:
    """Return what may be learnt from, or ``None`` if nothing may be or nothing was coded."""
    if config.suggest.basis != "coding":
        return None
    coding = without_trials(coding, passages)
    wanted = config.suggest.learn_from
    coders = tuple(coder for coder in coding.coders if wanted is None or coder in wanted)
    by_coder = codes_of_passages(coding, passages, overlap=config.reconcile.overlap)
    each = tuple(CoderExamples(by_coder[coder], coding.seen[coder]) for coder in coders)
    applied: dict[str, frozenset[str]] = {}
    for one in each:
        for passage, codes in one.applied.items():
            applied[passage] = applied.get(passage, frozenset()) | codes
    if not applied:
        return None
    seen = frozenset[str]().union(*(one.seen for one in each))
    return HumanExamples(coders, applied, seen, each)
