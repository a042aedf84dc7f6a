"""A theme editor, and two rounds with a revised codebook: in a browser, by each way of working."""

import csv
import io
import re

import pytest
from garden_study import make_study, publish_run
from made_up_run import Server, make_tables, write_run
from test_review_pages import faults

from made_tables import row
from secondcoder.procedures.second_coder.tables.themes import THEMES

WAYS = ["keyboard", "no script"]


def press(page, button, way):
    """Press a button with the keyboard alone, or with the mouse and without script."""
    target = page.get_by_role("button", name=button, exact=True)
    if way == "keyboard":
        target.focus()
        page.keyboard.press("Enter")
    else:
        target.click()


def fill(page, label, text, way):
    field = page.get_by_label(label, exact=label == "Name")
    if way == "keyboard":
        field.focus()
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.insert_text(text)
    else:
        field.fill(text)


def tick(page, label, way):
    box = page.get_by_label(label)
    if way == "keyboard":
        box.focus()
        page.keyboard.press("Space")
    else:
        box.check()


def options(way):
    return {"java_script_enabled": way == "keyboard"}


def themed_study(folder):
    """Write a run whose first theme has two subthemes."""
    tables = make_tables(12, cut=lambda n: f"Number {n}: we came by bus and talked for an hour.")
    below = [
        row(THEMES, {"theme_id": f"s{k}", "level": 2, "parent_id": "t0", "label": f"part {k}",
                     "passages": 2, "documents": 1, "coheres": True})
        for k in range(2)
    ]  # fmt: skip
    from dataclasses import replace

    from secondcoder.procedures.second_coder.tables.passages import PASSAGES

    passages = [
        replace(one, subtheme_id=f"s{n // 6}") if one.theme_id == "t0" else one
        for n, one in enumerate(tables[PASSAGES])
    ]
    tables = tables.having({THEMES: [*tables[THEMES], *below], PASSAGES: passages})
    write_run(folder / "runs" / "one", tables)
    return folder


def codebook_of(page, base):
    said = page.request.get(f"{base}/export/codebook-next.csv").text().removeprefix("\ufeff")
    return {(one["level 1"], one["level 2"]): one for one in csv.DictReader(io.StringIO(said))}


@pytest.mark.parametrize("way", WAYS)
def test_a_theme_editor(visit, tmp_path, way):
    server = Server(themed_study(tmp_path))
    page = visit("Eva", server=server, **options(way))
    page.goto(f"{server.base}/theme/t1")
    fill(page, "Its name", "Asking", way)
    fill(page, "Memo", "their word", way)
    press(page, "5 Rename", way)
    page.get_by_role("heading", name="Asking", exact=True).wait_for()
    page.goto(f"{server.base}/theme/t2")
    fill(page, "Search themes", "asking", way)
    press(page, "Search themes", way)
    tick(page, "Asking", way)
    press(page, "3 Merge with another theme", way)
    page.get_by_role("heading", name="Decided: Merge with another theme").wait_for()
    page.goto(f"{server.base}/theme/t1")
    press(page, "6 Reject", way)
    alert = page.get_by_role("alert")
    alert.get_by_text("merged into this theme").wait_for()
    assert "Nothing was stored" in alert.inner_text()
    page.goto(f"{server.base}/theme/t0/split?by=subthemes")
    assert page.get_by_label("Name of code 1").input_value() == "part 0"
    fill(page, "Name of code 1", "Trust > Buses", way)
    press(page, "1 Show the parts", way)
    page.get_by_role("alert").get_by_text("between the levels").wait_for()
    fill(page, "Name of code 1", "Buses", way)
    fill(page, "Name of code 2", "Talk", way)
    press(page, "1 Show the parts", way)
    page.get_by_role("heading", name=re.compile("Buses 2 passages")).wait_for()
    assert ("Buses", "") not in codebook_of(page, server.base)
    press(page, "1 Split it so", way)
    page.get_by_role("heading", name="Decided: Split into several codes").wait_for()
    codes = codebook_of(page, server.base)
    assert codes["Buses", ""]["origin"] == codes["Talk", ""]["origin"]
    page.goto(f"{server.base}/themes")
    page.get_by_role("link", name="Asking").wait_for()
    places = ["/themes", "/theme/t0", "/theme/t1", "/theme/t0/split", "/codebook", "/rounds"]
    checked = visit("Axe", server=server, bypass_csp=True)
    assert faults(checked, [server.base + place for place in places]) == {}
    for width in (1280, 820, 400):
        checked.set_viewport_size({"width": width, "height": 900})
        for place in places:
            checked.goto(server.base + place)
            assert checked.evaluate("document.documentElement.scrollWidth <= innerWidth"), place
    server.stop()


