"""The specification curve: the own settings give what a run gives; the rest stands beside."""

import json

import pytest

from made import snapshot, write_study
from many_machines import write_many
from secondcoder.errors import SecondcoderError
from secondcoder.procedures.second_coder.grid.run import run_grid
from secondcoder.procedures.second_coder.grid.specifications import specifications
from secondcoder.procedures.second_coder.grid.tables import SPECIFICATION_CURVE
from secondcoder.procedures.second_coder.run import run_study
from secondcoder.procedures.second_coder.tables.agreement_overall import AGREEMENT_OVERALL
from secondcoder.procedures.second_coder.tables.suggestions import SUGGESTIONS
from secondcoder.study.load import load_config

GRID = """
[comparison]
headline = "pooled kappa"

[comparison.grid]
basis = ["codebook"]
codes_a_passage = ["one", 2.5]
overlap = [0.5, 0.9]
"""


@pytest.fixture
def study(tmp_path, fake_model):
    return write_study(tmp_path / "study")


def add(study, text):
    path = study / "study.toml"
    path.write_text(path.read_text() + text)


@pytest.mark.parametrize("headline", ["mv-alpha", "pooled kappa"])
def test_the_studys_own_settings_come_to_what_its_run_comes_to(study, headline):
    add(study, f'\n[comparison]\nheadline = "{headline}"\n')
    run, tried = run_study(study), run_grid(study)
    (own,) = (row for row in tried.tables[SPECIFICATION_CURVE] if row.own)
    pair = next(row for row in run.tables[AGREEMENT_OVERALL] if row.level == 1)
    if headline == "mv-alpha":
        assert (own.value, own.low, own.high) == (pair.alpha, pair.alpha_low, pair.alpha_high)
    else:
        assert (own.value, own.low) == (pair.pooled_kappa, pair.kappa_low)
    assert own.passages == pair.units
    given = sum(row.suggested for row in run.tables[SUGGESTIONS])
    assert own.given == pytest.approx(given / 24, abs=1e-4)


def test_every_combination_stands_once_with_the_own_first(study):
    add(study, GRID)
    rows = run_grid(study).tables[SPECIFICATION_CURVE]
    assert [row.number for row in rows] == [1, 2, 3, 4, 5]
    told = [(row.own, row.codes_a_passage, row.overlap) for row in rows]
    assert told == [
        (True, "first and near", 0.5),
        (False, "one", 0.5),
        (False, "2.5", 0.5),
        (False, "one", 0.9),
        (False, "2.5", 0.9),
    ]
    assert rows[1].given < rows[2].given
    assert {row.coefficient for row in rows} == {"pooled kappa"}


def test_thresholds_are_tried_in_place_of_numbers_of_codes(study):
    add(study, "\n[suggest]\nthreshold = 0.2\n\n[comparison.grid]\n")
    add(
        study, 'basis = ["codebook", "coding"]\ncodes_a_passage = ["one"]\nthreshold = [0.2, 0.9]\n'
    )
    every = specifications(load_config(study).config)
    assert [(one.basis, one.codes_a_passage, one.threshold) for one in every] == [
        ("codebook", None, 0.2),
        ("codebook", "one", None),
        ("codebook", None, 0.9),
        ("coding", None, None),
        ("coding", None, 0.2),
        ("coding", None, 0.9),
    ]
    rows = run_grid(study).tables[SPECIFICATION_CURVE]
    told = {row.codes_a_passage: row.given for row in rows if row.basis == "codebook"}
    assert told["confidence from 0.2"] > told["confidence from 0.9"]
    assert told["one"] <= 1


def test_nothing_is_made_again_where_nothing_changed(called, study):
    add(study, GRID)
    _, first, err = called("grid", study)
    assert "Nothing has changed" not in first + err
    _, again, err = called("grid", study)
    assert "Nothing has changed" in again + err
    assert first.splitlines()[-1] == again.splitlines()[-1]
    add(study, "seed = [0, 1]\n")
    _, changed, err = called("grid", study)
    assert "Nothing has changed" not in changed + err
    assert "10 combinations" in changed or "9 combinations" in changed


