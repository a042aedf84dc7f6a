import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from made import BagEncoder, write_study
from secondcoder.procedures.second_coder.options import with_overrides
from secondcoder.procedures.second_coder.record import KIND
from secondcoder.procedures.second_coder.run import run_study
from secondcoder.procedures.second_coder.steps.stages import run_stages
from secondcoder.publish.manifest import read_manifest, verified
from secondcoder.publish.results import latest_result
from secondcoder.study.assemble import load_material
from secondcoder.study.load import load_config


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    return write_study(tmp_path_factory.mktemp("stages") / "study")


def stages(study, **overrides):
    config = with_overrides(load_config(study).config, overrides)
    said = []
    found = run_stages(load_material(study, config), config, BagEncoder(), say=said.append)
    return found, said


def test_the_stages_are_told_in_order(study):
    found, said = stages(study)
    assert said == [
        "Encoding 24 passages",
        "Comparing passages with the codebook",
        "Finding candidate themes",
        "Matching themes with the codebook",
        "Suggesting codes",
        "Reconciling with human coding",
    ]
    assert found.themes
    assert found.suggestions.basis == "codebook"
    assert found.reconciliation.comparisons


def test_without_codebook_or_coding_the_later_stages_are_left_out(study):
    nothing, said = stages(study, codebook=None, coding=[])
    assert (nothing.matching, nothing.suggestions, nothing.reconciliation) == (None, None, None)
    assert said[-1] == "Finding candidate themes"
    uncoded, _ = stages(study, coding=[])
    assert uncoded.suggestions is not None
    assert uncoded.reconciliation is None


def test_a_machine_that_has_seen_no_coding_suggests_the_same_without_it(study):
    """With basis codebook, human coding leaves no trace in the suggestions or their evidence."""
    coded, _ = stages(study)
    uncoded, _ = stages(study, coding=[])
    assert coded.suggestions == uncoded.suggestions
    assert [replace(theme, label="") for theme in coded.themes] == [
        replace(theme, label="") for theme in uncoded.themes
    ]  # a theme may be called by a code that people's coding links it to
    assert coded.matching != uncoded.matching  # but the match looks at both


def test_learning_says_from_whom(study):
    taught, _ = stages(study, suggest={"basis": "coding"})
    assert taught.suggestions.basis == "coding of other documents"
    assert taught.suggestions.trained_on == ("Eva",)


def test_a_reflexive_study_matches_by_meaning_alone(study):
    found, _ = stages(study, stance="reflexive")
    assert all(match.overlap_kappa is None for match in found.matching.matches)
    assert found.reconciliation.comparisons
    assert not found.reconciliation.by_code
    assert found.reconciliation.calibration == found.reconciliation.risk == ()


@pytest.mark.parametrize("suggest", [{"threshold": 1.0}, {"basis": "coding", "risk": 0.01}])
def test_reasons_of_a_reflexive_study_name_no_cut_off_and_no_confidence(study, suggest):
    counted, _ = stages(study, suggest=suggest)
    assert any(" with 0." in one.reason for one in counted.suggestions.abstentions)
    found, _ = stages(study, stance="reflexive", suggest=suggest)
    reasons = {one.reason for one in found.suggestions.abstentions}
    assert any(reason.startswith("no code stands out; nearest is ") for reason in reasons)
    for reason in reasons:
        assert not re.search(r"\d|risk|threshold|confidence", reason), reason


def test_confidence_is_held_against_the_coding(study):
    found, _ = stages(study, suggest={"basis": "coding", "risk": 0.3})
    groups, points = found.reconciliation.calibration, found.reconciliation.risk
    assert {one.coder for one in (*groups, *points)} == {"Eva"}
    used = next(one for one in points if one.point == "in use")
    first = [one for one in found.suggestions.ranked if one.rank == 1 and one.suggested]
    assert used.passages == len(first)


def test_themes_that_could_not_learn_say_so(study):
    found, _ = stages(study, coding=[], themes={"basis": "coding"}, suggest={"basis": "coding"})
    assert "themes from text" in {one.kind for one in found.notices}
    taught, _ = stages(study, themes={"basis": "coding"}, suggest={"basis": "coding"})
    assert "themes learnt from coding" in {one.kind for one in taught.notices}


# runs


def test_a_run_does_not_depend_on_where_the_study_lies(fake_model, tmp_path):
    one = run_study(write_study(tmp_path / "one"))
    two = run_study(write_study(tmp_path / "elsewhere" / "two"), out=tmp_path / "results")
    assert one.folder.name == one.record["run_id"] == two.record["run_id"]
    for name in read_manifest(one.folder):
        assert (one.folder / name).read_bytes() == (two.folder / name).read_bytes(), name
    assert (one.folder / "run.json").read_bytes() == (two.folder / "run.json").read_bytes()
    assert str(tmp_path) not in (one.folder / "run.json").read_text()
    assert one.encoded > 24
    assert run_study(tmp_path / "one").encoded == 0


