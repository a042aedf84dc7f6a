"""The commands and their options. Each imports what it needs only when it runs."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from secondcoder import __version__
from secondcoder.commands.app import app
from secondcoder.commands.exchange import export_command, import_command
from secondcoder.commands.record import merge, record
from secondcoder.commands.review import review
from secondcoder.errors import SecondcoderError, of_the_disk
from secondcoder.procedures.content.command import content
from secondcoder.procedures.synthesis.command import synthesise
from secondcoder.terminal.epilog import EPILOG
from secondcoder.terminal.options import (
    AGAIN,
    ANYWAY,
    OUT,
    QUIET,
    SEED,
    progress_told,
    shown_unless,
)

STUDY = click.Path(exists=True, path_type=Path)
BASIS = click.option(
    "--basis",
    type=click.Choice(["codebook", "coding"]),
    help="What the machine may see: the codebook alone, or human coding too (always out of fold).",
)
RISK = click.option(
    "--risk",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    help="Share of wrong first suggestions you accept: the machine abstains where it cannot keep "
    "to it. Needs --basis coding.",
)


class _Commands(click.Group):
    """Lists the commands in the order of work, not of the alphabet."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's form
        return list(self.commands)


@click.group(cls=_Commands, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="secondcoder")
def cli() -> None:
    """Machine second coder for qualitative research.

    Finds candidate themes in interviews, focus groups and case studies, matches them with your
    codebook, suggests codes with their evidence, and shows where machine and manual coding
    differ. Everything runs on this machine; nothing of yours is changed.

    Begin with `secondcoder app`: it opens a page in the browser for all of it. The other commands
    do the same step by step.
    """


cli.add_command(app)


@cli.command(epilog=EPILOG)
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def init(folder: Path) -> None:
    """Write a study.toml for FOLDER from what is found in it."""
    from secondcoder.commands.doctor import account_of_folder
    from secondcoder.study.infer import infer_config
    from secondcoder.study.write import write_config

    inferred = infer_config(folder)
    path = write_config(folder, inferred)
    click.echo(f"Wrote {path}. What was inferred:")
    for note in inferred.notes:
        click.echo(f"  - {note}")
    for line in account_of_folder(folder):
        click.echo(line)
    click.echo(f"Check it, then run: secondcoder suggest {folder}")


@cli.command(epilog=EPILOG)
@click.argument("study", type=STUDY)
@OUT
@BASIS
@RISK
@SEED
@ANYWAY
@AGAIN
@QUIET
@progress_told
def suggest(study: Path, **options: Any) -> Path:
    """Find candidate themes in STUDY, suggest codes, compare with human coding."""
    return _run(study, may_encode=True, **options)


@cli.command(epilog=EPILOG)
@click.argument("study", type=STUDY)
@OUT
@BASIS
@RISK
@SEED
@ANYWAY
@AGAIN
@QUIET
@progress_told
def reconcile(study: Path, **options: Any) -> Path:
    """Suggest with what is known: compare again after the coding of STUDY has changed.

    The same as suggest with the vectors that are there; texts without one are refused.
    """
    return _run(study, may_encode=False, **options)


@cli.command(epilog=EPILOG)
@click.argument("study", type=STUDY)
def report(study: Path) -> None:
    """Write report and workbook again for the latest run of STUDY, or for a run's folder."""
    from secondcoder.decisions.place import recorded_on
    from secondcoder.procedures.second_coder.record import KIND
    from secondcoder.procedures.second_coder.run import render_report
    from secondcoder.publish.results import latest_result

    def tell(stage: str) -> None:
        click.echo(f"… {stage}", err=True)

    run = latest_result(study, KIND, command="suggest")
    click.echo(f"Wrote {render_report(run, decisions=recorded_on(study), say=tell)}")


cli.add_command(review)
cli.add_command(merge)
cli.add_command(record)
cli.add_command(content)


@cli.command(epilog=EPILOG)
@click.argument("study", type=STUDY, required=False)
def doctor(study: Path | None) -> None:
    """Say what is installed, which encoders are here, and whether STUDY can be read."""
    from secondcoder.commands.doctor import examine

    if not examine(study, click.echo):
        sys.exit(2)


cli.add_command(synthesise)
cli.add_command(import_command)
cli.add_command(export_command)


def _overrides(basis: str | None, risk: float | None, seed: int | None) -> dict[str, Any]:
    """Return the values of ``study.toml`` that the options set."""
    overrides: dict[str, Any] = {}
    if basis == "codebook":  # a risk that study.toml sets cannot be kept to without coding
        overrides["suggest"] = {"basis": basis, "risk": risk}
    elif basis or risk is not None:
        given = {"basis": basis, "risk": risk}
        overrides["suggest"] = {key: value for key, value in given.items() if value is not None}
    if seed is not None:
        overrides["seed"] = seed
    return overrides


def _say_unless(quiet: bool) -> Callable[[str], None]:
    """Return what tells that a stage begins, or tells nothing."""

    def say(stage: str) -> None:
        if not quiet:
            click.echo(f"… {stage}", err=True)

    return say


def _run(
    study: Path,
    *,
    out: Path | None,
    basis: str | None,
    risk: float | None,
    seed: int | None,
    anyway: bool,
    again: bool,
    quiet: bool,
    may_encode: bool,
) -> Path:
    from secondcoder.procedures.places import SECOND_CODER, cache_of, folder_of
    from secondcoder.procedures.state import Asked
    from secondcoder.procedures.unchanged import Made, Show, said_or_made

    overrides = _overrides(basis, risk, seed)

    say = _say_unless(quiet)

    def make(show: Show) -> Made:
        from secondcoder.procedures.second_coder.run import run_study
        from secondcoder.procedures.second_coder.told import made_of
        from secondcoder.terminal.progress import Bar

        with Bar(hidden=quiet, times=cache_of(folder_of(study), out)) as bar:
            finished = run_study(
                study,
                out=out,
                overrides=overrides,
                may_encode=may_encode,
                anyway=anyway,
                again=again,
                say=bar.say,
                show=show,
                progress=bar,
            )
        return made_of(finished)

    def renew(run: Path) -> Made:
        from secondcoder.decisions.place import recorded_on
        from secondcoder.procedures.second_coder.run import rendered
        from secondcoder.procedures.second_coder.told import made_of

        say("Working new decisions into the result")
        return made_of(rendered(run, decisions=recorded_on(study), last=True, say=say))

    options = {"overrides": overrides, "anyway": anyway}
    told = said_or_made(
        Asked(kind=SECOND_CODER, study=study, out=out, options=options),
        make,
        renew=renew,
        again=again,
        show=shown_unless(quiet),
        say=say,
    )
    for line in told.places if quiet else told.lines:
        click.echo(line)
    return told.folder


def main() -> None:
    """Run the command line; print an error that can be fixed without a traceback."""
    try:
        cli.main(standalone_mode=False)
    except SecondcoderError as error:
        _tell(error)
        sys.exit(2)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except BrokenPipeError:  # whoever reads what is printed has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        if error.errno is None:  # a library's own, of another meaning
            raise
        _tell(of_the_disk(error))
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped. Nothing was half-written; run the command again to go on.", err=True)
        sys.exit(130)


def _tell(error: SecondcoderError) -> None:
    click.secho(f"Error: {error.message}", err=True, fg="red")
    if error.hint:
        click.echo(f"How to fix it: {error.hint}", err=True)
