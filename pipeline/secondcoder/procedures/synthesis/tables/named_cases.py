"""Themes that people derived beside those that were found, by the cases of both: two tables."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from secondcoder.procedures.synthesis.records import Synthesis
from secondcoder.procedures.synthesis.steps.named_cases import totals
from secondcoder.procedures.synthesis.tables.steps import HEADING_THEMES
from secondcoder.publish.schema import Column, Table, row_of

GENERAL = "(general)"
"""Stands for the heading of a derived theme that belongs to none."""

_Method = Annotated[str, Column("synthesis, or the baseline: keyword, plain clustering.")]
_ChosenBy = Annotated[
    str,
    Column("name: the found theme most like the name; cases: the one whose cases fit best."),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedCasesRow:
    """A derived theme, and the found theme that one way of choosing sets beside it."""

    heading: Annotated[str, Column("The heading; (general) for a general theme.", width=24)]
    derived_theme: Annotated[str, Column("The theme that people derived.", width=34, words=True)]
    cases_named: Annotated[tuple[str, ...], Column("Cases that people name for it.", width=40)]
    method: _Method
    chosen_by: _ChosenBy
    theme_id: Annotated[str, Column("Id of the found theme; empty if there is none.")]
    theme: Annotated[str, Column("Name of the found theme.", width=34, words=True)]
    cases_found: Annotated[tuple[str, ...], Column("Cases of the found theme.", width=40)]
    both: Annotated[int, Column("Cases that are both named and found.")]
    named: Annotated[int, Column("Cases named.")]
    found: Annotated[int, Column("Cases found.")]
    precision: Annotated[float | None, Column("Share of the cases found that people name.")]
    recall: Annotated[float | None, Column("Share of the cases named that are found.")]
    f1: Annotated[float | None, Column("2 × both ÷ (named + found).")]
    chance: Annotated[
        float | None, Column("Mean F1 if cases are dealt out at random within the heading.")
    ]


NAMED_CASES = Table(
    "named_cases",
    NamedCasesRow,
    "Themes that people derived with the cases they name, beside the found theme: chosen by its "
    "name alone, and by its cases (the best possible choice).",
    sheet="Named cases",
    links={"theme_id": HEADING_THEMES.sheet},
    counted=True,
    optional=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedTotalsRow:
    """A method and a way of choosing, over all derived themes."""

    method: _Method
    chosen_by: _ChosenBy
    themes: Annotated[int, Column("Derived themes that name cases.")]
    found: Annotated[int, Column("Derived themes of which at least one named case is found.")]
    both: Annotated[int, Column("Cases both named and found, summed over the themes.")]
    cases_found: Annotated[int, Column("Cases found, summed over the themes.")]
    cases_named: Annotated[int, Column("Cases named, summed over the themes.")]
    precision: Annotated[float | None, Column("Share of the cases found that people name.")]
    precision_low: Annotated[float | None, Column("Lower end of its 95 % interval.")]
    precision_high: Annotated[float | None, Column("Upper end of its 95 % interval.")]
    recall: Annotated[float | None, Column("Share of the cases named that are found.")]
    recall_low: Annotated[float | None, Column("Lower end of its 95 % interval.")]
    recall_high: Annotated[float | None, Column("Upper end of its 95 % interval.")]
    f1: Annotated[float | None, Column("2 × both ÷ (named + found), of the sums.")]
    mean_f1: Annotated[float | None, Column("Mean of the themes' own F1.")]
    chance: Annotated[
        float | None, Column("Mean F1 if cases are dealt out at random within the headings.")
    ]
    p: Annotated[float | None, Column("Share of such deals whose mean F1 is as great (one-sided).")]
    beyond_chance: Annotated[float | None, Column("Mean F1 less that by chance.")]
    beyond_chance_low: Annotated[float | None, Column("Lower end of its 95 % interval.")]
    beyond_chance_high: Annotated[float | None, Column("Upper end of its 95 % interval.")]
    beyond_keyword: Annotated[
        float | None, Column("Mean F1 less the keyword's; of what is chosen by name.")
    ]
    beyond_keyword_low: Annotated[float | None, Column("Lower end of its 95 % interval.")]
    beyond_keyword_high: Annotated[float | None, Column("Upper end of its 95 % interval.")]


NAMED_TOTALS = Table(
    "named_cases_totals",
    NamedTotalsRow,
    "Precision and recall of the cases named, over all derived themes.",
    sheet="Named cases, totals",
    counted=True,
    optional=True,
)


def named_cases_rows(standing: Synthesis) -> Iterator[NamedCasesRow]:
    """Yield a row for every derived theme, method and way of choosing."""
    for named in standing.named_cases:
        yield row_of(
            NamedCasesRow,
            named,
            heading=named.derived.heading or GENERAL,
            derived_theme=named.derived.name,
            cases_named=named.derived.cases,
            cases_found=named.cases,
            named=len(named.derived.cases),
            found=len(named.cases),
        )


def named_totals_rows(standing: Synthesis) -> Iterator[NamedTotalsRow]:
    """Yield a row for every method and way of choosing."""
    found: Iterable[Mapping[str, Any]] = totals(standing.named_cases)
    return (NamedTotalsRow(**counts) for counts in found)
