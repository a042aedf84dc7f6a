"""Whole studies in a real browser, without a command after the start."""

import json
import re
import shutil
from pathlib import Path

import pytest
from workplace import A_RUN, CODEBOOK, CODING, INTERVIEW, SURVEY

from secondcoder.app.understanding import Readings

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "tests" / "review" / "vendor" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SIZES = ((1280, 800), (820, 1180), (400, 800))
MESSY = {
    "int1.txt": INTERVIEW,
    "int2.txt": INTERVIEW.replace("bus", "train").replace("Sunday", "Monday"),
    "answers.csv": SURVEY,
    "codebook.csv": CODEBOOK,
    "coding ana.csv": CODING,
    "interview guide.txt": "What would you like to tell us about the bus?\n",
    "scores.txt": "id\tplace\tanswer\n1\tNorth\tThe stop is too far from us\n"
    "2\tSouth\tThe path is dark at night\n3\tSouth\tWe would like a bench there\n",
    "setup.exe": "MZ",
}


@pytest.fixture
def messy(tmp_path):
    folder = tmp_path / "messy"
    folder.mkdir()
    for name, words in MESSY.items():
        (folder / name).write_text(words)
    return [str(path) for path in sorted(folder.iterdir())]


class Clicks:
    """Clicks, counted."""

    def __init__(self):
        self.count = 0

    def on(self, locator):
        self.count += 1
        locator.click()

    def button(self, page, name, **more):
        self.on(page.get_by_role("button", name=name, **more).first)

    def link(self, page, name, **more):
        self.on(page.get_by_role("link", name=name, **more).first)


def only(studies):
    (study,) = studies.iterdir()
    return study


def read(study):
    return Readings().of(study).material


def new_study(page, files, **fields):
    page.get_by_role("link", name="New study").click()
    page.get_by_label("Choose files, or drop them here").set_input_files(files)
    for label, value in fields.items():
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_role("button", name="Make the study").click()
    page.get_by_role("heading", name="What was understood").wait_for()


def to_the_report(page, clicks):
    """Go from the files of a study to its report."""
    clicks.link(page, "Go on to the run")
    clicks.button(page, "Run", exact=True)
    page.get_by_text("The last run has finished").wait_for(timeout=A_RUN)
    clicks.link(page, "Open the results")
    clicks.link(page, "Read the report")
    page.get_by_role("heading", level=1).wait_for()
    assert page.url.endswith("/file/report.html")


def test_a_messy_folder_is_corrected_to_the_right_reading(visit, messy, studies):
    page = visit()
    new_study(page, messy, Title="A messy folder")
    assert page.get_by_text("setup.exe: It is a program").is_visible()
    page.get_by_role("button", name="Read it as a table").click()
    page.get_by_text("is read as a table").first.wait_for()
    page.get_by_role("button", name="S1 asks").click()
    page.get_by_role("status").get_by_text("S1 asks").wait_for()
    page.get_by_role("button", name="“more” holds answers").click()
    page.get_by_role("status").get_by_text("holds answers").wait_for()
    page.get_by_role("link", name="coding ana.csv").first.click()
    page.get_by_label("Name", exact=True).fill("Ana")
    page.get_by_role("button", name="Use this name").click()
    page.get_by_role("status").get_by_text("was coded by Ana").wait_for()
    material = read(only(studies))
    spoken = {passage.speaker for passage in material.passages if passage.speaker}
    assert spoken == {"S2"}
    by_source = {}
    names = {one.name: one.source for one in material.documents}
    for passage in material.passages:
        by_source.setdefault(names[passage.document], []).append(passage)
    counts = {source: len(found) for source, found in by_source.items()}
    assert counts == {"int1.txt": 2, "int2.txt": 2, "answers.csv": 8, "scores.tsv": 3}
    assert material.coding.coders == ("Ana",)
    assert len(material.codebook.codes) == 5
    toml = (only(studies) / "study.toml").read_text()
    assert toml.count("(said on the page)") >= 4
    assert not page.said
    assert {url.split("/")[2] for url in page.seen} == {page.url.split("/")[2]}


