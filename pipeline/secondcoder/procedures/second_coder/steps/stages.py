"""The order of the stages: material in, everything that was found out. Nothing is written here."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from secondcoder.agreement.study.coded import codes_of_passages
from secondcoder.agreement.study.reconcile import reconcile
from secondcoder.matching.match import match_themes
from secondcoder.passages.sentences import SpacySentences
from secondcoder.procedures.second_coder.steps.themes_compared import (
    aligned_with_codes,
    applied_by_people,
    codes_of_themes,
    not_tested,
)
from secondcoder.protocols import Encoder
from secondcoder.records.agreement import Reconciliation
from secondcoder.records.codes import HumanCoding
from secondcoder.records.results import Matching, NewTheme, Suggestions, Theme
from secondcoder.records.study import Notice, StudyMaterial
from secondcoder.records.text import Passage
from secondcoder.study.schema import StudyConfig
from secondcoder.suggesting.suggest import SuggestSettings, suggest
from secondcoder.suggesting.weigh import CODEBOOK, HumanExamples, Weighed, weigh
from secondcoder.themes.discover import LARGE, DiscoverySettings, Naming, discover, settings_for
from secondcoder.themes.grammar import noun_phrases
from secondcoder.themes.space import theme_space
from secondcoder.themes.unexplained import new_themes
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
    new_themes: tuple[NewTheme, ...] = ()
    weighed: Weighed | None = None


def run_stages(
    material: StudyMaterial, config: StudyConfig, encoder: Encoder, *, say: Say = lambda _: None
) -> Results:
    """Embed, weigh codes, find themes, match, suggest and reconcile; ``say`` is told each stage."""
    passages, codebook, coding = material.passages, material.codebook, material.coding
    texts = [passage.text for passage in passages]
    say(f"Encoding {len(passages)} passages")
    vectors = encoder.encode(texts)
    sentences = SpacySentences(config.model.language)
    examples = human_examples(passages, coding, config) if codebook and coding else None
    weighed = None
    if codebook is not None:
        say("Comparing passages with the codebook")
        weighed = weigh(
            passages,
            vectors,
            codebook,
            encoder=encoder,
            sentences=sentences,
            examples=examples,
            threshold=config.suggest.threshold,
            risk=config.suggest.risk,
            orders=_orders(material, config),
            seed=config.seed,
        )
    say("Finding candidate themes")
    settings = DiscoverySettings(**config.themes.model_dump(exclude={"basis"}))
    fitting = settings_for(len(passages), settings)
    space = theme_space(texts, vectors, _leaning(weighed, config))
    naming = Naming(encoder, stop_words(config.model.language), noun_phrases(config.model.language))
    themes = discover(
        passages, vectors, space=space, naming=naming, settings=fitting, seed=config.seed
    )
    notices = (*_fewer_runs(settings, fitting), *_themes_learnt(weighed, config))
    if codebook is None or weighed is None:
        return Results(themes, None, None, None, notices)
    say("Matching themes with the codebook")
    new = new_themes(
        themes,
        _share_of_first(passages, weighed, examples),
        passages,
        vectors,
        space=space,
        naming=naming,
        settings=fitting,
        learnt=weighed.learned is not None,
        seed=config.seed,
    )
    match = partial(
        match_themes,
        themes,
        {passage.id: vector for passage, vector in zip(passages, vectors, strict=True)},
        codebook,
        encoder=encoder,
        new=frozenset(one.theme.id for one in new),
    )
    blind = match()
    counted = config.shows_coefficients
    applied = applied_by_people(passages, codebook, coding, config) if coding and counted else None
    aligned = aligned_with_codes(themes, codebook, passages, applied, config) if applied else ()
    matching = match(applied=applied, tested=aligned) if applied else blind
    say("Suggesting codes")
    suggestions = suggest(
        passages,
        vectors,
        weighed,
        encoder=encoder,
        stops=naming.stops,
        theme_codes=codes_of_themes(themes, blind, codebook),
        settings=SuggestSettings(ranks=config.suggest.ranks, risk=config.suggest.risk),
        examples=examples,
    )
    if not counted:
        suggestions = _without_cut_off(suggestions)
    if coding is None:
        return Results(themes, matching, suggestions, None, notices, new, weighed)
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
    notices = (*notices, *not_tested(passages, applied))
    return Results(themes, matching, suggestions, reconciliation, notices, new, weighed)


def _orders(material: StudyMaterial, config: StudyConfig) -> list[str]:
    """Return for each passage the document in whose order it stands; rows stand in none."""
    texts = {"turn", "paragraph"}
    wanted = {"text": texts, "rows": {*texts, "row"}, "none": set()}[config.suggest.context]
    unit = {document.name: document.unit for document in material.documents}
    return [
        passage.document if unit[passage.document] in wanted else ""
        for passage in material.passages
    ]


def _leaning(weighed: Weighed | None, config: StudyConfig) -> NDArray[np.float64] | None:
    """Return what coding taught of each passage, where themes may learn from it and it taught."""
    if config.themes.basis != "coding" or weighed is None or weighed.basis == CODEBOOK:
        return None
    return weighed.shares


def _share_of_first(
    passages: tuple[Passage, ...], weighed: Weighed, examples: HumanExamples | None
) -> dict[str, float]:
    """Return the first code's share of each passage; with examples, of those that none coded."""
    coded = examples.applied if examples else {}
    best = weighed.shares.max(axis=1) if weighed.codes else np.zeros(len(passages))
    return {
        passage.id: float(share)
        for passage, share in zip(passages, best, strict=True)
        if not coded.get(passage.id)
    }


def _themes_learnt(weighed: Weighed | None, config: StudyConfig) -> tuple[Notice, ...]:
    if config.themes.basis != "coding":
        return ()
    if _leaning(weighed, config) is None:
        return (
            Notice(
                "themes from text",
                "themes were to learn from coding, but there is none that may be learnt from: "
                'themes -> basis = "coding" needs coding and suggest -> basis = "coding" as well. '
                "Passages were grouped by what they say.",
            ),
        )
    return (
        Notice(
            "themes learnt from coding",
            "passages were grouped by what they say and by codes learnt from other documents' "
            "coding. That such themes meet codes is no independent finding.",
        ),
    )


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


def _without_cut_off(suggestions: Suggestions) -> Suggestions:
    """Return the suggestions with reasons that name no cut-off: a reflexive study has none."""
    silent = []
    for one in suggestions.abstentions:
        _, mark, nearest = one.reason.partition("; nearest is ")
        label = nearest.rpartition(" with ")[0]
        reason = f"no code stands out{mark}{label}" if mark else one.reason
        silent.append(replace(one, reason=reason))
    return replace(suggestions, abstentions=tuple(silent))


def human_examples(
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
