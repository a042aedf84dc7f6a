"""The command: results as a whole, copies to edit that survive, refusals that say how to mend."""

import csv
import json
import shutil
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner
from matplotlib.figure import Figure

from made import BagEncoder, snapshot
from made_cases import CASES, write_cases
from secondcoder.commands.main import cli
from secondcoder.errors import SecondcoderError
from secondcoder.procedures.synthesis.figures.presence import draw_figures
from secondcoder.procedures.synthesis.page.build import build_synthesis_report
from secondcoder.procedures.synthesis.run import run_synthesis
from secondcoder.publish.record import latest_run
from secondcoder.study.infer import infer_config

ROOT = Path(__file__).resolve().parents[2]
STEPS = ("step1_summaries", "step2_themes", "step3_general", "step4_merged")


@pytest.fixture(autouse=True)
def bags(monkeypatch):
    """Let syntheses use bags of words instead of a model."""

    def make(files, *, batch_size=32):
        return BagEncoder(f"bag {files.fingerprint}")

    monkeypatch.setattr("secondcoder.procedures.synthesis.run.SentenceTransformerEncoder", make)


@pytest.fixture
def study(tmp_path):
    return write_cases(tmp_path / "study")


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write(path, table):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(table[0]))
        writer.writeheader()
        writer.writerows(table)


def table(done, name):
    return pd.read_csv(done.folder / f"{name}.csv", keep_default_na=False)


# results


def test_a_run_holds_everything_and_the_same_bytes_twice(study, tmp_path):
    first = run_synthesis(study, out=tmp_path / "a")
    second = run_synthesis(study, out=tmp_path / "b")
    assert snapshot(first.folder) == snapshot(second.folder)
    names = {path.name for path in first.folder.iterdir()}
    assert {f"{step}.csv" for step in STEPS} <= names
    assert {"grid.csv", "quotations.csv", "workbook.xlsx", "report.html", "run.json"} <= names
    assert {"matrix_theme_heading.csv", "matrix_theme_case.csv", "named_cases.csv"} <= names
    assert len(list((first.folder / "figures").iterdir())) == 6
    assert len(list((first.folder / "proposed").iterdir())) == 4
    grid = table(first, "grid")
    assert len(grid) == 15
    record = json.loads((first.folder / "run.json").read_text())
    assert record["counts"]["cells"] == 15
    assert str(tmp_path) not in json.dumps(record)


def test_each_figure_is_drawn_once_for_page_and_files(study, monkeypatch):
    saved = []
    save = Figure.savefig

    def count(figure, *arguments, **options):
        saved.append(options["format"])
        return save(figure, *arguments, **options)

    monkeypatch.setattr(Figure, "savefig", count)
    run_synthesis(study)
    assert sorted(saved) == ["pdf", "pdf", "png", "png", "svg", "svg"]


def test_quotations_are_verbatim_in_the_source(study):
    done = run_synthesis(study)
    for row in table(done, "quotations").itertuples():
        assert row.answer in CASES[row.case][row.heading]
        assert row.answer in row.sentence


