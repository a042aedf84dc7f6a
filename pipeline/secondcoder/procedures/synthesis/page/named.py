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
from secondcoder.procedures.synthesis.tables.named_cases import NAMED_CASES, NAMED_TOTALS
from secondcoder.publish.schema import Tables

METHODS = {
    SYNTHESIS: "Synthesis",
    KEYWORD: "Keyword (cells that hold a word of the name)",
    CLUSTERS: "Plain clustering (KMeans, number told)",
}
_TITLES = {CASES: "Best by cases", NAME: "Chosen by name"}


@dataclass(frozen=True, slots=True)
class NamedView:
    """The comparison, by the way in which a found theme is chosen."""

    totals: dict[str, Grid]
    rows: dict[str, Grid]


def named_view(tables: Tables) -> NamedView | None:
    """Return the comparison, or nothing where none was made."""
    if not tables[NAMED_CASES]:
        return None
    return NamedView(
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
