"""Kill the page's server with -9 at random moments; every acknowledged correction must be there.

Run it as ``python tests/app/kill_pages.py 100``; the suite does the same 10 times.
"""

import http.client
import random
import re
import sys
import tempfile
import threading
import time
import tomllib
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "app"), str(ROOT / "pipeline")]

from workplace import INTERVIEW  # noqa: E402

import pages_server  # noqa: E402

BOUNDARY = "b0undary"


class Sender:
    """One browser that corrects and adds without end, and notes what was acknowledged."""

    def __init__(self, server):
        self.port = server.port
        self.cookie = ""
        head, _ = self.ask("POST", "/start", server.entry())
        self.cookie = head.get("Set-Cookie").split(";")[0]
        self.home = re.search(r'href="(/s/\w+)"', self.ask("GET", "/")[1])[1]
        self.corrected, self.added = "", []

    def ask(self, method, path, body=None, kind="application/x-www-form-urlencoded"):
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Cookie": self.cookie, "Sec-Fetch-Site": "same-origin", "Content-Type": kind}
        link.request(method, path, body, headers)
        answer = link.getresponse()
        text = answer.read().decode()
        assert answer.status < 400, text
        return answer.headers, text

    def work(self, name):
        """Correct and add by turns until the server is gone."""
        number = 0
        with suppress(OSError, http.client.HTTPException):
            while True:
                number += 1
                title = f"{name} {number}"
                form = {"title": title, "was-title": ""}
                self.ask("POST", f"{self.home}/settings", urlencode(form))
                self.corrected = title
                self.ask(
                    "POST",
                    f"{self.home}/files",
                    file_form(f"{name}-{number}.txt", INTERVIEW.replace("bus", f"{title} bus")),
                    f"multipart/form-data; boundary={BOUNDARY}",
                )
                self.added.append(f"{name}-{number}.txt")


def file_form(name, text):
    """Return a form with one file."""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="{name}"'
    return f"{head}\r\n\r\n{text}\r\n--{BOUNDARY}--\r\n".encode()


def kill_while_working(folder, times, *, seed=0):
    """Return what was acknowledged and lost, and how much was acknowledged."""
    dice = random.Random(seed)  # noqa: S311 - moments to kill at
    study = folder / "studies" / "one"
    study.mkdir(parents=True)
    (study / "int1.txt").write_text(INTERVIEW)
    lost, acknowledged = [], 0
    for number in range(times):
        server = pages_server.Server(
            "app", folder / "studies", XDG_CONFIG_HOME=str(folder / "settings")
        )
        sender = Sender(server)
        worker = threading.Thread(target=sender.work, args=(f"round{number}",))
        worker.start()
        while number % 2 and worker.is_alive() and not sender.corrected:
            time.sleep(0.01)  # every other time it works already
        time.sleep(dice.uniform(0, 1.5))
        server.kill()
        worker.join()
        acknowledged += bool(sender.corrected) + len(sender.added)
        lost += missing(study, sender)
    return lost, acknowledged


def missing(study, sender):
    """Yield what is not there as it was acknowledged; what came last may be there as well."""
    config = study / "study.toml"
    said = tomllib.loads(config.read_text()) if config.exists() else {}
    name, _, number = sender.corrected.rpartition(" ")
    later = {sender.corrected, f"{name} {int(number or 0) + 1}"}
    if sender.corrected and said.get("title") not in later:
        yield f"title {said.get('title')!r}, not {sender.corrected!r}"
    for file in sender.added:
        if not (study / file).read_text().startswith("S1: How do you get here?"):
            yield file
    half = [path.name for path in study.glob("*.txt") if not path.read_text().endswith("stop.\n")]
    yield from half


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        gone, kept = kill_while_working(Path(place), int(sys.argv[1]) if len(sys.argv) > 1 else 100)
        print(f"{kept} acknowledged, {len(gone)} lost {gone}")  # noqa: T201 - a script
