"""How a browser is let in: a key that is used once, handed over through a private file.

The address of a page stands in the browser's arguments, which every user of the machine can list,
and in its history. So it holds no secret: the browser opens a small file that only its user can
read, and that file sends the key as a form. A key that was used is void, and the file then holds
the next one: it can be opened again. Where a browser may not read the file, the key can be pasted.
"""

import hashlib
import hmac
import html
import secrets
import socket
import threading
from pathlib import Path

from secondcoder.publish.files import private_cache, write_whole
from secondcoder.publish.moves import remove_file

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>secondcoder</title>
</head>
<body>
<main>
<h1>secondcoder</h1>
<form method="post" action="{action}">
<input type="hidden" name="key" value="{key}">
<p><button>Open the page</button></p>
</form>
<p>This file is yours alone. It opens the page on this computer until that is stopped.</p>
</main>
<script>document.forms[0].submit();</script>
</body>
</html>
"""


class Entrance:
    """Lets in whoever brings the current key, once; each gets a session of this port alone."""

    def __init__(self, *, address: str, port: int, file: Path | None = None) -> None:
        self._action = f"{address}/start"
        self._port = port
        self._file = file
        self._secret = secrets.token_bytes(32)
        self._turn = threading.Lock()
        self._sessions: set[str] = set()
        self._key = ""
        self._renew()

    @property
    def key(self) -> str:
        """The key that lets the next browser in."""
        return self._key

    @property
    def file(self) -> Path | None:
        """The private file that hands the key over."""
        return self._file

    def take(self, key: str) -> str | None:
        """Return a new session for the current key, which is void from now on."""
        with self._turn:
            if not key or not hmac.compare_digest(key.encode(), self._key.encode()):
                return None
            said = f"{key}\n{self._port}".encode()
            session = hmac.new(self._secret, said, hashlib.sha256).hexdigest()
            self._sessions.add(session)
            self._renew()
            return session

    def knows(self, session: str) -> bool:
        """Say whether a session was given here."""
        given = session.encode()
        return any(hmac.compare_digest(given, one.encode()) for one in self._sessions)

    def close(self) -> None:
        """Remove the file: it opens nothing any more."""
        if self._file is not None:
            remove_file(self._file)

    def _renew(self) -> None:
        self._key = secrets.token_urlsafe(24)
        if self._file is not None:
            page = _PAGE.format(action=html.escape(self._action), key=html.escape(self._key))
            write_whole(self._file, page.encode())


def entrance_file(name: str, port: int) -> Path:
    """Return where the file of a page lies: in a folder that nobody else can look into.

    Files of pages that were killed, at whose port nobody listens any more, are removed.
    """
    folder = private_cache("pages")
    for file in folder.glob("*-*.html"):
        number = file.stem.rpartition("-")[2]
        if number.isdecimal() and not _is_heard(int(number)):
            remove_file(file)
    return folder / f"{name}-{port}.html"


def _is_heard(port: int) -> bool:
    """Say whether anybody listens at a port of this machine."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except (OSError, OverflowError):
        return False
