"""What themes and codes have in common: what people applied, which pairs were tested, and how."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from secondcoder.agreement.chance.themes_tested import Seen, aligned_pairs, can_be_tested
from secondcoder.agreement.study.coded import CodeFrame, codes_of_passages
from secondcoder.matching.match import Applied, codes_of_level, match_themes
from secondcoder.procedures.second_coder.steps.ground import Ground
from secondcoder.protocols import Beside, alone
from secondcoder.records.alignment import AlignedPair
from secondcoder.records.coders import Machine
from secondcoder.records.codes import Codebook, HumanCoding
from secondcoder.records.results import Matching, NewTheme, Theme
from secondcoder.records.study import Notice
from secondcoder.records.text import Passage
from secondcoder.study.schema import StudyConfig


@dataclass(frozen=True, slots=True)
class Compared:
    """Themes and codes side by side."""

    matching: Matching
    blind: Matching
    """By meaning alone: for a machine that has seen no coding."""
    applied: Applied | None
    """What people applied; ``None`` without coding, or where no coefficient is shown."""
    aligned: tuple[AlignedPair, ...]
    """With the codes that people gave, then with those of each other machine."""


Tested = Callable[[], tuple[AlignedPair, ...]]
"""Waits for a test that was begun."""


@dataclass(frozen=True, slots=True)
class Begun:
    """Tests of themes against codes that are under way beside."""

    applied: Applied | None
    people: Tested | None
    """``None`` without people's coding."""
    machines: tuple[tuple[Machine, Tested], ...] = ()


def matched(
    ground: Ground, codebook: Codebook, themes: tuple[Theme, ...], new: tuple[NewTheme, ...]
) -> tuple[Matching, Callable[[], Compared]]:
    """Return how themes and codes relate by meaning, and what waits for all that relates them.

    Until then themes are tested beside, if that is not known.
    """
    config, material, keep = ground.config, ground.material, ground.keep
    settings = (config.model_dump_json(),)
    decisive = (*ground.read, codebook, material.coding, material.machines, themes, new, *settings)
    tested = None if keep.has("matching", decisive) else _tests_begun(ground, codebook, themes)
    blind = keep(
        "matching by meaning",
        (*ground.read, codebook, themes, new),
        _match(ground, codebook, themes, new),
    )

    def whole() -> Compared:
        begun = tested or _tests_begun(ground, codebook, themes)
        return _compared(ground, codebook, themes, new, blind=blind, begun=begun)

    return blind, lambda: keep("matching", decisive, whole)


def _tests_begun(ground: Ground, codebook: Codebook, themes: tuple[Theme, ...]) -> Begun:
    """Begin to test themes against the codes that people and other machines gave."""
    material, config = ground.material, ground.config
    if not config.shows_coefficients:
        return Begun(None, None)

    def begun(coding: HumanCoding) -> tuple[Applied, Tested]:
        applied = applied_by_any(material.passages, codebook, coding, config)
        tested = aligned_with_codes(
            themes, codebook, material.passages, applied, config, beside=ground.beside
        )
        return applied, tested

    of_machines = tuple((one.machine, begun(one.coding)[1]) for one in material.machines)
    if material.coding is None:
        return Begun(None, None, of_machines)
    return Begun(*begun(material.coding), of_machines)


def _compared(
    ground: Ground,
    codebook: Codebook,
    themes: tuple[Theme, ...],
    new: Sequence[NewTheme],
    *,
    blind: Matching,
    begun: Begun,
) -> Compared:
    """Return how themes and codes relate, once the tests that were begun have ended."""
    of_machines = tuple(
        replace(pair, coded_by=machine) for machine, tested in begun.machines for pair in tested()
    )
    if begun.people is None:
        return Compared(blind, blind, None, of_machines)
    aligned = begun.people()
    matching = _match(ground, codebook, themes, new)(applied=begun.applied, tested=aligned)
    return Compared(matching, blind, begun.applied, (*aligned, *of_machines))


def _match(
    ground: Ground, codebook: Codebook, themes: tuple[Theme, ...], new: Sequence[NewTheme]
) -> Callable[..., Matching]:
    passages = ground.material.passages
    return partial(
        match_themes,
        themes,
        {passage.id: vector for passage, vector in zip(passages, ground.vectors, strict=True)},
        codebook,
        encoder=ground.encoder,
        new=frozenset(group.theme.id for group in new),
    )


def applied_by_any(
    passages: tuple[Passage, ...], codebook: Codebook, coding: HumanCoding, config: StudyConfig
) -> Applied:
    """Return what the coders of a coding applied: a code holds where any of them applied it."""
    frame = CodeFrame.of(codebook, coding.outside_codebook)
    seen_by_any = frozenset().union(*coding.seen.values())
    seen = tuple(passage.id for passage in passages if passage.id in seen_by_any)
    held = np.zeros((len(seen), len(frame.codes)), dtype=bool)
    for of_coder in codes_of_passages(coding, passages, overlap=config.reconcile.overlap).values():
        held |= frame.matrix(of_coder, seen)
    return Applied(seen, tuple(code.id for code in frame.codes), held)


def aligned_with_codes(
    themes: tuple[Theme, ...],
    codebook: Codebook,
    passages: tuple[Passage, ...],
    applied: Applied,
    config: StudyConfig,
    *,
    beside: Beside = alone,
) -> Tested:
    """Begin to test themes of both levels against the codes they are compared with."""
    documents = _documents(passages, applied)
    section = {passage.id: passage.question or passage.heading for passage in passages}
    sections = tuple(section[passage] for passage in applied.passages)
    seen = Seen(
        passages=applied.passages,
        documents=documents,
        codes=applied.codes,
        held=applied.held,
        sections=sections,
    )
    begun = [
        beside(
            partial(aligned_pairs, seed=config.seed),
            [theme for theme in themes if theme.level == level],
            codes_of_level(codebook, level),
            seen,
        )
        for level in (1, 2)
    ]

    def tested() -> tuple[AlignedPair, ...]:
        second, first = [pairs() for pairs in reversed(begun)]
        return (*first, *second)

    return tested


def _documents(passages: tuple[Passage, ...], applied: Applied) -> tuple[str, ...]:
    document = {passage.id: passage.document for passage in passages}
    return tuple(document[passage] for passage in applied.passages)


def not_tested(passages: tuple[Passage, ...], applied: Applied | None) -> tuple[Notice, ...]:
    """Return a notice where there is coding and themes and codes cannot be tested."""
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


def codes_of_themes(
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
