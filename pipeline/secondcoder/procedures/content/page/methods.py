"""``methods.md`` of a content analysis: paragraphs for the paper, to be adapted."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from secondcoder.page.values import chosen, count, decimal, joined, rows
from secondcoder.procedures.content.figures.percents import bar_kind

Tables = Mapping[str, pd.DataFrame]
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
    if len(tables["convergence"]):
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
    if len(tables["counts_by"]):
        names = joined([str(name) for name in run["by"]])
        said.append(
            f"By {names}, themes are shown by their percent of the codes, with the smallest set of "
            f"themes that together make at least half. Error bars are "
            f"{joined(sorted(_bar_kinds(tables['counts_by'])))}."
        )
    queries = tables["queries"]
    if len(queries):
        settled = int((queries["status"] != "open").sum())
        said.append(
            f"The coding was checked with {count(len(queries), 'query', 'queries')} that "
            f"secondcoder listed, of which {settled} had been "
            "resolved when this was written. [How the others were.]"
        )
    return " ".join(said)


def _bar_kinds(table: pd.DataFrame) -> set[str]:
    return {bar_kind(part) for _, part in table.groupby(["attribute", "value"], sort=False)}


def _sources(tables: Tables) -> Iterator[str]:
    if len(tables["convergence"]):
        kinds = joined(list(dict.fromkeys(tables["triangulation"]["kind"])))
        yield (
            f"Kinds of source ({kinds}) were compared theme by theme after the triangulation "
            "protocol of Farmer and others (2006): agreement where a theme is in all kinds and "
            "equally prominent by the mean, partial agreement where it is not equally prominent, "
            "silence where a kind lacks it, dissonance where most codes carry another value of "
            "the facet. [What people found when they read these passages together.]"
        )


def _facets(tables: Tables) -> Iterator[str]:
    for row in rows(tables["facet_check"]):
        basis = "the codebook alone" if row.basis == "codebook" else f"{row.basis}, out of fold"
        yield (
            f"A value of {row.facet} was suggested for every passage from {basis}. On the "
            f"{row.passages} passages whose codes carry one value it was as coded in "
            f"{row.correct} ({decimal(row.percent)} %; {decimal(row.low)} to {decimal(row.high)}, "
            f"{row.interval}); always saying “{row.commoner}” would be as coded in "
            f"{decimal(row.commoner_percent)} %."
        )


def _results(tables: Tables) -> Iterator[str]:
    for row in rows(tables["summary"].head(1)):
        if row.total:
            yield (
                f"There were {row.total} codes in {row.themes} themes (mean {decimal(row.mean)}, "
                f"median {decimal(row.median)}, standard deviation {decimal(row.sd)}, range "
                f"{row.range})."
            )
    themes = tables["counts"].query("level == 1 and codes > 0")
    for standing, said in (("major", "Major themes were"), ("minor", "Minor themes were")):
        own = themes[themes["standing"] == standing]
        named = [f"{row.theme} ({row.codes}, {decimal(row.percent)} %)" for row in rows(own)]
        if named:
            yield f"{said} {joined(named)}."
    table = tables["majority"].drop_duplicates(["attribute", "value", "theme"])
    for (attribute, value), part in table.groupby(["attribute", "value"], sort=False):
        named = [f"{row.theme} ({decimal(row.percent)} %)" for row in rows(part)]
        said = f"{str(attribute).capitalize()} {value}: at least half of the codes are"
        yield f"{said} {joined(named)}."
    for row in rows(tables["convergence"]):
        yield f"{row.theme}: {row.assessment} ({row.reason})."
