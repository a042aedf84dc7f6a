"""What all pages answer where something went wrong that no page foresaw."""

from collections.abc import Callable, Mapping
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from secondcoder.serving.guard import BodyTooLargeError, too_large
from secondcoder.serving.look import html_page

_PACKAGE = "secondcoder.serving"


def gone(_request: Request, _error: Exception) -> Response:
    """Answer nobody: the browser was closed, or an upload cancelled, before the form was whole."""
    return Response(status_code=400)


def broken(_request: Request, _error: Exception) -> Response:
    """Say that the fault is the program's; its traceback stands in the window it was started in."""
    return html_page(_PACKAGE, "broken.html.j2", {}, status=500)


FAILURES: Mapping[Any, Callable[[Request, Exception], Response]] = {
    BodyTooLargeError: too_large,
    ClientDisconnect: gone,
    Exception: broken,
}
