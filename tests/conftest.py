"""Fixtures that several areas share: a made encoder, the bundled one, and one run of the demo."""

import shutil
from pathlib import Path

import pytest

from made import BagEncoder

ROOT = Path(__file__).resolve().parents[1]


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

    def make(files, *, batch_size=32):
        made.append(BagEncoder(f"bag {files.fingerprint}"))
        return made[-1]

    monkeypatch.setattr("secondcoder.run.run.SentenceTransformerEncoder", make)
    return made


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """Return the demonstration study, copied, and its run with the bundled encoder."""
    from secondcoder.run.run import run_study

    study = tmp_path_factory.mktemp("demo") / "study"
    shutil.copytree(ROOT / "data" / "demo", study, ignore=shutil.ignore_patterns("runs"))
    return study, run_study(study)


@pytest.fixture(scope="session")
def shared_run(tmp_path_factory):
    """Return a function that runs a study beside the checkout once and skips where it is absent."""
    from secondcoder.run.run import run_study

    done = {}

    def run(name):
        study = ROOT / "../shared/studies" / name
        if not study.is_dir():
            pytest.skip(f"the study {name}, beside the checkout, is not there")
        if name not in done:
            done[name] = run_study(study, out=tmp_path_factory.mktemp("shared") / name)
        return done[name]

    return run
