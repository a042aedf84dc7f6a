"""With a second process or without one, a study comes to the same bytes."""

import shutil

import pytest

from made import snapshot, write_study
from secondcoder.beside.helper import Helper
from secondcoder.procedures.content.run import run_content
from secondcoder.procedures.helped import helped
from secondcoder.procedures.second_coder.run import run_study
from secondcoder.protocols import alone


@pytest.mark.parametrize("run", [run_study, run_content])
def test_a_second_process_changes_no_byte(tmp_path, bundled, run):
    study = write_study(tmp_path / "study")
    copy = shutil.copytree(study, tmp_path / "copy")
    here = snapshot(run(study).folder)
    with Helper() as helper:
        assert snapshot(run(copy, beside=helper).folder) == here
        assert "report.html" in here


@pytest.mark.parametrize(("cores", "other"), [("1", False), ("2", True)])
def test_a_second_process_is_started_where_there_is_a_core_for_it(
    tmp_path, monkeypatch, cores, other
):
    monkeypatch.setenv("OMP_NUM_THREADS", cores)
    with helped(tmp_path, None) as beside:
        assert (beside is not alone) == other
