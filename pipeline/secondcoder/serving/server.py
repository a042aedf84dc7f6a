"""Starts a page on this machine, lets its user's browser in, and keeps it open until stopped."""

import signal
import sys
import threading
import webbrowser
from collections.abc import Callable
from contextlib import suppress

from starlette.types import ASGIApp

from secondcoder.errors import SecondcoderError
from secondcoder.serving.entrance import Entrance, entrance_file
from secondcoder.serving.guard import LOOPBACK, listen

Say = Callable[[str], None]
Build = Callable[[Entrance, int], ASGIApp]
"""The guarded application for an entrance and a port."""


def serve_pages(
    build: Build,
    *,
    name: str,
    what: str,
    port: int = 0,
    open_browser: bool = True,
    say: Say = print,
) -> None:
    """Serve pages until stopped; ``name`` tells their file apart, ``what`` heads what is said."""
    import uvicorn

    try:
        sock = listen(port)
    except OSError as error:
        raise SecondcoderError(
            f"port {port} cannot be used ({error.strerror or error})",
            hint="Leave --port out, and a free one is taken.",
        ) from error
    number = int(sock.getsockname()[1])
    address = f"http://{LOOPBACK}:{number}"
    file = entrance_file(name, number)
    entrance = Entrance(address=address, port=number, file=file)
    config = uvicorn.Config(
        build(entrance, number),
        log_level="warning",
        access_log=False,
        lifespan="off",
        ws="none",
        http="h11",
        server_header=False,
        proxy_headers=False,
        h11_max_incomplete_event_size=64 * 1024,
    )
    server = uvicorn.Server(config)
    try:
        # taken by the server from here on: what a signal raises can be lost on the way to it
        with server.capture_signals():
            say(f"{what}: {file.as_uri()}")
            key = f"paste this key, which lets one browser in: {entrance.key}"
            say(f"  or open {address}/ and {key}")
            say("Stop with Ctrl+C.")
            if open_browser:
                with suppress(webbrowser.Error):
                    webbrowser.open(file.as_uri())
            server.run(sockets=[sock])
    finally:  # Ctrl+C comes through here too
        entrance.close()


def stop_at_end_of_input() -> None:
    """Stop the pages, as Ctrl+C does, when whoever started the process ends, however it ends."""

    def wait() -> None:
        while sys.stdin.buffer.read(1024):
            pass
        signal.raise_signal(signal.SIGINT)

    threading.Thread(target=wait, daemon=True).start()
