"""Step 2: similar answers of at least two cases under one heading."""

import hashlib
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from secondcoder.procedures.synthesis.records import Answer, Grid, HeadingTheme, Likeness
from secondcoder.procedures.synthesis.steps.key_words import Stems, key_phrases
from secondcoder.protocols import Floats
from secondcoder.themes.candidates import Level
from secondcoder.themes.labels import Name

FEWEST_CASES = 2
"""What a single case says is no theme of several, by definition."""
Namer = Callable[[Level], list[Name]]
"""Names groups that stand beside each other."""
Group = NDArray[np.int64]


def find_heading_themes(
    grid: Grid,
    answers: Sequence[Answer],
    vectors: Floats,
    likeness: Likeness,
    *,
    stems: Stems,
    stops: frozenset[str],
    name: Namer,
) -> tuple[HeadingTheme, ...]:
    """Return the themes of every heading, in each those of most cases first.

    Answers under one heading are joined by average linkage as long as the mean likeness of two
    groups reaches the cut; a group of at least two cases is a theme. An answer also belongs to
    another theme whose answers it is, on average, as like. Likeness is the cosine, raised by the
    distance from ``near`` to ``cut`` for answers that share a key word of the group.
    """
    themes: list[HeadingTheme] = []
    for heading in grid.headings:
        rows = np.array([n for n, one in enumerate(answers) if one.heading == heading], np.int64)
        groups = [g for g in groups_of(vectors, rows, likeness.cut) if _cases(answers, g)]
        groups = [
            widened(g, rows, answers, vectors=vectors, likeness=likeness, stems=stems)
            for g in groups
        ]
        groups = _distinct(groups)
        if groups:
            themes += _named(
                grid, heading, groups, answers, vectors, stems=stems, stops=stops, name=name
            )
    return tuple(themes)


def groups_of(vectors: Floats, rows: Group, cut: float) -> list[Group]:
    """Return the rows grouped by average linkage of cosines at ``cut``, each group in order."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    if len(rows) < 2:
        return [rows] if len(rows) else []
    part = vectors[rows].astype(np.float64)
    apart = np.clip(1.0 - np.round(part @ part.T, 6), 0.0, 2.0)
    np.fill_diagonal(apart, 0.0)
    labels = fcluster(linkage(squareform(apart, checks=False), "average"), 1.0 - cut, "distance")
    return [rows[labels == number] for number in dict.fromkeys(labels.tolist())]


def widened(
    group: Group,
    rows: Group,
    answers: Sequence[Answer],
    *,
    vectors: Floats,
    likeness: Likeness,
    stems: Stems,
) -> Group:
    """Return a group with the answers among ``rows`` that are as like its own as these are."""
    keys = stems.keys([answers[n] for n in group])
    shares = np.array([bool(stems.of[answers[n].id] & keys) for n in rows], bool)
    return np.union1d(group, like_enough(rows, group, shares, vectors, likeness))


def like_enough(
    rows: Group, group: Group, shares: NDArray[np.bool_], vectors: Floats, likeness: Likeness
) -> Group:
    """Return the rows whose mean likeness to a group reaches the cut.

    ``shares`` says which of them share a key word with it and are raised.
    """
    if not len(rows):
        return rows
    mean = (vectors[rows] @ vectors[group].T).mean(axis=1)
    raised = np.round(mean + shares * (likeness.cut - likeness.near), 6)
    return np.asarray(rows[raised >= likeness.cut], np.int64)


def typical_first(group: Group, vectors: Floats) -> Group:
    """Return a group's rows by their cosine to its centre, nearest first."""
    centre = vectors[group].sum(axis=0)
    order = np.lexsort((group, -np.round(vectors[group] @ centre, 6)))
    return group[order]


def centres_of(groups: Sequence[Group], vectors: Floats) -> Floats:
    """Return a unit row for every group."""
    sums = np.array([vectors[group].sum(axis=0) for group in groups], np.float32)
    lengths = np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
    return np.asarray(sums / lengths, np.float32)


def likeness_within(group: Group, answers: Sequence[Answer], vectors: Floats) -> float:
    """Return the mean cosine of a group's pairs of different cases; not a number without any."""
    cases = np.array([answers[n].case for n in group])
    pairs = np.triu(cases[:, None] != cases[None, :], 1)
    cosines = (vectors[group] @ vectors[group].T)[pairs]
    return round(float(cosines.mean()), 4) if len(cosines) else float("nan")


def level_of(
    groups: Sequence[Group],
    answers: Sequence[Answer],
    vectors: Floats,
    *,
    headings: Sequence[str],
) -> Level:
    """Return what names are found by: a name counts for the cases that say it.

    ``groups`` hold rows, most typical first. The headings name no theme under them.
    """
    return Level(
        texts=[[answers[n].text for n in group] for group in groups],
        centres=centres_of(groups, vectors),
        sources=[[answers[n].case for n in group] for group in groups],
        headings=frozenset(heading.strip().lower() for heading in headings),
    )


def in_vivo(called: Name, own: Sequence[Answer]) -> dict[str, str]:
    """Return a theme's line in the cases' words, with the case that says it."""
    if called.in_vivo is None:
        return {}
    return {"in_vivo": called.in_vivo.text, "in_vivo_case": own[called.in_vivo.passage].case}


def theme_id(mark: str, *parts: str) -> str:
    """Return an id: a letter and ten hexadecimal digits of what the theme is made of."""
    return mark + hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:10]


def _cases(answers: Sequence[Answer], group: Group) -> bool:
    return len({answers[n].case for n in group}) >= FEWEST_CASES


def _distinct(groups: Sequence[Group]) -> list[Group]:
    """Unite groups that share half of their answers (Jaccard), and those within another."""
    kept: list[Group] = []
    for group in groups:
        new = group
        while near := [place for place, other in enumerate(kept) if _overlap(new, other)]:
            new = np.union1d(new, kept.pop(near[0]))
        kept.append(new)
    return kept


def _overlap(one: Group, other: Group) -> bool:
    shared = len(np.intersect1d(one, other))
    return shared == min(len(one), len(other)) or 2 * shared >= len(np.union1d(one, other))


def _named(
    grid: Grid,
    heading: str,
    groups: Sequence[Group],
    answers: Sequence[Answer],
    vectors: Floats,
    *,
    stems: Stems,
    stops: frozenset[str],
    name: Namer,
) -> Iterator[HeadingTheme]:
    ordered = [typical_first(group, vectors) for group in groups]
    names = name(level_of(ordered, answers, vectors, headings=(heading,)))
    themes = []
    for group, called in zip(ordered, names, strict=True):
        own = [answers[n] for n in group]
        held = {one.case for one in own}
        ids = tuple(one.id for one in own)
        themes.append(
            HeadingTheme(
                id=theme_id("h", heading, *sorted(ids)),
                heading=heading,
                label=called.label,
                **in_vivo(called, own),
                key_phrases=key_phrases(own, stops, stems=stems),
                cases=tuple(case for case in grid.cases if case in held),
                answers=ids,
                likeness=likeness_within(group, answers, vectors),
            )
        )
    yield from sorted(themes, key=lambda one: (-len(one.cases), -len(one.answers), one.label))
