"""Runs that the page starts: processes of their own, the same results as from the command line."""

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from kill_pages import kill_while_working
from workplace import CODEBOOK, CODING, INTERVIEW, Pages, said

from secondcoder.app.runs import FAILED, FINISHED, RUNNING, STOPPED, Runs

ROOT = Path(__file__).resolve().parents[2]
FILES = {"int1.txt": INTERVIEW, "codebook.csv": CODEBOOK, "coding ana.csv": CODING}


@pytest.fixture(autouse=True)
def own_package(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "pipeline"))


def started(pages):
    """Begin a run; return its process."""
    pages.post(f"{pages.home}/run")
    return pages.work.runs._started[pages.study]


def begun(pages):
    """Wait until the process of a run says that it lives."""
    while not pages.work.runs.state(pages.study).stages:
        assert pages.work.runs.state(pages.study).state == RUNNING


def test_the_page_and_the_command_line_come_to_the_same_bytes(pages, tmp_path):
    pages.make(FILES, how_many="one")
    pages.correct(do="speaker", file="int1.txt", speaker="S1", role="interviewer")
    form = {"seed": "7", "was_seed": "0", "suggest_codes_a_passage": "several"}
    pages.post(f"{pages.home}/settings", was_suggest_codes_a_passage="one", **form)
    process = started(pages)
    assert "The run goes on" in pages.get(f"{pages.home}/run")
    assert process.wait() == 0
    state = Runs().state(pages.study)
    assert state.state == FINISHED
    assert "Reading the study" in state.stages
    copy = tmp_path / "copy"
    shutil.copytree(pages.study, copy, ignore=shutil.ignore_patterns("runs"))
    command = [sys.executable, "-m", "secondcoder", "suggest", str(copy), "--quiet"]
    assert subprocess.run(command, check=False).returncode == 0
    one, other = (folder / "runs" / state.result for folder in (pages.study, copy))
    files = sorted(p.relative_to(one) for p in one.rglob("*") if p.is_file())
    assert files == sorted(p.relative_to(other) for p in other.rglob("*") if p.is_file())
    assert [str(f) for f in files if (one / f).read_bytes() != (other / f).read_bytes()] == []
    page = said(pages.get(f"{pages.home}/results"))
    assert "Read the report" in page
    report = pages.browser.get(f"{pages.home}/result/{state.result}/file/report.html")
    assert "script-src" not in report.headers["Content-Security-Policy"]
    assert "default-src 'none'" in report.headers["Content-Security-Policy"]
    assert "Made up" in report.text


def test_a_run_that_fails_says_why_and_takes_nothing_with_it(pages):
    pages.make(FILES)
    form = {"model_name": "no-such-encoder", "was_model_name": "all-MiniLM-L6-v2"}
    pages.post(f"{pages.home}/settings", **form)
    started(pages).wait()
    state = pages.work.runs.state(pages.study)
    assert state.state == FAILED
    assert "no-such-encoder" in state.message
    page = said(pages.get(f"{pages.home}/run"))
    assert "The last run did not finish" in page
    assert "no-such-encoder" in page
    assert "How to fix it" in page


def test_a_run_is_found_again_and_cancelled_by_another_server(pages, tmp_path):
    pages.make(FILES)
    process = started(pages)
    begun(pages)
    other = Runs()
    assert other.state(pages.study).state == RUNNING
    other.start(pages.study)
    assert other._started == {}
    other.stop(pages.study)
    process.wait()
    assert other.state(pages.study).state == STOPPED
    assert not list(pages.study.glob("runs/*/run.json"))
    again = Pages(tmp_path, work=pages.work)
    assert "was cancelled" in again.get(f"{pages.home}/run")


def test_other_analyses_are_run_in_the_same_way(pages):
    pages.make(FILES)
    pages.post(f"{pages.home}/run", what="content")
    assert pages.work.runs._started[pages.study].wait() == 0
    state = pages.work.runs.state(pages.study)
    assert state.state == FINISHED
    assert state.result.startswith("content-")
    page = said(pages.get(f"{pages.home}/results?run={state.result}"))
    assert "Content analysis" in page
    report = pages.get(f"{pages.home}/result/{state.result}/file/report.html")
    assert "Made up" in report
    assert "To fill in and change" in page
    assert str(pages.study / "content" / "queries.xlsx") in page
    for name in re.findall(r"/table/(\w+)", pages.get(f"{pages.home}/results?run={state.result}")):
        assert "rows" in said(pages.get(f"{pages.home}/result/{state.result}/table/{name}"))
    assert "Queries" in page
    pages.post(f"{pages.home}/run", what="rm", expect=400)


def test_alarms_stop_a_run_until_somebody_says_so(pages):
    talk = "S1: What?\n\nS2: Yes.\n\n" + "I: " + "words of the interviewer " * 30 + "\n\nS2: No.\n"
    pages.make({"int1.txt": talk})
    page = pages.get(f"{pages.home}/run")
    assert "Run it all the same" in page
    started(pages).wait()
    state = pages.work.runs.state(pages.study)
    assert state.state == FAILED
    assert "void" in state.message


def killed_at_random(pages, times):
    dice = random.Random(1)  # noqa: S311 - moments to kill at
    for _ in range(times):
        process = started(pages)
        time.sleep(dice.uniform(0, 12))
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
        process.wait()
        state = pages.work.runs.state(pages.study)
        assert state.state in {FAILED, FINISHED}
        assert state.state == FINISHED or "without a word" in state.message
        assert pages.get(f"{pages.home}/run")
        toml = pages.toml
    assert started(pages).wait() == 0
    assert pages.work.runs.state(pages.study).state == FINISHED
    assert pages.toml == toml
    left = [path.name for path in (pages.study / "runs").iterdir() if path.suffix == ".part"]
    assert left == []


def test_a_run_that_is_killed_loses_nothing(pages):
    pages.make(FILES)
    killed_at_random(pages, 2)


def test_a_server_that_is_killed_loses_nothing(tmp_path):
    lost, acknowledged = kill_while_working(tmp_path, 10)
    assert lost == []
    assert acknowledged >= 5


@pytest.mark.slow
def test_a_hundred_kills(pages, tmp_path):
    lost, acknowledged = kill_while_working(tmp_path / "kills", 100, seed=1)
    assert lost == []
    assert acknowledged > 100
    pages.make(FILES)
    killed_at_random(pages, 20)
