"""Steps of a synthesis are kept: what nobody changed is not made again, the bytes are the same."""

import shutil

import openpyxl
import pytest

from made import BagEncoder, snapshot
from made_cases import write_cases
from secondcoder.procedures.kept import Kept
from secondcoder.procedures.synthesis.run import run_synthesis

STEPS = {"step 1", "answers", "frames", "step 2", "step 3", "named cases"}


@pytest.fixture
def computed(monkeypatch):
    """Return the stages that each run computed, without figures; bags of words are the model."""
    runs = []

    class Told(Kept):
        def __init__(self, folder, **more):
            super().__init__(folder, **more)
            runs.append(self.computed)

    def make(files, **_):
        return BagEncoder(f"bag {files.fingerprint}")

    monkeypatch.setattr("secondcoder.procedures.shell.SentenceTransformerEncoder", make)
    monkeypatch.setattr("secondcoder.procedures.shell.Kept", Told)
    return lambda run: {one for one in runs[run] if not one.startswith("figure")}


@pytest.fixture
def study(tmp_path):
    return write_cases(tmp_path / "study")


def test_kept_steps_make_the_same_bytes(study, computed):
    first = run_synthesis(study)
    files = snapshot(first.folder)
    shutil.rmtree(first.folder)
    assert snapshot(run_synthesis(study).folder) == files
    assert computed(0) == STEPS
    assert computed(1) == set()


def test_an_edited_theme_leaves_the_steps_before_it(study, computed, tmp_path):
    done = run_synthesis(study)
    (copy,) = done.copies.glob("step2_themes*")
    book = openpyxl.load_workbook(copy)
    head = [cell.value for cell in book.active[1]]
    book.active.cell(2, head.index("theme") + 1).value = "Another name"
    book.save(copy)
    plain = shutil.copytree(study, tmp_path / "plain", ignore=shutil.ignore_patterns("runs"))
    edited = snapshot(run_synthesis(study).folder)
    assert not {"step 1", "answers", "frames", "step 2"} & computed(1)
    assert "step 3" in computed(1)
    assert snapshot(run_synthesis(plain).folder) == edited
