"""Whole sessions in a real browser."""

import csv
import io
import json
import re

import pytest
from made_up_run import ROOT, WORD, Server, make_tables, write_run

from secondcoder.decisions.store import Store

AXE = ROOT / "tests" / "review" / "vendor" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def press(page, key):
    page.wait_for_load_state("load")
    page.keyboard.press(key)


def see(page):
    """Wait until the suggestion is shown."""
    page.get_by_role("heading", name="What the machine says", exact=True).wait_for()


def event_rows(page, base):
    text = page.request.get(f"{base}/export/review-events.jsonl").text()
    return [json.loads(line) for line in text.splitlines()]


def mine(page, base, reviewer):
    return [row for row in event_rows(page, base) if row["reviewer"] == reviewer]


def test_a_session_by_mouse(visit, server):
    page = visit("Mouse")
    assert page.get_by_role("heading", level=1).inner_text().startswith("Where your coding")
    page.get_by_role("link", name="Bus times").click()
    page.get_by_role("link", name=re.compile("Start with the first")).click()
    page.locator("#decide").wait_for()
    assert page.get_by_text("What the machine says", exact=True).count() == 0
    page.get_by_role("button", name="It applies").click()
    see(page)
    page.get_by_label("Note").fill("=2+2 a note")
    page.get_by_role("button", name="It applies").click()
    page.get_by_role("status").get_by_text("Recorded: the code applies.").wait_for()
    rows = mine(page, server.base, "Mouse")
    assert [row["kind"] for row in rows] == ["judgement", "verdict"]
    assert [row["verdict"] for row in rows] == ["applies", "applies"]
    assert rows[0]["revealed"] is False
    assert rows[1]["revealed"] is True
    assert rows[1]["note"] == "=2+2 a note"
    assert rows[1]["seconds"] > 0
    page.get_by_role("button", name="Undo").first.click()
    page.get_by_text("Undone. What").wait_for()
    rows = mine(page, server.base, "Mouse")
    assert rows[1]["undone"] is True
    assert rows[2]["undoes"] == rows[1]["id"]
    page.get_by_role("button", name="Unsure").click()
    page.get_by_role("status").get_by_text("Recorded: Unsure.").wait_for()
    page.get_by_role("link", name="Discussion").click()
    page.get_by_role("row").nth(1).wait_for()
    assert page.get_by_role("row").count() == 2
    sheet = page.request.get(f"{server.base}/export/review-events.csv").text()
    notes = [
        row["note"] for row in csv.DictReader(io.StringIO(sheet)) if row["reviewer"] == "Mouse"
    ]
    assert notes[1] == "=2+2 a note"


def test_a_session_by_keyboard(visit, server):
    page = visit("Keys")
    page.goto(f"{server.base}/code/cC")
    press(page, "j")
    page.get_by_role("button", name="Show it without saying").wait_for()
    press(page, "4")
    choice = page.get_by_label("Another code fits instead")
    assert choice.evaluate("e => e === document.activeElement")
    press(page, "Escape")
    press(page, "r")
    see(page)
    press(page, "n")
    page.keyboard.type("1 2 u j")
    assert page.get_by_label("Note").input_value() == "1 2 u j"
    press(page, "Escape")
    press(page, "4")
    assert page.get_by_label("Another code fits instead").evaluate(
        "e => e === document.activeElement"
    )
    press(page, "Escape")
    press(page, "1")
    page.get_by_role("status").get_by_text("Recorded: the code applies").wait_for()
    page.locator("h1:focus").wait_for()
    press(page, "u")
    page.get_by_text("Undone. What").wait_for()
    here = page.url
    press(page, "j")
    page.wait_for_url(lambda url: url != here)
    press(page, "k")
    page.wait_for_url(lambda url: url.split("?")[0] == here.split("?")[0])
    press(page, "/")
    page.keyboard.type("number 12:")
    press(page, "Enter")
    page.get_by_role("heading", name="1 passage with").wait_for()
    press(page, "Escape")
    press(page, "?")
    page.get_by_role("button", name="Turn keys off").click()
    page.get_by_role("button", name="Turn keys on").wait_for()
    page.goto(f"{server.base}/code/cC")
    assert page.locator("main kbd").count() == 0
    before = page.url
    press(page, "j")
    page.wait_for_timeout(300)
    assert page.url == before


