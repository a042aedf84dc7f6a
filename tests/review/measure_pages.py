# ruff: noqa: T201 - a script
"""Time every page at 100,000 passages: ``python tests/review/measure_pages.py``.

Needs ``PYTHONPATH=pipeline``.
Prints the median and the longest of several requests on the server, in milliseconds.
"""

import gc
import http.client
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

import uvicorn
from made_up_run import make_tables, record

from secondcoder.decisions.store import Store
from secondcoder.procedures.second_coder.reviewed.material import Material
from secondcoder.procedures.second_coder.reviewed.session import Review
from secondcoder.review.app import build_app
from secondcoder.serving.entrance import Entrance
from secondcoder.serving.guard import listen

PAGES = (
    *("/", "/code/all", "/code/all?state=every&page=900", "/code/cB", "/code/cB?document=Group+7"),
    *("/code/cB?state=audit", "/code/all/passage/p50000?on=cB", "/code/cB/passage/p50000"),
    *(
        "/queue",
        "/search?q=Number+99",
        "/search?q=nowhere+at+all",
        "/themes",
        "/theme/t0",
        "/joint",
    ),
    *("/joint", "/coding", "/coding/p50000", "/earlier", "/export", "/settings", "/passage/p50000"),
)


def main(count):
    """Build a study of ``count`` passages, serve it and time its pages."""
    begun = time.perf_counter()
    tables = make_tables(count, cut=lambda n: f"Number {n}: the bus had stopped by then. " * 4)
    print(f"tables {time.perf_counter() - begun:.0f} s")
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        review = Review(Material(tables, record()), Store(Path(folder) / "record"))
        print(f"index {time.perf_counter() - begun:.1f} s")
        gc.collect()
        gc.freeze()  # as the command does
        sock = listen(0)
        port = sock.getsockname()[1]
        entrance = Entrance(address=f"http://127.0.0.1:{port}", port=port)
        app = build_app(review, entrance=entrance, port=port)
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
        threading.Thread(target=server.run, kwargs={"sockets": [sock]}, daemon=True).start()
        cookie = ask(port, "/start", "", f"key={entrance.key}")[1].split(";")[0] + "; reviewer=Mira"
        begun = time.perf_counter()
        ask(port, "/", cookie)
        print(f"first page {time.perf_counter() - begun:.1f} s")
        for page in PAGES:
            times = []
            for _ in range(5):
                begun = time.perf_counter()
                status, _, size = ask(port, page, cookie)
                times.append((time.perf_counter() - begun) * 1000)
            print(
                f"{statistics.median(times):7.0f} {max(times):7.0f} ms  {size:8d}  {status} {page}"
            )
        server.should_exit = True


def ask(port, path, cookie, body=None):
    """Return status, cookie and size of an answer."""
    link = http.client.HTTPConnection("127.0.0.1", port)
    link.request("POST" if body else "GET", path, body, {"Cookie": cookie})
    answer = link.getresponse()
    size = len(answer.read())
    return answer.status, answer.headers.get("Set-Cookie", ""), size


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
