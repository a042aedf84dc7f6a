"""The page that leads to a methods paper: each of its steps is run."""

import csv
import random
import re
from pathlib import Path

import pandas as pd
import pytest

from many_machines import write_many
from secondcoder.procedures.second_coder.run import run_study

PAGE = Path(__file__).resolve().parents[2] / "docs" / "methods-paper.md"


def steps():
    return re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)


def test_in_python_alone(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    found = {}
    for block in steps():
        exec(block, found)  # noqa: S102 - our own documentation
    assert found["nothing"].value < found["random"].value < found["headline"].value
    assert found["interval"].low < found["headline"].value < found["interval"].high
    assert [sum(row[1:5]) for row in found["table"].itertuples(index=False)] == [40, 40]
    assert f"mv-alpha {found['headline'].value:.2f}" in found["paragraph"]
    assert (tmp_path / "agreement.png").stat().st_size > 5_000


@pytest.mark.parametrize("interviews", [4, 9])
def test_the_steps_hold_for_a_readers_own_tables(tmp_path, monkeypatch, interviews):
    """Ids as text in no order, interviews of unequal length, a coder who saw not all of it."""
    monkeypatch.chdir(tmp_path)
    dice = random.Random(3)  # noqa: S311 - made-up tables
    lengths = [dice.randint(3, 30) for _ in range(interviews)]
    where = [f"interview {place}" for place, long in enumerate(lengths) for _ in range(long)]
    ids = [f"p{number}" for number in dice.sample(range(1000), len(where))]
    codes = [set(dice.sample(("trust", "money", "food"), dice.randint(0, 2))) for _ in ids]
    table = pd.DataFrame({"passage": ids, "interview": where}).set_index("passage")
    ana = [(one, code) for one, given in zip(ids, codes, strict=True) for code in given]
    saw = ids[: 3 * len(ids) // 4]
    ben = [(one, code) for one, code in ana if one in saw and dice.random() < 0.8]
    first, second, *rest = steps()
    found = {"passages": table}
    exec(first.splitlines()[0], found)  # noqa: S102 - our own documentation
    found |= {
        name: pd.DataFrame(rows, columns=["passage", "code"], index=[0] * len(rows))
        for name, rows in (("ana", ana), ("ben", ben))
    }
    exec(second.replace("passages.index)", f"passages.index, seen={{'ben': {saw}}})"), found)  # noqa: S102
    for block in rest:
        exec(block, found)  # noqa: S102
    assert f"Two coders read {len(saw)} passages" in found["paragraph"]
    assert found["table"]["both"].sum() == len(ben)
    assert found["table"]["Ben only"].sum() == 0
    assert {sum(row[1:5]) for row in found["table"].itertuples(index=False)} == {len(saw)}
    shared = len({where[ids.index(one)] for one in saw})
    assert f"of {shared} interviews" in found["paragraph"]
    assert found["interval"].estimable == (shared >= 5)
    assert ("at least 5 are needed" in found["paragraph"]) == (shared < 5)


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
