"""What is fixed beforehand: the plan in the record, and what reports may say of it."""

import json
import shutil

import pytest

from made import snapshot, write_study
from secondcoder.decisions.place import recorded_on
from secondcoder.procedures.second_coder.page.plan import NOTHING


@pytest.fixture
def study(tmp_path, fake_model):
    return write_study(tmp_path / "study")


def edit(study, text):
    path = study / "study.toml"
    path.write_text(path.read_text() + text)


def only_run(study):
    (run,) = (path.parent for path in study.glob("runs/*/run.json"))
    return run


def methods(study):
    return (only_run(study) / "methods.md").read_text("utf-8")


def record_of(run):
    return json.loads((run / "run.json").read_text("utf-8"))


def test_a_plan_before_the_first_run_is_said_to_be_beforehand(called, study):
    code, out, _ = called("freeze", study, "--by", "Lea")
    assert code == 0
    assert "by Lea:" in out
    assert "What the machine may see: the codebook and the passages" in out
    assert "No run is known here" in out
    called("suggest", study)
    plan = record_of(only_run(study))["plan"]
    assert (plan["beforehand"], plan["differs"], plan["by"]) == (True, [], "Lea")
    assert plan["hash"] in out
    assert "Fixed beforehand: a plan was frozen" in methods(study)
    assert "fixed beforehand), with 95 %" in methods(study)
    assert [one.kind for one in recorded_on(study).events()] == ["plan", "shown"]


def test_without_a_plan_nothing_is_said_and_no_record_is_made(called, study):
    called("suggest", study)
    assert not (study / "record").exists()
    assert NOTHING in methods(study)
    assert "Fixed beforehand" not in methods(study)
    assert not (only_run(study) / "plan.csv").exists()


def test_a_plan_after_a_run_is_late_even_if_the_run_is_deleted(called, study):
    called("suggest", study)
    run = only_run(study)
    _, out, _ = called("freeze", study)
    assert f"Machines’ codes had been shown before ({run.name})" in out
    called("suggest", study)
    assert f"had shown a machine’s codes before ({run.name}): nothing was fixed" in methods(study)
    shutil.rmtree(run)
    shutil.rmtree(study / "record")
    _, out, _ = called("freeze", study)
    assert "a run that is gone" in out
    called("suggest", study)
    assert "nothing was fixed beforehand" in methods(study)


def test_what_differs_from_the_plan_is_said(called, study):
    called("freeze", study)
    called("suggest", study, "--basis", "coding")
    told = methods(study)
    assert "This run does not keep to it" in told
    assert (
        "It differs from it in: what the machine may see (the codebook and the passages, no human "
        "coding → the codebook and human coding, out of fold)." in told
    )
    assert "Fixed beforehand" not in told
    rows = (only_run(study) / "plan.csv").read_text("utf-8-sig").splitlines()
    assert sum(",no,yes" in row for row in rows) == 1


def test_freezing_again_adds_a_plan_and_says_what_differs(called, study):
    called("freeze", study)
    _, out, _ = called("freeze", study)
    assert "says just this already; nothing was added" in out
    edit(study, "\n[comparison]\nmargin = 0.2\n")
    _, out, _ = called("freeze", study)
    assert "stays in the record. What differs from it:" in out
    assert "Margin of non-inferiority: none: no verdict" in out
    assert out.count("→") == 1
    assert [one.kind for one in recorded_on(study).events()] == ["plan", "plan"]
    called("suggest", study)
    told = methods(study)
    assert "Fixed beforehand" in told
    assert "margin of non-inferiority: 0.2" in told
    assert "Another plan in the record: of " in told


def test_a_plan_after_the_first_run_does_not_take_the_place_of_the_one_before(called, study):
    called("freeze", study)
    called("suggest", study)
    first = record_of(only_run(study))["plan"]["hash"]
    edit(study, "\n[comparison]\nmargin = 0.2\n")
    _, out, _ = called("freeze", study)
    assert "no report will say that this was fixed beforehand" in out
    shutil.rmtree(only_run(study))
    called("suggest", study)
    plan = record_of(only_run(study))["plan"]
    assert plan["hash"] == first
    assert plan["differs"] == ["margin"]
    assert [one["beforehand"] for one in plan["others"]] == [False]
    assert "Fixed beforehand" not in methods(study)


def test_the_same_bytes_however_often_it_is_run(called, study):
    called("freeze", study)
    called("suggest", study)
    before = snapshot(only_run(study))
    for more in ((), (), ("--again",)):
        called("suggest", study, *more)
        assert snapshot(only_run(study)) == before
    called("report", study)
    assert snapshot(only_run(study)) == before
    assert [one.kind for one in recorded_on(study).events()] == ["plan", "shown"]


def test_new_material_does_not_break_a_plan_and_is_said(called, study):
    called("freeze", study)
    with (study / "talk0.txt").open("a", encoding="utf-8") as talk:
        talk.write("Ann: One more word on the bus and the fare.\n")
    called("suggest", study)
    told = methods(study)
    assert "Fixed beforehand" in told
    assert "Since the plan these have changed, which does not break it: material" in told


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ('stance = "reflexive"', "the study is reflexive"),
        ("[comparison]\npair = ['Nobody', 'machine']", "comparison -> pair: there is no coder"),
        ("[comparison]\nmargin = 0", "margin"),
    ],
)
def test_what_cannot_be_frozen_is_refused_with_a_way_out(called, study, change, said):
    path = study / "study.toml"
    path.write_text(path.read_text().replace('stance = "coding-reliability"', "") + "\n" + change)
    if change.startswith("stance"):
        path.write_text(f"{change}\n" + path.read_text().removesuffix(change))
    code, _, errors = called("freeze", study)
    assert code == 2
    assert said in errors
    assert not (study / "record").exists()


def test_the_pair_and_level_that_are_named_come_first(called, study):
    called("suggest", study)
    record = record_of(only_run(study))
    coder = record["coders"][0]
    edit(study, f"\n[comparison]\nlevel = 1\npair = ['{coder}', 'machine']\n")
    shutil.rmtree(only_run(study))
    called("suggest", study)
    assert f"It is that of {coder} and machine at level 1, given first" in methods(study)
