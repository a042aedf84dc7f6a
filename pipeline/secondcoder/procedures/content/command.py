"""The command ``content``."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from secondcoder.terminal.epilog import EPILOG

_MOST = 6


@click.command(epilog=EPILOG)
@click.argument("path", type=click.Path(exists=True, path_type=Path), metavar="STUDY")
@click.option(
    "--by",
    multiple=True,
    metavar="ATTRIBUTE",
    help="Count by question, heading, case, document, speaker, kind (of source) or any column of "
    "the material. May be given several times; by default the questions, and the kinds of source.",
)
@click.option("--coder", default="", help="Whose coding is counted; ‘machine’ for the machine’s.")
@click.option(
    "--once",
    type=click.Choice(["words", "code"]),
    default="words",
    show_default=True,
    help="What counts once for a speaker: the same words under one code, or one code whatever the "
    "words.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write to this folder instead of runs/content-<id>/ inside the study.",
)
@click.option("--quiet", is_flag=True, help="Print only where the results are.")
def content(
    path: Path, *, by: tuple[str, ...], coder: str, once: str, out: Path | None, quiet: bool
) -> None:
    """Count the coding of STUDY: themes, questions, facets, sources, and queries to resolve.

    STUDY is a study's folder, or a table with the columns theme and codes. Human coding is
    counted; where there is none, what the machine suggests, and named so.
    """
    from secondcoder.procedures.content.run import run_content
    from secondcoder.procedures.content.steps.analysis import Wanted
    from secondcoder.procedures.second_coder.reviewed.results import database_of
    from secondcoder.review.content import recorded_queries
    from secondcoder.terminal.progress import Bar

    def say(stage: str) -> None:
        if not quiet:
            click.echo(f"… {stage}", err=True)

    with Bar(hidden=quiet) as bar:
        finished = run_content(
            path,
            out=out,
            wanted=Wanted(by, coder, "code" if once == "code" else "words"),
            recorded=recorded_queries(database_of(path)),
            say=say,
            progress=bar,
        )
    if not quiet:
        for line in _found(finished.tables, finished.record):
            click.echo(line)
    for name, what in (("report.html", "Report"), ("workbook.xlsx", "Workbook")):
        click.echo(f"{what}: {finished.folder / name}")


def _found(tables: Any, record: Any) -> Iterator[str]:
    yield ""
    yield str(record["title"])
    yield f"  Counted   {record['counted']}"
    for row in tables["summary"].to_dict("records")[:1]:
        yield (
            f"  Codes     {row['total']} in {row['themes']} themes: mean {_two(row['mean'])}, "
            f"median {_two(row['median'])}, SD {_two(row['sd'])}, range {row['range']}."
        )
        yield f"  Themes    {row['major']} major (above the mean), {row['minor']} minor."
    themes = tables["counts"][tables["counts"]["level"] == 1]
    for row in themes[themes["codes"] > 0].to_dict("records"):
        yield f"            {row['codes']:>4} {_two(row['percent']):>6} %  {row['theme']}"
    yield from _by(tables["counts_by"])
    for row in tables["facet_check"].to_dict("records"):
        yield (
            f"  Facet     {row['facet']}, from {row['basis']}: {row['correct']} of "
            f"{row['passages']} right, {_two(row['percent'])} % ({_two(row['low'])} to "
            f"{_two(row['high'])}); always “{row['commoner']}”: {_two(row['commoner_percent'])} %."
        )
    if len(tables["convergence"]):
        numbers = tables["convergence"]["assessment"].value_counts().to_dict()
        yield f"  Sources   {', '.join(f'{k}: {numbers[k]}' for k in sorted(numbers))} (themes)."
    if len(tables["queries"]):
        status = tables["queries"]["status"].value_counts().to_dict()
        said = ", ".join(f"{status[name]} {name}" for name in sorted(status))
        yield f"  Queries   {len(tables['queries'])} to resolve in queries.csv ({said})."
    if len(tables["notices"]):
        yield f"  Notices   {len(tables['notices'])} to read in the report."
    yield ""


def _by(table: Any) -> Iterator[str]:
    for attribute in dict.fromkeys(table["attribute"]):
        own = table[table["attribute"] == attribute]
        sizes = own.groupby("value", sort=False)["total"].first()
        values = list(sizes.sort_values(ascending=False, kind="stable").index)
        for value in values[:_MOST]:
            part = own[(own["value"] == value) & (own["in_half"] == "yes")]
            said = "; ".join(f"{r.theme} {_two(r.percent)} %" for r in part.itertuples())
            yield f"  {attribute.capitalize()} {value[:60]}: half of the codes: {said}."
        if len(values) > _MOST:
            yield f"  … and {len(values) - _MOST} more in counts_by.csv."


def _two(value: Any) -> str:
    return "–" if value is None or value != value else f"{value:.2f}"  # noqa: PLR0124 - NaN
