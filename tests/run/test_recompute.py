"""The scripts that come with a result compute its figures again, and see a changed one."""

import shutil
import subprocess
import sys

import pytest

from many_machines import write_many
from secondcoder.procedures.second_coder.run import run_study
from secondcoder.procedures.second_coder.tables.agreement_overall import AGREEMENT_OVERALL


@pytest.fixture(params=[True, False])
def run(fake_model, tmp_path, request):
    study = write_many(tmp_path / "study", bundled=request.param)
    with (study / "ben.csv").open("a", encoding="utf-8") as file:  # a code that stands nowhere
        file.write("talk0,What nobody said in any of these talks.,Odd,Only named\n")
    return run_study(study)


@pytest.fixture(params=["recompute.py", "recompute.R"])
def recompute(request):
    program = sys.executable if request.param.endswith(".py") else shutil.which("Rscript")
    if program is None:
        pytest.skip("R is not there (Debian: r-base-core), so recompute.R is not run")

    def ran(folder):
        done = subprocess.run(
            [program, request.param], cwd=folder, capture_output=True, text=True, check=False
        )
        assert done.stderr == ""
        return done.returncode, done.stdout.splitlines()

    return ran


def test_every_published_figure_is_reached(run, recompute):
    status, printed = recompute(run.folder)
    assert status == 0
    assert printed[-1].endswith("0 of them differ from the published ones.")
    assert int(printed[-1].split()[0]) > 60
    assert sum("Ben and Ben" in line for line in printed) == 8


def test_a_changed_figure_is_seen(run, recompute, tmp_path):
    folder = shutil.copytree(run.folder, tmp_path / "copy")
    path = folder / "agreement_overall.csv"
    text = path.read_text(encoding="utf-8-sig")
    value = next(str(row.alpha) for row in run.tables[AGREEMENT_OVERALL] if row.alpha)
    path.write_text(text.replace(value, "0.9876"), encoding="utf-8-sig")
    status, printed = recompute(folder)
    assert status == 1
    assert any("<-- differs" in line for line in printed)
