"""Candidate themes of a study, and the groups of passages that its codebook explains poorly."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

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
from secondcoder.suggesting.entries import bare_names
from secondcoder.suggesting.weigh import CODEBOOK, HumanExamples, Weighed
from secondcoder.themes.discover import DiscoverySettings, Naming, discover, settings_for
from secondcoder.themes.grammar import has_parser, passage_reader
from secondcoder.themes.space import theme_space
from secondcoder.themes.unexplained import new_themes
from secondcoder.words import says_something, stop_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouped:
    """Candidate themes, and what there is to say of how they were found."""

    themes: tuple[Theme, ...]
    notices: tuple[Notice, ...]


class _Found:
    """What passages are grouped and named by, made where it is needed: themes may be kept."""

    def __init__(self, ground: Ground, weighed: Weighed | None) -> None:
        self.ground = ground
        config = ground.config
        self.wanted = DiscoverySettings(**config.themes.model_dump(exclude={"basis"}))
        self.settings = settings_for(len(ground.material.passages), self.wanted)
        self.leaning = _leaning(weighed, config)
        units = tuple((one.name, one.unit) for one in ground.material.documents)
        asked = config.themes.model_dump_json()
        self.decisive = (*ground.read, units, asked, self.settings, self.leaning)

    @cached_property
    def naming(self) -> Naming:
        language = self.ground.config.model.language
        stops = stop_words(language)
        reader = passage_reader(language, stops, self.ground.beside)
        return Naming(self.ground.encoder, stops, reader, two=not has_parser(language))

    @cached_property
    def rows(self) -> list[int]:
        return _speaking(self.ground.material, self.naming.stops)

    @cached_property
    def passages(self) -> list[Passage]:
        return [self.ground.material.passages[row] for row in self.rows]

    @cached_property
    def space(self) -> Floats:
        texts = [passage.text for passage in self.ground.material.passages]
        return theme_space(texts, self.ground.vectors, self.leaning)[self.rows]

    @property
    def vectors(self) -> Floats:
        return self.ground.vectors[self.rows]


def grouped(
    ground: Ground, weighed: Weighed | None
) -> tuple[Grouped, Callable[[Weighed], tuple[NewTheme, ...]]]:
    """Return the candidate themes of all passages; they may learn from ``weighed`` coding.

    Also returned is what finds the themes and further groups that the codebook explains poorly.
    """
    found = _Found(ground, weighed)
    seed = ground.config.seed

    def themes_and_left() -> tuple[tuple[Theme, ...], int]:
        themes = discover(
            found.passages,
            found.vectors,
            space=found.space,
            naming=found.naming,
            settings=found.settings,
            seed=seed,
        )
        return themes, len(ground.material.passages) - len(found.rows)

    themes, left = ground.keep("themes", found.decisive, themes_and_left)
    groups = Grouped(
        themes=themes,
        notices=(
            *by_bertopic(found.settings),
            *fewer_runs(found.wanted, found.settings),
            *looked_for(len(ground.material.passages) - left, found.settings),
            *themes_learnt(ground.config, learnt=found.leaning is not None),
            *in_no_theme(left),
        ),
    )

    def poorly_explained(by: Weighed) -> tuple[NewTheme, ...]:
        if bare_names(by.codes):
            return ()
        shares = _share_of_first(ground.material.passages, by, ground.examples)
        learnt = by.learned is not None
        return ground.keep(
            "new themes",
            (*found.decisive, themes, shares, learnt),
            lambda: new_themes(
                themes,
                shares,
                found.passages,
                found.vectors,
                space=found.space,
                naming=found.naming,
                settings=found.settings,
                learnt=learnt,
                seed=seed,
            ),
        )

    return groups, poorly_explained


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
    return {
        passage.id: float(share)
        for passage, share in zip(passages, weighed.explained, strict=True)
        if not coded.get(passage.id)
    }
