"""A command that serves pages, as a user starts it."""

import ctypes
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urlencode, urlsplit

ROOT = Path(__file__).resolve().parents[1]
_ENDS_WITH_ITS_PARENT = 1
"""``PR_SET_PDEATHSIG`` of Linux's ``prctl``."""


def end_with_the_tests():
    """Let a process end when the tests do, however they end: stopped, killed, out of time."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_ENDS_WITH_ITS_PARENT, signal.SIGKILL)


class Server:
    """``secondcoder COMMAND … --no-open``, until it listens."""

    def __init__(self, command, *arguments, opened=False, **environment):
        given = {**os.environ, "PYTHONPATH": str(ROOT / "pipeline"), **environment}
        shown = [] if opened else ["--no-open"]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "secondcoder", command, *shown, *map(str, arguments)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=given,
            preexec_fn=end_with_the_tests,  # noqa: PLW1509 - no thread holds a lock here
        )
        self.said = ""
        pattern = r"(file://\S+)\n.*http://127\.0\.0\.1:(\d+)/"
        while not (found := re.search(pattern, self.said)):
            line = self.process.stdout.readline()
            if not line:
                self.kill()
                raise AssertionError(f"the server did not start:\n{self.said}")
            self.said += line
        self.address, self.port = found[1], int(found[2])
        self.file = Path(unquote(urlsplit(self.address).path))
        self.base = f"http://127.0.0.1:{self.port}"

    def key(self):
        """Return the key that lets the next browser in, from the private file."""
        return re.search(r'name="key" value="([^"]+)"', self.file.read_text())[1]

    def entry(self):
        """Return the form that the private file sends."""
        return urlencode({"key": self.key()}).encode()

    def let_in(self, opener):
        """Let an opener of addresses in, as a browser is."""
        opener.open(f"{self.base}/start", self.entry()).read()

    def enter(self, page, *, scripts=True):
        """Let a page of a browser in, with scripts turned off by the button."""
        page.goto(self.address)
        if not scripts:
            page.get_by_role("button").click()
        page.wait_for_url(
            lambda url: url.startswith(self.base) and not url.endswith("/start"), wait_until="load"
        )

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self, wait=30):
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(wait)
        except subprocess.TimeoutExpired:
            self.kill()
        print(self.process.stdout.read())  # noqa: T201 - shown when a test fails
