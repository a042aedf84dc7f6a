"""The command ``synthesise``."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from secondcoder.terminal.epilog import EPILOG
from secondcoder.terminal.options import OUT, QUIET, SEED


@click.command(epilog=EPILOG)
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@OUT
@click.option(
    "--derived",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A table of themes that people derived, with the cases they name, to compare with.",
)
@click.option(
    "--renew-copies",
    is_flag=True,
    help="Write the tables to edit anew where nobody has written into them.",
)
@SEED
@QUIET
def synthesise(path: Path, *, quiet: bool, renew_copies: bool, **given: Any) -> None:
    """Synthesise case studies in four steps: summaries, themes, general themes, merging.

    PATH is a study's folder, a table of cases by heading, or a document with cases and headings.
    Edit the tables in its folder `synthesis` and run again: the later steps build on them.
    """
    from secondcoder.procedures.second_coder.reviewed.results import database_of
    from secondcoder.procedures.synthesis.run import run_synthesis
    from secondcoder.review.synthesis import decisions_in
    from secondcoder.terminal.progress import Bar

    def say(stage: str) -> None:
        if not quiet:
            click.echo(f"… {stage}", err=True)

    decided = decisions_in(database_of(path))
    with Bar(hidden=quiet) as bar:
        done = run_synthesis(
            path, renew=renew_copies, decided=decided, say=say, progress=bar, **given
        )
    for line in _told(done, quiet=quiet):
        click.echo(line)


def _told(done: Any, *, quiet: bool) -> Iterator[str]:
    """Yield the lines that end a synthesis on the terminal."""
    if not quiet:
        yield ""
        yield from _findings(done)
        yield ""
    yield f"Report: {done.folder / 'report.html'}"
    yield f"Workbook: {done.folder / 'workbook.xlsx'}"
    yield f"To edit: {done.copies}"


def _findings(done: Any) -> Iterator[str]:
    counts, tables = done.record["counts"], done.tables
    yield str(done.record["title"])
    yield (
        f"  Grid      {counts['cases']} cases by {counts['headings']} headings, "
        f"{counts['filled']} of {counts['cells']} cells filled."
    )
    grid = tables["grid"]
    for name in ("case", "heading"):
        yield f"  {name.capitalize() + 's':<9} {'; '.join(dict.fromkeys(grid[name]))}."
    yield f"  Step 1    {counts['filled']} summaries, {_people(tables['step1_summaries'])}."
    yield (
        f"  Step 2    {counts['heading_themes']} themes under headings from "
        f"{counts['answers']} answers."
    )
    wide = tables["themes_final"].head(5)
    named = "; ".join(
        f"{row.theme} ({row.heading_count} headings, {row.case_count} cases)"
        for row in wide.itertuples()
    )
    merged = counts["general_themes"] - counts["final_themes"]
    yield f"  Step 3    {counts['general_themes']} general themes."
    people = int((tables["step4_merged"]["by"] != "machine").sum())
    how = f"{people} decisions by people" if people else "as proposed; nobody has decided yet"
    yield f"  Step 4    {merged} merged or dropped ({how}), {counts['final_themes']} left."
    yield f"  Widest    {named}."
    yield from _named(tables["named_cases_totals"])
    if len(tables["notices"]):
        yield f"  Notices   {len(tables['notices'])} to read in the report."


def _people(table: Any) -> str:
    count = int((table["by"] != "machine").sum())
    return f"{count} of them a person's" if count else "all word for word"


def _named(totals: Any) -> Iterator[str]:
    ways = {"cases": "best by cases", "name": "chosen by name"}
    for row in totals.itertuples():
        chance = f", {row.chance:.2f} by chance" if row.chosen_by == "cases" else ""
        yield (
            f"  Compare   {row.method}, {ways[row.chosen_by]}: precision {row.precision:.2f} "
            f"({row.both}/{row.cases_found}), recall {row.recall:.2f} "
            f"({row.both}/{row.cases_named}), mean F1 {row.mean_f1:.2f}{chance}."
        )
