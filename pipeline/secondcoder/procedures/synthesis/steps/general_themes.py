"""Step 3: matters that come up under several headings, and the matrix of theme by heading."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from secondcoder.procedures.synthesis.records import (
    Answer,
    GeneralTheme,
    Grid,
    HeadingTheme,
    Likeness,
)
from secondcoder.procedures.synthesis.steps.heading_themes import (
    Group,
    Namer,
    in_vivo,
    level_of,
    like_enough,
    theme_id,
    typical_first,
)
from secondcoder.procedures.synthesis.steps.key_words import Stems, key_phrases
from secondcoder.protocols import Floats
from secondcoder.themes.labels import Name


def find_general_themes(
    grid: Grid,
    themes: Sequence[HeadingTheme],
    answers: Sequence[Answer],
    vectors: Floats,
    likeness: Likeness,
    *,
    stems: Stems,
    stops: frozenset[str],
    name: Namer,
) -> tuple[GeneralTheme, ...]:
    """Return groups of heading themes that come up under at least two headings, widest first.

    Themes are joined by average linkage as answers are, at the same cut; themes that share a key
    word are raised in the same way. Under a heading without such a theme, single answers as like
    the group's are mentions. A group is general if it joins themes of two headings, or if at
    least two cases mention it under further headings.
    """
    rows = {one.id: row for row, one in enumerate(answers)}
    members = [np.array([rows[a] for a in theme.answers], np.int64) for theme in themes]
    keys = [_keys(stems, [answers[n] for n in group]) for group in members]
    raise_by = likeness.cut - likeness.near
    found: list[tuple[list[int], Group, Group]] = []
    for group in _joined(affinity(members, keys, vectors, raise_by), likeness.cut):
        own = np.unique(np.concatenate([members[n] for n in group]))
        if not len(own):
            continue
        heads = {themes[n].heading for n in group}
        elsewhere = np.array(
            [n for n, one in enumerate(answers) if one.heading not in heads], np.int64
        )
        words = frozenset().union(*(keys[n] for n in group))
        shares = np.array([bool(stems.of[answers[n].id] & words) for n in elsewhere], bool)
        mentions = like_enough(elsewhere, own, shares, vectors, likeness)
        if len(heads) > 1 or len({answers[n].case for n in mentions}) > 1:
            found.append((group, typical_first(own, vectors), mentions))
    if not found:
        return ()
    level = level_of([own for _, own, _ in found], answers, vectors, headings=grid.headings)
    names = name(level)
    made = [
        _theme(
            grid,
            [themes[n] for n in group],
            own,
            mentions,
            answers,
            called=called,
            stems=stems,
            stops=stops,
        )
        for (group, own, mentions), called in zip(found, names, strict=True)
    ]
    return tuple(sorted(made, key=lambda one: (-len(one.headings), -len(one.places), one.label)))


def affinity(
    members: Sequence[Group], keys: Sequence[frozenset[str]], vectors: Floats, raise_by: float
) -> NDArray[np.float64]:
    """Return the mean cosine of the answers of every two groups, raised where a key is shared.

    Shape ``(groups, groups)``; groups without answers are like nothing.
    """
    found = np.full((len(members), len(members)), -1.0)
    for one, first in enumerate(members):
        for other, second in enumerate(members):
            if len(first) and len(second):
                mean = float((vectors[first] @ vectors[second].T).mean())
                shared = one != other and bool(keys[one] & keys[other])
                found[one, other] = round(mean + shared * raise_by, 6)
    return found


def places_of(
    grid: Grid, answers: Mapping[str, Answer], ids: Sequence[str]
) -> tuple[tuple[str, str], ...]:
    """Return heading and case of answers, each once, in the order of the grid."""
    held = {(answers[one].heading, answers[one].case) for one in ids if one in answers}
    return tuple((c.heading, c.case) for c in grid.cells if (c.heading, c.case) in held)


def with_places(theme: GeneralTheme, more: Sequence[tuple[str, str]], grid: Grid) -> GeneralTheme:
    """Return the theme with further places, in the order of the grid."""
    held = {*theme.places, *more}
    ordered = tuple((c.heading, c.case) for c in grid.cells if (c.heading, c.case) in held)
    return replace(theme, places=ordered)


def _keys(stems: Stems, own: Sequence[Answer]) -> frozenset[str]:
    return stems.keys(own) if own else frozenset()


def _joined(found: NDArray[np.float64], cut: float) -> list[list[int]]:
    """Return the groups of average linkage, in the order of their first member."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    if len(found) < 2:
        return [[0]] if len(found) else []
    apart = np.clip(1.0 - found, 0.0, 2.0)
    np.fill_diagonal(apart, 0.0)
    labels = fcluster(linkage(squareform(apart, checks=False), "average"), 1.0 - cut, "distance")
    return [np.flatnonzero(labels == number).tolist() for number in dict.fromkeys(labels.tolist())]


def _theme(
    grid: Grid,
    themes: Sequence[HeadingTheme],
    own: Group,
    mentions: Group,
    answers: Sequence[Answer],
    *,
    called: Name,
    stems: Stems,
    stops: frozenset[str],
) -> GeneralTheme:
    by_id = {one.id: one for one in answers}
    ids = tuple(answers[n].id for n in own)
    also = tuple(answers[n].id for n in mentions)
    held = {(theme.heading, case) for theme in themes for case in theme.cases}
    places = {*held, *places_of(grid, by_id, also)}
    return GeneralTheme(
        id=theme_id("g", *sorted(theme.id for theme in themes)),
        label=called.label,
        **in_vivo(called, [answers[n] for n in own]),
        key_phrases=key_phrases([by_id[one] for one in ids], stops, stems=stems),
        themes=tuple(theme.id for theme in themes),
        answers=ids,
        mentions=also,
        places=tuple((c.heading, c.case) for c in grid.cells if (c.heading, c.case) in places),
    )
