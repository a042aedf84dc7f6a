"""The content analysis on the review page, and decisions on its queries."""

import csv
import io

import pytest
from made_up_run import ROOT, Server, make_tables, write_run

from made import BagEncoder
from mixed_study import write_mixed
from secondcoder.decisions.place import recorded_on
from secondcoder.decisions.store import Store
from secondcoder.procedures.content.decided_queries import recorded_queries
from secondcoder.procedures.content.run import run_content
from secondcoder.procedures.content.tables.queries import QUERIES

AXE = ROOT / "tests" / "review" / "vendor" / "axe.min.js"


def analysed(folder):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "secondcoder.procedures.shell.SentenceTransformerEncoder",
            lambda files, **_: BagEncoder(f"bag {files.fingerprint}"),
        )
        return run_content(folder)


@pytest.fixture(scope="module")
def counted(tmp_path_factory):
    """Return a study with a run and a content analysis, and the page on it."""
    folder = write_mixed(tmp_path_factory.mktemp("content") / "study")
    write_run(folder / "runs" / "one", make_tables())
    finished = analysed(folder)
    server = Server(folder)
    yield folder, finished, server
    server.stop()


def test_a_study_without_a_content_analysis_does_not_speak_of_one(visit, server):
    page = visit("Nobody")
    assert page.get_by_role("link", name="Content", exact=True).count() == 0
    assert page.goto(server.base + "/content").status == 404


def test_counts_and_sources_are_shown(visit, counted):
    _, _, server = counted
    page = visit("Eva", server=server)
    page.get_by_role("link", name="Content", exact=True).click()
    page.get_by_role("heading", name="Content analysis", level=1).wait_for()
    text = page.get_by_role("main").inner_text()
    assert "The coding of Eva." in text
    assert "silence: nothing in report" in text
    picture = page.locator("img.figure").first
    picture.scroll_into_view_if_needed()
    assert picture.evaluate("i => i.decode().then(() => i.naturalWidth)") > 0
    assert page.request.get(f"{server.base}/content/figure/nothing.png").status == 404
    for name in ("content", "content/queries"):
        page.goto(f"{server.base}/{name}")
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate("axe.run()")
        assert [(one["id"], one["help"]) for one in found["violations"]] == []


def test_a_query_is_decided_undone_and_carried_into_the_table(visit, counted):
    folder, finished, server = counted
    page = visit("Eva", server=server)
    page.goto(server.base + "/content/queries?kind=counted once")
    page.get_by_label("Memo: why").first.fill("said twice")
    page.get_by_role("button", name="The coding stands").first.click()
    page.get_by_text("Recorded: The coding stands.").wait_for()
    assert page.get_by_text("by Eva: said twice").count() == 1
    page.get_by_role("button", name="Undo", exact=True).first.click()
    page.get_by_text("Undone. What").wait_for()
    assert recorded_queries(recorded_on(folder)) == {}
    page.get_by_label("Memo: why").first.fill("=one comment")
    page.get_by_role("button", name="The coding changes").first.click()
    page.get_by_text("Recorded: The coding changes.").wait_for()
    sheet = page.request.get(server.base + "/export/content-queries.csv").body().decode("utf-8-sig")
    row = next(r for r in csv.DictReader(io.StringIO(sheet)) if r["decision"])
    assert (row["decision"], row["by"], row["status"]) == ("coding changes", "Eva", "decided")
    recorded = recorded_queries(recorded_on(folder))
    assert list(recorded) == [row["query_id"]]
    again = analysed(folder)
    assert again.folder == finished.folder
    kept = next(one for one in again.tables[QUERIES] if one.query_id == row["query_id"])
    assert (kept.decision, kept.memo) == ("coding changes", "=one comment")
    store = Store(folder / "record", read_only=True)
    assert [event.kind for event in store.events()] == ["query", "undo", "query"]


def test_what_is_no_decision_is_refused(visit, counted):
    _, finished, server = counted
    page = visit("Tom", server=server)
    query = finished.tables[QUERIES][0].query_id
    page.goto(server.base + "/content/queries")
    page.evaluate("document.querySelector('[name=decision]').value = 'nonsense'")
    page.locator("[name=decision]").first.click()
    page.get_by_text("Choose what becomes of the query.").wait_for()
    assert page.goto(f"{server.base}/content/query/{query}").status in {404, 405}
