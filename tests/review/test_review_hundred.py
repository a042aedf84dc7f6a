"""One key a decision, nothing typed is lost, and all that bears on a decision is in view."""

import re

import pytest
from sessions import PLAIN, begin, events, serving

from secondcoder.decisions.store import Store

PARTS = (
    ".reading .passage",
    ".choices button >> nth=3",
    "[aria-label='The coding'] h2",
    "[aria-label='The suggestion'] .big",
    "[aria-label='The suggestion'] li >> nth=1",
    "[aria-label='Codebook entry'] dd >> nth=0",
    "textarea[name=note]",
)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    one = serving(tmp_path_factory.mktemp("hundred"), 120)
    yield one
    one.stop()


def test_a_hundred_decisions_by_keyboard(visit, server):
    page = begin(visit, server, "Mira", "keys")
    page.goto(f"{server.base}/code/all")
    loads, asked, pressed = [], [], {}
    page.get_by_role("link", name=re.compile("Start with the first")).click()
    page.locator("#decide").wait_for()
    page.wait_for_load_state("load")  # no key is heard before
    page.on("load", lambda _: loads.append(page.url))
    page.on("request", lambda one: asked.append(one.method) if "/static/" not in one.url else None)
    steps = 0
    while len(pressed) < 100 or page.get_by_text("First view: ").count():
        about = page.url.split("?")[0].rsplit("/", 1)[1], re.search(r"on=(\w+)", page.url)[1]
        number = int(about[0][1:]) + ord(about[1][1])
        key = pressed.setdefault(about, str(number % 3 + 1))
        before = page.url
        page.keyboard.press(key)
        page.wait_for_url(lambda url, before=before: url != before)
        steps += 1
    assert len(loads) <= 100
    assert loads == []  # each step brings the next page along
    assert asked == ["POST"] * steps
    answers = {"1": "applies", "2": "does not apply", "3": "unsure"}
    made = [row for row in events(page, server, "Mira") if row["kind"] == "verdict"]
    assert len(made) == 100
    for row in made:
        assert row["verdict"] == answers[pressed[row["passage_id"], row["code_id"]]]
    first = {
        (row["passage_id"], row["code_id"]): row["verdict"]
        for row in events(page, server, "Mira")
        if row["kind"] == "judgement"
    }
    assert len(first) == 100  # each was answered before anything was shown
    assert {row["revealed"] for row in made} == {True, False}
    page.go_back()
    page.locator("#decide").wait_for()


@pytest.mark.parametrize("way", ["keys", "plain"])
def test_nothing_typed_is_lost(visit, server, way):
    page = begin(visit, server, "Tom", way)
    page.goto(f"{server.base}/code/cC")
    page.get_by_role("link", name=re.compile("Start with the first")).click()
    here = page.url.split("?")[0]
    page.get_by_label("Note").fill(f"thought of {way}")
    page.get_by_role("button", name=re.compile("^Next")).click()
    page.wait_for_url(lambda url: not url.startswith(here))
    assert page.get_by_label("Note").input_value() == ""
    page.get_by_role("button", name=re.compile("^Previous")).click()
    page.wait_for_url(lambda url: url.startswith(here))
    assert page.get_by_label("Note").input_value() == f"thought of {way}"
    page.get_by_role("button", name="Another code").click()  # none is chosen
    if way == "plain":
        page.get_by_text("Choose the other code from the list").wait_for()
    assert page.get_by_label("Note").input_value() == f"thought of {way}"
    page.get_by_role("button", name="Show it without saying").click()
    page.get_by_role("heading", name="What the machine says").wait_for()
    if way == "keys":  # by any other link, too
        page.get_by_label("Note").fill("and more")
        page.get_by_role("link", name="Themes").click()
        page.get_by_role("heading", level=1).wait_for()
        page.goto(here + "?state=every")
        assert page.get_by_label("Note").input_value() == "and more"
    kept = page.get_by_label("Note").input_value()
    page.get_by_role("button", name=re.compile("Unsure")).click()
    page.get_by_role("status").get_by_text("Recorded: Unsure").wait_for()
    last = [row for row in events(page, server, "Tom") if row["kind"] == "verdict"][-1]
    assert last["note"] == kept
    page.goto(f"{server.base}/queue")
    assert page.get_by_text(kept).count() == 1
    page.goto(here + "?state=every")
    page.get_by_role("button", name=re.compile("Undo this decision")).click()
    page.get_by_text("Undone. What").wait_for()
    assert page.get_by_label("Note").input_value() == kept
    page.get_by_role("button", name=re.compile("It applies")).click()
    page.get_by_role("status").get_by_text("Recorded").wait_for()


def test_a_memo_of_first_coding_is_kept(visit, server):
    page = begin(visit, server, "Noor", "plain")
    page.goto(f"{server.base}/coding/p0030")
    page.get_by_label("Memo").fill("half a thought")
    page.get_by_role("button", name="Apply the code").click()
    page.get_by_text("Choose a code first").wait_for()
    assert page.get_by_label("Memo").input_value() == "half a thought"


@pytest.mark.parametrize("size", [(1280, 800), (820, 1180)])
def test_all_that_bears_on_a_decision_is_in_view(visit, server, size):
    page = begin(visit, server, "Tom", "keys")
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(f"{server.base}/code/cF/passage/p0003?state=every")
    if page.get_by_role("button", name="Show it without saying").count():
        page.keyboard.press("r")
    page.get_by_role("heading", name="What the machine says").wait_for()
    for part in PARTS:
        box = page.locator(part).first.bounding_box()
        assert box["y"] >= 0, part
        assert box["y"] + min(box["height"], 40) <= size[1], part
        hit = """([x, y]) => document.elementFromPoint(x, y)?.closest(".desk") !== null"""
        assert page.evaluate(hit, [box["x"] + 5, box["y"] + min(box["height"], 30) / 2]), part
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")


def test_a_page_that_cannot_be_reached_says_so_and_keeps_what_was_typed(visit, tmp_path):
    lost = serving(tmp_path)
    page = begin(visit, lost, "Mira", "keys")
    page.goto(f"{lost.base}/code/cC")
    page.get_by_role("link", name=re.compile("Start with the first")).click()
    page.get_by_label("Note").fill("still here")
    page.wait_for_load_state("load")  # what is typed is kept by the page's script
    lost.kill()
    page.get_by_role("button", name=re.compile("It applies")).click()
    page.get_by_text("Not saved").wait_for()
    assert page.get_by_label("Note").input_value() == "still here"
    assert not Store(tmp_path / "record", read_only=True).events()
    assert PLAIN
