"""The copy of the queries that people fill in: no decision is ever lost."""

import csv
import io
import shutil

import openpyxl
import pytest

from made import BagEncoder
from mixed_study import write_mixed
from secondcoder.decisions.events import Event
from secondcoder.decisions.store import Store
from secondcoder.errors import SecondcoderError
from secondcoder.procedures.content.run import run_content
from secondcoder.procedures.content.tables.queries import QUERIES
from secondcoder.procedures.notices import NOTICES
from secondcoder.publish.manifest import verified
from secondcoder.study.infer import infer_config


@pytest.fixture(autouse=True)
def bags(monkeypatch):
    def make(files, **_):
        return BagEncoder(f"bag {files.fingerprint}")

    monkeypatch.setattr("secondcoder.procedures.shell.SentenceTransformerEncoder", make)


@pytest.fixture
def study(tmp_path):
    return write_mixed(tmp_path / "study")


def sheet(path):
    return openpyxl.load_workbook(path).active


def cells(path):
    """Return the rows of a copy as dictionaries."""
    head, *rows = sheet(path).iter_rows(values_only=True)
    return [dict(zip(head, (cell or "" for cell in row), strict=True)) for row in rows]


def fill(path, kind="counted once", **given):
    """Write into a copy as a person does, into the first query of a kind; return its id."""
    book = openpyxl.load_workbook(path)
    page = book.active
    head = [cell.value for cell in page[1]]
    row = next(r for r in page.iter_rows(min_row=2) if r[head.index("kind")].value == kind)
    for name, value in given.items():
        row[head.index(name)].value = value
        row[head.index(name)].data_type = "s"  # as in a cell that is formatted as text
    book.save(path)
    return row[head.index("query_id")].value


def decided(found):
    return {
        row.query_id: (row.decision, row.by, row.memo)
        for row in found.tables[QUERIES]
        if row.decision or row.by or row.memo
    }


def told(found, kind):
    return [row.message for row in found.tables[NOTICES] if row.kind == kind]


def fewer_codings(study):
    """Take coding away, so that queries are raised no more."""
    coding = study / "eva.csv"
    lines = coding.read_text(encoding="utf-8").splitlines(keepends=True)
    coding.write_text("".join(lines[:2]), encoding="utf-8")


def test_the_copy_holds_every_query_as_text_that_is_never_evaluated(study):
    found = run_content(study)
    assert found.copy == study / "content" / "queries.xlsx"
    rows = cells(found.copy)
    assert [row["query_id"] for row in rows] == [row.query_id for row in found.tables[QUERIES]]
    assert {c.number_format for line in sheet(found.copy).iter_rows(min_row=2) for c in line} == {
        "@"
    }
    assert all(row["decision"] == row["by"] == row["memo"] == "" for row in rows)


def test_what_is_filled_in_reaches_the_next_result_which_stays_whole(study):
    first = run_content(study)
    query = fill(first.copy, decision="one comment", by="Ben", memo="=said twice")
    filled = first.copy.read_bytes()
    again = run_content(study)
    assert again.folder == first.folder
    assert decided(again) == {query: ("one comment", "Ben", "=said twice")}
    assert verified(again.folder)
    assert first.copy.read_bytes() == filled, "nothing new is to be shown"
    fewer_codings(study)
    other = run_content(study)
    assert other.folder != first.folder
    lost = next(row for row in other.tables[QUERIES] if row.query_id == query)
    assert (lost.status, lost.decision) == ("no longer raised", "one comment")
    kept = next(row for row in cells(other.copy) if row["query_id"] == query)
    assert (kept["status"], kept["memo"]) == ("no longer raised", "=said twice")


def test_a_decision_changed_in_the_copy_stands_over_earlier_results_of_any_age(study):
    first = run_content(study)
    query = fill(first.copy, decision="yes")
    run_content(study)
    fill(first.copy, decision="no")
    found = run_content(study)
    assert decided(found)[query][0] == "no"
    for table in (study / "runs").glob("*/queries.csv"):
        table.touch()  # as a copied or restored folder has it
    assert decided(run_content(study))[query][0] == "no"
    assert told(found, "two decisions") == []


def test_a_copy_nobody_touched_shows_the_present_queries(study):
    first = run_content(study)
    fewer_codings(study)
    second = run_content(study)
    assert [r["query_id"] for r in cells(second.copy)] == [
        row.query_id for row in second.tables[QUERIES]
    ]
    assert {row.kind for row in first.tables[QUERIES]} != {r["kind"] for r in cells(second.copy)}


def test_a_copy_saved_as_csv_is_read_and_stays(study):
    first = run_content(study)
    query = fill(first.copy, decision="one comment", memo="said; twice")
    saved = first.copy.with_suffix(".csv")
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows(sheet(first.copy).values)
    first.copy.unlink()
    saved.write_bytes(out.getvalue().encode("cp1252", "replace"))
    found = run_content(study)
    assert decided(found) == {query: ("one comment", "", "said; twice")}
    fill(found.copy, decision="two comments")
    assert decided(run_content(study))[query][0] == "two comments"
    assert saved.is_file()