def code_round(page, base, given, way):
    """Code the passages of a round; ``given`` holds the code of each in order, or nothing."""
    page.goto(f"{base}/coding")
    page.get_by_role("link", name="Start coding").click()
    for name in given:
        if name:
            page.get_by_label("Code", exact=False).first.select_option(label=name)
            press(page, "Apply the code", way)
            page.get_by_text("The code was applied.").wait_for()
        here = page.url.split("?")[0]
        page.get_by_role("button", name=re.compile("next passage")).first.click()
        page.wait_for_url(lambda url, here=here: url.split("?")[0] != here)


@pytest.mark.parametrize("way", WAYS)
def test_two_rounds_with_a_revised_codebook(visit, tmp_path, way):
    study = tmp_path / "garden"
    make_study(study)
    server = Server(study)
    ana, ben = (visit(name, server=server, **options(way)) for name in ("Ana", "Ben"))
    ana.goto(f"{server.base}/rounds")
    fill(ana, "Name", "Pilot", way)
    ana.get_by_label("Purpose").select_option("pilot")
    fill(ana, "Number of passages", "2", way)
    press(ana, "Begin the round", way)
    ana.get_by_text("The round has begun").wait_for()
    code_round(ana, server.base, ["Plans", "People"], way)
    code_round(ben, server.base, ["Plans", ""], way)
    ana.goto(f"{server.base}/codebook")
    ana.get_by_role("link", name="Plans").click()
    fill(ana, "Definition", "What is planned, by whom and when.", way)
    fill(ana, "Name", "Planning", way)
    press(ana, "1 Save the entry", way)
    ana.get_by_role("heading", name="Planning", exact=True).wait_for()
    ana.goto(f"{server.base}/rounds")
    assert "renamed: Planning" in ana.locator("form.decide").inner_text()
    fill(ana, "Name", "Second", way)
    ana.get_by_label("Which").select_option("both")
    fill(ana, "Number of passages", "4", way)
    press(ana, "Begin the round", way)
    ana.get_by_text("run secondcoder suggest").wait_for()
    server.stop()
    publish_run(study, identity="two", suggested=((0, "People"),))
    server = Server(study, "--run", str(study / "runs" / "two"))
    ana, ben = (visit(name, server=server, **options(way)) for name in ("Ana", "Ben"))
    ana.goto(f"{server.base}/rounds")
    ana.get_by_role("link", name="Look at it again").click()
    ana.locator("main").get_by_text("Planning").first.wait_for()
    code_round(ana, server.base, ["Planning", "", "", ""], way)
    code_round(ben, server.base, ["Planning", "", "", ""], way)
    ana.goto(f"{server.base}/rounds")
    table = ana.get_by_role("region", name="Agreement by round")
    said = table.inner_text()
    for line in ("Pilot", "Second", "final", "fresh", "repeated"):
        assert line in said, line
    ana.get_by_role("region", name="The same person again").wait_for()
    places = ["/rounds", "/rounds/again", "/codebook", "/coding"]
    checked = visit("Ana", server=server, bypass_csp=True)
    assert faults(checked, [server.base + place for place in places]) == {}
    server.stop()
