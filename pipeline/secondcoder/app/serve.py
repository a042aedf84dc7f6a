"""Starts the page for whole studies and keeps it open until it is stopped."""

from collections.abc import Callable
from pathlib import Path

from starlette.types import ASGIApp

from secondcoder.serving.entrance import Entrance

Say = Callable[[str], None]


def serve(
    folder: Path | None, *, port: int = 0, open_browser: bool = True, say: Say = print
) -> None:
    """Serve the pages on this machine until stopped; ``folder`` holds the studies, if named."""
    from secondcoder.app.application import build_app
    from secondcoder.app.preferences import preferences_file
    from secondcoder.app.shelf import Shelf
    from secondcoder.app.web import Workplace
    from secondcoder.serving.server import serve_pages

    work = Workplace(shelf=Shelf(preferences_file(), folder=folder))

    def build(entrance: Entrance, number: int) -> ASGIApp:
        return build_app(work, entrance=entrance, port=number)

    say(f"Studies are in {work.shelf.folder}.")
    serve_pages(build, name="app", what="Page", port=port, open_browser=open_browser, say=say)
