"""What the command says of a content analysis when it is done."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from secondcoder.page.values import decimal
from secondcoder.procedures.content.run import Finished
from secondcoder.procedures.content.steps.queries import WEIGHTS
from secondcoder.procedures.content.tables.by_value import COUNTS_BY, by_attribute, largest_first
from secondcoder.procedures.content.tables.counts import COUNTS, SUMMARY
from secondcoder.procedures.content.tables.facets import FACET_CHECK
from secondcoder.procedures.content.tables.queries import QUERIES
from secondcoder.procedures.content.tables.sources import CONVERGENCE
from secondcoder.procedures.notices import NOTICES
from secondcoder.procedures.unchanged import Made, Told
from secondcoder.publish.schema import Tables

_MOST = 6
_LONGEST = 60
"""Values of an attribute that are listed, those with most codes."""


def made_of(finished: Finished) -> Made:
    """Return a content analysis with what the terminal is told of it."""
    files = (("report.html", "Report"), ("workbook.xlsx", "Workbook"))
    places = [f"{what}: {finished.folder / name}" for name, what in files]
    if finished.copy:
        places.append(f"Queries: {finished.copy}")
    lines = (*told(finished.tables, finished.record), *places)
    return Made(
        told=Told(folder=finished.folder, lines=lines, places=tuple(places)),
        record=finished.record,
    )


def told(tables: Tables, record: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a content analysis found, line by line."""
    yield ""
    yield str(record["title"])
    yield f"  Counted   {record['counted']}"
    for row in tables[SUMMARY][:1]:
        yield (
            f"  Codes     {row.total} in {row.themes} themes: mean {decimal(row.mean)}, "
            f"median {decimal(row.median)}, SD {decimal(row.sd)}, range {row.range}."
        )
        yield f"  Themes    {row.major} major (above the mean), {row.minor} minor."
    for theme in tables[COUNTS]:
        if theme.level == 1 and theme.codes:
            yield f"            {theme.codes:>4} {decimal(theme.percent):>6} %  {theme.theme}"
    yield from _by(tables)
    for check in tables[FACET_CHECK]:
        yield (
            f"  Facet     {check.facet}, from {check.basis}: {check.correct} of "
            f"{check.passages} right, {decimal(check.percent)} % ({decimal(check.low)} to "
            f"{decimal(check.high)}); always “{check.commoner}”: "
            f"{decimal(check.commoner_percent)} %."
        )
    yield from _to_look_at(tables)
    if tables[NOTICES]:
        yield f"  Notices   {len(tables[NOTICES])} to read in the report."
    yield ""


def _by(tables: Tables) -> Iterator[str]:
    for attribute, values in by_attribute(tables[COUNTS_BY]).items():
        for value in largest_first(values)[:_MOST]:
            part = [row for row in values[value] if row.in_half]
            said = "; ".join(f"{row.theme} {decimal(row.percent)} %" for row in part)
            yield f"  {attribute.capitalize()} {beginning(value)}: half of the codes: {said}."
        if len(values) > _MOST:
            yield f"  … and {len(values) - _MOST} more in counts_by.csv."


def beginning(value: str) -> str:
    """Return a question or value, cut between words."""
    return value if len(value) <= _LONGEST else f"{value[:_LONGEST].rsplit(' ', 1)[0]}…"


def _to_look_at(tables: Tables) -> Iterator[str]:
    if tables[CONVERGENCE]:
        numbers = Counter(row.assessment for row in tables[CONVERGENCE])
        said = ", ".join(f"{name}: {number}" for name, number in sorted(numbers.items()))
        yield f"  Sources   {said} (themes)."
    if tables[QUERIES]:
        states = Counter(row.status for row in tables[QUERIES])
        said = ", ".join(f"{number} {name}" for name, number in sorted(states.items()))
        yield f"  Queries   {len(tables[QUERIES])} to resolve in content/queries.xlsx ({said})."
        weights = Counter(row.weight for row in tables[QUERIES])
        ranked = [f"{weights[one]} {one}" for one in WEIGHTS if weights[one]]
        yield f"            First what is likely to change a count: {', '.join(ranked)}."
