"""``methods.md`` of a content analysis: paragraphs for the paper, to be adapted."""

from collections.abc import Iterator, Mapping
from typing import Any

from secondcoder.page.values import chosen, count, decimal, joined
from secondcoder.procedures.content.figures.percents import bar_kind
from secondcoder.procedures.content.steps.decided import OPEN
from secondcoder.procedures.content.steps.describe import MAJOR, MINOR
from secondcoder.procedures.content.steps.facets import CODEBOOK
from secondcoder.procedures.content.tables.by_value import COUNTS_BY, MAJORITY, by_attribute
from secondcoder.procedures.content.tables.counts import COUNTS, SUMMARY
from secondcoder.procedures.content.tables.facets import FACET_CHECK
from secondcoder.procedures.content.tables.queries import QUERIES
from secondcoder.procedures.content.tables.sources import CONVERGENCE, TRIANGULATION
from secondcoder.publish.schema import Tables

_ONCE = {
    "words": "Comments with the same words made several times by the same speaker under the same "
    "code were counted once; comments by different speakers were counted on each occasion.",
    "code": "Each speaker was counted once under each code; different speakers were counted on "
    "each occasion.",
}
_FARMER = (
    "Farmer T, Robinson K, Elliott SJ, Eyles J (2006) Developing and implementing a triangulation "
    "protocol for qualitative health research. Qualitative Health Research 16:377–394."
)


def build_content_methods(tables: Tables, run: Mapping[str, Any]) -> str:
    """Return the text as Markdown; the same tables and record give the same text."""
    parts = [
        f"# Methods and results: {chosen(run, 'title')}",
        (
            "Drafted from the analysis’s own figures, to be adapted. Passages in [square brackets] "
            "are for the authors."
        ),
        "## Methods",
        _methods(tables, run),
        *_sources(tables),
        *_facets(tables),
        "## Results",
        *_results(tables),
    ]
    if tables[CONVERGENCE]:
        parts += ["## Reference", _FARMER]
    return "\n\n".join(parts) + "\n"


def _methods(tables: Tables, run: Mapping[str, Any]) -> str:
    said = [f"Counted: {chosen(run, 'counted')}"]
    if run.get("documents"):
        documents, passages = (count(run[n], n[:-1]) for n in ("documents", "passages"))
        said.append(f"The material was {passages} in {documents}. [Who coded and how.]")
    if run.get("once"):
        said.append(_ONCE[str(run["once"])])
    said.append(
        "Numbers of codes per theme were described by percent, mean, median, standard deviation of "
        "a sample and range; themes with more codes than the mean are called major, the others "
        "minor."
    )
    if tables[COUNTS_BY]:
        names = joined([str(name) for name in run["by"]])
        said.append(
            f"By {names}, themes are shown by their percent of the codes, with the smallest set of "
            f"themes that together make at least half. Error bars are "
            f"{joined(sorted(_bar_kinds(tables)))}."
        )
    queries = tables[QUERIES]
    if queries:
        settled = sum(row.status != OPEN for row in queries)
        said.append(
            f"The coding was checked with {count(len(queries), 'query', 'queries')} that "
            f"secondcoder listed, of which {settled} had been "
            "resolved when this was written. [How the others were.]"
        )
    return " ".join(said)


def _bar_kinds(tables: Tables) -> set[str]:
    attributes = by_attribute(tables[COUNTS_BY])
    return {bar_kind(part) for values in attributes.values() for part in values.values()}


def _sources(tables: Tables) -> Iterator[str]:
    if tables[CONVERGENCE]:
        kinds = joined(list(dict.fromkeys(row.kind for row in tables[TRIANGULATION])))
        yield (
            f"Kinds of source ({kinds}) were compared theme by theme after the triangulation "
            "protocol of Farmer and others (2006): agreement where a theme is in all kinds and "
            "equally prominent by the mean, partial agreement where it is not equally prominent, "
            "silence where a kind lacks it, dissonance where most codes carry another value of "
            "the facet. [What people found when they read these passages together.]"
        )


def _facets(tables: Tables) -> Iterator[str]:
    for row in tables[FACET_CHECK]:
        basis = "the codebook alone" if row.basis == CODEBOOK else f"{row.basis}, out of fold"
        yield (
            f"A value of {row.facet} was suggested for every passage from {basis}. On the "
            f"{row.passages} passages whose codes carry one value it was as coded in "
            f"{row.correct} ({decimal(row.percent)} %; {decimal(row.low)} to {decimal(row.high)}, "
            f"{row.interval}); always saying “{row.commoner}” would be as coded in "
            f"{decimal(row.commoner_percent)} %."
        )


def _results(tables: Tables) -> Iterator[str]:
    for row in tables[SUMMARY][:1]:
        if row.total:
            yield (
                f"There were {row.total} codes in {row.themes} themes (mean {decimal(row.mean)}, "
                f"median {decimal(row.median)}, standard deviation {decimal(row.sd)}, range "
                f"{row.range})."
            )
    themes = [row for row in tables[COUNTS] if row.level == 1 and row.codes]
    for standing, said in ((MAJOR, "Major themes were"), (MINOR, "Minor themes were")):
        named = [
            f"{row.theme} ({row.codes}, {decimal(row.percent)} %)"
            for row in themes
            if row.standing == standing
        ]
        if named:
            yield f"{said} {joined(named)}."
    halves: dict[tuple[str, str], dict[str, str]] = {}
    for half in tables[MAJORITY]:
        of_value = halves.setdefault((half.attribute, half.value), {})
        of_value[half.theme] = f"{half.theme} ({decimal(half.percent)} %)"
    for (attribute, value), named_themes in halves.items():
        said = f"{attribute.capitalize()} {value}: at least half of the codes are"
        yield f"{said} {joined([*named_themes.values()])}."
    for one in tables[CONVERGENCE]:
        yield f"{one.theme}: {one.assessment} ({one.reason})."