def test_the_report_says_what_is_whose_and_names_cases(study):
    done = run_synthesis(study)
    page = (done.folder / "report.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "Harrow Strollers" in page
    assert "The best theme by its cases" in page
    assert "not decided" in page
    assert build_synthesis_report(done.tables, done.record, draw_figures(done.tables)) == page


def test_words_of_the_study_cannot_become_markup(study):
    text = (study / "cases.csv").read_text().replace("rent rose", "<b>rent</b> & co")
    (study / "cases.csv").write_text(text, encoding="utf-8")
    done = run_synthesis(study)
    page = (done.folder / "report.html").read_text(encoding="utf-8")
    assert "<b>rent" not in page
    assert "&lt;b&gt;rent" in page


def test_the_workbook_shows_grid_and_matrices(study):
    done = run_synthesis(study)
    book = openpyxl.load_workbook(done.folder / "workbook.xlsx")
    assert {"Grid", "1 Summaries", "Theme by heading", "Quotations"} <= set(book.sheetnames)
    assert [cell.value for cell in book["Grid"][1]] == ["case", "Aims", "Methods", "Barriers"]
    assert book["Grid"].max_row == 6


def test_a_synthesis_is_no_run_of_suggestions(study):
    run_synthesis(study)
    with pytest.raises(SecondcoderError, match="no run yet"):
        latest_run(study)
    inferred = infer_config(study)
    assert not any("synthesis" in source.path for source in inferred.config.documents)


def test_a_reflexive_study_is_compared_with_nothing(study):
    toml = study / "study.toml"
    toml.write_text(toml.read_text().replace("[[doc", 'stance = "reflexive"\n\n[[doc', 1))
    done = run_synthesis(study)
    assert not (done.folder / "named_cases.csv").exists()
    assert "recision" not in (done.folder / "report.html").read_text(encoding="utf-8")


def test_one_table_alone_is_enough(study):
    done = run_synthesis(study / "cases.csv", derived=study / "derived_themes.csv")
    assert len(table(done, "grid")) == 15
    assert set(table(done, "named_cases")["derived_theme"]) == {
        "Loneliness",
        "Link worker",
        "Funding",
    }
    assert done.copies == study / "synthesis" / "cases"


# a person's versions


def test_copies_are_written_once_and_count_for_nothing_untouched(study):
    first = run_synthesis(study)
    assert first.written == tuple(f"{step}.csv" for step in STEPS)
    before = snapshot(study / "synthesis")
    second = run_synthesis(study)
    assert second.written == ()
    assert second.folder == first.folder
    assert snapshot(study / "synthesis") == before
    assert second.record["own_versions"] == []


def test_a_touched_table_stands_and_is_never_written_again(study):
    first = run_synthesis(study)
    path = study / "synthesis" / "step1_summaries.csv"
    edited = rows(path)
    edited[0] |= {"summary": "They walk because walking helps.", "by": "Eva"}
    write(path, edited)
    bytes_before = path.read_bytes()
    for renew in (False, True):
        done = run_synthesis(study, renew=renew)
        assert path.read_bytes() == bytes_before
    assert done.folder != first.folder
    mine = table(done, "step1_summaries").iloc[0]
    assert (mine["summary"], mine["by"]) == ("They walk because walking helps.", "Eva")
    fresh = pd.read_csv(done.folder / "proposed" / "step1_summaries.csv").iloc[0]
    assert fresh["by"] == "machine"
    assert "edited step 1" in set(table(done, "notices")["kind"])
    page = (done.folder / "report.html").read_text(encoding="utf-8")
    assert "by <bdi>Eva</bdi>" in page


def test_a_workbook_will_do_as_well(study):
    run_synthesis(study)
    path = study / "synthesis" / "step2_themes.csv"
    edited = rows(path)[:2]
    edited[1]["theme"] = "What ends and what stays"
    path.unlink()
    book = openpyxl.Workbook()
    book.active.append(list(edited[0]))
    for row in edited:
        book.active.append(list(row.values()))
    book.save(path.with_suffix(".xlsx"))
    done = run_synthesis(study)
    assert list(table(done, "step2_themes")["theme"])[1] == "What ends and what stays"
    assert not path.exists()


def test_decisions_are_applied_and_recorded(study):
    run_synthesis(study)
    path = study / "synthesis" / "step4_merged.csv"
    edited = rows(path)
    assert {row["decision"] for row in edited} == {""}
    edited[0] |= {"decision": "rename", "name": "Money", "by": "Eva", "memo": "plainer"}
    write(path, edited)
    done = run_synthesis(study)
    mine = table(done, "step4_merged").iloc[0]
    assert (mine["decision"], mine["by"], mine["memo"]) == ("rename", "Eva", "plainer")
    assert "Money" in set(table(done, "themes_final")["theme"])


def test_a_decision_on_a_theme_that_is_gone_rests(study):
    run_synthesis(study)
    path = study / "synthesis" / "step4_merged.csv"
    edited = rows(path)
    edited.append(edited[0] | {"theme_id": "gone", "theme": "Weather", "decision": "drop"})
    write(path, edited)
    assert "decision rests" in set(table(run_synthesis(study), "notices")["kind"])


def test_old_untouched_copies_are_said_and_renewed_on_demand(study):
    run_synthesis(study)
    text = (study / "cases.csv").read_text()
    (study / "cases.csv").write_text(text.replace("mend", "paint"), encoding="utf-8")
    done = run_synthesis(study)
    assert "old copy" in set(table(done, "notices")["kind"])
    assert "mend" in (study / "synthesis" / "step1_summaries.csv").read_text(encoding="utf-8")
    renewed = run_synthesis(study, renew=True)
    assert renewed.written == tuple(f"{step}.csv" for step in STEPS)
    assert "mend" not in (study / "synthesis" / "step1_summaries.csv").read_text(encoding="utf-8")


def test_with_out_the_study_is_left_as_it_is(study, tmp_path):
    before = snapshot(study)
    done = run_synthesis(study, out=tmp_path / "results")
    assert snapshot(study) == before
    assert done.copies == tmp_path / "results" / "synthesis"
    path = done.copies / "step2_themes.csv"
    write(path, rows(path)[:1])
    again = run_synthesis(study, out=tmp_path / "results")
    assert len(table(again, "step2_themes")) == 1
    assert len(rows(path)) == 1


BROKEN = {
    "a case that is not there": (
        "step2_themes",
        {"cases": "The Laddle; Cold Feet"},
        "'The Laddle'",
        "The Ladle",
    ),
    "a heading that is not there": ("step2_themes", {"heading": "Aim"}, "'Aim'", "Aims"),
    "no case at all": ("step2_themes", {"cases": ""}, "names no case", "semicolons"),
    "a theme without a name": ("step2_themes", {"theme": ""}, "empty", "Fill it in"),
    "a member that is not there": ("step3_general", {"themes": "hnone"}, "hnone", "theme_id"),
    "a decision that is none": ("step4_merged", {"decision": "join"}, "'join'", "merge"),
    "a merge with nothing": (
        "step4_merged",
        {"decision": "merge", "into": "Nowhere"},
        "'Nowhere'",
        "general theme",
    ),
    "a new name that is missing": ("step4_merged", {"decision": "rename"}, "no name", "new name"),
    "a cell that is not there": ("step1_summaries", {"case": "The Shed"}, "'The Shed'", "grid"),
}


@pytest.mark.parametrize("what", sorted(BROKEN))
def test_what_cannot_be_meant_is_refused_with_its_place(study, what):
    step, change, said, hint = BROKEN[what]
    run_synthesis(study)
    path = study / "synthesis" / f"{step}.csv"
    edited = rows(path)
    edited[0] |= change
    write(path, edited)
    result = CliRunner().invoke(cli, ["synthesise", str(study), "--quiet"])
    refused = result.exception
    assert isinstance(refused, SecondcoderError)
    assert f"synthesis/{step}.csv, row 2, column" in refused.message
    assert said in refused.message
    assert hint in refused.hint


def test_two_versions_of_one_step_are_refused(study):
    run_synthesis(study)
    path = study / "synthesis" / "step2_themes.csv"
    openpyxl.Workbook().save(path.with_suffix(".xlsx"))
    with pytest.raises(SecondcoderError, match="twice"):
        run_synthesis(study)


def test_derived_cases_that_are_not_there_are_said(study):
    text = (study / "derived_themes.csv").read_text()
    (study / "derived_themes.csv").write_text(
        text.replace("; Second Gear", "; Nowhere Club") + "Weather,Rain,Cold Feet\n"
    )
    kinds = set(table(run_synthesis(study), "notices")["kind"])
    assert {"unknown case", "unknown heading"} <= kinds


def test_the_command_prints_what_was_found(study):
    result = CliRunner().invoke(cli, ["synthesise", str(study)])
    assert result.exit_code == 0
    assert "5 cases by 3 headings, 15 of 15 cells filled" in result.stdout
    assert "synthesis, best by cases: precision" in result.stdout
    assert f"To edit: {study / 'synthesis'}" in result.stdout


# the real study


def test_the_real_case_studies(tmp_path, with_vectors, monkeypatch, bundled):
    """What was asked for: 11 by 6 cells, collaboration and funding across headings."""
    shared = ROOT / "../shared/studies/case-studies"
    if not shared.is_dir():
        pytest.skip("needs ../shared/studies/case-studies beside the checkout")
    monkeypatch.setattr(
        "secondcoder.procedures.synthesis.run.SentenceTransformerEncoder", lambda *_, **__: bundled
    )
    out = tmp_path / "real"
    done = with_vectors(out, lambda: run_synthesis(shared, out=out))
    grid = table(done, "grid")
    assert (grid["case"].nunique(), grid["heading"].nunique(), len(grid)) == (11, 6, 66)
    assert (grid["text"] != "").all()
    final = table(done, "themes_final")
    for word in ("collaboration", "funding"):
        held = final[final["key_phrases"].str.contains(word)]
        assert held["heading_count"].max() >= 3, word
    named = table(done, "named_cases_totals").set_index(["method", "chosen_by"])
    best = named.loc["synthesis", "cases"]
    assert best["themes"] == best["found"] == 16
    assert best["mean_f1"] > named.loc["plain clustering", "cases"]["mean_f1"]
    assert best["mean_f1"] > float(best["chance"])
    shutil.rmtree(out)
