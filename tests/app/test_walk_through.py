"""The walk-through for teaching, step by step; with PICTURES=1 it takes the pictures."""

import os
import re
import shutil
from pathlib import Path

import pytest
from workplace import A_RUN

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "walk-through.md").read_text(encoding="utf-8")
IMAGES = ROOT / "docs" / "images"


HERE = """() => document.querySelectorAll(".path").forEach(one => {
  one.textContent = "Documents/secondcoder studies";
})"""
"""No path of this computer stands in the pictures."""


@pytest.fixture
def shot(tmp_path):
    folder = IMAGES if os.environ.get("PICTURES") else tmp_path

    def take(page, name):
        page.wait_for_load_state()
        page.evaluate(HERE)
        page.screenshot(path=folder / f"app-{name}.png")

    return take


def step(page, seen, role, name, **more):
    """Press what the page of the walk-through names."""
    seen.add(name)
    page.get_by_role(role, name=name, **more).first.click()
    page.wait_for_load_state()


def run_in_place(studies, demo):
    """Give the copy the run that the demonstration study has already: it is made only once."""
    (study,) = studies.iterdir()
    shutil.copytree(demo[0] / "runs", study / "runs", dirs_exist_ok=True)


def read_and_correct(page, seen, shot):
    """Parts 1 and 2; return the address of the study."""
    shot(page, "studies")
    step(page, seen, "button", "Try the demonstration study")
    page.get_by_role("heading", name="What was understood").wait_for()
    shot(page, "understood")
    home = page.url.split("?")[0]
    step(page, seen, "link", "interviews/int2-nurse.txt")
    shot(page, "file")
    speaker = page.locator('input[name^="name-"]').nth(1)
    before = speaker.input_value()
    speaker.fill("The nurse")
    step(page, seen, "button", "Correct the speakers")
    page.get_by_text("The nurse · passage 1").or_(page.locator(".words-cut").first).first.wait_for()
    assert "The nurse" in page.locator(".words-cut").first.inner_text()
    seen.add("Undo")
    page.get_by_role("button", name=re.compile("^Undo")).first.click()
    step(page, seen, "link", "interviews/int2-nurse.txt")
    assert page.locator('input[name^="name-"]').nth(1).input_value() == before
    step(page, seen, "link", "All files")
    return home


def code_blind(page, seen, shot):
    """Part 4; return the address of the review."""
    step(page, seen, "button", "Review the suggestions, blind first")
    step(page, seen, "button", "Go to the review")
    page.get_by_role("heading", name="Who is reviewing?").wait_for()
    page.get_by_label("Or another name").fill("Ina")
    page.get_by_role("button", name="Start", exact=True).click()
    review = re.match(r"http://[^/]+", page.url)[0]
    step(page, seen, "link", "First coding", exact=True)
    page.get_by_label("Number of passages").fill("10")
    page.get_by_role("button", name="Draw").click()
    page.get_by_text("passages in the sample").wait_for()
    shot(page, "first-coding")
    page.get_by_role("link", name=re.compile("^Start coding")).click()
    page.get_by_role("button", name=re.compile("No code applies")).click()
    page.wait_for_load_state()
    for name in ("Discussion", "Together", "Themes", "Export", "Overview"):
        step(page, seen, "link", name, exact=True)
    return review


@pytest.mark.slow
def test_the_walk_through(visit, studies, demo, shot):
    page, seen = visit(), set()
    home = read_and_correct(page, seen, shot)
    run_in_place(studies, demo)
    step(page, seen, "link", "Run", exact=True)
    step(page, seen, "button", "Run", exact=True)
    page.get_by_text("The last run has finished").wait_for(timeout=A_RUN)
    step(page, seen, "link", "Open the results")
    shot(page, "results")
    review = code_blind(page, seen, shot)
    page.goto(f"{home}/results")
    page.get_by_role("heading", name="closed to you").wait_for()
    shot(page, "closed")
    page.goto(review)
    seen.add("Start")
    page.get_by_role("link", name=re.compile("^Start")).first.click()
    page.get_by_role("heading", name=re.compile("apply here")).wait_for()
    shot(page, "own-view")
    page.get_by_role("button", name="It does not apply").click()
    page.get_by_role("heading", name="What the machine says").wait_for()
    shot(page, "suggestion")
    page.get_by_role("button", name="It applies").first.click()
    page.get_by_role("status").get_by_text("Recorded: the code applies").wait_for()
    page.goto(f"{home}/results")  # closed still: nine of ten passages are not coded
    page.get_by_role("heading", name="closed to you").wait_for()
    step(page, seen, "button", "Close the review, and take its decisions in")
    page.get_by_role("button", name=re.compile("^Open the results all the same")).click()
    step(page, seen, "link", "Read the report")
    bold = {" ".join(name.split()) for name in re.findall(r"\*\*(.+?)\*\*", PAGE, re.DOTALL)}
    assert bold - {"bold"} <= seen
