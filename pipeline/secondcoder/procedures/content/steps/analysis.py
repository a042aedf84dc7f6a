"""The order of the stages of a content analysis: material in, everything found out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from secondcoder.passages.sentences import KeptSentences, SpacySentences
from secondcoder.passages.source_kinds import KIND, kinds_of_source
from secondcoder.procedures.content.steps import attributes, counting, queries, triangulation
from secondcoder.procedures.content.steps.asking import applied_codes, ask
from secondcoder.procedures.content.steps.counted import CANDIDATES, choose_coder, coding_of
from secondcoder.procedures.content.steps.counting import Occurrence, Once
from secondcoder.procedures.content.steps.facet_check import FacetCheck
from secondcoder.procedures.content.steps.facets import Facet, FacetSuggestion
from secondcoder.procedures.content.steps.reading_facets import read_facets
from secondcoder.procedures.content.steps.records import Comment, Query
from secondcoder.protocols import Encoder, Floats, Keep, NothingKept, vectors_of
from secondcoder.records.coders import BUNDLED, Coder, Person
from secondcoder.records.codes import Code, Codebook, HumanCoding
from secondcoder.records.results import Suggestions
from secondcoder.records.study import Notice, StudyMaterial
from secondcoder.study.schema import StudyConfig
from secondcoder.suggesting.decisions import Rule
from secondcoder.suggesting.scores import CodebookScores, kept_scores
from secondcoder.suggesting.suggest import SuggestSettings, suggest
from secondcoder.suggesting.weigh import weigh
from secondcoder.words import stop_words

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Themed:
    """Candidate themes of a run, as if they were codes: for a study that has no codebook."""

    run_id: str
    of_passage: Mapping[str, tuple[str, ...]]
    """The path of labels, theme and subtheme, by passage id."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command asked for."""

    by: tuple[str, ...] = ()
    coder: str = ""
    once: Once = "words"


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """All that was found out."""

    coder: Coder
    """Whose coding is counted."""
    comments: tuple[Comment, ...]
    codes: tuple[Code, ...]
    """The codebook's, then those outside it."""
    by: tuple[tuple[str, tuple[tuple[str, tuple[Comment, ...]], ...]], ...]
    """For each attribute its values, each with its comments."""
    facets: tuple[Facet, ...]
    suggested: tuple[FacetSuggestion, ...]
    coded_values: Mapping[str, Mapping[str, tuple[str, ...]]]
    """By facet and passage id."""
    checks: tuple[FacetCheck, ...]
    queries: tuple[Query, ...]
    cells: tuple[triangulation.Cell, ...]
    assessed: tuple[triangulation.Assessed, ...]
    kinds: Mapping[str, str]
    notices: tuple[Notice, ...]


def analyse(
    material: StudyMaterial,
    config: StudyConfig,
    encoder: Encoder,
    *,
    wanted: Wanted,
    themed: Themed | None = None,
    keep: Keep | None = None,
    say: Say = lambda _: None,
) -> Content:
    """Count what one coder, or the machine, coded; suggest facets; list what is to be resolved."""
    passages, codebook = material.passages, material.codebook
    kept = keep or NothingKept()
    vectors = vectors_of(encoder, [passage.text for passage in passages], say)
    bundled = config.suggest.machine
    coder, notices = choose_coder(material, wanted.coder, bundled=bundled)
    machine = None
    if codebook is not None and bundled:
        say("Reading the passages with the codebook")
        machine = _machine(material, config, encoder, vectors, keep=kept)
    codes = _codes(codebook, coding_of(material, coder) or material.coding, themed)
    by_id = {code.id: code for code in codes}
    found = _occurrences(coder, material, config, machine=machine, themed=themed, codes=by_id)
    place = {passage.id: number for number, passage in enumerate(passages)}
    found.sort(key=lambda one: (place[one.passages[0].id], one.code.path))
    counted = counting.comments(found, once=wanted.once)
    source_kinds = kinds_of_source(material.documents, passages)
    kind = source_kinds.of
    names = list(dict.fromkeys(wanted.by)) or attributes.usual(passages, kind)
    by = [(n, counting.by_value(counted, attributes.values_of(n, passages, kind))) for n in names]
    say("Suggesting facets and listing queries")
    read = read_facets(
        material,
        config,
        encoder,
        vectors,
        scored=lambda: _scored(material, config, encoder, vectors, keep=kept),
        keep=kept,
        applied=applied_codes(found),
        by_people=isinstance(coder, Person),
    )
    asked = partial(ask, material, encoder, coder=coder, codes=codes, counted=counted)
    cells = _cells(material, counted, kind, read.facets)
    several = source_kinds.several or KIND in names
    return Content(
        coder=coder,
        comments=counted,
        codes=codes,
        by=tuple((name, tuple(parts.items())) for name, parts in by),
        facets=read.facets,
        suggested=read.suggested,
        coded_values=read.coded,
        checks=read.checks,
        queries=queries.in_order(asked(found=found, machine=machine, read=read), place),
        cells=cells,
        assessed=triangulation.assess(cells),
        kinds=kind,
        notices=(*notices, *(attributes.kind_notice(source_kinds) if several else ())),
    )