def test_two_copies_that_say_something_else_are_both_kept_and_that_is_said(study):
    first = run_content(study)
    query = fill(first.copy, decision="yes")
    saved = first.copy.with_suffix(".csv")
    out = io.StringIO()
    csv.writer(out).writerows(sheet(first.copy).values)
    fill(first.copy, decision="no")
    saved.write_text(out.getvalue(), encoding="utf-8")
    found = run_content(study)
    assert decided(found)[query][0] == "yes", "the file saved last"
    assert any(query in message for message in told(found, "two decisions"))
    assert told(found, "copy left")
    assert next(r for r in cells(first.copy) if r["query_id"] == query)["decision"] == "no"


def test_a_copy_with_more_than_ours_is_left_as_it_is_and_that_is_said(study):
    first = run_content(study)
    book = openpyxl.load_workbook(first.copy)
    page = book.active
    page.cell(1, page.max_column + 1).value = "for the supervisor"
    page.cell(2, page.max_column).value = "look at this"
    book.save(first.copy)
    before = first.copy.read_bytes()
    query = fill(first.copy, decision="yes")
    fewer_codings(study)
    found = run_content(study)
    assert decided(found)[query][0] == "yes"
    assert "for the supervisor" in told(found, "copy left")[0]
    assert first.copy.read_bytes() != before
    assert sheet(first.copy).cell(2, page.max_column).value == "look at this"
    assert decided(run_content(study))[query][0] == "yes"


def test_the_review_page_stands_over_the_copy_which_keeps_what_was_written(study):
    first = run_content(study)
    query = fill(first.copy, decision="yes", by="Ben")
    store = Store(study / "record")
    store.add([Event(kind="query", reviewer="Eva", run="", theme=query, verdict="to discuss")])
    found = run_content(study)
    assert decided(found)[query][:2] == ("to discuss", "Eva")
    assert "said 'yes'" in told(found, "two decisions")[0]
    kept = next(row for row in cells(first.copy) if row["query_id"] == query)
    assert (kept["decision"], kept["by"]) == ("yes", "Ben")


def test_queries_filled_in_inside_an_earlier_result_are_still_read(study):
    """As people had to do before there was a copy; it breaks the hash of the file."""
    first = run_content(study)
    shutil.rmtree(study / "content")
    path = first.folder / "queries.csv"
    table = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
    row = next(row for row in table if "counted once" in row)
    row[table[0].index("decision")] = "one comment"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(table)
    with pytest.raises(SecondcoderError, match="not as it was written"):
        verified(first.folder)
    (first.folder / "datapackage.json").unlink()  # no result of that age has one
    fewer_codings(study)
    found = run_content(study)
    assert [one[0] for one in decided(found).values()] == ["one comment"]
    same = run_content(study)
    assert decided(same) == decided(found)


def test_a_table_without_its_columns_is_refused_by_name(study):
    first = run_content(study)
    book = openpyxl.load_workbook(first.copy)
    page = book.active
    head = [cell.value for cell in page[1]]
    page.delete_cols(head.index("decision") + 1)
    book.save(first.copy)
    with pytest.raises(SecondcoderError, match=r"content/queries.xlsx: the column 'decision'"):
        run_content(study)


def test_without_marks_every_copy_counts_as_touched(study):
    first = run_content(study)
    query = fill(first.copy, decision="yes")
    (study / "content" / "copies.json").write_text("{", encoding="utf-8")
    fewer_codings(study)
    assert decided(run_content(study))[query][0] == "yes"


def test_with_out_the_copy_lies_there_and_the_study_is_not_written(study, tmp_path):
    beside = run_content(study)
    query = fill(beside.copy, decision="yes")
    held = beside.copy.read_bytes()
    out = tmp_path / "out"
    found = run_content(study, out=out)
    assert found.copy == out / "content" / "queries.xlsx"
    assert decided(found)[query][0] == "yes"
    assert beside.copy.read_bytes() == held
    fill(found.copy, decision="no")
    again = run_content(study, out=out)
    assert decided(again)[query][0] == "no"
    assert cells(out / "content" / "queries.xlsx")


def test_a_copy_saved_during_the_run_is_left_for_the_next(study, monkeypatch):
    first = run_content(study)
    queries = []

    def save_meanwhile(*given, **more):
        queries.append(fill(first.copy, decision="late"))
        return publish(*given, **more)

    from secondcoder.procedures.content import run

    publish = run.publish_result
    fewer_codings(study)
    monkeypatch.setattr(run, "publish_result", save_meanwhile)
    found = run_content(study)
    assert decided(found) == {}
    monkeypatch.undo()
    monkeypatch.setattr(
        "secondcoder.procedures.shell.SentenceTransformerEncoder",
        lambda files, **_: BagEncoder(f"bag {files.fingerprint}"),
    )
    assert decided(run_content(study))[queries[0]][0] == "late"


def test_a_folder_without_a_configuration_does_not_read_the_copy_as_material(study):
    run_content(study)
    (study / "study.toml").unlink()
    (study / "content" / "more.txt").write_text("P1: A text of the user’s own.", encoding="utf-8")
    notes = "\n".join(infer_config(study).notes)
    assert "queries.xlsx" not in notes
    assert "content/" in notes
