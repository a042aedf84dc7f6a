"""The study's synthesis on the review page: shown where there is one, decided on, taken up."""

import json

import openpyxl
import pytest
from made_up_run import Server, make_tables, write_run
from test_review_pages import faults

from made import BagEncoder
from made_cases import write_cases
from secondcoder.decisions.events import Event
from secondcoder.decisions.place import recorded_on
from secondcoder.procedures.synthesis.decided import current_decisions, decisions_in
from secondcoder.procedures.synthesis.run import run_synthesis
from secondcoder.procedures.synthesis.tables.final import FINAL_THEMES
from secondcoder.procedures.synthesis.tables.steps import DECISIONS


@pytest.fixture
def synthesised(tmp_path, monkeypatch):
    """Return a study with a run of suggestions and a synthesis."""

    def make(files, **_):
        return BagEncoder(f"bag {files.fingerprint}")

    monkeypatch.setattr("secondcoder.procedures.shell.SentenceTransformerEncoder", make)
    study = write_cases(tmp_path / "study")
    write_run(study / "runs" / "one", make_tables())
    run_synthesis(study)
    return study


def test_only_a_study_with_a_synthesis_has_the_page(visit, server):
    page = visit("Nobody")
    assert page.get_by_role("link", name="Synthesis").count() == 0
    page.goto(f"{server.base}/synthesis")
    assert "no synthesis yet" in page.locator("main").inner_text()


def test_a_theme_is_decided_on_and_the_next_run_takes_it_up(visit, synthesised):
    study = synthesised
    server = Server(study)
    page = visit("Eva", server=server, java_script_enabled=False)
    page.get_by_role("link", name="Synthesis").click()
    page.locator("main").get_by_text("Harrow Strollers").first.wait_for()
    page.locator("tbody a").first.click()
    page.locator("mark").first.wait_for()
    page.get_by_role("button", name="Merge with another").click()
    page.locator("main").get_by_text("Choose the theme to merge with").wait_for()
    page.go_back()
    address = page.url
    page.get_by_label("New name").fill("Money & means")
    page.get_by_label("Memo").fill("plainer")
    page.get_by_role("button", name="Rename").click()
    page.get_by_role("status").get_by_text("Recorded: Rename").wait_for()
    checked = visit("Axe", server=server, bypass_csp=True)
    assert faults(checked, [f"{server.base}/synthesis", address]) == {}
    for width in (1280, 820):
        checked.set_viewport_size({"width": width, "height": 900})
        for one in (f"{server.base}/synthesis", address):
            checked.goto(one)
            assert checked.evaluate("document.documentElement.scrollWidth <= innerWidth"), one
    server.stop()
    (decided,) = decisions_in(recorded_on(study))
    done = run_synthesis(study)
    assert "Money & means" in {row.theme for row in done.tables[FINAL_THEMES]}
    (row,) = [row for row in done.tables[DECISIONS] if row.theme_id == decided.theme_id]
    assert (row.by, row.memo, row.decision) == ("Eva", "plainer", "rename")


def test_what_the_table_says_goes_before_the_page(synthesised):
    theme = run_synthesis(synthesised).tables[DECISIONS][0].theme_id
    (on_page,) = current_decisions([event(1, theme, "drop")])
    path = synthesised / "synthesis" / "step4_merged.xlsx"
    for written, holds in ((("keep", "Ana"), ("keep", "Ana")), (("", ""), ("drop", "Eva"))):
        book = openpyxl.load_workbook(path)
        columns = [cell.value for cell in book.active[1]]
        for column, value in zip(("decision", "by"), written, strict=True):
            book.active.cell(2, columns.index(column) + 1).value = value
        book.save(path)
        row = run_synthesis(synthesised, decided=[on_page]).tables[DECISIONS][0]
        assert (row.decision, row.by) == holds


def test_the_latest_decision_holds_until_it_is_undone():
    events = [event(1, "g1", "drop"), event(2, "g1", "rename", name="Means")]
    assert [one.name for one in current_decisions(events)] == ["Means"]
    undo = Event(kind="undo", reviewer="Ana", run="run", theme="g1", undoes=2, id=3)
    assert [one.decision for one in current_decisions([*events, undo])] == ["drop"]


def event(number, theme, decision, *, name=""):
    detail = json.dumps({"into": "", "name": name})
    return Event(
        kind="synthesis",
        reviewer="Eva",
        run="run",
        theme=theme,
        verdict=decision,
        detail=detail,
        id=number,
    )