@pytest.mark.parametrize(
    ("verdict", "button"),
    [
        ("applies", "It applies"),
        ("does not apply", "It does not apply"),
        ("unsure", "Unsure"),
        ("other", "Another code"),
    ],
)
def test_every_verdict_without_javascript(visit, server, verdict, button):
    page = visit(f"Plain {verdict}", java_script_enabled=False)
    page.goto(f"{server.base}/code/cE")
    page.get_by_role("link", name=re.compile("Start with the first")).click()
    page.get_by_role("button", name="Show it without saying").click()
    if verdict == "other":
        page.get_by_label("Another code fits instead").select_option("cF")
    page.get_by_role("button", name=button).first.click()
    page.get_by_role("status").get_by_text("Recorded: ").wait_for()
    row = mine(page, server.base, f"Plain {verdict}")[-1]
    assert row["verdict"] == verdict
    assert row["other_code_id"] == ("cF" if verdict == "other" else "")
    page.get_by_role("button", name="Undo").first.click()
    assert mine(page, server.base, f"Plain {verdict}")[-1]["kind"] == "undo"


def test_hidden_until_asked_for(visit, server):
    page = visit("Blind")
    for path in ("/code/cB?state=every&kind=machine+only", "/code/cB?state=every", "/code/all"):
        page.goto(server.base + path)
        assert page.get_by_text("0 passages").count() == 1
    page.goto(f"{server.base}/code/cB/passage/p0053")
    assert page.get_by_text("You have not coded this passage").count() == 1
    page.goto(f"{server.base}/passage/p0053")
    assert page.get_by_text("Not coded yet").count() == 1
    page.goto(f"{server.base}/settings")
    page.get_by_role("button", name="Turn blind first off").click()
    page.goto(f"{server.base}/code/cB?state=every&kind=machine+only")
    assert page.get_by_text("0 passages").count() == 0
    assert page.get_by_text("Machine only").count() > 2
    for path in ("/code/cB/passage/p0053", "/passage/p0053"):
        page.goto(server.base + path)
        assert page.get_by_role("heading", name="’s coding of this passage").count() == 1
    row = mine(page, server.base, "Blind")[-1]
    assert (row["kind"], row["detail"]) == ("setting", "off")


def test_many_at_once_with_preview_and_undo(visit, server):
    page = visit("Bulk")
    page.goto(f"{server.base}/code/cC")
    page.get_by_text("Decide on many passages at once").click()
    page.get_by_label("For passages not decided yet").select_option("machine only")
    page.get_by_role("button", name="Look at them first").click()
    unsaid = page.get_by_role("button", name="Show them without saying first")
    unsaid.wait_for()
    assert page.get_by_role("checkbox").count() == 0
    unsaid.click()
    page.get_by_role("status").get_by_text("The suggestions are shown").wait_for()
    shown = mine(page, server.base, "Bulk")
    assert {row["kind"] for row in shown} == {"reveal"}
    boxes = page.get_by_role("checkbox")
    count = boxes.count()
    assert count > 3
    assert page.get_by_text("Nearest to").count() == count == len(shown)
    boxes.nth(0).uncheck()
    page.get_by_role("button", name="It applies to the ticked").click()
    page.get_by_role("status").get_by_text(f"Recorded for {count - 1} passages").wait_for()
    rows = mine(page, server.base, "Bulk")[count:]
    assert len(rows) == count - 1
    assert len({row["batch"] for row in rows}) == 1
    assert all(row["revealed"] and row["verdict"] == "applies" for row in rows)
    page.get_by_role("button", name="Undo the whole step").click()
    page.get_by_text("The whole step was undone.").wait_for()
    rows = mine(page, server.base, "Bulk")[count:]
    assert len(rows) == 2 * (count - 1)
    assert all(row["undone"] for row in rows[: count - 1])


def test_progress_and_resume(visit, server):
    page = visit("Resume")
    page.goto(f"{server.base}/code/cE")
    press(page, "j")
    page.get_by_role("button", name="Show it without saying").wait_for()
    press(page, "r")
    see(page)
    page.get_by_role("button", name="It does not apply").click()
    page.get_by_role("status").get_by_text("Recorded").wait_for()
    left_at = page.url.split("?")[0]
    page.goto(server.base)
    assert re.search(
        r"1 of \d+", page.get_by_role("row", name=re.compile("Being asked")).inner_text()
    )
    page.get_by_role("link", name="Continue where you left off").click()
    page.wait_for_url(lambda url: "/passage/" in url)
    assert page.url.split("?")[0] == left_at


