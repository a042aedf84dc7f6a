"""The command ``grid``: the comparison under every combination of a stated set of settings."""

from pathlib import Path

import click

from secondcoder.terminal.epilog import EPILOG
from secondcoder.terminal.options import AGAIN, OUT, QUIET, said_unless, shown_unless


@click.command(epilog=EPILOG)
@click.argument("study", type=click.Path(exists=True, path_type=Path))
@OUT
@AGAIN
@QUIET
def grid(study: Path, out: Path | None, *, again: bool, quiet: bool) -> None:
    """Try STUDY under other settings, to see how far headline and conclusions hang on them.

    The settings are those of [comparison.grid] in study.toml; without it, what the machine may see
    and how many codes it gives. One table, one figure a person (a specification curve).
    """
    from secondcoder.procedures.places import GRID, cache_of, folder_of
    from secondcoder.procedures.state import Asked
    from secondcoder.procedures.unchanged import Made, Show, said_or_made

    def make(_show: Show) -> Made:
        from secondcoder.procedures.second_coder.grid.run import made_of, run_grid
        from secondcoder.terminal.progress import Bar

        with Bar(hidden=quiet, times=cache_of(folder_of(study), out)) as bar:
            return made_of(run_grid(study, out=out, say=bar.say, progress=bar))

    told = said_or_made(
        Asked(kind=GRID, study=study, out=out, options={}),
        make,
        again=again,
        show=shown_unless(quiet),
        say=said_unless(quiet),
    )
    for line in told.places if quiet else told.lines:
        click.echo(line)

    from secondcoder.procedures.second_coder.plan.shown import note_shown

    note_shown(study, told.folder)
