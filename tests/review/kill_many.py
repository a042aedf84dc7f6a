"""Kill a writer with -9 at random moments; every acknowledged decision must be there.

Run it as ``python tests/review/kill_many.py 100``; the suite does the same 20 times.
"""

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

WRITER = Path(__file__).with_name("write_forever.py")
PIPELINE = Path(__file__).resolve().parents[2] / "pipeline"


def kill_while_writing(path, times, *, seed=0):
    """Return the decisions that were acknowledged, over all rounds."""
    dice = random.Random(seed)  # noqa: S311 - moments to kill at
    acknowledged = {}
    environment = {**os.environ, "PYTHONPATH": str(PIPELINE)}
    for number in range(times):
        writer = subprocess.Popen(
            [sys.executable, str(WRITER), str(path), f"round{number}"],
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )
        assert writer.stdout.readline() == "ready\n"
        time.sleep(dice.uniform(0, 0.15))
        writer.send_signal(signal.SIGKILL)
        for line in writer.stdout:
            if line.endswith("\n"):
                identity, key = line.split()
                acknowledged[identity] = key
        writer.wait()
    return acknowledged


def lost(path, acknowledged):
    """Return what was acknowledged and is not there; refuse a damaged file."""
    from secondcoder.decisions.store import Store

    store = Store(path)
    assert all(not fault.author for fault in store.faults)  # a line cut off by the kill is nobody's
    kept = {event.id: event.passage for event in store.events()}
    return {i: key for i, key in acknowledged.items() if kept.get(i) != key}


if __name__ == "__main__":
    sys.path.insert(0, str(PIPELINE))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "record"
        made = kill_while_writing(file, int(sys.argv[1]) if len(sys.argv) > 1 else 100)
        print(f"{len(made)} acknowledged, {len(lost(file, made))} lost, the file is sound")  # noqa: T201 - a script
