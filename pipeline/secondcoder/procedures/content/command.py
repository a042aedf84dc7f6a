"""The command ``content``."""

from pathlib import Path
from typing import Any, Literal

import click

from secondcoder.terminal.epilog import EPILOG
from secondcoder.terminal.options import AGAIN, ANYWAY, progress_told, said_unless, shown_unless

BESIDE = ("content/**/*", "runs/*/queries.csv", "runs/*/datapackage.json")
"""Copies to fill in, and earlier results: decisions in their queries and themes are taken over."""


@click.command(epilog=EPILOG)
@click.argument("path", type=click.Path(exists=True, path_type=Path), metavar="STUDY")
@click.option(
    "--by",
    multiple=True,
    metavar="ATTRIBUTE",
    help="Count by question, heading, case, document, speaker, kind (of source) or any column of "
    "the material. May be given several times; by default the questions, and the kinds of source.",
)
@click.option(
    "--coder",
    default="",
    help="Whose coding is counted: a person’s, ‘machine’ for the machine’s, or that of any other "
    "machine by its name.",
)
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
@ANYWAY
@AGAIN
@click.option("--quiet", is_flag=True, help="Print only where the results are.")
@progress_told
def content(
    path: Path,
    *,
    by: tuple[str, ...],
    coder: str,
    once: str,
    out: Path | None,
    anyway: bool,
    again: bool,
    quiet: bool,
) -> Path:
    """Count the coding of STUDY: themes, questions, facets, sources, and queries to resolve.

    STUDY is a study's folder, or a table with the columns theme and codes. Human coding is
    counted; where there is none, what the machine suggests, and named so.
    """
    from secondcoder.procedures.places import CONTENT, SECOND_CODER, cache_of, folder_of
    from secondcoder.procedures.state import Asked
    from secondcoder.procedures.unchanged import Made, Show, said_or_made

    counted_once: Literal["words", "code"] = "code" if once == "code" else "words"

    say = said_unless(quiet)

    def make(show: Show) -> Made:
        from secondcoder.procedures.helped import helped
        from secondcoder.terminal.progress import Bar

        times = cache_of(folder_of(path), out)
        with helped(path, out) as beside, Bar(hidden=quiet, times=times) as bar:
            from secondcoder.procedures.content.run import run_content
            from secondcoder.procedures.content.steps.analysis import Wanted
            from secondcoder.procedures.content.told import made_of

            finished = run_content(
                path,
                out=out,
                wanted=Wanted(by, coder, counted_once),
                anyway=anyway,
                again=again,
                say=bar.say,
                show=show,
                progress=bar,
                beside=beside,
            )
        return made_of(finished)

    options = {"by": by, "coder": coder, "once": once, "anyway": anyway}
    resting: dict[str, Any] = {"beside": BESIDE, "latest": (SECOND_CODER,)}
    told = said_or_made(
        Asked(kind=CONTENT, study=path, out=out, options=options, **resting),
        make,
        again=again,
        show=shown_unless(quiet),
        say=say,
    )
    for line in told.places if quiet else told.lines:
        click.echo(line)
    return told.folder
