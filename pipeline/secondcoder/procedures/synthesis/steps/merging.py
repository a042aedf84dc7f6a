"""Step 4: repetitive general themes, proposed for merging with the evidence; decisions applied."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from secondcoder.procedures.synthesis.records import (
    MACHINE_HAND,
    Answer,
    FinalTheme,
    GeneralTheme,
    Grid,
    Likeness,
    Refinement,
)
from secondcoder.procedures.synthesis.steps.general_themes import affinity
from secondcoder.protocols import Floats

KEEP, MERGE, RENAME, DROP = "keep", "merge", "rename", "drop"
DECISIONS = (KEEP, MERGE, RENAME, DROP)
REPEATED = 0.5
"""Share of the smaller theme's answers that another holds too, from which it repeats it. Half, a
convention, not measured; it only proposes."""


def propose(
    themes: Sequence[GeneralTheme],
    answers: Sequence[Answer],
    vectors: Floats,
    likeness: Likeness,
) -> tuple[Refinement, ...]:
    """Return a proposal for every general theme, in their order, with its evidence.

    A theme is proposed to be merged into an earlier (wider) one that it repeats: half of its
    answers (at least two) stand there too, or the two are on average as like as similar answers
    are, once a key phrase they share is counted. The wider one itself is then never proposed for
    merging.
    """
    rows = {one.id: row for row, one in enumerate(answers)}
    members = [
        np.array([rows[a] for a in theme.answers if a in rows], np.int64) for theme in themes
    ]
    keys = [frozenset(theme.key_phrases[:2]) for theme in themes]
    alike = affinity(members, keys, vectors, likeness.cut - likeness.near)
    staying: list[int] = []
    found = []
    for place, theme in enumerate(themes):
        target, because = -1, "no wider theme repeats it"
        for wider in staying:
            other = themes[wider]
            shared = len(set(theme.answers) & set(other.answers))
            repeats = shared > 1 and shared >= REPEATED * len(theme.answers)
            if repeats or alike[place, wider] >= likeness.cut:
                target = wider
                because = evidence(theme, other, float(alike[place, wider]), likeness)
                break
        if target < 0:
            staying.append(place)
        into = themes[target].id if target >= 0 else ""
        proposal = MERGE if into else KEEP
        found.append(
            Refinement(
                theme_id=theme.id,
                proposal=proposal,
                proposed_into=into,
                because=because,
                decision=proposal,
                into=into,
                name="",
            )
        )
    return tuple(found)


def evidence(one: GeneralTheme, other: GeneralTheme, alike: float, likeness: Likeness) -> str:
    """Return in words and numbers what two themes share."""
    answers = len(set(one.answers) & set(other.answers))
    places = len(set(one.places) & set(other.places))
    phrases = [phrase for phrase in one.key_phrases if phrase in other.key_phrases]
    return (
        f"likeness {alike:.2f} (similar from {likeness.cut:.2f}); {answers} of "
        f"{len(one.answers)} answers and {places} of {len(one.places)} places also in "
        f"“{other.label}”" + (f"; both: {', '.join(phrases[:3])}" if phrases else "")
    )


def apply_decisions(
    grid: Grid, themes: Sequence[GeneralTheme], refinements: Sequence[Refinement]
) -> tuple[FinalTheme, ...]:
    """Return the themes after step 4: kept, renamed, merged; dropped ones are gone.

    A merge leads to the theme it ends at; one that leads to a dropped theme or back to itself
    stays on its own.
    """
    by_id = {theme.id: theme for theme in themes}
    chosen = {one.theme_id: one for one in refinements}
    home = {theme.id: _home(theme.id, chosen) for theme in themes}
    final = []
    for theme in themes:
        decision = chosen.get(theme.id)
        if home[theme.id] != theme.id or (decision and decision.decision == DROP):
            continue
        parts = [one for one in themes if home[one.id] == theme.id]
        parts.sort(key=lambda one: one.id != theme.id)
        final.append(_united(grid, parts, [chosen[one.id] for one in parts if one.id in chosen]))
    assert len(by_id) == len(themes)  # noqa: S101 - ids are unique
    return tuple(sorted(final, key=lambda one: (-len(one.headings), -len(one.places), one.label)))


def _home(theme: str, chosen: Mapping[str, Refinement]) -> str:
    """Return the theme at which a chain of merges ends."""
    at, seen = theme, {theme}
    while (one := chosen.get(at)) and one.decision == MERGE and one.into in chosen:
        if one.into in seen or chosen[one.into].decision == DROP:
            return theme if at == theme or one.into in seen else at
        at = one.into
        seen.add(at)
    return at


def _united(
    grid: Grid, parts: Sequence[GeneralTheme], decisions: Sequence[Refinement]
) -> FinalTheme:
    first = parts[0]
    held = {place for part in parts for place in part.places}
    people = [one.by for one in decisions if one.by != MACHINE_HAND]
    return FinalTheme(
        id=first.id,
        label=next(_names(decisions, first), first.label),
        merged=tuple(part.id for part in parts),
        key_phrases=tuple(dict.fromkeys(p for part in parts for p in part.key_phrases)),
        answers=tuple(dict.fromkeys(a for part in parts for a in (*part.answers, *part.mentions))),
        places=tuple((c.heading, c.case) for c in grid.cells if (c.heading, c.case) in held),
        by="; ".join(dict.fromkeys(people)) or first.by,
    )


def _names(decisions: Sequence[Refinement], first: GeneralTheme) -> Iterator[str]:
    """Yield the new names given: to the theme itself first, then with what is merged into it."""
    own = [one for one in decisions if one.theme_id == first.id]
    others = [one for one in decisions if one.theme_id != first.id]
    yield from (one.name for one in (*own, *others) if one.name)
