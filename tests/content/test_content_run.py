import csv
import json
import shutil
from pathlib import Path

import pytest

from made import BagEncoder
from mixed_study import write_mixed
from secondcoder.errors import SecondcoderError
from secondcoder.procedures.content.run import read_content, results_of, run_content
from secondcoder.procedures.content.steps.analysis import Wanted
from secondcoder.procedures.content.tables.by_value import MAJORITY
from secondcoder.procedures.content.tables.counts import COUNTS as COUNTED
from secondcoder.procedures.content.tables.counts import SUMMARY
from secondcoder.procedures.content.tables.declared import TABLES
from secondcoder.procedures.content.tables.facets import FACET_CHECK
from secondcoder.procedures.content.tables.queries import QUERIES
from secondcoder.procedures.content.tables.sources import TRIANGULATION
from secondcoder.procedures.notices import NOTICES
from secondcoder.procedures.understood import UNDERSTOOD
from secondcoder.publish.manifest import read_manifest
from secondcoder.publish.results import kind_of, publish_result
from secondcoder.publish.results import results_of as results_of_kind
from secondcoder.publish.schema import Tables, fields_of
from secondcoder.study.assemble import load_material
from secondcoder.study.load import load_config

COUNTS = Path(__file__).resolve().parents[2] / "../shared/studies/focus-groups/theme_counts.csv"


