"""Results on the page: as they were written, and closed while a blind look is unfinished."""

import dataclasses
import io
import json
import zipfile
from urllib.parse import quote

import docx
import pytest
from made_up_run import make_tables, write_run
from workplace import said

from secondcoder.app.results import results, table_of, what_changed
from secondcoder.app.tables import tables_of
from secondcoder.decisions.events import Event
from secondcoder.decisions.kinds import SHOWN
from secondcoder.page.word import markdown_document
from secondcoder.procedures.content.tables import declared as content
from secondcoder.procedures.places import CONTENT, SECOND_CODER, SYNTHESIS
from secondcoder.procedures.second_coder.reviewed.items import ALL
from secondcoder.procedures.second_coder.tables import declared as second
from secondcoder.procedures.synthesis.tables import declared as synthesis
from secondcoder.review.choosing import first_open
from secondcoder.review.serve import open_review

REVIEWER = "Mira"


@pytest.fixture
def study(pages, tmp_path):
    folder = tmp_path / "studies" / "one"
    folder.mkdir(parents=True)
    (folder / "study.toml").write_text('title = "Taking part"\n[[documents]]\npath = "a.txt"\n')
    (folder / "a.txt").write_text("We took part.\n")
    write_run(folder / "runs" / "one", make_tables())
    pages.home = f"/s/{pages.work.shelf.studies()[0].id}"
    return folder


def begin_review(study, *, decided=1):
    """Let somebody decide on some of their suggestions."""
    review = open_review(study)
    items = [one for one in review.view(REVIEWER).by_code[ALL] if one.differs]
    for item in items[: decided or len(items)]:
        event = Event(
            kind="verdict",
            reviewer=REVIEWER,
            run="run-one",
            passage=item.passage.key,
            code=item.code_id,
            verdict="applies",
            codebook="v1",
        )
        review.add([event], [item.passage])
    return review


def act(kind, **more):
    return Event(kind=kind, reviewer=REVIEWER, run="run-one", codebook="v1", **more)


def be(pages, name):
    pages.browser.cookies.set("reviewer", quote(name), domain="127.0.0.1")


def status(pages, path):
    return pages.browser.get(f"{pages.home}/result/one/{path}").status_code


PATHS = ("table/themes", "table/suggestions", "file/suggestions.csv", "download/everything.zip")


def test_results_are_open_where_nobody_reviews(pages, study):
    page = said(pages.get(f"{pages.home}/results"))
    assert "Themes" in page
    assert [status(pages, path) for path in PATHS] == [200] * len(PATHS)


def test_they_are_closed_to_whoever_is_not_done(pages, study):
    begin_review(study)
    assert "Who is it?" in pages.get(f"{pages.home}/results")
    assert [status(pages, path) for path in PATHS] == [403] * len(PATHS)
    be(pages, REVIEWER)
    page = said(pages.get(f"{pages.home}/results"))
    assert "closed to you for now" in page
    assert "Themes" not in page
    assert [status(pages, path) for path in PATHS] == [403] * len(PATHS)
    assert status(pages, "download/standard.qdpx") == 403
    be(pages, "A visitor")
    assert "Themes" in said(pages.get(f"{pages.home}/results"))


def test_opening_them_anyway_is_recorded_once_and_for_that_run(pages, study):
    begin_review(study)
    be(pages, REVIEWER)
    pages.post(f"{pages.home}/result/one/reveal")
    assert [status(pages, path) for path in PATHS] == [200] * len(PATHS)
    review = open_review(study)
    (event,) = review.history.of_kind(SHOWN)
    assert (event.reviewer, event.run) == (REVIEWER, "run-one")
    assert event.saw
    assert review.history.verdicts(REVIEWER)


def test_they_are_open_to_whoever_is_done(pages, study):
    begin_review(study, decided=0)
    be(pages, REVIEWER)
    assert "Themes" in said(pages.get(f"{pages.home}/results"))
    assert open_review(study).history.of_kind(SHOWN) == []


def test_they_stay_closed_until_the_sample_is_coded(pages, study):
    review = begin_review(study, decided=0)
    drawn = [one.key for one in review.material.passages[:3]]
    detail = json.dumps({"size": 3, "how": "random", "passages": drawn})
    review.add([act("sample", detail=detail)], review.material.passages[:3])
    be(pages, REVIEWER)
    assert [status(pages, path) for path in PATHS] == [403] * len(PATHS)
    for key in drawn:
        review.add([act("coded", passage=key, verdict="finished")], review.material.passages[:3])
    while item := first_open(review, REVIEWER, ALL):
        said_so = act("verdict", passage=item.passage.key, code=item.code_id, verdict="applies")
        review.add([said_so], [item.passage])
    assert [status(pages, path) for path in PATHS] == [200] * len(PATHS)


