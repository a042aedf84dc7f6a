"""A server that a test started ends with the tests, also when these are killed."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
SCRIPT = """
import subprocess, sys, time
from pages_server import end_with_the_tests

one = subprocess.Popen(
    [sys.executable, "-c", "import time; time.sleep(600)"], preexec_fn=end_with_the_tests
)
print(one.pid, flush=True)
time.sleep(600)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a process with its parent")
def test_a_server_does_not_outlive_tests_that_are_killed():
    with subprocess.Popen(
        [sys.executable, "-c", SCRIPT],
        env={**os.environ, "PYTHONPATH": str(TESTS)},
        stdout=subprocess.PIPE,
        text=True,
    ) as tests:
        server = int(tests.stdout.readline())
        tests.kill()
    assert ends(Path(f"/proc/{server}/stat")), "the server is still there"


def ends(state):
    """Say whether a process ends within ten seconds."""
    for _ in range(200):
        if not state.exists() or state.read_text().split(") ")[1].startswith("Z"):
            return True
        time.sleep(0.05)
    return False
