"""A signal that asks the pages to stop is never lost, whenever it comes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PIPELINE = Path(__file__).resolve().parents[2] / "pipeline"
# What a handler raises while an object is taken away is printed by Python and goes no further.
SCRIPT = """
import signal, sys, weakref
from secondcoder.serving.server import serve_pages
from secondcoder.terminal.console import let_closing_end_like_ctrl_c

let_closing_end_like_ctrl_c()

class Thing: pass

def say(line):
    if "Ctrl+C" in line:
        thing = Thing()
        kept = weakref.ref(thing, lambda gone: signal.raise_signal(getattr(signal, sys.argv[1])))
        del thing

async def answer(scope, receive, send): pass

try:
    build = lambda entrance, port: answer
    serve_pages(build, name="test", what="Test", open_browser=False, say=say)
except KeyboardInterrupt:
    print("stopped")
"""


@pytest.mark.parametrize("name", ["SIGINT", "SIGHUP"])
def test_it_stops_even_where_no_exception_gets_through(name):
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, name],
        env={**os.environ, "PYTHONPATH": str(PIPELINE)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("stopped\n", "")
