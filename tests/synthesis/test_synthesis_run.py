"""The command: results as a whole, copies to edit that survive, refusals that say how to fix it."""

import csv
import json
import shutil
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner
from matplotlib.figure import Figure

from golden_run import differences
from made import BagEncoder, snapshot
from made_cases import CASES, write_cases
from secondcoder.commands.main import cli
from secondcoder.errors import SecondcoderError
from secondcoder.procedures.synthesis.page.build import build_synthesis_report
from secondcoder.procedures.synthesis.page.drawings import draw_figures
from secondcoder.procedures.synthesis.run import run_synthesis
from secondcoder.procedures.synthesis.stored import latest_synthesis
from secondcoder.procedures.synthesis.tables.declared import TABLES
from secondcoder.procedures.understood import UNDERSTOOD
from secondcoder.publish.results import latest_result, open_result
from secondcoder.study.infer import infer_config

ROOT = Path(__file__).resolve().parents[2]
STEPS = ("step1_summaries", "step2_themes", "step3_general", "step4_merged")


@pytest.fixture(autouse=True)
def bags(monkeypatch):
    """Let syntheses use bags of words instead of a model."""

    def make(files, **_):
        return BagEncoder(f"bag {files.fingerprint}")

    monkeypatch.setattr("secondcoder.procedures.shell.SentenceTransformerEncoder", make)


@pytest.fixture
def study(tmp_path):
    return write_cases(tmp_path / "study")


def rows(path):
    """Return the rows of a copy as a person sees them in a spreadsheet."""
    lines = openpyxl.load_workbook(path).active.iter_rows(values_only=True)
    head, *below = ([cell or "" for cell in line] for line in lines)
    return [dict(zip(head, line, strict=True)) for line in below]


def write(path, table):
    """Save rows as a spreadsheet program does: a plain workbook in place of ours."""
    book = openpyxl.Workbook()
    book.active.append(list(table[0]))
    for row in table:
        book.active.append(list(row.values()))
    for cell in (cell for line in book.active.iter_rows() for cell in line if cell.value):
        cell.data_type = "s"  # openpyxl would make a formula of what begins with =
    book.save(path)


