"""What the comparison comes to under one combination of settings. Pure."""

from collections.abc import Iterator

from secondcoder.agreement.study.among_people import two_codings
from secondcoder.agreement.study.conclusions import conclusions, counted
from secondcoder.agreement.study.headline import MV_ALPHA, headline, scope_named
from secondcoder.agreement.study.pairs import about, ends
from secondcoder.agreement.study.readings import Readings
from secondcoder.agreement.study.trials import without_trials
from secondcoder.embedding.side_by_side import JOINED
from secondcoder.procedures.second_coder.grid.specifications import Specification
from secondcoder.procedures.second_coder.grid.tables import SpecificationRow
from secondcoder.records.coders import BUNDLED, Person
from secondcoder.records.results import Suggestions
from secondcoder.records.study import StudyMaterial
from secondcoder.study.schema import StudyConfig


def specification_rows(
    material: StudyMaterial,
    config: StudyConfig,
    suggestions: Suggestions,
    specification: Specification,
    *,
    number: int,
) -> Iterator[SpecificationRow]:
    """Yield the headline and the conclusions of each person beside the machine."""
    codebook, coding = material.codebook, material.coding
    if codebook is None or coding is None:
        return
    coding = without_trials(coding, material.passages)
    overlap = specification.overlap
    found = Readings.of(material.passages, codebook, coding, suggestions, overlap=overlap)
    coefficient = config.comparison.headline or MV_ALPHA
    per_passage = len(suggestions.ranked) / max(len(material.passages), 1)
    for name in people_of(config, coding.coders):
        pair = found.pair(Person(name), BUNDLED)
        scope = scope_named(pair, config.comparison.level)
        if scope is None:
            continue
        value, interval = headline(pair, coefficient=coefficient, scope=scope)
        low, high = ends(interval) or (None, None)
        two = two_codings(found, Person(name), BUNDLED)
        told, holds, flips = counted(conclusions(two, major=config.comparison.major))
        yield SpecificationRow(
            number=number,
            own=number == 1,
            encoder=JOINED.join(specification.encoders),
            unit=specification.unit or "as the files suggest",
            overlap=specification.overlap,
            basis=specification.basis,
            learnt=suggestions.basis != "codebook",
            codes_a_passage=_rule(specification),
            seed=specification.seed,
            coder=name,
            scope=scope.name,
            coefficient=coefficient,
            passages=len(pair.first),
            given=per_passage,
            value=value.value,
            low=low,
            high=high,
            told=told,
            holds=holds,
            flips=flips,
            note=value.reason or about(interval),
        )


def people_of(config: StudyConfig, coders: tuple[str, ...]) -> list[str]:
    """Return the people whose agreement with the machine a grid is about."""
    pair, chosen = config.comparison.pair, config.reconcile.coders
    return [
        name for name in coders if (not pair or name in pair) and (chosen is None or name in chosen)
    ]


def _rule(specification: Specification) -> str:
    if specification.threshold is not None:
        return f"confidence from {specification.threshold:g}"
    if specification.basis == "coding":
        return "as people give"
    number = specification.codes_a_passage
    return "first and near" if number is None else str(number)
