"""Candidate themes of a study, and the groups of passages that its codebook explains poorly."""

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from secondcoder.names import plain
from secondcoder.non_answers import is_non_answer
from secondcoder.procedures.second_coder.steps.ground import Ground
from secondcoder.procedures.second_coder.steps.notices import (
    by_bertopic,
    fewer_runs,
    in_no_theme,
    looked_for,
    themes_learnt,
)
from secondcoder.protocols import Floats
from secondcoder.records.results import NewTheme, Theme
from secondcoder.records.study import Notice, StudyMaterial
from secondcoder.records.text import Passage
from secondcoder.study.schema import StudyConfig
from secondcoder.suggesting.weigh import CODEBOOK, HumanExamples, Weighed
from secondcoder.themes.discover import DiscoverySettings, Naming, discover, settings_for
from secondcoder.themes.grammar import capital_nouns, noun_phrases
from secondcoder.themes.space import theme_space
from secondcoder.themes.unexplained import new_themes
from secondcoder.words import says_something, stop_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouped:
    """Candidate themes, with what they were found and named by."""

    themes: tuple[Theme, ...]
    space: Floats
    """The space that passages were grouped in."""
    naming: Naming
    settings: DiscoverySettings
    notices: tuple[Notice, ...]


def grouped(ground: Ground, weighed: Weighed | None) -> Grouped:
    """Return the candidate themes of all passages; they may learn from ``weighed`` coding."""
    config, passages = ground.config, ground.material.passages
    language = config.model.language
    wanted = DiscoverySettings(**config.themes.model_dump(exclude={"basis"}))
    settings = settings_for(len(passages), wanted)
    leaning = _leaning(weighed, config)
    space = theme_space([passage.text for passage in passages], ground.vectors, leaning)
    naming = Naming(
        ground.encoder,
        stop_words(language),
        noun_phrases(language),
        capitals=capital_nouns(language),
    )
    rows = _speaking(ground.material, naming.stops)
    return Grouped(
        themes=discover(
            [passages[row] for row in rows],
            ground.vectors[rows],
            space=space[rows],
            naming=naming,
            settings=settings,
            seed=config.seed,
        ),
        space=space,
        naming=naming,
        settings=settings,
        notices=(
            *by_bertopic(settings),
            *fewer_runs(wanted, settings),
            *looked_for(len(rows), settings),
            *themes_learnt(config, learnt=leaning is not None),
            *in_no_theme(len(passages) - len(rows)),
        ),
    )


def poorly_explained(ground: Ground, weighed: Weighed, groups: Grouped) -> tuple[NewTheme, ...]:
    """Return the themes and further groups that the codebook explains poorly."""
    passages = ground.material.passages
    shares = _share_of_first(passages, weighed, ground.examples)
    rows = _speaking(ground.material, groups.naming.stops)
    return new_themes(
        groups.themes,
        shares,
        [passages[row] for row in rows],
        ground.vectors[rows],
        space=groups.space[rows],
        naming=groups.naming,
        settings=groups.settings,
        learnt=weighed.learned is not None,
        seed=ground.config.seed,
    )


def _speaking(material: StudyMaterial, stops: frozenset[str]) -> list[int]:
    """Return the rows of the passages that themes are made of.

    Left out is what says nothing: each such answer of a table, and in talk what is said again and
    again (“Yeah.”); a single such turn goes with whatever it resembles.
    """
    answers = {document.name for document in material.documents if document.unit == "row"}
    times = Counter(plain(passage.text) for passage in material.passages)
    return [
        row
        for row, passage in enumerate(material.passages)
        if (says_something(passage.text, stops) and not is_non_answer(passage.text))
        or (times[plain(passage.text)] == 1 and passage.document not in answers)
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