def _codes(
    codebook: Codebook | None, coding: HumanCoding | None, themed: Themed | None
) -> tuple[Code, ...]:
    outside = coding.outside_codebook if coding else ()
    if themed is None:
        return (*(codebook.codes if codebook else ()), *outside)
    paths = dict.fromkeys(p[:d] for p in themed.of_passage.values() for d in range(1, len(p) + 1))
    return tuple(Code(id="\x1f".join(path), path=path) for path in sorted(paths))


def _machine(
    material: StudyMaterial, config: StudyConfig, encoder: Encoder, vectors: Floats, *, keep: Keep
) -> Suggestions:
    passages, codebook = material.passages, material.codebook
    assert codebook is not None  # noqa: S101 - asked for only with one
    language, asked, seed = config.model.language, config.suggest, config.seed
    read = (passages, vectors, encoder.fingerprint, language, seed)
    rule = Rule(asked.codes_a_passage, asked.threshold)

    def suggested() -> Suggestions:
        weighed = weigh(
            passages,
            vectors,
            codebook,
            encoder=encoder,
            sentences=SpacySentences(language),
            seed=seed,
            scored=_scored(material, config, encoder, vectors, keep=keep),
        )
        return suggest(
            passages,
            vectors,
            weighed,
            encoder=encoder,
            stops=stop_words(language),
            theme_codes={},
            settings=SuggestSettings(ranks=asked.ranks, rule=rule),
        )

    return keep("content suggestions", (*read, codebook, rule, asked.ranks), suggested)


def _scored(
    material: StudyMaterial, config: StudyConfig, encoder: Encoder, vectors: Floats, *, keep: Keep
) -> CodebookScores:
    passages, codebook = material.passages, material.codebook
    assert codebook is not None  # noqa: S101 - asked for only with one
    language = config.model.language
    return kept_scores(
        passages,
        vectors,
        codebook,
        keep=keep,
        read=(passages, vectors, encoder.fingerprint, language, config.seed),
        encoder=encoder,
        sentences=KeptSentences(language, (passage.text for passage in passages), keep),
    )


def _occurrences(
    coder: Coder,
    material: StudyMaterial,
    config: StudyConfig,
    *,
    machine: Suggestions | None,
    themed: Themed | None,
    codes: Mapping[str, Code],
) -> list[Occurrence]:
    passages = material.passages
    if coder == CANDIDATES:
        paths = themed.of_passage if themed else {}
        return [
            Occurrence(codes["\x1f".join(paths[p.id])], (p,), p.text)
            for p in passages
            if p.id in paths
        ]
    if coder == BUNDLED:
        return counting.by_machine(machine, passages, codes) if machine else []
    coding = coding_of(material, coder)
    assert coding is not None  # noqa: S101 - a coder's name comes from the coding
    return counting.by_people(
        coding, passages, codes, coder=coder.label, overlap=config.reconcile.overlap
    )


def _cells(
    material: StudyMaterial,
    counted: Sequence[Comment],
    kind: Mapping[str, str],
    dimensions: Sequence[Facet],
) -> tuple[triangulation.Cell, ...]:
    """Return themes by kind of source where there are several; the first facet is compared."""
    if len(set(kind.values())) < 2:
        return ()
    documents = {passage.id: passage.document for passage in material.passages}
    values = dimensions[0].of_code if dimensions else {}
    return triangulation.cells(counted, kind, documents, values=values)