def test_the_demonstration_from_opening_to_report_and_to_the_first_decision(visit, studies):
    page, clicks = visit(), Clicks()
    clicks.button(page, "Try the demonstration study")
    to_the_report(page, clicks)
    assert "Ferrow Strollers" in page.locator("body").text_content()  # also what is folded
    assert clicks.count < 12
    clicks.count += 1
    page.go_back()
    clicks.button(page, "Review the suggestions")
    clicks.button(page, "Go to the review")
    page.get_by_role("heading", name="Who is reviewing?").wait_for()
    clicks.on(page.get_by_label("Amara"))
    clicks.button(page, "Start", exact=True)
    clicks.link(page, re.compile("^Start"))
    clicks.button(page, "It applies")
    page.get_by_role("status").get_by_text("Recorded: the code applies").wait_for()
    assert clicks.count < 20
    lines = [p for p in only(studies).glob("record/**/*.jsonl") if p.stat().st_size]
    assert lines


def test_it_works_without_scripts(visit, studies, messy):
    page = visit(scripts=False)
    new_study(page, [path for path in messy if path.endswith(".txt")])
    page.get_by_role("button", name="S1 asks").click()
    page.get_by_role("button", name=re.compile("^Undo")).first.click()
    assert {p.speaker for p in read(only(studies)).passages if p.speaker} == {"S1", "S2"}
    page.get_by_role("link", name="Settings").click()
    page.get_by_label("Reflexive").check()
    page.get_by_role("button", name="Save the settings").click()
    assert 'stance = "reflexive"' in (only(studies) / "study.toml").read_text()
    page.get_by_role("link", name="Run", exact=True).click()
    page.get_by_label("Run it all the same").check()
    page.get_by_role("button", name="Run", exact=True).click()
    page.get_by_role("heading", name="The run goes on").wait_for()
    page.get_by_role("button", name="Cancel the run").click()
    page.get_by_text("The run was cancelled").wait_for()


def test_files_are_dropped(visit, studies):
    page = visit()
    page.get_by_role("link", name="New study").click()
    page.locator("[data-drop]").wait_for()
    page.wait_for_load_state()  # the script that takes what is dropped runs by then
    page.locator("[data-drop]").evaluate(
        """(zone, words) => {
          const all = new DataTransfer();
          all.items.add(new File([words], "int1.txt", {type: "text/plain"}));
          zone.dispatchEvent(new DragEvent("drop", {dataTransfer: all, bubbles: true}));
        }""",
        INTERVIEW,
    )
    page.get_by_text("1 chosen: int1.txt").wait_for()
    page.get_by_role("button", name="Make the study").click()
    page.get_by_role("heading", name="What was understood").wait_for()
    assert (only(studies) / "int1.txt").read_text() == INTERVIEW


