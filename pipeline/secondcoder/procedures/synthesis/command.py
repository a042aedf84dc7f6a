"""The command ``synthesise``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from secondcoder.terminal.epilog import EPILOG
from secondcoder.terminal.options import (
    AGAIN,
    ANYWAY,
    OUT,
    QUIET,
    SEED,
    progress_told,
    said_unless,
    shown_unless,
)

if TYPE_CHECKING:  # the command line starts without the libraries that a run needs
    from collections.abc import Iterable, Iterator

    from secondcoder.procedures.synthesis.run import Synthesised
    from secondcoder.procedures.synthesis.tables.named_cases import NamedTotalsRow
    from secondcoder.procedures.synthesis.tables.steps import DecisionRow, SummaryRow

BESIDE = ("synthesis/**/*",)
"""Copies that people edit."""
WIDEST = 5
NAMED = 12
"""Cases and headings that the terminal names."""
"""Final themes that the terminal names: those under most headings, as many as fit two lines."""


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
@ANYWAY
@AGAIN
@QUIET
@progress_told
def synthesise(path: Path, *, quiet: bool, again: bool, renew_copies: bool, **given: Any) -> Path:
    """Synthesise case studies in four steps: summaries, themes, general themes, merging.

    PATH is a study's folder, a table of cases by heading, or a document with cases and headings.
    Edit the tables in its folder `synthesis` and run again: the later steps build on them.
    """
    from secondcoder.procedures.places import SYNTHESIS, cache_of, folder_of
    from secondcoder.procedures.state import Asked
    from secondcoder.procedures.unchanged import Made, Show, Told, said_or_made

    say = said_unless(quiet)

    def make(show: Show) -> Made:
        from secondcoder.procedures.helped import helped
        from secondcoder.terminal.progress import Bar

        times = cache_of(folder_of(path), given["out"])
        with helped(path, given["out"]) as beside, Bar(hidden=quiet, times=times) as bar:
            from secondcoder.procedures.synthesis.run import run_synthesis

            done = run_synthesis(
                path,
                renew=renew_copies,
                again=again,
                say=bar.say,
                show=show,
                progress=bar,
                beside=beside,
                **given,
            )
        lines, places = tuple(_told(done, quiet=False)), tuple(_told(done, quiet=True))
        return Made(told=Told(folder=done.folder, lines=lines, places=places), record=done.record)

    derived = given["derived"]
    told = said_or_made(
        Asked(
            kind=SYNTHESIS,
            study=path,
            out=given["out"],
            options={
                "seed": given["seed"],
                "anyway": given["anyway"],
                "derived": str(derived.resolve()) if derived else "",
            },
            beside=BESIDE,
            given=(derived,) if derived else (),
        ),
        make,
        again=again or renew_copies,
        show=shown_unless(quiet),
        say=say,
    )
    for line in told.places if quiet else told.lines:
        click.echo(line)
    return told.folder


def _told(done: Synthesised, *, quiet: bool) -> Iterator[str]:
    """Yield the lines that end a synthesis on the terminal."""
    if not quiet:
        yield ""
        yield from _findings(done)
        yield ""
    yield f"Report: {done.folder / 'report.html'}"
    yield f"Workbook: {done.folder / 'workbook.xlsx'}"
    yield f"To edit: {done.copies}"


def _findings(done: Synthesised) -> Iterator[str]:
    from secondcoder.procedures.notices import NOTICES
    from secondcoder.procedures.synthesis.tables.final import FINAL_THEMES
    from secondcoder.procedures.synthesis.tables.grid import GRID
    from secondcoder.procedures.synthesis.tables.named_cases import NAMED_TOTALS
    from secondcoder.procedures.synthesis.tables.steps import DECISIONS, SUMMARIES
    from secondcoder.procedures.synthesis.versions import NOT_CARRIED

    counts, tables = done.record["counts"], done.tables
    yield str(done.record["title"])
    yield (
        f"  Grid      {counts['cases']} cases by {counts['headings']} headings, "
        f"{counts['filled']} of {counts['cells']} cells filled."
    )
    yield f"  Cases     {each_once(row.case for row in tables[GRID])}."
    yield f"  Headings  {each_once(row.heading for row in tables[GRID])}."
    yield f"  Step 1    {counts['filled']} summaries, {_whose(_by_people(tables[SUMMARIES]))}."
    yield (
        f"  Step 2    {counts['heading_themes']} themes under headings from "
        f"{counts['answers']} answers."
    )
    merged = counts["general_themes"] - counts["final_themes"]
    yield f"  Step 3    {counts['general_themes']} general themes."
    people = _by_people(tables[DECISIONS])
    how = f"{people} decisions by people" if people else "as proposed; nobody has decided yet"
    yield f"  Step 4    {merged} merged or dropped ({how}), {counts['final_themes']} left."
    widest = "; ".join(
        f"{row.theme} ({row.heading_count} headings, {row.case_count} cases)"
        for row in tables[FINAL_THEMES][:WIDEST]
    )
    yield f"  Widest    {widest}."
    yield from _named(tables[NAMED_TOTALS])
    for notice in tables[NOTICES]:
        if notice.kind == NOT_CARRIED:
            yield f"  Decisions {notice.message}."
    if tables[NOTICES]:
        yield f"  Notices   {len(tables[NOTICES])} to read in the report."


def each_once(names: Iterable[str]) -> str:
    """Return each name once, the first of them."""
    once = list(dict.fromkeys(names))
    more = f"; and {len(once) - NAMED} more" if len(once) > NAMED else ""
    return "; ".join(once[:NAMED]) + more


def _by_people(rows: Iterable[SummaryRow] | Iterable[DecisionRow]) -> int:
    """Return how many rows a person wrote."""
    from secondcoder.procedures.synthesis.records import MACHINE_HAND

    return sum(row.by != MACHINE_HAND for row in rows)


def _whose(count: int) -> str:
    return f"{count} of them a person's" if count else "all word for word"


def _named(totals: Iterable[NamedTotalsRow]) -> Iterator[str]:
    from secondcoder.page.values import decimal
    from secondcoder.procedures.synthesis.steps.named_cases import CASES, NAME

    ways = {CASES: "best by cases", NAME: "chosen by name"}
    for row in totals:
        chance = f", {decimal(row.chance)} by chance" if row.chosen_by == CASES else ""
        yield (
            f"  Compare   {row.method}, {ways[row.chosen_by]}: precision {decimal(row.precision)} "
            f"({row.both}/{row.cases_found}), recall {decimal(row.recall)} "
            f"({row.both}/{row.cases_named}), mean F1 {decimal(row.mean_f1)}{chance}."
        )
