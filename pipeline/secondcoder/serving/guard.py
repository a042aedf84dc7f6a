"""All that keeps a page on this machine and in its user's hands, in one file.

- Served on 127.0.0.1 only (``listen``).
- A ``Host`` other than this server's own is refused: no DNS rebinding.
- Without the cookie that the entrance gives, nothing is shown: other users of a shared machine
  reach the loopback address too. The key of the entrance is used once (``entrance``).
- Whatever writes is a POST that the browser vouches for: ``Sec-Fetch-Site: same-origin``, or,
  where that header is missing, an ``Origin`` equal to the ``Host``.
- A body over 256 KiB is refused before it is read whole; so is one over ``most`` where a page
  takes files in.
- Every answer carries a policy under which nothing foreign loads and no text becomes script.

``SECURITY.md`` says against whom.
"""

import os
import socket
from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from secondcoder.serving.entrance import Entrance

LOOPBACK = "127.0.0.1"
BODY_LIMIT = 256 * 1024
COOKIE = "secondcoder"
START = "/start"
SAFE_METHODS = frozenset({"GET", "HEAD"})
_KEY_LIMIT = 4096
POLICY = "Content-Security-Policy"
HEADERS = {
    POLICY: (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
_TOO_LARGE = "The form is too large."
_CLOSED = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>Closed · secondcoder</title></head>
<body><main>
<h1>This page is open to whoever started it</h1>
<p>Open the file that the program named when it started, or paste the key that stands there.
A key lets one browser in, once.</p>
<form method="post" action="/start"><p><label for="key">Key</label>
<input type="text" id="key" name="key" autocomplete="off"> <button>Open</button></p></form>
</main></body>
</html>
"""
_LET_IN = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=/"><title>secondcoder</title>
</head>
<body><main><h1>secondcoder</h1><p><a href="/">Go to the page</a></p></main></body>
</html>
"""
"""A redirect would not do: a browser counts it as coming from the file, and sends no cookie."""
Most = Callable[[str], int]
"""Bytes that a body may have at a path."""


def listen(port: int) -> socket.socket:
    """Return a socket bound to the loopback address; ``port`` 0 takes a free one."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    if os.name == "nt":  # there, SO_REUSEADDR would let another process take the same port
        sock.setsockopt(socket.SOL_SOCKET, getattr(socket, "SO_EXCLUSIVEADDRUSE", ~4), 1)
    else:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind((LOOPBACK, port))
    sock.listen(64)  # a browser that is opened at once waits instead of failing
    return sock


class BodyTooLargeError(Exception):
    """More came than a form of these pages can hold."""


def too_large(_request: Request, _error: Exception) -> Response:
    """Answer a body that grew over the limit while it came."""
    return _refuse(_TOO_LARGE, 413)


def _small(_: str) -> int:
    return BODY_LIMIT


class Guard:
    """Lets through what comes from its user's own browser, and nothing else."""

    def __init__(self, app: ASGIApp, *, entrance: Entrance, port: int, most: Most = _small) -> None:
        self._app = app
        self._entrance = entrance
        self._most = most
        self._cookie = f"{COOKIE}-{port}"
        self._hosts = frozenset({f"{LOOPBACK}:{port}", f"localhost:{port}"})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        headers = Headers(scope=scope)
        answer = self._refusal(scope, headers)
        sending = _with_headers(send)
        if answer is not None:
            await answer(scope, receive, sending)
        elif scope["path"] == START:
            await (await self._start(receive))(scope, receive, sending)
        else:
            await self._app(scope, _limited(receive, self._most(scope["path"])), sending)

    def _refusal(  # noqa: PLR0911 - one line for each reason, to be read from top to bottom
        self, scope: Scope, headers: Headers
    ) -> Response | None:
        """Return the answer to a request that must not reach the pages, else ``None``."""
        hosts = headers.getlist("host")
        if len(hosts) != 1 or hosts[0].lower() not in self._hosts:
            return _refuse("Unknown host.", 421)
        if scope["method"] == "POST" and scope["path"] == START:
            return None  # the key speaks for itself, wherever the form lay
        if not self._known(headers) or scope["path"] == START:
            return HTMLResponse(_CLOSED, status_code=403)
        if scope["method"] in SAFE_METHODS:
            return None
        if scope["method"] != "POST":
            return _refuse("Not allowed.", 405)
        if not _same_origin(headers, hosts[0]):
            return _refuse("This form came from another site.", 403)
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > self._most(scope["path"]):
            return _refuse(_TOO_LARGE, 413)
        return None

    async def _start(self, receive: Receive) -> Response:
        """Exchange the key for a cookie that scripts cannot read and other sites cannot send."""
        body = b""
        more = True
        while more and len(body) <= _KEY_LIMIT:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False)
        try:
            fields = parse_qs(body[:_KEY_LIMIT].decode("latin-1"), max_num_fields=4)
        except ValueError:
            fields = {}
        session = self._entrance.take(fields.get("key", [""])[0].strip())
        if session is None:
            return HTMLResponse(_CLOSED, status_code=403)
        answer = HTMLResponse(_LET_IN)
        answer.set_cookie(self._cookie, session, httponly=True, samesite="strict", path="/")
        return answer

    def _known(self, headers: Headers) -> bool:
        try:
            cookies = SimpleCookie(headers.get("cookie", ""))
        except CookieError:
            return False
        given = cookies[self._cookie].value if self._cookie in cookies else ""
        return self._entrance.knows(given)


def _same_origin(headers: Headers, host: str) -> bool:
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    return headers.get("origin") == f"http://{host}"


def _refuse(text: str, status: int) -> Response:
    return PlainTextResponse(text, status_code=status)


def _limited(receive: Receive, most: int) -> Receive:
    """Count what really comes: a length may be missing or false."""
    taken = 0

    async def counted() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > most:
            raise BodyTooLargeError
        return message

    return counted


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            own = headers.get(POLICY)  # a page that brings its own, such as a report
            headers.update(HEADERS)
            if own is not None:
                headers[POLICY] = own
        await send(message)

    return sending