def test_a_folder_is_dropped_with_what_lies_in_it(visit, studies, tmp_path):
    folder = tmp_path / "dropped"
    (folder / "deep").mkdir(parents=True)
    (folder / "int1.txt").write_text(INTERVIEW)
    (folder / "deep" / "int1.txt").write_text(INTERVIEW.replace("bus", "tram"))
    page = visit()
    page.get_by_role("link", name="New study").click()
    page.locator("[data-drop]").wait_for()
    page.wait_for_load_state()
    box = page.locator("[data-drop]").bounding_box()
    session = page.context.new_cdp_session(page)
    at = {"x": box["x"] + 20, "y": box["y"] + 20}
    data = {"items": [], "files": [str(folder)], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        session.send("Input.dispatchDragEvent", {"type": kind, "data": data, **at})
    page.get_by_text("2 chosen").wait_for()
    page.get_by_role("button", name="Make the study").click()
    page.get_by_role("heading", name="What was understood").wait_for()
    files = {path.relative_to(only(studies)).as_posix() for path in studies.rglob("*.txt")}
    assert files == {"int1.txt", "deep/int1.txt"}


def test_by_keyboard_alone(visit, studies):
    page = visit()

    def to(name, role):
        for _ in range(60):
            page.keyboard.press("Tab")
            here = page.evaluate(
                "[document.activeElement.tagName, document.activeElement.textContent.trim()]"
            )
            if here == [role, name]:
                shown = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
                assert shown != "none"
                return page.keyboard.press("Enter")
        raise AssertionError(f"{name} is not reached by the keyboard")

    to("Try the demonstration study", "BUTTON")
    page.get_by_role("heading", name="What was understood").wait_for()
    to("interviews/int2-nurse.txt", "A")
    page.get_by_role("heading", name="interviews/int2-nurse.txt").wait_for()
    to("Settings", "A")
    page.get_by_role("heading", name="Settings").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(visit, studies, demo, messy, scheme):
    study, finished = demo
    shutil.copytree(study, studies / "demo")
    page = visit(color_scheme=scheme, bypass_csp=True)
    page.goto("about:blank")
    page.go_back()
    base = page.url.rstrip("/")
    page.get_by_role("link", name=re.compile("Community health")).click()
    page.get_by_role("heading", name="What was understood").wait_for()
    home = page.url.split("?")[0]
    new_one = [path for path in messy if path.endswith((".txt", ".csv", ".exe"))]
    page.goto(base)
    new_study(page, new_one)
    mine = page.url
    alarms = page.get_by_text("Stops the work").count()
    assert alarms
    files = [link.get_attribute("href") for link in page.locator("tbody a").all()]
    result = f"{home}/result/{finished.folder.name}"
    paths = [base, f"{base}/new", mine, f"{mine.split('?')[0]}/run", home, f"{home}/settings"]
    paths += [base + path for path in files[:4]]
    paths += [f"{home}/run", f"{home}/results", f"{result}/table/themes", f"{base}/nope"]
    paths += [f"{result}/table/divergences?page=2"]
    found = {}
    for path in paths:
        page.goto(path)
        page.add_script_tag(path=str(AXE))
        said = page.evaluate("t => axe.run({runOnly: {type: 'tag', values: t}})", TAGS)
        if said["violations"]:
            found[path] = [
                (one["id"], [node["html"] for node in one["nodes"]][:3])
                for one in said["violations"]
            ]
        assert len(said["passes"]) > 10
    assert not found, json.dumps(found, indent=1)


def test_no_page_is_wider_than_its_window(visit, studies, demo):
    study, finished = demo
    shutil.copytree(study, studies / "demo")
    for size in SIZES:
        page = visit(size=size)
        base = page.url.rstrip("/")
        page.get_by_role("link", name=re.compile("Community health")).click()
        page.get_by_role("heading", name="What was understood").wait_for()
        home = page.url.split("?")[0]
        links = [link.get_attribute("href") for link in page.locator("tbody a").all()]
        paths = [base, f"{base}/new", home, f"{home}/settings", f"{home}/run", f"{home}/results"]
        paths += [base + links[0], base + links[-2]]
        paths += [f"{home}/result/{finished.folder.name}/table/divergences"]
        for path in paths:
            page.goto(path)
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, (path, size)


def imported(page, file, **fields):
    new_study(page, [str(file)], **fields)


def test_a_project_of_another_program(visit, studies):
    cases = ROOT / "../shared/cases/exchange/coderA2.qdpx"
    if not cases.is_file():
        pytest.skip("the made-up projects, beside the checkout, are not there")
    page = visit()
    imported(page, cases.resolve(), Title="From another program")
    material = read(only(studies))
    assert material.coding is not None
    assert material.codebook.codes
    assert page.get_by_text("Came in:").is_visible()
    assert 'title = "From another program"' in (only(studies) / "study.toml").read_text()


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["survey", "reflexive", "project"])
def test_other_whole_studies(visit, studies, tmp_path, kind):
    page, clicks = visit(), Clicks()
    files = {"survey.csv": SURVEY, "codebook.csv": CODEBOOK}
    if kind == "reflexive":
        files = {"int1.txt": INTERVIEW, "codebook.csv": CODEBOOK, "coding ana.csv": CODING}
    paths = [tmp_path / name for name in files]
    for path in paths:
        path.write_text(files[path.name])
    if kind == "project":
        paths = [(ROOT / "../shared/cases/exchange/coderA2.qdpx").resolve()]
    page.get_by_role("link", name="New study").click()
    page.get_by_label("Choose files, or drop them here").set_input_files(list(map(str, paths)))
    if kind == "reflexive":
        page.get_by_label("Reflexive").check()
    page.get_by_role("button", name="Make the study").click()
    page.get_by_role("heading", name="What was understood").wait_for()
    to_the_report(page, clicks)
    words = page.locator("body").inner_text()
    assert words.count(".secondcoder") == 0
    if kind == "survey":
        assert words.startswith("Skip to the summary")
        assert "site" in (only(studies) / "study.toml").read_text()
    else:
        assert ("kappa" in words.casefold()) is (kind == "project")