def test_a_random_sample_of_agreements(visit, server):
    page = visit("Audit")
    page.goto(f"{server.base}/code/cB?state=audit")
    assert page.get_by_text("0 passages").count() == 1
    page.get_by_role("button", name="Show the sample").click()
    page.get_by_role("status").get_by_text("The suggestions are shown").wait_for()
    page.wait_for_load_state("load")
    first = page.locator("tbody").inner_text()
    page.reload()
    assert page.locator("tbody").inner_text() == first
    page.locator("tbody a").first.click()
    see(page)
    page.get_by_role("button", name="It does not apply").click()
    page.get_by_role("status").get_by_text("Recorded: the code does not apply").wait_for()
    assert page.url.count("state=audit") == 1


def test_hostile_text_stays_text(visit, server):
    page = visit("Hostile")
    for path in (
        "/code/all?state=every",
        "/search?q=script",
        "/search?q=<script>alert(1)</script>",
        "/passage/p0000",
        "/passage/p0001",
        "/passage/p0002",
        "/passage/p0003",
        "/passage/p0004",
        "/code/cB/passage/p0000",
        "/code/cB/passage/p0004?whole=yes",
        "/code/<script>",
        "/code/cB?document=<script>&by=</select><b>",
    ):
        page.goto(server.base + path)
        assert page.get_by_role("contentinfo").count() == 1
    assert page.evaluate("window.hurt") is None
    assert {url.split("/")[2] for url in page.seen} == {f"127.0.0.1:{server.port}"}
    assert not [line for line in page.said if "404" not in line]
    page.goto(f"{server.base}/passage/p0000")
    assert "<script>window.hurt = 1</script>" in page.locator(".passage .words").inner_text()
    page.goto(f"{server.base}/code/all/passage/p0004?on=cC")
    press(page, "r")
    page.get_by_text("Show the whole passage").click()
    page.wait_for_url(lambda url: "whole=" in url)
    assert len(page.locator(".passage .words").inner_text()) == len(WORD)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_two_browsers_on_the_same_passage(visit, server):
    one, two = visit("Twice"), visit("Twice")
    for page in (one, two):
        page.goto(f"{server.base}/code/cB/passage/p0012?state=every")
    one.get_by_role("button", name="It applies").click()
    see(one)
    two.reload()
    one.get_by_role("button", name="It applies").click()
    one.get_by_role("status").get_by_text("Recorded: the code applies.").wait_for()
    two.get_by_role("button", name="It does not apply").click()
    two.get_by_text("Meanwhile another decision of yours").wait_for()
    one.goto(f"{server.base}/code/cB/passage/p0012?state=every")
    one.get_by_text("Decided: It does not apply.").wait_for()
    verdicts = [row for row in mine(one, server.base, "Twice") if row["kind"] == "verdict"]
    assert [row["verdict"] for row in verdicts] == ["applies", "does not apply"]
    assert verdicts[1]["previous"] == verdicts[0]["id"]


PAGES = (
    "/",
    "/code/all",
    "/code/cB",
    "/code/cB?state=every",
    "/code/cB?state=audit",
    "/code/cB/passage/p0006?state=every",
    "/code/cC/passage/p0012?state=every",
    "/queue",
    "/export",
    "/settings",
    "/who",
    "/search?q=bus",
    "/search",
    "/passage/p0007",
    "/earlier",
    "/nowhere",
    "/themes",
    "/theme/t0",
    "/theme/t1",
    "/theme/t1/split",
    "/codebook",
    "/codebook/cB?find=bus",
    "/differences",
    "/differences/cC",
    "/joint",
    "/coding",
    "/coding/p0006",
    "/code/cC/bulk?kind=machine+only&verdict=applies",
)


def faults(page, addresses):
    """Return what axe-core finds on each page, by address."""
    script = AXE.read_text()
    found = {}
    for address in addresses:
        page.goto(address)
        page.evaluate(script)
        result = page.evaluate("tags => axe.run({runOnly: tags})", TAGS)
        if result["violations"]:
            found[address] = [
                (v["id"], [n["html"][:160] for n in v["nodes"][:3]]) for v in result["violations"]
            ]
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_for_axe_to_find(visit, server, scheme):
    page = visit(f"Axe {scheme}", bypass_csp=True, color_scheme=scheme)
    page.goto(f"{server.base}/code/cC/passage/p0012?state=every")
    if page.get_by_role("button", name="Show it without saying").count():
        page.get_by_role("button", name="Unsure").click()
        see(page)
        page.get_by_role("button", name="Unsure").click()
    assert faults(page, [server.base + path for path in PAGES]) == {}


