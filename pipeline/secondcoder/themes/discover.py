"""From passages and their vectors to candidate themes with subthemes and all that backs them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from secondcoder.protocols import Clusterer, Clustering, Encoder, Floats, Labels
from secondcoder.records.results import Theme
from secondcoder.records.text import Passage
from secondcoder.themes import stability
from secondcoder.themes.bertopic_own import BertopicsOwn
from secondcoder.themes.candidates import Level
from secondcoder.themes.consensus import ConsensusCommunities
from secondcoder.themes.grammar import PassageReader
from secondcoder.themes.groups import Groups, by_centrality, theme_id, unit, unnamed_theme
from secondcoder.themes.labels import Name, name_levels
from secondcoder.themes.leftovers import (
    Chance,
    exemplars,
    is_introduction,
    random_last,
    without_asides,
    without_leftovers,
)

COMMUNITIES, BERTOPIC = "communities", "bertopic"
"""What passages are grouped by: ``consensus.py``, or ``bertopic_own.py``."""
FEWEST_PASSAGES = 6
"""Two themes of three: with fewer passages no grouping is worth the name. Not measured."""
PER_NEIGHBOUR = 6
"""Passages of a study for each neighbour in its graph, until the setting is reached. Not
measured."""
FEWEST_NEIGHBOURS = 4
"""Of each passage in the graph of a small study. Not measured."""
SMALL, NEIGHBOURS_OF_SMALL, SIZE_OF_SMALL = 12, 2, 2
"""Below so many passages a graph of four neighbours links everything with everything, and themes of
three find nothing: seven made-up answers about lunch, parking and speakers came apart with two
neighbours and themes of two, and not at all otherwise."""
STABILITY_SEEDS = 3
"""Further runs that stability over seeds rests on. Not measured."""
LARGE = 10_000
"""Above this many passages single runs differ less, and fewer of them are taken. Not measured in
docs/quality.md, whose corpora are smaller; time decided it."""
LARGE_SEEDS = 5
"""Runs of the consensus above that; time decided it."""
LARGE_RESAMPLES = 4
"""Samples for stability above that; time decided it."""


@dataclass(frozen=True, slots=True)
class Naming:
    """What groups are named by."""

    encoder: Encoder
    stops: frozenset[str]
    reader: PassageReader
    two: bool = False
    """A name has two phrases: for languages without a parser."""

    def names(self, levels: Sequence[Level]) -> list[list[Name]]:
        """Return the name of each theme of each level; all phrases are encoded at once."""
        return name_levels(
            levels,
            encoder=self.encoder,
            stops=self.stops,
            reader=self.reader,
            two=self.two,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscoverySettings:
    """See ``[themes]`` of ``study.toml``."""

    method: str = COMMUNITIES
    neighbours: int = 15
    resolution: float = 1.5
    subtheme_resolution: float = 1.0
    seeds: int = 20
    resamples: int = 20
    min_size: int = 3
    min_topic_size: int = 10
    subtheme_from: int = 12
    exemplars: int = 3
    fewest_neighbours: int = FEWEST_NEIGHBOURS


def settings_for(count: int, settings: DiscoverySettings) -> DiscoverySettings:
    """Return the settings for a study of so many passages: a very large one gets fewer runs."""
    if count <= LARGE:
        return settings
    return replace(
        settings,
        seeds=min(settings.seeds, LARGE_SEEDS),
        resamples=min(settings.resamples, LARGE_RESAMPLES),
    )


def discover(
    passages: Sequence[Passage],
    vectors: Floats,
    *,
    space: Floats,
    naming: Naming,
    settings: DiscoverySettings,
    seed: int,
) -> tuple[Theme, ...]:
    """Return themes from the largest down, each followed by its subthemes.

    BERTopic has none of these: its topics are one level. Nor has a theme of which no part is more
    alike than random parts of it.

    ``vectors`` holds a unit-length row of meaning for each passage; they are grouped in ``space``
    (``space.py``). A study of fewer than ``FEWEST_PASSAGES`` passages has no themes.
    """
    if len(passages) < FEWEST_PASSAGES:
        return ()
    every = _all(passages, vectors, space)
    top = _grouped(
        every,
        settings=_for_small(settings) if len(passages) < SMALL else settings,
        seed=seed,
        resolution=settings.resolution,
    )
    below: dict[int, Groups] = {}
    for place, rows in enumerate(top.rows):
        if len(rows) < settings.subtheme_from or settings.method == BERTOPIC:
            continue
        parts = _grouped(
            every.take(rows),
            settings=replace(settings, resamples=-(-settings.resamples // 2)),
            seed=seed,
            resolution=settings.subtheme_resolution,
            of_theme=Chance.of(vectors[rows]),
        )
        if parts.divide(len(rows)):
            below[place] = parts
    of_parts = [replace(parts.level, below=(0, place)) for place, parts in below.items()]
    names, *names_below = naming.names([top.level, *of_parts])
    named_below = dict(zip(below, names_below, strict=True))
    themes: list[Theme] = []
    for place, theme in enumerate(top.named(names)):
        themes.append(theme)
        if place in below:
            themes.extend(
                replace(part, level=2, parent_id=theme.id, id=theme_id(part.passages, 2))
                for part in below[place].named(named_below[place])
            )
    return tuple(themes)


def _for_small(settings: DiscoverySettings) -> DiscoverySettings:
    """Return the settings for a handful of passages, of which two make a theme."""
    return replace(
        settings,
        min_size=min(settings.min_size, SIZE_OF_SMALL),
        fewest_neighbours=NEIGHBOURS_OF_SMALL,
    )


def clusterer_for(count: int, settings: DiscoverySettings, resolution: float) -> Clusterer:
    """Return the clusterer for so many passages: small studies get a sparser graph."""
    if settings.method == BERTOPIC:
        return BertopicsOwn(neighbours=settings.neighbours, min_size=settings.min_topic_size)
    fitting = max(settings.fewest_neighbours, round(count / PER_NEIGHBOUR))
    return ConsensusCommunities(
        neighbours=min(settings.neighbours, fitting),
        resolution=resolution,
        seeds=settings.seeds,
        min_size=settings.min_size,
    )


def group(
    passages: Sequence[Passage],
    vectors: Floats,
    *,
    space: Floats,
    naming: Naming,
    settings: DiscoverySettings,
    seed: int,
    resolution: float,
) -> list[Theme]:
    """Return one level of themes; each one's id is that of level 1."""
    every = _all(passages, vectors, space)
    groups = _grouped(every, settings=settings, seed=seed, resolution=resolution)
    (names,) = naming.names([groups.level])
    return groups.named(names)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """Some of the passages that are grouped, with their rows."""

    passages: Sequence[Passage]
    vectors: Floats
    space: Floats
    chance: Chance
    """Of all passages, in the space that they are grouped in."""
    meaning: Chance
    """Of all passages, by meaning alone."""
    places: NDArray[np.int64]
    """Of these among all."""

    def take(self, rows: list[int]) -> "_Part":
        """Return some of them."""
        return _Part(
            passages=[self.passages[row] for row in rows],
            vectors=self.vectors[rows],
            space=self.space[rows],
            chance=self.chance,
            meaning=self.meaning,
            places=self.places[rows],
        )


