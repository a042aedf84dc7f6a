"""What the report says of the themes that people derived and the cases they name for them."""

from collections.abc import Iterator
from dataclasses import dataclass

from secondcoder.page.picture import Grid, grid
from secondcoder.page.values import decimal, interval
from secondcoder.procedures.synthesis.steps.named_cases import (
    CASES,
    CLUSTERS,
    KEYWORD,
    NAME,
    SYNTHESIS,
)
from secondcoder.procedures.synthesis.tables.named_cases import (
    NAMED_CASES,
    NAMED_TOTALS,
    NamedTotalsRow,
)
from secondcoder.publish.schema import Tables

METHODS = {
    SYNTHESIS: "Synthesis",
    KEYWORD: "Keyword (cells that hold a word of the name)",
    CLUSTERS: "Plain clustering (KMeans, number told)",
}
LEVEL = 0.05
"""p below which a result is called clearly above chance, if its interval agrees; a convention."""
_TITLES = {CASES: "Best by cases", NAME: "Chosen by name"}


@dataclass(frozen=True, slots=True)
class NamedView:
    """The comparison, by the way in which a found theme is chosen."""

    verdict: list[str]
    """Whether the synthesis meets the named cases beyond chance, and beyond a keyword."""
    totals: dict[str, Grid]
    rows: dict[str, Grid]


def named_view(tables: Tables) -> NamedView | None:
    """Return the comparison, or nothing where none was made."""
    if not tables[NAMED_CASES]:
        return None
    return NamedView(
        verdict=[*_verdict(tables)],
        totals={
            way: grid(
                title,
                ("Method", "Themes", "Precision", "Recall", "Mean F1", "By chance"),
                list(_totals(tables, way)),
                numeric=(1, 4, 5),
            )
            for way, title in _TITLES.items()
        },
        rows={
            way: grid(
                f"Every derived theme, {way}",
                ("Heading", "Derived theme", "Machine theme", "Both", "Precision", "Recall"),
                list(_each(tables, way)),
                numeric=(3, 4, 5),
            )
            for way in _TITLES
        },
    )


def _verdict(tables: Tables) -> Iterator[str]:
    """Say it of what is chosen by name, which alone can be known without the answer."""
    for row in tables[NAMED_TOTALS]:
        if (row.method, row.chosen_by) != (SYNTHESIS, NAME) or row.p is None:
            continue
        word = "clearly above" if _above(row) else "not clearly above"
        yield (
            f"Chosen by its name, without a look at the cases, a found theme meets the cases that "
            f"people name with a mean F1 of {decimal(row.mean_f1)}; with the same cases dealt out "
            f"at random within each heading it is {decimal(row.chance)} "
            f"({_difference(row.beyond_chance, row.beyond_chance_low, row.beyond_chance_high)}, "
            f"p = {row.p:.3f}). So the grouping by heading is {word} chance here."
        )
        if row.beyond_keyword is not None:
            ends = row.beyond_keyword_low, row.beyond_keyword_high
            yield (
                "Against a coder who takes every case whose cell holds a word of the name: "
                f"{_beside_keyword(row)}"
                f"({_difference(row.beyond_keyword, *ends)})."
            )


def _above(row: NamedTotalsRow) -> bool:
    low = row.beyond_chance_low
    return row.p is not None and row.p < LEVEL and low is not None and low > 0


def _beside_keyword(row: NamedTotalsRow) -> str:
    low, high = row.beyond_keyword_low, row.beyond_keyword_high
    if low is not None and low > 0:
        return "better "
    if high is not None and high < 0:
        return "worse "
    return "neither clearly better nor clearly worse "


def _difference(value: float | None, low: float | None, high: float | None) -> str:
    ends = interval(low, high)
    return f"difference {decimal(value)}" + (f", 95 % interval {ends}" if ends else "")


def _totals(tables: Tables, way: str) -> Iterator[tuple[str, ...]]:
    for row in tables[NAMED_TOTALS]:
        if row.chosen_by == way:
            yield (
                METHODS[row.method],
                str(row.themes),
                f"{decimal(row.precision)} ({row.both}/{row.cases_found}) "
                f"{_bracketed(row.precision_low, row.precision_high)}".strip(),
                f"{decimal(row.recall)} ({row.both}/{row.cases_named}) "
                f"{_bracketed(row.recall_low, row.recall_high)}".strip(),
                decimal(row.mean_f1),
                decimal(row.chance),
            )


def _each(tables: Tables, way: str) -> Iterator[tuple[str, ...]]:
    for row in tables[NAMED_CASES]:
        if row.chosen_by == way and row.method == SYNTHESIS:
            yield (
                row.heading,
                f"{row.derived_theme}: {'; '.join(row.cases_named)}",
                f"{row.theme}: {'; '.join(row.cases_found)}" if row.theme else "none",
                str(row.both),
                decimal(row.precision),
                decimal(row.recall),
            )


def _bracketed(low: float | None, high: float | None) -> str:
    ends = interval(low, high)
    return f"[{ends}]" if ends else ""
