"""The page that leads to a methods paper: each of its steps is run."""

import csv
import re
from pathlib import Path

import pytest

from many_machines import write_many
from secondcoder.procedures.second_coder.run import run_study

PAGE = Path(__file__).resolve().parents[2] / "docs" / "methods-paper.md"


def test_in_python_alone(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    found = {}
    for block in re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL):
        exec(block, found)  # noqa: S102 - our own documentation
    assert found["nothing"].value < found["random"].value < found["headline"].value
    assert found["interval"].low < found["headline"].value < found["interval"].high
    assert [sum(row[1:5]) for row in found["table"].itertuples(index=False)] == [40, 40]
    assert f"mv-alpha {found['headline'].value:.2f}" in found["paragraph"]
    assert (tmp_path / "agreement.png").stat().st_size > 5_000


def test_from_a_study(fake_model, tmp_path):
    study = write_many(tmp_path / "study")
    with (study / "study.toml").open("a", encoding="utf-8") as file:
        file.write('\n[comparison]\nheadline = "pooled kappa"\n')
    run = run_study(study)
    for name in re.findall(r"`([\w/]+\.(?:csv|md|pdf|py|R))`", PAGE.read_text("utf-8")):
        assert (run.folder / name).is_file(), name
    methods = (run.folder / "methods.md").read_text("utf-8")
    assert "The headline is pooled kappa over passages" in methods
    with (run.folder / "agreement_overall.csv").open(encoding="utf-8-sig") as file:
        row = next(csv.DictReader(file))
    assert f"pooled kappa {float(row['pooled_kappa']):.2f}".replace("-", "−") in methods


@pytest.mark.parametrize("name", ["agreement.md", "agreement-simulations.md"])
def test_pages_it_leads_to(name):
    assert (PAGE.parent / name).is_file()
    assert name in PAGE.read_text("utf-8")
