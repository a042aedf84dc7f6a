"""The command ``review``."""

from pathlib import Path

import click

from secondcoder.terminal.epilog import EPILOG


@click.command(epilog=EPILOG)
@click.argument("study", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--record",
    type=click.Path(path_type=Path, file_okay=False),
    help="Keep decisions in this folder instead of the folder record inside the study.",
)
@click.option(
    "--run",
    "run",
    type=click.Path(exists=True, path_type=Path, file_okay=False),
    help="Review this run's folder instead of the latest run of the study.",
)
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="0 takes a free port.")
@click.option("--until-closed", is_flag=True, hidden=True)
@click.option("--no-open", is_flag=True, help="Only print the address, open no browser.")
def review(
    study: Path,
    record: Path | None,
    run: Path | None,
    *,
    port: int,
    until_closed: bool,
    no_open: bool,
) -> None:
    """Open the review page of STUDY: check suggested codes against your own.

    Everything stays on this machine; the page is open to nobody else.
    """
    from secondcoder.review.serve import open_review, serve
    from secondcoder.serving.server import stop_at_end_of_input

    if until_closed:
        stop_at_end_of_input()
    serve(
        open_review(study, record=record, run=run),
        port=port,
        open_browser=not no_open,
        say=click.echo,
    )