def test_whoever_has_begun_and_coded_nothing_sees_nothing(pages, study):
    review = open_review(study)
    review.add([act("setting", verdict="role", detail="adjudicator")])
    be(pages, REVIEWER)
    assert "closed to you for now" in said(pages.get(f"{pages.home}/results"))


def test_while_a_review_is_open_a_name_given_there_counts(pages, study, monkeypatch):
    monkeypatch.setattr(type(pages.work.reviews), "is_open", lambda *_: True)
    assert "Who is it?" in pages.get(f"{pages.home}/results")
    be(pages, "Zoë")
    page = pages.get(f"{pages.home}/results")
    assert "closed to you for now" in said(page)
    assert "I do not review this study" in page
    assert [status(pages, path) for path in PATHS] == [403] * len(PATHS)
    pages.browser.cookies.clear()
    pages.browser.post("/start", data={"key": pages.entrance.key})
    pages.post(f"{pages.home}/who", new="Zoë")
    assert [status(pages, path) for path in PATHS] == [200] * len(PATHS)


def test_a_result_whose_record_is_damaged_hides_no_other(pages, study):
    write_run(study / "runs" / "two", make_tables(), run_id="two")
    (study / "runs" / "two" / "run.json").write_text("{")
    assert "Results" in said(pages.get(f"{pages.home}/results"))
    assert status(pages, "table/themes") == 200


def test_a_file_that_was_changed_since_is_not_shown(pages, study):
    assert status(pages, "table/themes") == 200
    file = study / "runs" / "one" / "themes.csv"
    file.write_bytes(file.read_bytes() + b"more\n")
    answer = pages.browser.get(f"{pages.home}/result/one/table/themes")
    assert answer.status_code == 422
    assert "is not as it was written" in said(answer.text)


@pytest.mark.parametrize("name", ["../one/run.json", "..%2Frun.json", "nope.csv", ".hidden", "/x"])
def test_only_listed_files_are_shown(pages, study, name):
    (study / "runs" / "one" / "nope.csv").write_text("not in the manifest")
    assert status(pages, f"file/{name}") == 404


def test_everything_is_the_same_bytes_each_time(pages, study):
    one, two = (
        pages.browser.get(f"{pages.home}/result/one/download/everything.zip").content
        for _ in range(2)
    )
    assert one == two
    names = zipfile.ZipFile(io.BytesIO(one)).namelist()
    assert {"one/run.json", "one/themes.csv", "one/datapackage.json"} <= set(names)


def test_what_changed_between_two_results(pages, study):
    more = {"inputs": [{"path": "a.txt", "sha256": "1"}], "config": {"seed": 0, "x": {"y": 1}}}
    later = {"inputs": [{"path": "b.txt", "sha256": "2"}], "config": {"seed": 3, "x": {"y": 1}}}
    write_run(study / "runs" / "two", make_tables(), run_id="two", **more)
    write_run(study / "runs" / "three", make_tables(), run_id="three", **later)
    found = {one.id: one for one in results(study)}
    assert [*what_changed(found["two"], found["three"])] == [
        "a.txt was left out",
        "b.txt was added",
        "seed: 0 became 3",
    ]
    page = said(pages.get(f"{pages.home}/results"))
    assert "seed: 0 became 3" in page


def test_methods_as_word_keeps_every_word():
    table = "| a | b |\n|---|---|\n| 1 | 2 |\n"
    text = f"# One\n\nA **bold** word and `code`.\n\n- first\n- second\n\n{table}"
    read = docx.Document(io.BytesIO(markdown_document(text)))
    assert [one.text for one in read.paragraphs] == [
        "One",
        "A bold word and code.",
        "first",
        "second",
    ]
    assert [[cell.text for cell in row.cells] for row in read.tables[0].rows] == [
        ["a", "b"],
        ["1", "2"],
    ]


def test_every_table_that_is_shown_is_published_with_its_columns():
    published = {SECOND_CODER: second, CONTENT: content, SYNTHESIS: synthesis}
    for kind, tables in published.items():
        for page in tables_of(kind):
            (table,) = (one for one in tables.TABLES if one.name == page.name)
            held = {one.name for one in dataclasses.fields(table.row)}
            assert {name for name, _ in page.columns} <= held, (kind, page.name)


def test_segments_name_their_theme(pages, study):
    page = pages.get(f"{pages.home}/result/one/table/passages")
    themes = table_of(study / "runs" / "one", "themes")[1]
    assert any(row["label"] in page for row in themes)
