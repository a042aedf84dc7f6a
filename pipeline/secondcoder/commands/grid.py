"""The command ``grid``: the comparison under every combination of a stated set of settings."""

from pathlib import Path

import click

from secondcoder.terminal.epilog import EPILOG
from secondcoder.terminal.options import OUT, QUIET


@click.command(epilog=EPILOG)
@click.argument("study", type=click.Path(exists=True, path_type=Path))
@OUT
@QUIET
def grid(study: Path, out: Path | None, *, quiet: bool) -> None:
    """Try STUDY under other settings, to see how far headline and conclusions hang on them.

    The settings are those of [comparison.grid] in study.toml; without it, what the machine may see
    and how many codes it gives. One table, one figure a person (a specification curve).
    """
    from secondcoder.procedures.places import cache_of, folder_of
    from secondcoder.procedures.second_coder.grid.page import sentences
    from secondcoder.procedures.second_coder.grid.run import run_grid
    from secondcoder.procedures.second_coder.plan.shown import note_shown
    from secondcoder.terminal.progress import Bar

    with Bar(hidden=quiet, times=cache_of(folder_of(study), out)) as bar:
        tried = run_grid(study, out=out, say=bar.say, progress=bar)
    if not quiet:
        for sentence in sentences(tried.tables):
            click.echo(f"  {sentence}")
    click.echo(f"Report: {tried.folder / 'report.html'}")
    note_shown(study, tried.folder)