def _all(passages: Sequence[Passage], vectors: Floats, space: Floats) -> _Part:
    return _Part(
        passages=passages,
        vectors=vectors,
        space=space,
        chance=Chance.of(space),
        meaning=Chance.of(vectors),
        places=np.arange(len(passages)),
    )


def _grouped(
    part: _Part,
    *,
    settings: DiscoverySettings,
    seed: int,
    resolution: float,
    of_theme: Chance | None = None,
) -> Groups:
    """Return one level of themes without names; each one's id is that of level 1.

    ``of_theme``: chance within the theme whose parts these are; parts no better only tell apart.
    """
    clusterer = clusterer_for(len(part.passages), settings, resolution)
    own = settings.method != BERTOPIC
    grounds = clusterer.on(part.space if own else part.vectors)
    labels = grounds.labels(seed=seed)
    if own:
        labels = without_leftovers(labels, part.places, part.chance, min_size=settings.min_size)
    labels = without_asides(labels, part.passages)
    count = int(labels.max(initial=-1)) + 1
    if of_theme:
        labels, count = random_last(labels, of_theme)
    groups = [
        np.flatnonzero(labels == label).tolist() for label in range(labels.max(initial=-1) + 1)
    ]
    if not count:
        return Groups()
    vectors = part.vectors
    centres = np.stack([unit(vectors[rows].mean(axis=0)) for rows in groups])
    pairs = zip(groups, centres, strict=True)
    ordered = [
        [part.passages[row] for row in by_centrality(vectors[rows], centre, rows)]
        for rows, centre in pairs
    ]
    by_seed, by_sample = _stability(labels, grounds, settings=settings, seed=seed)
    themes = (
        unnamed_theme(
            [part.passages[row] for row in rows],
            cohesion=float(np.mean(vectors[rows] @ centres[place])),
            coheres=part.meaning.coheres(part.places[rows]),
            exemplars=exemplars(ordered[place], settings.exemplars),
            by_seed=float(by_seed[place]),
            by_sample=float(by_sample[place]),
        )
        for place, rows in enumerate(groups[:count])
    )
    level = Level(
        texts=[[passage.text for passage in theme] for theme in ordered],
        centres=centres,
        sources=[[passage.document for passage in theme] for theme in ordered],
        headings=frozenset(passage.heading.strip().lower() for passage in part.passages),
        introductions=frozenset(one.text for one in part.passages if is_introduction(one)),
    )
    ids = tuple(tuple(passage.id for passage in theme) for theme in ordered)
    return Groups(tuple(themes), tuple(groups[:count]), level, ids[:count])


def _stability(
    labels: Labels, passages: Clustering, *, settings: DiscoverySettings, seed: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    first = seed + settings.seeds
    by_seed = stability.over_seeds(
        labels,
        passages,
        seeds=[first + run * settings.seeds for run in range(STABILITY_SEEDS)],
    )
    if settings.resamples == 0:
        return by_seed, by_seed
    by_sample = stability.over_samples(labels, passages, samples=settings.resamples, seed=first)
    return by_seed, by_sample
