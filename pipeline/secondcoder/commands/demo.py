"""The command ``demo``: the demonstration study, to try the program on."""

from pathlib import Path

import click

from secondcoder.terminal.console import as_argument
from secondcoder.terminal.epilog import EPILOG


@click.command(epilog=EPILOG)
@click.argument("folder", type=click.Path(path_type=Path))
def demo(folder: Path) -> None:
    """Put the demonstration study, which is fictional, into the new FOLDER.

    It comes with the program: nothing is fetched.
    """
    from secondcoder.errors import SecondcoderError
    from secondcoder.exchange.to_study import write_whole_folder
    from secondcoder.study.demonstration import demonstration_files

    if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
        raise SecondcoderError(
            f"{folder}: there is something here already; nothing was written",
            hint="Name a new folder, such as demo-study.",
        )
    files = demonstration_files()
    write_whole_folder(folder, files, hint="Name another folder.")
    click.echo(f"Wrote {folder}: a fictional study of {len(files):,} files.")
    click.echo(f"Next: secondcoder suggest {as_argument(folder)}")