@pytest.mark.parametrize("width", [1280, 820, 400])
def test_no_page_is_wider_than_the_screen(visit, server, width):
    page = visit("Wide")
    page.set_viewport_size({"width": width, "height": 900})
    for path in PAGES:
        page.goto(server.base + path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_killed_and_started_again(visit, tmp_path):
    write_run(tmp_path / "runs" / "one", make_tables())
    first = Server(tmp_path)
    page = visit("Mira", server=first)
    page.goto(f"{first.base}/code/cB")
    press(page, "j")
    page.get_by_role("button", name="Show it without saying").wait_for()
    press(page, "1")
    see(page)
    press(page, "1")
    page.get_by_role("status").get_by_text("Recorded: the code applies").wait_for()
    first.kill()
    assert not list((tmp_path / "runs").rglob("*.sqlite3"))
    record = Store(tmp_path / "record", read_only=True)
    assert [event.kind for event in record.events()].count("verdict") == 1

    def recut(number):  # the next run cuts every passage shorter
        return f"{said_at(number)}"

    from made_up_run import said

    def said_at(number):
        text = said(number)
        return text[: len(text) // 2] if number > 4 else text

    write_run(tmp_path / "runs" / "two", make_tables(cut=recut), run_id="run-two")
    second = Server(tmp_path, "--run", str(tmp_path / "runs" / "two"))
    page = visit("Mira", server=second)
    page.goto(f"{second.base}/earlier")
    text = page.locator("main").inner_text()
    assert "Getting there > Bus times, It applies" in text
    second.stop()


def test_a_reflexive_study_is_shown_no_coefficient(visit, tmp_path):
    write_run(tmp_path / "runs" / "one", make_tables(), stance="reflexive")
    one = Server(tmp_path)
    page = visit("Mira", server=one)
    page.goto(f"{one.base}/settings")
    page.get_by_role("button", name="Turn blind first off").click()
    words = re.compile(r"kappa|coefficient|threshold|accura|confidence|reliab", re.IGNORECASE)
    for path in (
        "/",
        "/code/all?state=every",
        "/code/cB/passage/p0006?state=every",
        "/export",
        "/settings",
        "/code/cF/passage/p0003?state=every",
    ):
        page.goto(one.base + path)
        assert not words.search(page.locator("body").inner_text()), path
    one.stop()


def test_a_first_coding_session(visit, server):
    page = visit("Coder")
    page.get_by_role("link", name="First coding").click()
    page.get_by_label("Number of passages").fill("6")
    page.get_by_role("button", name="Draw").click()
    sheet = page.get_by_role("region", name="The sample").locator("tbody").inner_text()
    assert [sheet.count(f"Group {n}") for n in (1, 2, 3)] == [2, 2, 2]
    page.get_by_role("link", name="Start coding").click()
    page.get_by_label("Code", exact=False).first.select_option("cB")
    words = page.locator(".passage .words")
    text = words.inner_text()
    page.wait_for_load_state("load")
    page.evaluate("""() => {
      const node = document.querySelector("[data-passage]").firstChild;
      const range = document.createRange();
      range.setStart(node, 3); range.setEnd(node, 9);
      getSelection().removeAllRanges(); getSelection().addRange(range);
    }""")
    stretch = page.get_by_label("Only these words")
    page.wait_for_timeout(200)
    assert stretch.input_value() == text[3:9]
    page.get_by_role("button", name="Apply the code").click()
    page.get_by_text("The code was applied.").wait_for()
    row = mine(page, server.base, "Coder")[-1]
    assert (row["kind"], row["revealed"]) == ("coding", False)
    assert json.loads(row["detail"]) == {"start": 3, "end": 9, "words": text[3:9]}
    page.get_by_role("button", name="Done, next passage").click()
    page.get_by_role("button", name="No code applies, next passage").click()
    page.goto(f"{server.base}/coding")
    assert page.get_by_text("2 of 6").count() == 1
    page.goto(f"{server.base}/code/cB?state=every")
    assert page.locator("tbody").get_by_text("Mine only").count() == 0


def test_two_reviewers_then_together(visit, server):
    one, two = visit("Jo"), visit("Kit")
    for page, button in ((one, "It applies"), (two, "It does not apply")):
        page.goto(f"{server.base}/code/cB/passage/p0007?state=every")
        if page is two:
            assert two.request.get(f"{server.base}/joint/cB/p0007?with=Jo").status == 404
            assert "It applies" not in two.locator("details").all_inner_texts()
        page.get_by_role("button", name="Show it without saying").click()
        see(page)
        page.get_by_role("button", name=button).click()
        page.get_by_role("status").get_by_text("Recorded").wait_for()
    two.goto(f"{server.base}/joint?with=Jo")
    alone = two.get_by_role("row", name=re.compile("Each alone")).inner_text()
    assert alone.split()[-5] == "1"
    two.locator("tbody a").first.click()
    single = two.url
    assert faults(visit("Kit", bypass_csp=True), [single, f"{server.base}/joint?with=Jo"]) == {}
    two.get_by_label("Why").fill("talked it over")
    two.get_by_label("Jo").check()
    two.get_by_role("button", name="The code applies").click()
    two.get_by_role("status").get_by_text("Recorded: the code applies").wait_for()
    after = two.get_by_role("row", name=re.compile("With joint")).inner_text()
    assert after.split()[-5] == "0"
    one.goto(f"{server.base}/joint?with=Kit")
    assert "applies" in one.locator("tbody").first.inner_text()
    decided = [
        single,
        f"{server.base}/joint?with=Jo",
        f"{server.base}/code/cB?state=every",
        f"{server.base}/joint/log",
    ]
    assert faults(visit("Kit", bypass_csp=True), decided) == {}


def test_themes_that_no_code_fits_are_marked(visit, server):
    page = visit("Lacking", java_script_enabled=False)
    page.goto(f"{server.base}/themes")
    assert page.get_by_text("no code fits", exact=True).count() == 1
    assert "no code fits" in page.get_by_role("row", name=re.compile("asked")).inner_text()
    beside = page.locator("h2:has-text('Beside the themes') ~ ul").first
    assert "left <over>" in beside.inner_text()
    assert beside.get_by_role("link").count() == 2
    page.goto(f"{server.base}/theme/t1")
    assert "it may lack a code" in page.locator("main").inner_text()
    page.goto(f"{server.base}/theme/t0")
    assert "it may lack a code" not in page.locator("main").inner_text()


def test_what_becomes_of_a_theme(visit, server):
    page = visit("Themes", java_script_enabled=False)
    page.goto(f"{server.base}/themes")
    page.get_by_role("link", name="bus stopped").click()
    page.get_by_label("Code to attach it to").select_option("cF")
    page.get_by_label("Memo").fill("buses cost money")
    page.get_by_role("button", name="Attach to a code").click()
    page.get_by_role("status").get_by_text("Recorded: Attach to a code").wait_for()
    page.goto(f"{server.base}/theme/t1")
    page.get_by_label("Its name").fill("Being seen")
    page.get_by_label("Code to attach it to").select_option("cD")
    page.get_by_role("button", name="Adopt as a new code").click()
    page.get_by_role("status").get_by_text("Recorded: Adopt as a new code").wait_for()
    page.goto(f"{server.base}/theme/t2")
    page.get_by_role("button", name="Merge with another theme").click()
    page.locator("main").get_by_text("Choose the theme to merge with").wait_for()
    page.get_by_label("Search themes").fill("seen")
    page.get_by_role("button", name="Search themes").click()
    page.get_by_label("Being seen").check()
    page.get_by_role("button", name="Merge with another theme").click()
    page.get_by_role("status").get_by_text("Recorded: Merge with another theme").wait_for()
    sheet = page.request.get(f"{server.base}/export/codebook-next.csv").text()
    lines = csv.DictReader(io.StringIO(sheet.removeprefix("\ufeff")))
    rows = {(row["level 1"], row["level 2"]): row for row in lines}
    assert "buses cost money" in rows["Money", ""]["memo"]
    assert rows["Trust <i>", "Being seen"]["origin"] == "candidate theme: Being seen; in person"
    decided = [f"{server.base}/themes", *(f"{server.base}/theme/t{n}" for n in range(3))]
    assert faults(visit("Themes", bypass_csp=True), decided) == {}
    page.goto(f"{server.base}/theme/t1")
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("status").get_by_text("Undone").wait_for()
    assert "was merged" not in page.locator("main").inner_text()
    sheet = page.request.get(f"{server.base}/export/codebook-next.csv").text()
    assert "Being seen" not in sheet
