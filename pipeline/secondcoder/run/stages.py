"""The order of the stages: material in, everything that was found out. Nothing is written here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from secondcoder.agreement.coded import CodeFrame, codes_of_passages
from secondcoder.agreement.reconcile import reconcile
from secondcoder.matching.match import Applied, match_themes
from secondcoder.passages.sentences import SpacySentences
from secondcoder.protocols import Encoder
from secondcoder.records.codes import Codebook, HumanCoding
from secondcoder.records.results import Matching, Reconciliation, Suggestions, Theme
from secondcoder.records.study import StudyMaterial
from secondcoder.records.text import Passage
from secondcoder.study.schema import StudyConfig
from secondcoder.suggesting.confidence import THRESHOLD
from secondcoder.suggesting.suggest import HumanExamples, SuggestSettings, suggest
from secondcoder.themes.discover import DiscoverySettings, discover
from secondcoder.themes.grammar import noun_phrases
from secondcoder.words import stop_words

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Results:
    """All that a run found; ``None`` where the study has no codebook or no coding."""

    themes: tuple[Theme, ...]
    matching: Matching | None
    suggestions: Suggestions | None
    reconciliation: Reconciliation | None


def run_stages(
    material: StudyMaterial, config: StudyConfig, encoder: Encoder, *, say: Say = lambda _: None
) -> Results:
    """Embed, find themes, match, suggest and reconcile; ``say`` is told each stage as it begins."""
    passages, codebook, coding = material.passages, material.codebook, material.coding
    stops = stop_words(config.model.language)
    say(f"Encoding {len(passages)} passages")
    vectors = encoder.encode([passage.text for passage in passages])
    say("Finding candidate themes")
    themes = discover(
        passages,
        vectors,
        encoder=encoder,
        stops=stops,
        can_stand=noun_phrases(config.model.language),
        settings=DiscoverySettings(**config.themes.model_dump()),
        seed=config.seed,
    )
    if codebook is None:
        return Results(themes, None, None, None)
    by_id = {passage.id: vector for passage, vector in zip(passages, vectors, strict=True)}
    say("Matching themes with the codebook")
    blind = match_themes(themes, by_id, codebook, encoder=encoder)
    applied = _applied(passages, codebook, coding, config) if coding else None
    matching = (
        match_themes(themes, by_id, codebook, encoder=encoder, applied=applied)
        if applied and config.stance != "reflexive"
        else blind
    )
    say("Suggesting codes")
    suggestions = suggest(
        passages,
        vectors,
        codebook,
        encoder=encoder,
        sentences=SpacySentences(config.model.language),
        stops=stops,
        theme_codes=_codes_of_themes(themes, blind, codebook),
        settings=SuggestSettings(
            threshold=THRESHOLD if config.suggest.threshold is None else config.suggest.threshold,
            ranks=config.suggest.ranks,
            seed=config.seed,
        ),
        examples=_examples(passages, coding, config) if coding else None,
    )
    if coding is None:
        return Results(themes, matching, suggestions, None)
    say("Reconciling with human coding")
    reconciliation = reconcile(
        passages,
        codebook,
        coding,
        suggestions,
        overlap=config.reconcile.overlap,
        coders=config.reconcile.coders,
        coefficients=config.stance != "reflexive",
    )
    return Results(themes, matching, suggestions, reconciliation)


def _applied(
    passages: tuple[Passage, ...], codebook: Codebook, coding: HumanCoding, config: StudyConfig
) -> Applied:
    """Return what people applied: a code holds where any coder applied it."""
    frame = CodeFrame.of(codebook, coding.outside_codebook)
    seen_by_any = frozenset().union(*coding.seen.values())
    seen = tuple(passage.id for passage in passages if passage.id in seen_by_any)
    held = np.zeros((len(seen), len(frame.codes)), dtype=bool)
    for of_coder in codes_of_passages(coding, passages, overlap=config.reconcile.overlap).values():
        held |= frame.matrix(of_coder, seen)
    return Applied(seen, tuple(code.id for code in frame.codes), held)


def _codes_of_themes(
    themes: tuple[Theme, ...], matching: Matching, codebook: Codebook
) -> Mapping[str, tuple[str, frozenset[str]]]:
    """Return, by passage, its theme and the codes that the theme points to, codes below included.

    The matching used is the one by meaning alone, so that a machine that has seen no coding
    gives no evidence that rests on coding.
    """
    pointed: dict[str, set[str]] = {}
    by_id = codebook.by_id
    for match in matching.matches:
        if match.relation == "near":
            continue
        path = by_id[match.code_id].path
        below = {code.id for code in codebook.codes if code.path[: len(path)] == path}
        pointed.setdefault(match.theme_id, set()).update(below)
    return {
        passage: (theme.id, frozenset(pointed.get(theme.id, ())))
        for theme in themes
        if theme.level == 1
        for passage in theme.passages
    }


def _examples(
    passages: tuple[Passage, ...], coding: HumanCoding, config: StudyConfig
) -> HumanExamples | None:
    """Return what may be learnt from, or ``None`` if nothing may be or nothing was coded."""
    if config.suggest.basis != "coding":
        return None
    wanted = config.suggest.learn_from
    coders = tuple(coder for coder in coding.coders if wanted is None or coder in wanted)
    by_coder = codes_of_passages(coding, passages, overlap=config.reconcile.overlap)
    applied: dict[str, frozenset[str]] = {}
    for coder in coders:
        for passage, codes in by_coder[coder].items():
            applied[passage] = applied.get(passage, frozenset()) | codes
    if not applied:
        return None
    seen = frozenset().union(*(coding.seen[coder] for coder in coders))
    return HumanExamples(coders, applied, seen)
