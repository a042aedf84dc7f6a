"""Fixtures that several areas share: a made encoder, the bundled one, and one run of the demo."""

import os
import shutil
import sys
from pathlib import Path

import pytest
from hypothesis import settings

from made import BagEncoder
from secondcoder.procedures.kept import STAGES

settings.register_profile("without a clock", deadline=None)
settings.load_profile("without a clock")

# Two threads that wait for each other on busy cores encode ten times slower than one.
os.environ.setdefault("OMP_NUM_THREADS", "1")

ROOT = Path(__file__).resolve().parents[1]


FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
REAL = {"bundled", "demo", "shared_run", "chromium", "server", "visit"}
"""Fixtures that bring the real encoder or a browser."""
WHOLE = {
    "test_advice.py",
    "test_agreement_study.py",
    "test_app_runs.py",
    "test_assemble.py",
    "test_certainty.py",
    "test_command_line.py",
    "test_flows.py",
    "test_content_copies.py",
    "test_content_run.py",
    "test_discover.py",
    "test_lacking.py",
    "test_many_machines.py",
    "test_methods.py",
    "test_next_section.py",
    "test_no_false_sentence.py",
    "test_quality_run.py",
    "test_real_files.py",
    "test_report_page.py",
    "test_review_answers.py",
    "test_review_results.py",
    "test_review_stateful.py",
    "test_review_store.py",
    "test_review_synthesis.py",
    "test_round_trip.py",
    "test_stages.py",
    "test_synthesis_run.py",
    "test_writers.py",
}
"""Modules whose tests run whole studies or long stages, draw whole reports, or read large files."""


def pytest_collection_modifyitems(items):
    for item in items:
        if REAL & set(getattr(item, "fixturenames", ())) or item.path.name in WHOLE:
            item.add_marker(pytest.mark.real)


@pytest.fixture
def bag():
    """Return an encoder of bags of words that keeps what it was asked for."""
    return BagEncoder()


@pytest.fixture(scope="session")
def bundled():
    """Return the encoder that comes with the package, loaded once."""
    from secondcoder.embedding.models import find_model
    from secondcoder.embedding.sentence_transformer import SentenceTransformerEncoder

    return SentenceTransformerEncoder(find_model("all-MiniLM-L6-v2"))


@pytest.fixture
def fake_model(monkeypatch):
    """Let runs use bags of words instead of a model; return a function that makes the encoder."""
    made = []

    def make(files, **_):
        made.append(BagEncoder(f"bag {files.fingerprint}"))
        return made[-1]

    monkeypatch.setattr("secondcoder.procedures.shell.SentenceTransformerEncoder", make)
    return made


@pytest.fixture
def called(monkeypatch, capsys):
    """Return a function that runs the command line and returns exit code, output and errors."""
    from secondcoder.commands.main import main

    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["secondcoder", *map(str, arguments)])
        code = 0
        try:
            main()
        except SystemExit as stop:
            code = stop.code or 0
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return call


@pytest.fixture(scope="session")
def chromium():
    path = (
        os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    )
    if path is None:
        pytest.skip("no Chromium found: set CHROMIUM to its path, or install the package chromium")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def with_vectors(request):
    """Return a function that calls a run with the vectors of earlier test sessions at hand.

    Vectors are filed by hashes of model and text; whatever is lacking is encoded and kept.
    """
    kept = Path(request.config.cache.mkdir("vectors"))

    def call(folder, run):
        folder.mkdir(parents=True)
        shutil.copytree(kept, folder / ".cache")
        finished = run()
        stages = shutil.ignore_patterns(STAGES)  # what is tested is computed
        shutil.copytree(folder / ".cache", kept, dirs_exist_ok=True, ignore=stages)
        return finished

    return call


@pytest.fixture(scope="session")
def demo(tmp_path_factory, with_vectors):
    """Return the demonstration study, copied, and its run with the bundled encoder."""
    from secondcoder.procedures.second_coder.run import run_study

    study = tmp_path_factory.mktemp("demo") / "study"
    shutil.copytree(ROOT / "data" / "demo", study, ignore=shutil.ignore_patterns("runs"))
    return study, with_vectors(study / "runs", lambda: run_study(study))


@pytest.fixture(scope="session")
def shared_run(tmp_path_factory, with_vectors):
    """Return a function that runs a study beside the checkout once and skips where it is absent."""
    from secondcoder.procedures.second_coder.run import run_study

    done = {}

    def run(name):
        study = ROOT / "../shared/studies" / name
        if not study.is_dir():
            pytest.skip(f"the study {name}, beside the checkout, is not there")
        if name not in done:
            place = tmp_path_factory.mktemp("shared")
            copy, out = place / "study", place / name  # vectors are kept in the study itself
            shutil.copytree(study, copy, ignore=shutil.ignore_patterns("runs"))
            done[name] = with_vectors(copy / "runs", lambda: run_study(copy, out=out))
        return done[name]

    return run


class NoWaiting:
    """A clock that goes on by what was to be waited for."""

    def __init__(self):
        self.time, self.slept = 0.0, []

    def now(self):
        return self.time

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.time += seconds


@pytest.fixture(autouse=True)
def waited(monkeypatch):
    """Let no test wait for a file that is held; return the clock, which knows for how long."""
    clock = NoWaiting()
    monkeypatch.setattr("secondcoder.publish.moves.CLOCK", clock)
    return clock
