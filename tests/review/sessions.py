"""What the tests of whole sessions share: servers of their own, keys, and the record."""

import json

import pytest
from made_up_run import Server, make_tables, write_run

PLAIN = {"java_script_enabled": False}
KEYS = {
    "It applies": "1",
    "It does not apply": "2",
    "Unsure": "3",
    "The code applies": "1",
    "Done, next passage": "2",
    "No code applies, next passage": "2",
    "Done, compare": "2",
    "No code applies, compare": "2",
    "Show it without saying": "r",
}


def serving(folder, count=24, **more):
    """Start the pages of a made-up study."""
    tables = make_tables(count, cut=lambda n: f"Number {n} said this, by and by.", **more)
    write_run(folder / "runs" / "one", tables)
    return Server(folder)


@pytest.fixture(params=["keys", "plain"])
def way(request):
    """How somebody works: by keyboard alone, or without JavaScript."""
    return request.param


def begin(visit, server, name, way, *, role="Further coder"):
    """Open the pages as somebody, in a way of working and a role."""
    page = visit(name, server=server, **({} if way == "keys" else PLAIN))
    page.way = way
    page.goto(f"{server.base}/settings")
    if page.get_by_label(role).count():
        page.get_by_label(role).check()
        page.get_by_role("button", name="Take this role").click()
    page.goto(server.base)
    return page


def do(page, button):
    """Press a button, by its key where keys are used; wait for the page it leads to."""
    before = page.url
    target = page.get_by_role("button", name=button)
    target.first.wait_for()
    if page.way == "keys" and button in KEYS:
        page.wait_for_load_state("load")
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press(KEYS[button])
        page.wait_for_url(lambda url: url != before)
    else:
        target.first.click()
    page.wait_for_load_state("load")


def give(page, code):
    """Give the passage a code."""
    before = page.get_by_role("button", name="Take off").count()
    page.locator("select[name=code]").select_option(code)
    page.get_by_role("button", name="Apply the code").click()
    page.get_by_role("button", name="Take off").nth(before).wait_for()


def events(page, server, who=""):
    text = page.request.get(f"{server.base}/export/review-events.jsonl").text()
    rows = [json.loads(line) for line in text.splitlines()]
    return [row for row in rows if not who or row["reviewer"] == who]