@pytest.fixture(autouse=True)
def bags(monkeypatch):
    def make(files, **_):
        return BagEncoder(f"bag {files.fingerprint}")

    monkeypatch.setattr("secondcoder.procedures.shell.SentenceTransformerEncoder", make)


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    """Return one analysis of the mixed study."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "secondcoder.procedures.shell.SentenceTransformerEncoder",
            lambda files, **_: BagEncoder(f"bag {files.fingerprint}"),
        )
        return run_content(write_mixed(tmp_path_factory.mktemp("mixed") / "study"))


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def by(table, *columns):
    return {tuple(row[name] for name in columns): row for row in table}


def test_each_speaker_counts_once_and_the_kinds_are_compared(once):
    counts = by(rows(once.folder / "counts.csv"), "level", "code")
    # P1 says it twice and P2 once, in the same words: two comments; the third is in the survey.
    assert counts["2", "Transport > No bus"]["codes"] == "3"
    assert counts["1", "Transport"]["codes"] == "4"
    assert counts["1", "Transport"]["percent"] == "50.0"
    table = by(rows(once.folder / "convergence.csv"), "theme")
    assert table[("Money",)]["assessment"] == "silence"
    assert table[("Transport",)]["silent"] == "report"
    assert table[("Land",)]["appears_in"] == "interview; report; survey"
    cells = by(rows(once.folder / "triangulation.csv"), "theme", "kind")
    assert cells["Transport", "survey"]["passages"] == "2"
    assert cells["Transport", "survey"]["passage_percent"] == "50.0"
    assert cells["Money", "report"]["documents_of_kind"] == "1"


def test_what_is_to_be_resolved_is_listed(once):
    asked = rows(once.folder / "queries.csv")
    kinds = {row["kind"] for row in asked}
    assert {"counted once", "code outside the codebook"} <= kinds
    merged = next(row for row in asked if row["kind"] == "counted once")
    assert (merged["speaker"], merged["code"]) == ("P1", "Transport > No bus")
    unknown = next(row for row in asked if row["kind"] == "code outside the codebook")
    assert unknown["other"] == "Stones"
    assert all(row["decision"] == row["by"] == row["memo"] == "" for row in asked)


def test_the_whole_result_is_there_and_the_same_again(once, tmp_path):
    names = {path.name for path in once.folder.iterdir()}
    assert names >= {
        *("summary.csv", "counts.csv", "counts_by.csv", "majority.csv", "triangulation.csv"),
        *("facets.csv", "queries.csv", "comments.csv", "workbook.xlsx", "report.html"),
        *("methods.md", "run.json", "figures", "datapackage.json"),
    }
    figures = {path.name for path in (once.folder / "figures").iterdir()}
    assert figures >= {"themes.svg", "themes.pdf", "kinds_of_source.png", "facet_polarity.svg"}
    study = once.folder.parent.parent
    shutil.copytree(study, tmp_path / "elsewhere", ignore=shutil.ignore_patterns("runs"))
    again = run_content(tmp_path / "elsewhere")
    assert again.folder.name == once.folder.name
    described = (again.folder / "datapackage.json").read_bytes()
    assert described == (once.folder / "datapackage.json").read_bytes()
    assert read_manifest(again.folder).keys() >= names - {"figures", "datapackage.json"}
    whole = b"".join(path.read_bytes() for path in again.folder.glob("*.*"))
    assert str(tmp_path).encode() not in whole


def test_the_page_says_what_is_counted_and_what_it_does_not_say(once):
    page = (once.folder / "report.html").read_text(encoding="utf-8")
    assert "The coding of Eva." in page
    assert "They do not say" in page
    assert "Queries to resolve" in page
    assert "±1 SD" in page or "Wilson" in page
    assert "<script" not in page


def test_it_counts_by_any_column_and_refuses_a_name_that_nothing_has(tmp_path):
    study = write_mixed(tmp_path / "study")
    found = run_content(study, out=tmp_path / "out", wanted=Wanted(("site", "speaker")))
    counted = by(rows(found.folder / "counts_by.csv"), "attribute", "value", "theme")
    assert counted["site", "North", "Transport"]["codes"] == "1"
    assert counted["speaker", "P1", "Transport"]["percent"] == "100.0"
    with pytest.raises(SecondcoderError, match="--by sites") as raised:
        run_content(study, out=tmp_path / "no", wanted=Wanted(("sites",)))
    assert "'site'" in raised.value.hint


def test_the_record_says_what_made_the_result(once):
    record = json.loads((once.folder / "run.json").read_text(encoding="utf-8"))
    assert (record["form"], record["kind"], record["seed"]) == (2, "content", 0)
    assert record["run_id"] == once.folder.name
    assert {"numpy", "matplotlib", "python"} <= record["versions"].keys()
    assert record["model"]["fingerprint"]
    assert [one["name"] for one in record["figures"]][:1] == ["themes"]


def test_every_table_can_be_read_again(once):
    read = read_content(once.folder)
    assert all(read[table] == once.tables[table] for table in TABLES)


def test_a_content_analysis_is_a_kind_of_result_of_its_own(once):
    study = once.folder.parent.parent
    assert results_of(study) == [once.folder]
    assert kind_of(once.folder) == "content"
    assert results_of_kind(study, "second-coder") == []


def test_without_codebook_and_coding_the_candidate_themes_are_counted(tmp_path):
    """Skipped while the second coder's tables are not declared."""
    passages = pytest.importorskip("secondcoder.procedures.second_coder.tables.passages")
    themes = pytest.importorskip("secondcoder.procedures.second_coder.tables.themes")
    study = tmp_path / "study"
    study.mkdir()
    (study / "talk.txt").write_text("P1: The bus is late.\n\nP2: I dig the soil.\n", "utf-8")
    with pytest.raises(SecondcoderError, match="no complete result of suggest"):
        run_content(study)
    material = load_material(study, load_config(study).config)
    first = material.passages[0].id
    held = {
        passages.PASSAGES: [_row(passages.PassageRow, passage_id=first, theme_id="t1")],
        themes.THEMES: [_row(themes.ThemeRow, theme_id="t1", label="late bus")],
    }
    record = {"form": 2, "kind": "second-coder", "run_id": "abc", "title": "A study"}
    publish_result(study / "runs" / "abc", tables=Tables(held.keys(), held), record=record, made={})
    found = run_content(study)
    assert found.record["themes_of"] == "abc"
    assert "not codes that people applied" in found.record["counted"]
    assert [(row.theme, row.codes) for row in found.tables[COUNTED]] == [("late bus", 1)]


def _row(row, **given):
    """Return a row with what is given and nothing else."""
    blank = {"text": "", "whole": 0, "decimal": 0.0, "truth": False, "list": (), "more": {}}
    fields = fields_of(row)
    return row(**{one.name: given.get(one.name, blank[one.kind]) for one in fields})


def test_nobody_has_coded_so_the_machine_is_counted_and_named(tmp_path):
    study = write_mixed(tmp_path / "study", coded=False)
    found = run_content(study)
    assert "no person applied them" in found.record["counted"]
    assert found.tables[FACET_CHECK] == ()
    assert found.tables[QUERIES] == ()
    assert found.tables[SUMMARY][0].total > 0
    with pytest.raises(SecondcoderError, match="no coder"):
        run_content(study, wanted=Wanted(coder="Eva"))


def test_a_reflexive_study_has_counts_and_no_accuracy(tmp_path):
    found = run_content(write_mixed(tmp_path / "study", stance="reflexive"))
    assert not (found.folder / "facet_check.csv").exists()
    assert (found.folder / "counts.csv").exists()
    page = (found.folder / "report.html").read_text(encoding="utf-8")
    assert "How far the suggestion can be trusted" not in page


