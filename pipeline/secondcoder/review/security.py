"""All that keeps the review page on this machine and in its user's hands, in one file.

- Served on 127.0.0.1 only (``listen``).
- A ``Host`` other than this server's own is refused: no DNS rebinding.
- Without the cookie that the launch address gives, nothing is shown: other users of a shared
  machine reach the loopback address too.
- Whatever writes is a POST that the browser vouches for: ``Sec-Fetch-Site: same-origin``, or,
  where that header is missing, an ``Origin`` equal to the ``Host``.
- A body over 256 KiB is refused before it is read whole.
- Every answer carries a policy under which nothing foreign loads and no text becomes script.
"""

import hmac
import secrets
import socket
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = "127.0.0.1"
BODY_LIMIT = 256 * 1024
COOKIE = "secondcoder-review"
START = "/start"
SAFE_METHODS = frozenset({"GET", "HEAD"})
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
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
_CLOSED = (
    "This review page is open to whoever started it.\n"
    "Open the whole address that the terminal printed, with its token.\n"
)


def listen(port: int) -> socket.socket:
    """Return a socket bound to the loopback address; ``port`` 0 takes a free one."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    sock.bind((LOOPBACK, port))
    sock.listen(64)  # a browser that is opened at once waits instead of failing
    return sock


def new_token() -> str:
    """Return a secret for the launch address."""
    return secrets.token_urlsafe(24)


class BodyTooLargeError(Exception):
    """More came than a form of these pages can hold."""


def too_large(_request: Request, _error: Exception) -> Response:
    """Answer a body that grew over the limit while it came."""
    return _refuse(_TOO_LARGE, 413)


class Guard:
    """Lets through what comes from the reviewer's own browser, and nothing else."""

    def __init__(self, app: ASGIApp, *, token: str, port: int) -> None:
        self._app = app
        self._token = token
        self._session = secrets.token_urlsafe(32)
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
            return
        await self._app(scope, _limited(receive), sending)

    def _refusal(  # noqa: PLR0911 - one line for each reason, to be read from top to bottom
        self, scope: Scope, headers: Headers
    ) -> Response | None:
        """Return the answer to a request that must not reach the pages, else ``None``."""
        hosts = headers.getlist("host")
        if len(hosts) != 1 or hosts[0].lower() not in self._hosts:
            return _refuse("Unknown host.", 421)
        if scope["method"] in SAFE_METHODS and scope["path"] == START:
            return self._start(scope)
        if not self._known(headers):
            return _refuse(_CLOSED, 403)
        if scope["method"] in SAFE_METHODS:
            return None
        if scope["method"] != "POST":
            return _refuse("Not allowed.", 405)
        if not _same_origin(headers, hosts[0]):
            return _refuse("This form came from another site.", 403)
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > BODY_LIMIT:
            return _refuse(_TOO_LARGE, 413)
        return None

    def _start(self, scope: Scope) -> Response:
        """Exchange the token for a cookie that scripts cannot read and other sites cannot send."""
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        if not hmac.compare_digest(given.encode(), self._token.encode()):
            return _refuse(_CLOSED, 403)
        answer = RedirectResponse("/", status_code=303)
        answer.set_cookie(self._cookie, self._session, httponly=True, samesite="strict", path="/")
        return answer

    def _known(self, headers: Headers) -> bool:
        try:
            cookies = SimpleCookie(headers.get("cookie", ""))
        except CookieError:
            return False
        given = cookies[self._cookie].value if self._cookie in cookies else ""
        return hmac.compare_digest(given.encode(), self._session.encode())


def _same_origin(headers: Headers, host: str) -> bool:
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    return headers.get("origin") == f"http://{host}"


def _refuse(text: str, status: int) -> Response:
    return PlainTextResponse(text, status_code=status)


def _limited(receive: Receive) -> Receive:
    """Count what really comes: a length may be missing or false."""
    taken = 0

    async def counted() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > BODY_LIMIT:
            raise BodyTooLargeError
        return message

    return counted


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(HEADERS)
        await send(message)

    return sending
