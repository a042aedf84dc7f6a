"""The command ``app``."""

from pathlib import Path

import click

from secondcoder.terminal.epilog import EPILOG


@click.command(epilog=EPILOG)
@click.argument(
    "folder", required=False, type=click.Path(path_type=Path, file_okay=False, exists=True)
)
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="0 takes a free port.")
@click.option("--no-open", is_flag=True, help="Only print where the page is, open no browser.")
def app(folder: Path | None, port: int, no_open: bool) -> None:
    """Open a page in the browser for whole studies: files in, results out, no further command.

    FOLDER holds the studies; without it, the one that was chosen last. Everything stays on this
    machine; the page is open to nobody else.
    """
    from secondcoder.app.serve import serve

    serve(folder, port=port, open_browser=not no_open, say=click.echo)
