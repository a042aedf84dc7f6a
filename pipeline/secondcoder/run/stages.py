"""The order of the stages: material in, everything that was found out. Nothing is written here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from secondcoder.agreement.coded import CodeFrame, codes_of_passages
from secondcoder.agreement.reconcile import reconcile
from secondcoder.agreement.themes_tested import Seen, aligned_pairs, can_be_tested
from secondcoder.matching.match import Applied, codes_of_level, match_themes
from secondcoder.passages.sentences import SpacySentences
from secondcoder.protocols import Encoder, Floats
from secondcoder.records.agreement import AlignedPair, Reconciliation
from secondcoder.records.codes import Codebook, HumanCoding
from secondcoder.records.results import Matching, Suggestions, Theme
from secondcoder.records.study import Notice, StudyMaterial
from secondcoder.records.text import Passage
from secondcoder.study.schema import StudyConfig
from secondcoder.suggesting.confidence import THRESHOLD
from secondcoder.suggesting.suggest import HumanExamples, SuggestSettings, suggest
from secondcoder.themes.discover import LARGE, DiscoverySettings, discover, settings_for
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
    notices: tuple[Notice, ...] = ()


def run_stages(
    material: StudyMaterial, config: StudyConfig, encoder: Encoder, *, say: Say = lambda _: None
) -> Results:
    """Embed, find themes, match, suggest and reconcile; ``say`` is told each stage as it begins."""
    passages, codebook, coding = material.passages, material.codebook, material.coding
    say(f"Encoding {len(passages)} passages")
    vectors = encoder.encode([passage.text for passage in passages])
    say("Finding candidate themes")
    settings = DiscoverySettings(**config.themes.model_dump())
    fitting = settings_for(len(passages), settings)
    themes = discover(
        passages,
        vectors,
        encoder=encoder,
        stops=stop_words(config.model.language),
        can_stand=noun_phrases(config.model.language),
        settings=fitting,
        seed=config.seed,
    )
    notices = _fewer_runs(settings, fitting)
    if codebook is None:
        return Results(themes, None, None, None, notices)
    say("Matching themes with the codebook")
    by_id = {passage.id: vector for passage, vector in zip(passages, vectors, strict=True)}
    blind = match_themes(themes, by_id, codebook, encoder=encoder)
    counted = config.shows_coefficients
    applied = _applied(passages, codebook, coding, config) if coding and counted else None
    aligned = _aligned(themes, codebook, passages, applied, config) if applied else ()
    matching = (
        match_themes(themes, by_id, codebook, encoder=encoder, applied=applied, tested=aligned)
        if applied
        else blind
    )
    say("Suggesting codes")
    sentences = SpacySentences(config.model.language)
    suggestions = _suggestions(
        material,
        codebook,
        vectors,
        config,
        encoder=encoder,
        sentences=sentences,
        theme_codes=_codes_of_themes(themes, blind, codebook),
    )
    if coding is None:
        return Results(themes, matching, suggestions, None, notices)
    say("Reconciling with human coding")
    reconciliation = reconcile(
        passages,
        codebook,
        coding,
        suggestions,
        overlap=config.reconcile.overlap,
        coders=config.reconcile.coders,
        coefficients=counted,
        sentences={passage.id: sentences(passage.text) for passage in passages}
        if counted
        else None,
        lengths={document.name: len(document.text) for document in material.documents},
        epsilon=config.reconcile.epsilon,
        seed=config.seed,
    )
    reconciliation = replace(reconciliation, alignment=aligned)
    notices = (*notices, *_not_tested(passages, applied))
    return Results(themes, matching, suggestions, reconciliation, notices)


def _suggestions(
    material: StudyMaterial,
    codebook: Codebook,
    vectors: Floats,
    config: StudyConfig,
    *,
    encoder: Encoder,
    sentences: SpacySentences,
    theme_codes: Mapping[str, tuple[str, frozenset[str]]],
) -> Suggestions:
    threshold = config.suggest.threshold
    suggestions = suggest(
        material.passages,
        vectors,
        codebook,
        encoder=encoder,
        sentences=sentences,
        stops=stop_words(config.model.language),
        theme_codes=theme_codes,
        settings=SuggestSettings(
            threshold=THRESHOLD if threshold is None else threshold,
            ranks=config.suggest.ranks,
            seed=config.seed,
        ),
        examples=_examples(material.passages, material.coding, config) if material.coding else None,
    )
    return suggestions if config.shows_coefficients else _without_cut_off(suggestions)


def _fewer_runs(wanted: DiscoverySettings, used: DiscoverySettings) -> tuple[Notice, ...]:
    if wanted == used:
        return ()
    return (
        Notice(
            "fewer runs",
            f"with more than {LARGE:,} passages, themes rest on {used.seeds} clusterings (not "
            f"{wanted.seeds}) and their stability on {used.resamples} samples (not "
            f"{wanted.resamples})",
        ),
    )


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


def _without_cut_off(suggestions: Suggestions) -> Suggestions:
    """Return the suggestions with reasons that name no cut-off: a reflexive study has none."""
    silent = []
    for one in suggestions.abstentions:
        head, mark, nearest = one.reason.partition("; ")
        reason = f"no code stands out{mark}{nearest}" if "threshold" in head else one.reason
        silent.append(replace(one, reason=reason))
    return replace(suggestions, abstentions=tuple(silent))


def _aligned(
    themes: tuple[Theme, ...],
    codebook: Codebook,
    passages: tuple[Passage, ...],
    applied: Applied,
    config: StudyConfig,
) -> tuple[AlignedPair, ...]:
    """Return themes of both levels tested against the codes they are compared with."""
    documents = _documents(passages, applied)
    seen = Seen(applied.passages, documents, applied.codes, applied.held)
    return tuple(
        pair
        for level in (1, 2)
        for pair in aligned_pairs(
            [theme for theme in themes if theme.level == level],
            codes_of_level(codebook, level),
            seen,
            seed=config.seed,
        )
    )


def _documents(passages: tuple[Passage, ...], applied: Applied) -> tuple[str, ...]:
    document = {passage.id: passage.document for passage in passages}
    return tuple(document[passage] for passage in applied.passages)


def _not_tested(passages: tuple[Passage, ...], applied: Applied | None) -> tuple[Notice, ...]:
    if applied is None or can_be_tested(_documents(passages, applied)):
        return ()
    return (
        Notice(
            "not tested",
            "whether themes and codes meet more often than by chance cannot be tested: the "
            "documents hold too few passages to shift. Pairs of a theme and a code rest on "
            "cut-offs instead.",
        ),
    )


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