def test_the_run_changes_its_id_with_inputs_and_settings(fake_model, tmp_path):
    study = write_study(tmp_path / "study")
    first = run_study(study).record["run_id"]
    assert run_study(study, overrides={"seed": 1}).record["run_id"] != first
    (study / "codebook.csv").write_text((study / "codebook.csv").read_text() + "Land,Fences,\n")
    changed = run_study(study)
    assert changed.record["run_id"] != first
    assert latest_result(study, KIND, command="suggest") == changed.folder


def test_run_json_says_what_went_in_and_what_came_out(fake_model, tmp_path):
    study = write_study(tmp_path / "study")
    folder = run_study(study).folder
    record = json.loads(verified(folder)["run.json"])
    assert {one["path"] for one in record["inputs"]} == {
        *("codebook.csv", "eva.csv", "talk0.txt", "talk1.txt", "talk2.txt"),
    }
    for one in record["inputs"]:
        assert one["sha256"] == hashlib.sha256((study / one["path"]).read_bytes()).hexdigest()
    resolved = json.dumps(record["config"], sort_keys=True).encode()
    assert record["config_sha256"] == hashlib.sha256(resolved).hexdigest()
    assert folder == (study / "runs" / record["run_id"]).resolve()
    assert (record["form"], record["kind"]) == (2, KIND)
    assert {"torch", "python", "bertopic"} <= set(record["versions"])
    assert record["seed"] == 0
    assert record["coders"] == ["Eva"]


def test_overrides_replace_single_keys(study):
    config = load_config(study).config
    changed = with_overrides(config, {"suggest": {"basis": "coding"}, "seed": 7})
    assert (changed.seed, changed.suggest.basis) == (7, "coding")
    assert changed.suggest.ranks == config.suggest.ranks
    assert changed.themes == config.themes


def test_vectors_are_those_of_the_passages(study):
    """Passages and vectors are not mixed up on the way: a theme is of one topic."""
    found, _ = stages(study)
    material = load_material(study, load_config(study).config)
    rows = BagEncoder().encode([passage.text for passage in material.passages])
    place = {passage.id: row for row, passage in enumerate(material.passages)}
    for theme in found.themes:
        own = rows[[place[passage] for passage in theme.passages]]
        others = np.delete(rows, [place[passage] for passage in theme.passages], axis=0)
        assert (own @ own.T).mean() > (own @ others.T).mean() + 0.2


def test_answers_that_say_nothing_form_no_theme(tmp_path):
    garden = ["the soil is good", "soil and seeds", "good soil", "we dug the soil"]
    answers = [*garden, *["No", "No.", "yes", "no comment", "No comment.", "N/A"] * 2, *garden]
    rows = "".join(f"{number},{text}\n" for number, text in enumerate(answers))
    (tmp_path / "answers.csv").write_text("id,response\n" + rows, encoding="utf-8")
    (tmp_path / "study.toml").write_text(
        '[[documents]]\npath = "answers.csv"\ntext = "response"\nid = "id"\nspeaker = "id"\n',
        encoding="utf-8",
    )
    found, _ = stages(tmp_path)
    grouped = {passage for theme in found.themes for passage in theme.passages}
    texts = {p.id: p.text for p in load_material(tmp_path, load_config(tmp_path).config).passages}
    assert {texts[passage] for passage in grouped} <= set(garden)
    assert [n.message.split()[0] for n in found.notices if n.kind == "no theme"] == ["12"]


@pytest.mark.parametrize("name", ["bt_tiny", "bt_dups", "bt_one"])
def test_small_and_repeated_answers_go_through_all_stages(name):
    folder = Path(__file__).parents[1] / "reading" / "cases" / name
    config = load_config(folder).config
    material = load_material(folder, config)
    found = run_stages(material, config, BagEncoder())
    text = {passage.id: passage.text for passage in material.passages}
    silent = {"no", "No.", "NO", "yes"}
    assert not {text[passage] for theme in found.themes for passage in theme.passages} & silent
    assert not {word for theme in found.themes for word in theme.name.lower().split()} & silent
    assert bool(found.themes) == (name != "bt_one")


@pytest.mark.parametrize("basis", ["codebook", "coding"])
def test_what_a_list_of_names_lacks_is_not_looked_for(study, monkeypatch, basis):
    asked = []
    monkeypatch.setattr(
        "secondcoder.procedures.second_coder.steps.grouped.new_themes",
        lambda *_, **__: asked.append(1) or (),
    )
    full, _ = stages(study, suggest={"basis": basis})
    assert asked == [1]
    assert "lacking not asked" not in {notice.kind for notice in full.notices}
    config = with_overrides(load_config(study).config, {"suggest": {"basis": basis}})
    material = load_material(study, config)
    names = tuple(
        replace(code, path=code.path[-1:], definition="") for code in material.codebook.codes
    )
    bare = replace(material, codebook=replace(material.codebook, codes=names))
    found = run_stages(bare, config, BagEncoder())
    assert asked == [1]
    assert found.new_themes == ()
    assert "lacking not asked" in {notice.kind for notice in found.notices}
