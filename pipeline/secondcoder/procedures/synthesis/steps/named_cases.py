"""How far the cases of found themes are those that people name for theirs, beside baselines.

Settings of the stages were fixed before; nothing here is learnt from the derived themes.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from secondcoder.procedures.synthesis.records import (
    Answer,
    DerivedTheme,
    FinalTheme,
    GeneralTheme,
    Grid,
    HeadingTheme,
    NamedCases,
)
from secondcoder.procedures.synthesis.steps.beyond_chance import Deals, beyond
from secondcoder.procedures.synthesis.steps.stems import stems_of
from secondcoder.protocols import Encoder, Floats

SYNTHESIS, KEYWORD, CLUSTERS = "synthesis", "keyword", "plain clustering"
NAME, CASES = "name", "cases"
RESAMPLES, FEWEST_THEMES = 2000, 5
"""Of the intervals; with fewer derived themes none is given. Conventions, as in
``agreement/coefficients/intervals.py``."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A found theme to choose from."""

    id: str
    label: str
    cases: frozenset[str]
    centre: Floats
    """Unit length; what its likeness to a theme's name is judged by."""


def compare_named_cases(
    grid: Grid,
    derived: Sequence[DerivedTheme],
    *,
    heading_themes: Sequence[HeadingTheme],
    general_themes: Sequence[GeneralTheme] | Sequence[FinalTheme],
    answers: Sequence[Answer],
    vectors: Floats,
    encoder: Encoder,
    stops: frozenset[str],
    seed: int,
) -> tuple[NamedCases, ...]:
    """Return for every derived theme that names cases its best theme of every method.

    Looked for under its heading, or among general themes where it has none. Chosen ``by name``:
    the theme most like the derived theme's name, without a look at the cases; ``by cases``: the
    theme with the greatest F1, which no user could choose beforehand. Either stands beside what it
    reaches with cases dealt out at random. The keyword baseline takes the cases whose cell holds a
    content word of the name; the clustering baseline is KMeans of the same answers, told how many
    themes people derived.
    """
    named = [one for one in derived if one.cases]
    if not named:
        return ()
    names = encoder.encode([one.name for one in named])
    rows = {one.id: row for row, one in enumerate(answers)}
    labels = dict.fromkeys(t.label for t in (*heading_themes, *general_themes))
    meant = dict(zip(labels, encoder.encode(list(labels)), strict=True))

    def candidates(heading: str) -> list[Candidate]:
        chosen: Iterable[HeadingTheme | GeneralTheme | FinalTheme] = (
            [t for t in heading_themes if t.heading == heading] if heading else general_themes
        )
        return [_candidate(t, rows, vectors, meant[t.label]) for t in chosen]

    found: list[NamedCases] = []
    for heading in dict.fromkeys(one.heading for one in named):
        told = sum(one.heading == heading for one in derived)
        deals = Deals.of(grid.cases, heading, seed=seed)
        by_method = {
            SYNTHESIS: candidates(heading),
            CLUSTERS: list(_clusters(heading, told, answers, vectors, seed)),
        }
        for place, one in enumerate(named):
            if one.heading == heading:
                for method, among in by_method.items():
                    found += _both_ways(one, names[place], method, among, deals=deals)
                found.append(_keyword(one, grid, stops, deals))
    return tuple(found)


def totals(found: Sequence[NamedCases]) -> list[dict[str, str | int | float]]:
    """Return for every method and way of choosing the counts over all derived themes.

    ``precision``, ``recall`` and ``f1`` are of the sums (micro); ``mean_f1`` is the mean of the
    themes' own; ``chance`` the mean of what shuffled cases reach. Intervals (95 %, percentile
    bootstrap) say what other derived themes of the same kind might have shown.
    """
    made: list[dict[str, str | int | float]] = []
    for method, way in dict.fromkeys((one.method, one.chosen_by) for one in found):
        mine = [one for one in found if (one.method, one.chosen_by) == (method, way)]
        both = sum(one.both for one in mine)
        given, named = sum(len(one.cases) for one in mine), sum(len(o.derived.cases) for o in mine)
        made.append(
            {
                "method": method,
                "chosen_by": way,
                "themes": len(mine),
                "found": sum(one.both > 0 for one in mine),
                "both": both,
                "cases_found": given,
                "cases_named": named,
                "precision": both / given if given else float("nan"),
                "recall": both / named if named else float("nan"),
                "f1": 2 * both / (given + named) if given + named else float("nan"),
                "mean_f1": float(np.mean([one.f1 for one in mine])),
                "chance": float(np.mean([one.chance for one in mine])),
                **beyond(mine, [one for one in found if _keyword_beside(one, way)]),
                **_intervals(mine),
            }
        )
    return made


