"""Facets of a study read off its passages, and checked where people coded."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from secondcoder.procedures.content.steps import facets
from secondcoder.procedures.content.steps.facet_check import FacetCheck, check
from secondcoder.procedures.content.steps.facets import Facet, FacetSuggestion
from secondcoder.protocols import Encoder, Floats, Keep
from secondcoder.records.codes import Code
from secondcoder.records.study import StudyMaterial
from secondcoder.study.schema import StudyConfig
from secondcoder.suggesting.scores import CodebookScores
from secondcoder.words import stop_words


@dataclass(frozen=True, slots=True)
class FacetsRead:
    """The facets, what is suggested, what the codes carry, and how the two compare."""

    facets: tuple[Facet, ...]
    suggested: tuple[FacetSuggestion, ...]
    coded: Mapping[str, Mapping[str, tuple[str, ...]]]
    checks: tuple[FacetCheck, ...]


def read_facets(
    material: StudyMaterial,
    config: StudyConfig,
    encoder: Encoder,
    vectors: Floats,
    *,
    scored: Callable[[], CodebookScores],
    keep: Keep,
    applied: Mapping[str, Sequence[Code]],
    by_people: bool,
) -> FacetsRead:
    """Suggest values from the codebook, or learnt from coding where the study asks for that.

    ``scored`` scores the codes of the codebook, where that is needed. ``applied`` gives the codes
    of passages that are counted; suggestions are learnt from them and
    checked with them only if they are ``by_people``.
    """
    codebook, passages = material.codebook, material.passages
    dimensions = facets.facets_of(codebook) if codebook else ()
    if codebook is None or not dimensions:
        return FacetsRead((), (), {}, ())
    by, counted = config.suggest.basis, config.shows_coefficients
    ids = {passage: tuple(code.id for code in own) for passage, own in applied.items()}
    language, seed = config.model.language, config.seed
    read = (passages, vectors, encoder.fingerprint, language, seed)
    return keep(
        "facets",
        (*read, codebook, ids, by_people, by, counted),
        lambda: _read(
            material,
            config,
            encoder,
            vectors,
            scored=scored(),
            dimensions=dimensions,
            applied=applied,
            by_people=by_people,
        ),
    )


def _read(
    material: StudyMaterial,
    config: StudyConfig,
    encoder: Encoder,
    vectors: Floats,
    *,
    scored: CodebookScores,
    dimensions: tuple[Facet, ...],
    applied: Mapping[str, Sequence[Code]],
    by_people: bool,
) -> FacetsRead:
    codebook, passages = material.codebook, material.passages
    assert codebook is not None  # noqa: S101 - its facets are read
    language = config.model.language
    documents = {passage.id: passage.document for passage in passages}
    ids = {passage: frozenset(code.id for code in own) for passage, own in applied.items()}
    shown: list[FacetSuggestion] = []
    checks: list[FacetCheck | None] = []
    coded = {facet.name: facets.coded_values(facet, ids) for facet in dimensions}
    for facet in dimensions:
        plain = facets.value_shares(scored, facet)
        values = [coded[facet.name].get(passage.id, ()) for passage in passages]
        learnt, basis = facets.learned_shares(
            vectors,
            plain,
            labels=[value[0] if len(value) == 1 else "" for value in values],
            facet=facet,
            entries=facets.entries_of(facet, codebook, encoder),
            groups=[passage.document for passage in passages],
            seed=config.seed,
        )
        made = [
            facets.suggested(passages, facet, share, scored, basis=name, stops=stop_words(language))
            for share, name in ((plain, facets.CODEBOOK), (learnt, basis))
        ]
        shown += made[1] if by_people and config.suggest.basis == "coding" else made[0]
        judged = made if basis != facets.CODEBOOK else made[:1]
        checks += [check(one, coded[facet.name], documents) for one in judged]
    counted = config.shows_coefficients and by_people
    kept = tuple(one for one in checks if one) if counted else ()
    return FacetsRead(dimensions, tuple(shown), coded, kept)
