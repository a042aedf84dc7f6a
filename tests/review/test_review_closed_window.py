"""Closing the terminal's window ends a review as Ctrl+C does: the decisions are in the results."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from made_up_run import make_tables, write_run

from secondcoder.decisions.events import Event
from secondcoder.review.serve import open_review

PIPELINE = Path(__file__).resolve().parents[2] / "pipeline"


def test_a_closed_window_loses_no_decision(tmp_path):
    run = write_run(tmp_path / "runs" / "abc123", make_tables())
    review = open_review(tmp_path)
    event = Event(
        kind="verdict",
        reviewer="Mira",
        run=review.material.run,
        passage=review.material.passages[0].key,
        code=next(iter(review.material.codes)),
        verdict="accept",
    )
    review.store.add([event])
    with subprocess.Popen(
        [sys.executable, "-m", "secondcoder", "review", tmp_path, "--no-open"],
        env={**os.environ, "PYTHONPATH": str(PIPELINE), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        said = ""
        while "Ctrl+C" not in said:
            line = process.stdout.readline()
            assert line, said
            said += line
        process.send_signal(signal.SIGHUP)
        try:
            said += process.communicate(timeout=120)[0]
        finally:
            process.kill()
    assert "Traceback" not in said
    assert "Mira" in (run / "decisions.csv").read_text("utf-8-sig"), said
    assert not [path for path in tmp_path.rglob("*") if path.name.endswith(("-wal", "-shm"))]