def _keyword_beside(one: NamedCases, way: str) -> bool:
    return (one.method, one.chosen_by, way) == (KEYWORD, NAME, NAME)


def _intervals(mine: Sequence[NamedCases]) -> dict[str, float]:
    """Return the ends of the intervals of precision and recall over the derived themes."""
    names = ("precision_low", "precision_high", "recall_low", "recall_high")
    if len(mine) < FEWEST_THEMES:
        return dict.fromkeys(names, float("nan"))
    counts = np.array([(one.both, len(one.cases), len(one.derived.cases)) for one in mine])
    drawn = np.random.default_rng(0).integers(len(mine), size=(RESAMPLES, len(mine)))
    both, given, named = counts[drawn].sum(axis=1).T
    ends = np.percentile([both / np.maximum(given, 1), both / named], [2.5, 97.5], axis=1)
    return dict(zip(names, ends.T.ravel().tolist(), strict=True))


def _candidate(
    theme: HeadingTheme | GeneralTheme | FinalTheme,
    rows: Mapping[str, int],
    vectors: Floats,
    label: Floats,
) -> Candidate:
    own = [rows[one] for one in theme.answers if one in rows]
    centre = _unit(vectors[own].sum(axis=0)) if own else label
    cases = theme.cases if isinstance(theme, HeadingTheme) else (case for _, case in theme.places)
    return Candidate(theme.id, theme.label, frozenset(cases), _unit(centre + label))


def _clusters(
    heading: str, told: int, answers: Sequence[Answer], vectors: Floats, seed: int
) -> Iterator[Candidate]:
    from sklearn.cluster import KMeans

    rows = [n for n, one in enumerate(answers) if not heading or one.heading == heading]
    if len(rows) < told:
        return
    labels = KMeans(told, n_init=10, random_state=seed).fit_predict(vectors[rows])
    for number in sorted(set(labels.tolist())):
        own = [row for row, label in zip(rows, labels, strict=True) if label == number]
        cases = frozenset(answers[n].case for n in own)
        yield Candidate(
            f"k{number}", f"cluster {number + 1}", cases, _unit(vectors[own].sum(axis=0))
        )


def _both_ways(
    one: DerivedTheme,
    name: Floats,
    method: str,
    among: Sequence[Candidate],
    *,
    deals: Deals,
) -> Iterator[NamedCases]:
    if not among:
        for way in (NAME, CASES):
            yield _scored(one, method, way, deals=deals)
        return
    likes = np.round([float(c.centre @ name) for c in among], 6)
    near = among[int(np.argmax(likes))]
    yield _scored(one, method, NAME, deals=deals, best=near)
    best = max(among, key=lambda c: f1_of(c.cases, frozenset(one.cases)))  # of equals the first
    yield _scored(one, method, CASES, deals=deals, best=best, among=among)


def _keyword(one: DerivedTheme, grid: Grid, stops: frozenset[str], deals: Deals) -> NamedCases:
    words = stems_of(one.name, stops)
    cells = [c for c in grid.filled if not one.heading or c.heading == one.heading]
    cases = frozenset(c.case for c in cells if words & stems_of(c.text, stops))
    held = Candidate("", ", ".join(sorted(words)), cases, np.zeros(0, np.float32))
    return _scored(one, KEYWORD, NAME, deals=deals, best=held)


def f1_of(found: frozenset[str], named: frozenset[str]) -> float:
    """Return 2 × both ÷ (found + named); 0 where both are empty."""
    total = len(found) + len(named)
    return 2 * len(found & named) / total if total else 0.0


def _scored(
    one: DerivedTheme,
    method: str,
    way: str,
    *,
    deals: Deals,
    best: Candidate | None = None,
    among: Sequence[Candidate] | None = None,
) -> NamedCases:
    """Return how well a choice does; ``among`` is what it was made of with a look at the cases."""
    cases, named = best.cases if best else frozenset(), frozenset(one.cases)
    chosen_from = [one.cases for one in among or ([best] if best else [])]
    both = len(cases & named)
    return NamedCases(
        derived=one,
        method=method,
        chosen_by=way,
        theme_id=best.id if best else "",
        theme=best.label if best else "",
        cases=tuple(case for case in deals.cases if case in cases),
        both=both,
        precision=both / len(cases) if cases else float("nan"),
        recall=both / len(named),
        f1=f1_of(cases, named),
        dealt=deals.f1(named, chosen_from),
    )


def _unit(vector: Floats) -> Floats:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-9), np.float32)
