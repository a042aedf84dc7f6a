"""Which themes appear in which kinds of source, and how the kinds relate to each other.

After the triangulation protocol of Farmer, Robinson, Elliott and Eyles (2006), Qualitative Health
Research 16:377-394, whose words are agreement, partial agreement, silence and dissonance. They
are worked out here from prominence and facet alone, and are questions to read the passages with:
what is said about a theme is for people to compare.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from secondcoder.procedures.content.steps.counting import by_value, count, percent
from secondcoder.procedures.content.steps.describe import MAJOR, UNUSED, describe, standing
from secondcoder.procedures.content.steps.records import Comment, Path

AGREEMENT, PARTIAL, SILENCE, DISSONANCE = (
    "agreement",
    "partial agreement",
    "silence",
    "dissonance",
)
LEAST_WITH_FACET = 3
"""Codes that a kind needs with a facet value before its commoner value is taken to be one. Not
measured."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One theme in one kind of source."""

    path: Path
    kind: str
    codes: int
    percent: float | None
    """Of the codes of that kind."""
    passages: int
    passage_percent: float | None
    """Of the passages of that kind."""
    documents: int
    documents_of_kind: int
    standing: str
    value: str
    """The facet value that most of its codes carry there; empty if few carry one or it is a tie."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessed:
    """How the kinds of source relate to each other on one theme."""

    path: Path
    kinds: tuple[str, ...]
    silent: tuple[str, ...]
    assessment: str
    reason: str


def cells(
    counted: Sequence[Comment],
    kind: Mapping[str, str],
    documents: Mapping[str, str],
    *,
    values: Mapping[str, str],
) -> tuple[Cell, ...]:
    """Return every theme in every kind of source.

    ``kind`` and ``documents`` are by passage id, for all passages; ``values`` is the facet value
    of a code by its id.
    """
    names = sorted(set(kind.values()))
    size = Counter(kind.values())
    held = {name: {documents[p] for p, own in kind.items() if own == name} for name in names}
    themes = [one.path for one in count(counted)]
    parts = by_value(counted, kind.__getitem__)
    made = []
    for name in names:
        part = parts.get(name, ())
        counts = {one.path: one for one in count(part, unused=themes)}
        summary = describe([one.codes for one in counts.values()])
        for theme in themes:
            own = [one for one in part if one.path[:1] == theme]
            touched = {p for one in own for p in one.passages if kind[p] == name}
            made.append(
                Cell(
                    path=theme,
                    kind=name,
                    codes=len(own),
                    percent=counts[theme].percent,
                    passages=len(touched),
                    passage_percent=percent(len(touched), size[name]),
                    documents=len({documents[p] for p in touched}),
                    documents_of_kind=len(held[name]),
                    standing=standing(len(own), summary)[0],
                    value=_value(own, values),
                )
            )
    return tuple(sorted(made, key=lambda cell: themes.index(cell.path)))


def assess(found: Sequence[Cell]) -> tuple[Assessed, ...]:
    """Return how the kinds relate to each other on each theme, in the order of the cells."""
    themes = dict.fromkeys(cell.path for cell in found)
    return tuple(_assess([c for c in found if c.path == theme]) for theme in themes)


def _assess(row: Sequence[Cell]) -> Assessed:
    there = [cell for cell in row if cell.codes]
    silent = tuple(cell.kind for cell in row if not cell.codes)
    values = {cell.value for cell in there if cell.value}
    standings = {cell.standing for cell in there if cell.standing != UNUSED}
    if len(values) > 1:
        said = "; ".join(f"{cell.kind}: {cell.value}" for cell in there if cell.value)
        assessment, reason = DISSONANCE, f"mostly another value of the facet ({said})"
        if silent:
            reason += f"; nothing in {', '.join(silent)}"
    elif silent:
        assessment, reason = SILENCE, f"nothing in {', '.join(silent)}"
        if len(there) == 1:
            reason += f"; only {there[0].kind} speaks of it: complementary"
    elif len(standings) > 1:
        said = "; ".join(
            f"{cell.kind}: {'major' if cell.standing == MAJOR else 'minor'}" for cell in there
        )
        assessment, reason = PARTIAL, f"in all kinds, not equally prominent ({said})"
    else:
        assessment = AGREEMENT
        reason = f"in all kinds, {next(iter(standings), 'minor')} in each"
    return Assessed(
        path=row[0].path,
        kinds=tuple(cell.kind for cell in there),
        silent=silent,
        assessment=assessment,
        reason=reason,
    )


def _value(own: Sequence[Comment], values: Mapping[str, str]) -> str:
    numbers = Counter(values[one.code_id] for one in own if one.code_id in values)
    if numbers.total() < LEAST_WITH_FACET:
        return ""
    (first, most), *rest = numbers.most_common()
    return "" if rest and rest[0][1] == most else first
