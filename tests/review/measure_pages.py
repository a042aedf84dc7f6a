# ruff: noqa: T201 - a script
"""Time every page on the server: ``python tests/review/measure_pages.py [PASSAGES | STUDY]``.

Needs ``PYTHONPATH=pipeline:tests:.``. Without a study, a run of 100,000 made-up passages is built.
Prints processor time, which other programs do not lengthen, of several requests in milliseconds:
the median, the longest, and the first one, at which what belongs to a person is worked out.
"""

import gc
import http.client
import re
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import urlencode

import uvicorn
from made_up_run import make_tables, record

from secondcoder.decisions.store import Store
from secondcoder.procedures.second_coder.reviewed.material import Material
from secondcoder.procedures.second_coder.reviewed.session import Review
from secondcoder.procedures.second_coder.tables.themes import THEMES
from secondcoder.review.app import build_app
from secondcoder.review.serve import open_review
from secondcoder.serving.entrance import Entrance
from secondcoder.serving.guard import listen

TIMES = 5
FORBIDDEN = 403
LEAST = 150
"""Milliseconds from which on a page is marked."""


def pages_of(review):
    """Return the address of every kind of page of a study."""
    material = review.material
    codes = [code.id for code in material.codable]
    code = codes[1]
    passage = material.passages[len(material.passages) // 2]
    word = passage.text.split()[-2]
    theme = material.tables[THEMES][0].theme_id
    return (
        *("/", "/who", "/settings", "/queue", "/earlier", "/export", "/unplaced", "/differences"),
        *("/code/all", "/code/all?state=every&page=90", "/code/all?order=text", f"/code/{code}"),
        f"/code/{code}?" + urlencode({"document": passage.document}),
        *(f"/code/{code}?state=audit", f"/code/{code}?state=every", f"/differences/{code}"),
        f"/code/{code}/bulk?kind=agree&verdict=applies",
        *(f"/passage/{passage.id}", f"/search?q={word}", "/search?q=nowhere+at+all"),
        *("/themes", f"/theme/{theme}", f"/theme/{theme}/split"),
        *("/codebook", f"/codebook/{code}", f"/codebook/{code}?find={word}"),
        *("/rounds", "/rounds/again", "/coding", f"/coding/{passage.id}", "/joint", "/joint/log"),
        *("/learning",),
    )


class Asking:
    """The pages of a review as somebody's browser asks for them."""

    def __init__(self, review):
        sock = listen(0)
        self.port = sock.getsockname()[1]
        entrance = Entrance(address=f"http://127.0.0.1:{self.port}", port=self.port)
        app = build_app(review, entrance=entrance, port=self.port)
        self.server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
        threading.Thread(target=self.server.run, kwargs={"sockets": [sock]}, daemon=True).start()
        self.key = self.ask("/start", {"key": entrance.key}, cookie="")[1].split(";")[0]
        self.who = ""

    def ask(self, path, form=None, *, cookie=None):
        """Return status, cookie or new address, and size of an answer, and processor time."""
        begun = time.process_time()
        link = http.client.HTTPConnection("127.0.0.1", self.port)
        heads = {"Cookie": f"{self.key}; reviewer={self.who}" if cookie is None else cookie}
        heads["Sec-Fetch-Site"] = "same-origin"
        if form:
            heads["Content-Type"] = "application/x-www-form-urlencoded"
        link.request("POST" if form else "GET", path, urlencode(form) if form else None, heads)
        answer = link.getresponse()
        size = len(answer.read())
        took = 1000 * (time.process_time() - begun)
        said = answer.headers.get("Set-Cookie", "") or answer.headers.get("Location", "")
        return answer.status, said, size, took


def show(name, answers):
    """Print one line on a page; return its median."""
    took = [answer[3] for answer in answers]
    later = took[1:] or took
    median = statistics.median(later)
    mark = "  <-- slow" if median > LEAST else ""
    print(
        f"{median:7.0f} {max(later):7.0f} {took[0]:7.0f} ms {answers[-1][2]:9d}  "
        f"{answers[-1][0]} {name}{mark}"
    )
    return median


def decide(asking, review, number):
    """Answer on passages as a person does, one after the other; return the answers."""
    given = []
    differing = [one for one in review.view(asking.who).by_pair.values() if one.differs][:number]
    for item in differing:
        address = f"/code/all/passage/{item.passage.id}"
        form = {"on": item.code_id, "verdict": "applies", "step": "first", "opened": "1"}
        given.append(asking.ask(address, form))
        given.append(asking.ask(address, {**form, "step": ""}))
        given.append(asking.ask(f"{address}?on={item.code_id}"))
    return given


def code(asking, review, number):
    """Finish passages in first coding without a code; return the answers."""
    step = max(1, len(review.material.passages) // number)
    return [
        asking.ask(f"/coding/{passage.id}/finish", {"opened": "1"})
        for passage in review.material.passages[::step][:number]
    ]


def measure(review, people):
    """Time every page for each of several people, and deciding."""
    gc.collect()
    gc.freeze()  # as the command does
    asking = Asking(review)
    worst = 0.0
    for who, role in people:
        asking.who = who
        if role:
            asking.ask("/who", {"new": who, "role": role})
        print(f"{who}, {role or 'coder of the study'}: median, longest, first")
        if role:
            worst = max(worst, show("a passage coded first", code(asking, review, 20)))
        if decided := decide(asking, review, 20):
            worst = max(worst, show("a decision, and the passage after it", decided))
        for page in pages_of(review):
            answers = [asking.ask(page) for _ in range(TIMES + 1)]
            if answers[0][0] != FORBIDDEN:  # pages that are for others
                worst = max(worst, show(page, answers))
    asking.server.should_exit = True
    return worst


def main(given):
    """Open a study, or build one of so many passages, and time its pages."""
    begun = time.process_time()
    if not re.fullmatch(r"\d+", given):
        review = open_review(Path(given))
        print(f"opened {time.process_time() - begun:.1f} s")
        people = [(name, "") for name in review.material.human][:2]
        measure(review, [*people, ("Dora", "adjudicator"), ("Lena", "learner")])
        return
    tables = make_tables(int(given), cut=lambda n: f"Number {n}: the bus had stopped by then. " * 4)
    with tempfile.TemporaryDirectory() as folder:
        review = Review(Material(tables, record()), Store(Path(folder) / "record"))
        print(f"opened {time.process_time() - begun:.1f} s")
        measure(review, [("Mira", ""), ("Dora", "adjudicator")])


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "100000")
