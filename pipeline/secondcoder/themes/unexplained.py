"""What the codebook may lack: groups of passages that none of its codes fits well.

A theme is poorly explained if the first code of its passages gets far less confidence than is
usual in the study. Besides, the passages that are explained least are grouped by themselves: a
theme that the codebook lacks is spread thin over other themes, but comes together among what is
left over. Only what is explained least is called new: of longer lists most were about codes that
the codebook has. Cut-offs were chosen on the development parts that ``docs/quality.md`` names, by
hiding codes from codebooks.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from secondcoder.protocols import Floats
from secondcoder.records.results import NewTheme, Theme
from secondcoder.records.text import Passage
from secondcoder.themes.discover import DiscoverySettings, Naming, group

LEFT_OVER = 0.25
"""Share of the passages, the least explained, that are grouped by themselves. Chosen on the
development half of bills (docs/quality.md, *Choosing and reporting*)."""
POOR = 0.60
"""A theme, or group of these, whose passages' first codes get less than this share of the usual
confidence may be new. Chosen on the development half of bills for groups, .72 for themes; with
``MOST`` the lower one serves both (docs/quality.md, *Groups called new*)."""
MOST, MOST_LEARNT = 1, 3
"""Groups that are called new, the least explained, from the codebook alone and with coding. On the
development halves of bills and both scrum corpora the one group is about the hidden code in .61 of
cases, of three groups .37 are; with 20 coded passages a code .70 of three groups are, at .80 of the
codes of bills (docs/quality.md, *Groups called new*)."""
FEWEST = 5
"""Passages of a group that is called new: fewer are no pattern. Not measured apart."""
POOR_LEARNT = 0.48
"""The same of a group where the machine learnt from coding: then what it cannot place stands out
more. Chosen on the development half of bills (docs/quality.md, *Choosing and reporting*)."""
FEWEST_LEFT = 8
"""Passages left over from which they are grouped by themselves. Not measured."""
FEWEST_OPEN = 3
"""Passages without human coding that a group must have to be judged. Not measured."""


def explained(themes: Sequence[Theme], share: dict[str, float]) -> dict[str, float]:
    """Return each theme's mean confidence against the median of all passages.

    ``share`` gives the first code's share by passage id, for the passages that count: where the
    machine learnt from coding, those that nobody coded. A theme with fewer than ``FEWEST_OPEN``
    of them is left out.
    """
    if not share:
        return {}
    usual = float(np.median(list(share.values())))
    found = {}
    for theme in themes:
        values = [share[passage] for passage in theme.passages if passage in share]
        if len(values) >= FEWEST_OPEN and usual > 0:
            found[theme.id] = float(np.mean(values)) / usual
    return found


def new_themes(
    themes: Sequence[Theme],
    share: dict[str, float],
    passages: Sequence[Passage],
    vectors: Floats,
    *,
    space: Floats,
    naming: Naming,
    settings: DiscoverySettings,
    learnt: bool = False,
    seed: int,
) -> tuple[NewTheme, ...]:
    """Return the themes or further groups that the codebook explains least, if poorly.

    ``learnt`` says whether the shares rest on coding or on the codebook alone.
    """
    ratio = explained(themes, share)
    found = [
        NewTheme(theme, ratio[theme.id], source="theme" if theme.level == 1 else "subtheme")
        for theme in themes
        if ratio.get(theme.id, 1.0) < POOR and len(theme.passages) >= FEWEST
    ]
    rows = _least_explained(passages, share)
    if len(rows) >= FEWEST_LEFT:
        groups = group(
            [passages[row] for row in rows],
            vectors[rows],
            space=space[rows],
            naming=naming,
            settings=replace(settings, resamples=-(-settings.resamples // 2)),
            seed=seed,
            resolution=settings.resolution,
        )
        among = explained(groups, share)
        found += [
            NewTheme(one, among[one.id], source="passages that no code fits")
            for one in groups
            if among.get(one.id, 1.0) < (POOR_LEARNT if learnt else POOR)
            and len(one.passages) >= FEWEST
        ]
    return _least(found, MOST_LEARNT if learnt else MOST)


def _least_explained(passages: Sequence[Passage], share: dict[str, float]) -> NDArray[np.int64]:
    if not share:
        return np.array([], dtype=np.int64)
    cut = np.quantile(list(share.values()), LEFT_OVER)
    rows = [row for row, passage in enumerate(passages) if share.get(passage.id, np.inf) <= cut]
    return np.array(rows, dtype=np.int64)


def _least(found: Sequence[NewTheme], most: int) -> tuple[NewTheme, ...]:
    """Return those explained least.

    Of two that share passages the one explained less stands, theme or group of what is left over.
    """
    chosen: list[NewTheme] = []
    for one in sorted(found, key=lambda one: (one.explained, one.theme.id)):
        if len(chosen) < most and not _known(one, chosen):
            chosen.append(one)
    return tuple(chosen)


def _known(new: NewTheme, chosen: Sequence[NewTheme]) -> bool:
    """Return whether most of a group's passages are those of one that is chosen already."""
    own = set(new.theme.passages)
    return any(len(own & set(one.theme.passages)) * 2 > len(own) for one in chosen)