def test_a_source_whose_kind_is_not_stated_is_a_document_and_that_is_said(tmp_path):
    found = run_content(write_mixed(tmp_path / "study", report=""))
    assert {row.kind for row in found.tables[TRIANGULATION]} == {"interview", "survey", "document"}
    assert any("report" in row.message for row in found.tables[NOTICES])


def test_a_facet_and_an_attribute_may_have_any_name(tmp_path):
    study = write_mixed(tmp_path / "study")
    changes = (
        ("codebook.csv", "polarity", "../good / bad"),
        ("study.toml", '"polarity"', '"../good / bad"'),
        ("survey.csv", "site", "site / <b>"),
    )
    for name, old, new in changes:
        text = (study / name).read_text(encoding="utf-8")
        (study / name).write_text(text.replace(old, new), encoding="utf-8")
    found = run_content(study, wanted=Wanted(("site / <b>",)))
    names = {path.name for path in (found.folder / "figures").iterdir()}
    assert {"facet____good___bad.svg", "site____b__1.png"} <= names
    page = (found.folder / "report.html").read_text(encoding="utf-8")
    assert "<b>" not in page
    assert "../good / bad" in page


def test_a_table_of_counts_is_enough(tmp_path):
    table = tmp_path / "counts.csv"
    table.write_text("question,theme,codes\n1,A,3\n1,B,1\n2,A,1\n2,B,3\n", encoding="utf-8")
    found = run_content(table, wanted=Wanted(("question",)))
    assert found.folder.parent == tmp_path / "runs"
    read = read_content(found.folder)
    assert [row.total for row in read[SUMMARY]] == [8]
    assert [row.note for row in read[COUNTED]] == ["exactly at the mean"] * 2
    assert [row.documents for row in read[COUNTED]] == [None, None]
    half = [(row.value, row.theme, row.together) for row in read[MAJORITY]]
    assert half == [("1", "A", 75.0), ("2", "B", 75.0)]
    record = json.loads((found.folder / "run.json").read_text(encoding="utf-8"))
    assert (record["seed"], record["model"], record["form"]) == (None, None, 2)
    assert "matplotlib" in record["versions"]
    table.write_text("theme,codes\nA,many\n", encoding="utf-8")
    with pytest.raises(SecondcoderError, match=r"row 2.*'many'"):
        run_content(table)


@pytest.mark.skipif(not COUNTS.is_file(), reason="the table, beside the checkout, is not there")
def test_the_published_counts_of_the_focus_groups(tmp_path):
    found = run_content(COUNTS, out=tmp_path / "out")
    row = rows(found.folder / "summary.csv")[0]
    assert {name: row[name] for name in ("total", "mean", "median", "sd", "range")} == {
        "total": "323",
        "mean": "26.92",
        "median": "26.5",
        "sd": "11.74",
        "range": "40",
    }
    table = rows(found.folder / "counts.csv")
    major = {r["theme"] for r in table if r["standing"] == "major"}
    assert major == {
        "Research evidence",
        "Funding",
        "Relationships with partners",
        "Health inequalities and deprivation",
        "Community involvement",
        "Health service and integrated care systems",
    }
    assert len(table) == 12
    printed = {r["theme"]: r["percent_printed"] for r in rows(COUNTS) if r["percent_printed"]}
    for row in table:
        if row["theme"] in printed:
            assert float(row["percent"]) == float(printed[row["theme"]])
    assert json.loads((found.folder / "run.json").read_text())["kind"] == "content"


def test_the_account_heads_a_content_analysis_too_and_alarms_stop_it(tmp_path):
    study = write_mixed(tmp_path / "study")
    shown = []
    finished = run_content(study, show=shown.extend)
    assert any("Codebook" in line for line in shown)
    kinds = {row.taken_for for row in finished.tables[UNDERSTOOD]}
    assert {"codebook", "language"} <= kinds
    assert 'id="understood"' in (finished.folder / "report.html").read_text(encoding="utf-8")
    (study / "coding_of_ruth.csv").write_text("a,b\nno,table\n", encoding="utf-8")
    with pytest.raises(SecondcoderError, match=r"coding_of_ruth\.csv: looks like a coding"):
        run_content(_without_coding(study), out=tmp_path / "out")
    run_content(study, out=tmp_path / "anyway", anyway=True)


def _without_coding(study):
    """Let a study's configuration name no coding, so that a file called so is a riddle."""
    path = study / "study.toml"
    if path.exists():
        text = path.read_text(encoding="utf-8")
        path.write_text(text[: text.find("[[coding]]")], encoding="utf-8")
    return study
