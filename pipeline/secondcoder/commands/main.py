"""The commands and their options. Each imports what it needs only when it runs."""

import os
import sys
from pathlib import Path

import click

from secondcoder import __version__
from secondcoder.commands.app import app
from secondcoder.commands.demo import demo
from secondcoder.commands.exchange import export_command, import_command
from secondcoder.commands.freeze import freeze
from secondcoder.commands.grid import grid
from secondcoder.commands.record import merge, record
from secondcoder.commands.review import review
from secondcoder.commands.round import round_command
from secondcoder.commands.suggest import reconcile, suggest
from secondcoder.errors import SecondcoderError, of_the_disk
from secondcoder.libraries import one_thread_for_tables
from secondcoder.procedures.content.command import content
from secondcoder.procedures.synthesis.command import synthesise
from secondcoder.terminal.console import (
    as_argument,
    as_meant,
    let_closing_end_like_ctrl_c,
    let_every_print_pass,
)
from secondcoder.terminal.epilog import EPILOG
from secondcoder.terminal.options import said_unless

STUDY = click.Path(exists=True, path_type=Path)


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
    click.echo(f"Check it, then run: secondcoder suggest {as_argument(folder)}")


cli.add_command(freeze)


cli.add_command(suggest)
cli.add_command(reconcile)


@cli.command(epilog=EPILOG)
@click.argument("study", type=STUDY)
@click.option(
    "--documents",
    is_flag=True,
    help="Write Word documents too, into the run's folder documents: methods, the tables of a "
    "paper, checklists, and the passages of each code and theme.",
)
def report(study: Path, *, documents: bool) -> None:
    """Write report and workbook again for the latest run of STUDY, or for a run's folder."""
    from secondcoder.decisions.place import recorded_on
    from secondcoder.procedures.second_coder.record import KIND
    from secondcoder.procedures.second_coder.run import render_report
    from secondcoder.publish.results import latest_result

    run = latest_result(study, KIND, command="suggest")
    store = recorded_on(study)
    written = render_report(run, decisions=store, documents=documents, say=said_unless(quiet=False))
    click.echo(f"Wrote {written}")
    if documents:
        click.echo(f"Wrote {written.parent / 'documents'}")


cli.add_command(grid)
cli.add_command(review)
cli.add_command(round_command)
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
cli.add_command(demo)
cli.add_command(import_command)
cli.add_command(export_command)


def main() -> None:
    """Run the command line; print an error that can be fixed without a traceback."""
    let_every_print_pass()
    let_closing_end_like_ctrl_c()
    one_thread_for_tables()
    try:
        cli.main(args=as_meant(sys.argv[1:]), standalone_mode=False)
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
