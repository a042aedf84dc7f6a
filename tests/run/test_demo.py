"""The whole run of the demonstration study with the bundled encoder, once."""

import pandas as pd
import pytest

from golden_run import differences
from made import snapshot
from secondcoder.procedures.second_coder.run import render_report, run_study
from secondcoder.publish.manifest import read_manifest
from secondcoder.study.assemble import load_material
from secondcoder.study.load import load_config
from secondcoder.words import words_of

FILES = [
    *("passages.csv", "themes.csv", "matches.csv", "suggestions.csv", "comparison.csv"),
    *("agreement.csv", "workbook.xlsx", "report.html", "run.json"),
]
COLUMNS = {
    "passages": "passage_id document case speaker heading position start end theme_id subtheme_id "
    "text",
    "themes": "theme_id level parent_id label key_phrases passages documents speakers cohesion "
    "stability relation exemplars",
    "matches": "theme_id code_id code similarity overlap_kappa relation assigned",
    "suggestions": "passage_id rank code_id code confidence basis evidence",
    "comparison": "passage_id code_id code human machine status",
    "agreement": "code_id code both human_only machine_only neither percent kappa alpha "
    "positive_agreement",
}
STATUS = {"both": "both", "human_only": "human only", "machine_only": "machine only"}


def table(demo, name):
    path = demo[1].folder / f"{name}.csv"
    return pd.read_csv(path, keep_default_na=False, na_values={"kappa": [""]})


@pytest.fixture(scope="module")
def material(demo):
    return load_material(demo[0], load_config(demo[0]).config)


def test_all_files_are_there(demo):
    assert [name for name in FILES if not (demo[1].folder / name).is_file()] == []
    assert demo[1].folder.parent == demo[0] / "runs"


@pytest.mark.parametrize("name", COLUMNS)
def test_tables_have_the_columns_that_others_rely_on(demo, name):
    assert set(COLUMNS[name].split()) <= set(table(demo, name).columns)


def test_offsets_slice_the_documents(demo, material):
    texts = {document.name: document.text for document in material.documents}
    passages = table(demo, "passages")
    assert len(passages) > 350
    for row in passages.itertuples():
        assert texts[row.document][row.start : row.end] == row.text


def test_attributes_of_the_source_stand_under_their_own_names(demo):
    assert {"Site", "Type"} <= set(table(demo, "passages").columns)


def test_themes_and_passages_tell_the_same_story(demo):
    passages, themes = table(demo, "passages"), table(demo, "themes")
    assert set(passages["theme_id"]) - {""} == set(themes.loc[themes["level"] == 1, "theme_id"])
    for row in themes.itertuples():
        column = "theme_id" if row.level == 1 else "subtheme_id"
        assert (passages[column] == row.theme_id).sum() == row.passages
    below = passages[passages["subtheme_id"] != ""]
    parent = dict(zip(themes["theme_id"], themes["parent_id"], strict=True))
    assert all(parent[r.subtheme_id] == r.theme_id for r in below.itertuples())


def test_labels_phrases_and_exemplars_come_from_the_text(demo):
    passages, themes = table(demo, "passages"), table(demo, "themes")
    texts = dict(zip(passages["passage_id"], passages["text"], strict=True))
    for row in themes.itertuples():
        column = "theme_id" if row.level == 1 else "subtheme_id"
        own = passages.loc[passages[column] == row.theme_id, "text"]
        joined = " ".join(words_of(" ".join(own)))
        assert row.name.lower().replace("’", "'") in joined
        lineless = not row.in_vivo and row.label.lower() in row.key_phrases.split("; ")
        named = row.label == row.name or row.label.startswith("“") or row.relation == "matches"
        assert named or lineless
        assert row.in_vivo in texts.get(row.in_vivo_passage, "")
        assert not row.in_vivo or 4 <= len(words_of(row.in_vivo)) <= 10
        assert all(phrase in joined for phrase in row.key_phrases.split("; ") if phrase)
        assert texts[row.exemplars.split("; ")[0]] == row.exemplar_text
        assert 0 <= row.stability <= 1


def test_rankings_go_down_to_ten(demo):
    ranked = table(demo, "suggestions")
    depth = ranked.groupby("passage_id")["rank"].max()
    assert depth.min() >= 10
    assert len(depth) == len(table(demo, "passages"))
    assert set(ranked["suggested"]) == {"yes", "no"}
    assert set(ranked["basis"]) == {"codebook"}
    assert (ranked["evidence"] != "").all()
    tops = ranked.assign(top=ranked["code"].str.split(" > ").str[0])
    assert tops.groupby("passage_id")["top"].nunique().min() >= 3


def test_a_theme_is_evidence_only_for_its_own_passages(demo):
    theme = table(demo, "passages").set_index("passage_id")["theme_id"]
    ranked = table(demo, "suggestions")
    backed = ranked[ranked["evidence_theme"] != ""]
    assert len(backed) > 100
    assert all(theme[row.passage_id] == row.evidence_theme for row in backed.itertuples())