def write_csv(path, table):
    """Write a copy as copies were written before: CSV with a byte-order mark."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
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
    with pytest.raises(SecondcoderError, match="no complete result of suggest"):
        latest_result(study, "suggest", command="suggest")
    inferred = infer_config(study)
    assert not any("synthesis" in source.path for source in inferred.config.documents)


def test_a_result_is_read_as_it_was_made(study):
    done = run_synthesis(study)
    stored = open_result(done.folder, TABLES)
    assert all(stored.tables[name] == done.tables[name] for name in TABLES)
    assert stored.record == done.record
    assert done.record["kind"] == "synthesis"
    assert done.record["run_id"] == done.folder.name
    latest = latest_synthesis(study)
    assert all(latest[name] == done.tables[name] for name in TABLES)
    assert latest_synthesis(study / "synthesis") is None


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
    assert first.written == tuple(f"{step}.xlsx" for step in STEPS)
    before = snapshot(study / "synthesis")
    second = run_synthesis(study)
    assert second.written == ()
    assert second.folder == first.folder
    assert snapshot(study / "synthesis") == before
    assert second.record["own_versions"] == []


def test_a_touched_table_stands_and_is_never_written_again(study):
    first = run_synthesis(study)
    path = study / "synthesis" / "step1_summaries.xlsx"
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


def test_an_edited_csv_copy_of_before_still_counts(study):
    run_synthesis(study)
    path = study / "synthesis" / "step2_themes.csv"
    edited = rows(path.with_suffix(".xlsx"))[:2]
    edited[1]["theme"] = "What ends and what stays"
    write_csv(path, edited)
    done = run_synthesis(study)
    assert list(table(done, "step2_themes")["theme"])[1] == "What ends and what stays"
    path.with_suffix(".xlsx").unlink()
    assert run_synthesis(study, renew=True).folder == done.folder
    assert not path.with_suffix(".xlsx").exists()


def test_an_untouched_csv_copy_of_before_becomes_a_workbook(study, tmp_path):
    run_synthesis(study)
    folder = study / "synthesis"
    for step in STEPS:
        book = folder / f"{step}.xlsx"
        write_csv(book.with_suffix(".csv"), rows(book))
        book.unlink()
    before = snapshot(folder)
    assert run_synthesis(study, out=tmp_path / "results").record["own_versions"] == []
    assert snapshot(folder) == before
    done = run_synthesis(study)
    assert done.record["own_versions"] == []
    assert done.written == tuple(f"{step}.xlsx" for step in STEPS)
    assert list(folder.glob("*.csv")) == []
    assert run_synthesis(study).written == ()


def test_a_copy_saved_again_unchanged_still_counts_as_untouched(study):
    text = (study / "cases.csv").read_text()
    odd = '=1+1; "Café\u0301" & <b>007</b> end today. '
    (study / "cases.csv").write_text(text.replace("To mend chairs", odd.replace('"', '""')))
    run_synthesis(study)
    for step in STEPS:
        path = study / "synthesis" / f"{step}.xlsx"
        write(path, rows(path))
    again = run_synthesis(study)
    assert again.record["own_versions"] == []
    assert "old copy" not in set(table(again, "notices")["kind"])


def test_cells_of_a_copy_are_text_and_columns_fit(study):
    run_synthesis(study)
    sheet = openpyxl.load_workbook(study / "synthesis" / "step1_summaries.xlsx").active
    assert sheet.title == "step1_summaries"
    assert sheet.freeze_panes == "A2"
    assert {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row} <= {"s", "n"}
    assert all(cell.number_format == "@" for cell in sheet[2] if cell.value)


def test_numbers_and_added_rows_of_a_spreadsheet_are_read(study):
    first = run_synthesis(study)
    path = study / "synthesis" / "step2_themes.xlsx"
    book = openpyxl.load_workbook(path)
    cases = "The Ladle;Second Gear; "
    added = dict.fromkeys([cell.value for cell in book.active[1]])
    added |= {"heading": "aims", "theme": 2024, "cases": cases, "by": "Eva"}
    book.active.append(list(added.values()))
    book.save(path)
    done = run_synthesis(study)
    new = table(done, "step2_themes").set_index("theme").loc["2024"]
    assert (new["cases"], new["by"]) == ("The Ladle; Second Gear", "Eva")
    assert len(table(done, "step2_themes")) == len(table(first, "step2_themes")) + 1


def test_a_table_edited_while_a_run_is_on_is_not_overwritten(study, monkeypatch):
    from secondcoder.procedures.synthesis import run

    path = study / "synthesis" / "step2_themes.xlsx"

    def meanwhile(*given, **named):
        path.parent.mkdir(exist_ok=True)
        write(path, [{"heading": "Aims", "theme": "Mine", "cases": "The Ladle; Cold Feet"}])
        return published(*given, **named)

    published = run.publish_result
    monkeypatch.setattr(run, "publish_result", meanwhile)
    assert "step2_themes.xlsx" not in run_synthesis(study).written
    assert rows(path)[0]["theme"] == "Mine"


def test_decisions_are_applied_and_recorded(study):
    run_synthesis(study)
    path = study / "synthesis" / "step4_merged.xlsx"
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
    path = study / "synthesis" / "step4_merged.xlsx"
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
    path = study / "synthesis" / "step1_summaries.xlsx"
    assert any("mend" in row["summary"] for row in rows(path))
    renewed = run_synthesis(study, renew=True)
    assert renewed.written == tuple(f"{step}.xlsx" for step in STEPS)
    assert not any("mend chairs" in row["summary"] for row in rows(path))


def test_with_out_the_study_is_left_as_it_is(study, tmp_path):
    before = snapshot(study)
    done = run_synthesis(study, out=tmp_path / "results")
    assert snapshot(study) == before
    assert done.copies == tmp_path / "results" / "synthesis"
    path = done.copies / "step2_themes.xlsx"
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
    path = study / "synthesis" / f"{step}.xlsx"
    edited = rows(path)
    edited[0] |= change
    write(path, edited)
    result = CliRunner().invoke(cli, ["synthesise", str(study), "--quiet"])
    refused = result.exception
    assert isinstance(refused, SecondcoderError)
    assert f"synthesis/{step}.xlsx, row 2, column" in refused.message
    assert said in refused.message
    assert hint in refused.hint


def test_two_versions_of_one_step_are_refused(study):
    run_synthesis(study)
    path = study / "synthesis" / "step2_themes.xlsx"
    write(path, rows(path)[:1])
    write_csv(path.with_suffix(".csv"), rows(path)[:1])
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


# the real encoder


def test_the_demonstration_gives_the_kept_figures(tmp_path, with_vectors, monkeypatch, bundled):
    monkeypatch.setattr(
        "secondcoder.procedures.shell.SentenceTransformerEncoder", lambda *_, **__: bundled
    )
    study = tmp_path / "demo"
    shutil.copytree(ROOT / "data" / "demo", study, ignore=shutil.ignore_patterns("runs"))
    done = with_vectors(study / "runs", lambda: run_synthesis(study, decided=()))
    assert differences(done.tables, "synthesis") == []


def test_the_real_case_studies(tmp_path, with_vectors, monkeypatch, bundled):
    """What was asked for: 11 by 6 cells, collaboration and funding across headings."""
    shared = ROOT / "../shared/studies/case-studies"
    if not shared.is_dir():
        pytest.skip("needs ../shared/studies/case-studies beside the checkout")
    monkeypatch.setattr(
        "secondcoder.procedures.shell.SentenceTransformerEncoder", lambda *_, **__: bundled
    )
    study, out = tmp_path / "study", tmp_path / "real"
    shutil.copytree(shared, study, ignore=shutil.ignore_patterns("runs"))
    done = with_vectors(study / "runs", lambda: run_synthesis(study, out=out))
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


def test_the_account_heads_a_synthesis_too(study):
    shown = []
    done = run_synthesis(study, show=shown.extend)
    assert any("passages" in line for line in shown)
    assert {row.taken_for for row in done.tables[UNDERSTOOD]} - {"language"}
    assert 'id="understood"' in (done.folder / "report.html").read_text(encoding="utf-8")
