"""The command ``content``."""

from pathlib import Path

import click

from secondcoder.terminal.epilog import EPILOG
from secondcoder.terminal.options import ANYWAY, shown_unless


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
@click.option("--quiet", is_flag=True, help="Print only where the results are.")
def content(
    path: Path,
    *,
    by: tuple[str, ...],
    coder: str,
    once: str,
    out: Path | None,
    anyway: bool,
    quiet: bool,
) -> None:
    """Count the coding of STUDY: themes, questions, facets, sources, and queries to resolve.

    STUDY is a study's folder, or a table with the columns theme and codes. Human coding is
    counted; where there is none, what the machine suggests, and named so.
    """
    from secondcoder.procedures.content.run import run_content
    from secondcoder.procedures.content.steps.analysis import Wanted
    from secondcoder.procedures.content.told import told
    from secondcoder.terminal.progress import Bar

    def say(stage: str) -> None:
        if not quiet:
            click.echo(f"… {stage}", err=True)

    with Bar(hidden=quiet) as bar:
        finished = run_content(
            path,
            out=out,
            wanted=Wanted(by, coder, "code" if once == "code" else "words"),
            anyway=anyway,
            say=say,
            show=shown_unless(quiet),
            progress=bar,
        )
    if not quiet:
        for line in told(finished.tables, finished.record):
            click.echo(line)
    for name, what in (("report.html", "Report"), ("workbook.xlsx", "Workbook")):
        click.echo(f"{what}: {finished.folder / name}")
    if finished.copy:
        click.echo(f"Queries: {finished.copy}")
