"""The order of the stages: material in, everything that was found out. Nothing is written here."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from secondcoder.agreement.study.reconcile import reconcile
from secondcoder.procedures.second_coder.steps.called import called_by_codes
from secondcoder.procedures.second_coder.steps.ground import Ground, ground_of
from secondcoder.procedures.second_coder.steps.grouped import Grouped, grouped
from secondcoder.procedures.second_coder.steps.notices import lacking_not_asked
from secondcoder.procedures.second_coder.steps.themes_compared import (
    codes_of_themes,
    matched,
    not_tested,
)
from secondcoder.protocols import Beside, Encoder, Keep, NothingKept, alone
from secondcoder.records.agreement import Reconciliation
from secondcoder.records.codes import Codebook, HumanCoding
from secondcoder.records.results import Matching, NewTheme, Suggestions, Theme
from secondcoder.records.study import Notice, StudyMaterial
from secondcoder.study.schema import StudyConfig
from secondcoder.suggesting.decisions import Rule
from secondcoder.suggesting.kept_coder import KeptCoder, Taught
from secondcoder.suggesting.scores import kept_scores
from secondcoder.suggesting.suggest import SuggestSettings, codes_given, suggest
from secondcoder.suggesting.weigh import Weighed, coder_to_keep, weigh, weigh_as_taught
from secondcoder.words import stop_words

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """All that a run found; ``None`` where the study has no codebook or no coding."""

    themes: tuple[Theme, ...]
    matching: Matching | None = None
    suggestions: Suggestions | None = None
    reconciliation: Reconciliation | None = None
    notices: tuple[Notice, ...] = ()
    new_themes: tuple[NewTheme, ...] = ()
    weighed: Weighed | None = None
    coder: KeptCoder | None = None
    """What all human coding taught, for another study; ``None`` where nothing was learnt."""


def run_stages(
    material: StudyMaterial,
    config: StudyConfig,
    encoder: Encoder,
    *,
    keep: Keep | None = None,
    beside: Beside = alone,
    say: Say = lambda _: None,
    taught: Taught | None = None,
) -> Results:
    """Embed, weigh codes, find themes, match, suggest and reconcile; ``say`` is told each stage.

    What ``keep`` holds of a stage is not computed again; the results are the same. With ``taught``
    codes are weighed as another study's coding taught, and this study's is compared only.
    """
    codebook, coding = material.codebook, material.coding
    ground = ground_of(
        material, config, encoder, keep or NothingKept(), say=say, beside=beside, taught=taught
    )
    weighed = None
    if codebook is not None:
        say("Comparing passages with the codebook")
        weighed = _weighed(ground, codebook)
    say("Finding candidate themes")
    groups, poorly_explained = grouped(ground, weighed)
    results = Results(themes=groups.themes, notices=groups.notices)
    if codebook is None or weighed is None:
        return results
    say("Matching themes with the codebook")
    new = poorly_explained(weighed)
    blind, then_compared = matched(ground, codebook, groups.themes, new)
    suggestions = None
    if config.suggest.machine:
        say("Suggesting codes")
        suggestions = _suggested(ground, codebook, weighed, groups, blind)
    reconciliation = None
    if coding or material.machines:
        say("Reconciling with human coding" if coding else "Comparing machines with each other")
        reconciliation = _reconciled(ground, codebook, coding, suggestions)
    pairs = then_compared()
    results = replace(
        results,
        themes=called_by_codes(groups.themes, pairs.matching, codebook),
        matching=pairs.matching,
        suggestions=suggestions,
        new_themes=new,
        notices=(*groups.notices, *lacking_not_asked(weighed)),
        weighed=weighed,
        coder=_coder_to_keep(ground, codebook, weighed),
    )
    if reconciliation is None:
        return results
    return replace(
        results,
        reconciliation=replace(reconciliation, alignment=pairs.aligned),
        notices=(*results.notices, *not_tested(material.passages, pairs.applied)),
    )


def codes_alone(
    material: StudyMaterial, config: StudyConfig, encoder: Encoder, *, keep: Keep
) -> Suggestions | None:
    """Return only the codes that the machine gives, without themes and evidence.

    ``None`` without a codebook.
    """
    if material.codebook is None:
        return None
    ground = ground_of(material, config, encoder, keep)
    weighed = _weighed(ground, material.codebook)
    return codes_given(material.passages, weighed, _settings(config))


def _settings(config: StudyConfig) -> SuggestSettings:
    return SuggestSettings(
        ranks=config.suggest.ranks,
        risk=config.suggest.risk,
        rule=Rule(config.suggest.codes_a_passage, config.suggest.threshold),
    )


def _weighed(ground: Ground, codebook: Codebook) -> Weighed:
    """Return the weight of every code for every passage."""
    config, asked = ground.config, ground.config.suggest
    passages, vectors, encoder = ground.material.passages, ground.vectors, ground.encoder
    orders = tuple(_orders(ground.material, config))

    def weighed() -> Weighed:
        scored = kept_scores(
            passages,
            vectors,
            codebook,
            keep=ground.keep,
            read=ground.read,
            encoder=encoder,
            sentences=ground.sentences,
        )
        if ground.taught is not None:
            return weigh_as_taught(
                ground.taught,
                passages,
                vectors,
                scored,
                encoder=encoder,
                risk=asked.risk,
                orders=orders,
            )
        return weigh(
            passages,
            vectors,
            codebook,
            encoder=encoder,
            sentences=ground.sentences,
            examples=ground.examples,
            risk=asked.risk,
            orders=orders,
            seed=config.seed,
            scored=scored,
        )

    decisive = (codebook, ground.examples, ground.taught, orders, asked.model_dump_json())
    return ground.keep("weights", (*ground.read, *decisive), weighed)


def _coder_to_keep(ground: Ground, codebook: Codebook, weighed: Weighed) -> KeptCoder | None:
    """Return what all human coding teaches, to be kept for another study."""
    config, examples = ground.config, ground.examples
    if examples is None:
        return None
    orders = tuple(_orders(ground.material, config))
    return ground.keep(
        "coder",
        (*ground.read, codebook, examples, orders),
        lambda: coder_to_keep(
            examples,
            ground.material.passages,
            ground.vectors,
            weighed.scored,
            encoder=ground.encoder,
            orders=orders,
            seed=config.seed,
        ),
    )


def _suggested(
    ground: Ground, codebook: Codebook, weighed: Weighed, groups: Grouped, blind: Matching
) -> Suggestions:
    """Return codes for passages with their evidence; ``blind`` has seen no coding."""
    config = ground.config
    theme_codes = codes_of_themes(groups.themes, blind, codebook)
    settings = _settings(config)
    counted = config.shows_coefficients

    def suggested() -> Suggestions:
        suggestions = suggest(
            ground.material.passages,
            ground.vectors,
            weighed,
            encoder=ground.encoder,
            stops=stop_words(config.model.language),
            theme_codes=theme_codes,
            settings=settings,
            examples=ground.examples,
        )
        return suggestions if counted else _without_cut_off(suggestions)

    parts = (*ground.read, weighed, theme_codes, settings, ground.examples, counted)
    return ground.keep("suggestions", parts, suggested)


def _reconciled(
    ground: Ground,
    codebook: Codebook,
    coding: HumanCoding | None,
    suggestions: Suggestions | None,
) -> Reconciliation:
    """Return machines' codes beside people's."""
    config, passages, machines = ground.config, ground.material.passages, ground.material.machines
    asked, counted = config.reconcile, config.shows_coefficients
    lengths = {document.name: len(document.text) for document in ground.material.documents}

    def reconciled() -> Reconciliation:
        spans = {passage.id: ground.sentences(passage.text) for passage in passages if counted}
        return reconcile(
            passages,
            codebook,
            coding,
            suggestions,
            machines=machines,
            overlap=asked.overlap,
            coders=asked.coders,
            coefficients=counted,
            sentences=spans if counted else None,
            lengths=lengths,
            epsilon=asked.epsilon,
            margin=config.comparison.margin,
            major=config.comparison.major,
            seed=config.seed,
            beside=ground.beside,
        )

    decisive = (codebook, coding, suggestions, machines, lengths, counted)
    parts = (*ground.read, *decisive, config.model_dump_json())
    return ground.keep("comparison", parts, reconciled)


def _orders(material: StudyMaterial, config: StudyConfig) -> list[str]:
    """Return for each passage the document in whose order it stands; rows stand in none."""
    texts = {"turn", "paragraph"}
    wanted = {"text": texts, "rows": {*texts, "row"}, "none": set()}[config.suggest.context]
    unit = {document.name: document.unit for document in material.documents}
    return [
        passage.document if unit[passage.document] in wanted else ""
        for passage in material.passages
    ]


def _without_cut_off(suggestions: Suggestions) -> Suggestions:
    """Return the suggestions with reasons that name no cut-off: a reflexive study has none."""
    silent = []
    for abstention in suggestions.abstentions:
        _, mark, nearest = abstention.reason.partition("; nearest is ")
        label = nearest.rpartition(" with ")[0]
        reason = f"no code stands out{mark}{label}" if mark else abstention.reason
        silent.append(replace(abstention, reason=reason))
    return replace(suggestions, abstentions=tuple(silent))