WRONG = {
    "people": ("[comparison]\npair = ['Eva', 'Tom']\n", "no coder 'Tom'"),
    "level": ("[comparison]\nlevel = 9\n", "level is 9, and the codebook has"),
    "encoder": ("[comparison.grid]\nencoder = ['bert']\n", "no encoder 'bert'"),
    "machine alone": ("[comparison]\npair = ['machine', 'machine']\n", "no person is left"),
    "empty": ("[comparison.grid]\nseed = []\n", "is empty"),
    "one of two": ("[comparison]\npair = ['Eva']\n", "pair: is"),
    "no list": ("[comparison.grid]\nseed = 3\n", "seed: is 3"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_wrong_input_is_refused_before_anything_is_computed(study, wrong, monkeypatch):
    text, said = WRONG[wrong]
    add(study, f"\n{text}")
    monkeypatch.setattr("secondcoder.procedures.second_coder.grid.run.codes_alone", None)
    with pytest.raises(SecondcoderError, match=said) as refused:
        run_grid(study)
    assert refused.value.hint


def test_another_cut_and_seed_and_people_learnt_from(study):
    add(study, '\n[comparison.grid]\nunit = ["turn", "sentence"]\nseed = [0, 3]\n')
    rows = run_grid(study).tables[SPECIFICATION_CURVE]
    assert {row.unit for row in rows} == {"as the files suggest", "turn", "sentence"}
    assert {row.seed for row in rows} == {0, 3}
    turns, sentences = ([r.passages for r in rows if r.unit == u] for u in ("turn", "sentence"))
    assert min(sentences) >= max(turns)
    coding = [row for row in rows if row.basis == "coding"]
    assert {row.codes_a_passage for row in coding} == {"as people give"}


def test_the_same_bytes_again_and_a_figure(study):
    add(study, GRID)
    tried = run_grid(study)
    before = snapshot(tried.folder)
    assert snapshot(run_grid(study).folder) == before
    assert {"specification_curve.csv", "report.html", "run.json"} <= set(before)
    page = (tried.folder / "report.html").read_text("utf-8")
    assert "Eva and the machine, level 1, 5 combinations of settings: pooled kappa from" in page
    assert "The grid was not fixed beforehand" in page
    assert ("figures/specification_curve_1.svg" in before) == ("<figure>" in page)


def test_a_grid_that_was_fixed_says_so_and_counts_as_having_shown_codes(called, study):
    add(study, GRID)
    called("freeze", study)
    code, out, _ = called("grid", study)
    assert code == 0
    page = next(study.glob("runs/grid-*/report.html")).read_text("utf-8")
    assert "The grid was fixed beforehand" in page
    add(study, "seed = [0, 1]\n")
    _, out, _ = called("freeze", study)
    assert "Machines’ codes had been shown before (grid-" in out


def test_what_cannot_be_tried_is_refused(study):
    add(study, f"\n[comparison.grid]\nseed = {json.dumps(list(range(100)))}\n")
    config = load_config(study).config
    with pytest.raises(SecondcoderError, match="combinations of settings; at most 240"):
        specifications(config)
    path = study / "study.toml"
    path.write_text(
        path.read_text().replace("[[coding]]", "[suggest]\nmachine = false\n[[coding]]")
    )
    with pytest.raises(SecondcoderError, match="needs a codebook"):
        run_grid(study)


def test_a_headline_of_two_people_holds_each_of_them_against_the_machine(tmp_path, fake_model):
    """A plan may fix such a pair; the grid that it fixes as well must not be refused for it."""
    study = write_many(tmp_path / "study")
    add(study, "\n[comparison]\npair = ['Eva', 'Ben']\n")
    rows = run_grid(study).tables[SPECIFICATION_CURVE]
    assert {row.coder for row in rows} == {"Eva", "Ben"}
    write_many(tmp_path / "other")
    add(tmp_path / "other", "\n[comparison]\npair = ['Eva', 'Large model']\n")
    with pytest.raises(SecondcoderError, match="a grid is about people and machine"):
        run_grid(tmp_path / "other")