def test_an_abstention_has_its_reason(demo):
    ranked = table(demo, "suggestions")
    applied = set(ranked.loc[ranked["suggested"] == "yes", "passage_id"])
    first = ranked[ranked["rank"] == 1]
    assert all((row.reason != "") == (row.passage_id not in applied) for row in first.itertuples())


def test_counts_in_agreement_are_those_of_the_comparison(demo):
    counted = table(demo, "comparison").groupby(["coder", "code_id", "status"]).size()
    for row in table(demo, "agreement").itertuples():
        for column, status in STATUS.items():
            assert getattr(row, column) == counted.get((row.coder, row.code_id, status), 0)


def test_every_unit_can_be_rebuilt_from_what_was_applied_and_what_was_seen(demo):
    seen, applied = table(demo, "seen"), table(demo, "comparison")
    for row in table(demo, "agreement").itertuples():
        saw = set(seen.loc[seen["coder"] == row.coder, "passage_id"])
        mine = applied[(applied["coder"] == row.coder) & (applied["code_id"] == row.code_id)]
        assert set(mine["passage_id"]) <= saw
        assert row.neither == len(saw) - len(mine)
        assert row.units == len(saw)


def test_ids_and_figures_are_those_of_the_golden_run(demo):
    assert differences(demo[1].tables, "suggest") == []


def test_methods_say_on_how_many_passages_and_by_which_unit(demo):
    """A copy stands on fewer passages than the machine; other units give other figures."""
    methods = (demo[1].folder / "methods.md").read_text("utf-8")
    baselines = table(demo, "agreement_baselines")
    copy = baselines[baselines["trivial"] == "a copy of Ben"].iloc[0]
    assert f"a copy of Ben over {copy['units']} passages: {copy['alpha']:.2f}" in methods
    units = table(demo, "agreement_units")
    pooled = units[(units["coefficient"] == "pooled kappa") & (units["scope"] == "level 1")]
    of = pooled.set_index(["first", "second", "unit"])["value"].astype(float)
    apart = f"Amara and Ben {of['Amara', 'Ben', 'sentence']:.2f}, not "
    assert f"{apart}{of['Amara', 'Ben', 'passage']:.2f}" in methods
    assert "Amara and the machine 0.29, not" not in methods


def test_one_figure_has_one_interval(demo):
    """F1 of two people is the same against each other and against the consensus of the other."""
    overall, consensus = table(demo, "agreement_overall"), table(demo, "agreement_consensus")
    pair = overall[(overall["first"] == "Amara") & (overall["second"] == "Ben")]
    for row in pair[pair["scope"] == "level 1"].itertuples():  # of leaves, people gave one more
        held = consensus[(consensus["coder"] == "Amara") & (consensus["scope"] == row.scope)]
        assert held["f1"].tolist() == [row.positive_agreement]
        assert held["f1_low"].astype(float).tolist() == [row.positive_low]
        assert held["f1_high"].astype(float).tolist() == [row.positive_high]
        assert held["documents"].tolist() == [row.documents]


def test_undefined_values_are_empty_and_say_why(demo):
    agreement = table(demo, "agreement")
    undefined = agreement[agreement["kappa"].isna()]
    assert (undefined["note"] != "").all()
    silent = agreement[(agreement["human_only"] == 0) & (agreement["machine_only"] == 0)]
    constant = silent[(silent["both"] == 0) | (silent["neither"] == 0)]
    assert constant["kappa"].isna().all()


def test_people_stand_beside_the_machine_on_the_same_levels(demo):
    overall = table(demo, "agreement_overall")
    pairs = set(map(tuple, overall[["first", "second"]].drop_duplicates().to_numpy().tolist()))
    assert pairs == {("Amara", "machine"), ("Ben", "machine"), ("Amara", "Ben")}
    kappa = overall[overall["level"] == 1].set_index(["first", "second"])["pooled_kappa"]
    # Two people who share a codebook agree better than a machine that only read it.
    assert 0.2 < kappa["Amara", "machine"] < kappa["Amara", "Ben"] < 0.9
    assert 0.2 < kappa["Ben", "machine"] < kappa["Amara", "Ben"]


def test_a_second_run_encodes_nothing_and_changes_no_byte(demo):
    study, first = demo
    before = snapshot(first.folder)
    again = run_study(study, may_encode=False)
    assert again.encoded == 0
    assert again.folder == first.folder
    assert snapshot(first.folder) == before


def test_the_report_can_be_made_again_from_the_tables(demo):
    before = snapshot(demo[1].folder)
    render_report(demo[1].folder)
    assert snapshot(demo[1].folder) == before


def test_nothing_of_this_machine_is_in_the_results(demo):
    study, run = demo
    for name in read_manifest(run.folder):
        data = (run.folder / name).read_bytes()
        assert str(study).encode() not in data, name
