"""A sitting of two people and an adjudicator on a study of 20,000 passages, all coded twice."""

import re

import pytest
from garden_study import publish_run
from hands import WAYS
from large_study import THEMES, make_large

pytestmark = pytest.mark.slow
COUNT = 20_000


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """Write the study and a run in which the machine gives one code in turn to each passage."""
    folder = make_large(tmp_path_factory.mktemp("large") / "study", COUNT)
    codes = [f"{theme} > {code}" for theme, below in THEMES.items() for code in below]
    suggested = [(number, codes[number % len(codes)]) for number in range(COUNT)]
    publish_run(folder, identity="one", suggested=suggested)
    return folder


@pytest.mark.parametrize("way", WAYS)
def test_sittings_on_twenty_thousand_passages(sit, large, way):
    ada = sit(large, "Ada", way)
    ada.follow("List them all").follow(re.compile("^Start with the first"))
    before = {one["id"] for one in ada.acts("Ada", "verdict")}
    meant = {}
    for number in range(20):
        about = ada.passage(), re.search(r"on=(\w+)", ada.page.url)[1]
        answer = ("It applies", "It does not apply", "Unsure")[number % 3]
        ada.press(re.compile(answer))
        if "First view: " in ada.text():
            ada.press(re.compile(answer))
        meant[about] = answer.lower().removeprefix("it ")
    made = [one for one in ada.acts("Ada", "verdict") if one["id"] not in before]
    assert {(one["passage_id"], one["code_id"]): one["verdict"] for one in made} == meant
    assert len(made) == len(meant) == 20
    dora = sit(large, f"Dora {way}", way, "Adjudicator")
    dora.menu("First coding").write("Number of passages", "3").press("Draw")
    dora.follow(re.compile("^Start coding"))
    for _ in range(3):
        dora.press(re.compile("next passage"))
    dora.menu("Overview").follow("List them all").follow(re.compile("^Start with the first"))
    seen = set()
    for _ in range(4):
        seen.add((dora.passage(), re.search(r"on=(\w+)", dora.page.url)[1]))
        dora.press(re.compile("It does not apply"))
    made = dora.acts(f"Dora {way}", "verdict")
    assert {(one["passage_id"], one["code_id"]) for one in made} == seen
    assert {one["verdict"] for one in made} == {"does not apply"}
    dora.menu("Together").follow(re.compile("^Start with the first"))
    dora.tick("Ada").press(re.compile("The code applies"))
    (joint,) = dora.acts(f"Dora {way}", "adjudication")
    assert joint["verdict"] == "applies"
