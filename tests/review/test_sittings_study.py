"""Whole sittings that change the study: themes, rounds with a revised codebook, merged records.

On the demonstration study, with a mouse, by keyboard alone and without JavaScript; afterwards the
record is compared with what was meant, act by act.
"""

import csv
import json
import os
import re
import shutil
import subprocess
import sys

import pytest
from hands import WAYS
from made_up_run import ROOT

from secondcoder.decisions.store import Store

pytestmark = [pytest.mark.slow, pytest.mark.parametrize("way", WAYS)]


def command(*arguments):
    """Run the command line as a user does; return what it said."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "pipeline")}
    done = subprocess.run(
        [sys.executable, "-m", "secondcoder", *map(str, arguments)],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_theme_editor(sit, home, way):
    eva = sit(home, "Eva", way)
    eva.menu("Themes")
    names = eva.page.locator("tr.top th a").all_inner_texts()[:6]
    meant = []

    def act(number, button, action, *, name="", code="", memo=""):
        eva.menu("Themes").follow(re.compile(f"^{re.escape(names[number])}$"))
        theme = eva.passage()
        if name:
            eva.write("Its name, or that of the new code", name)
        if code:
            eva.choose("Code to attach it to", code)
        if memo:
            eva.write("Memo: why", memo)
        eva.press(re.compile(button))
        assert "Nothing was stored" not in eva.text()
        meant.append((theme, action, memo))

    act(0, "Rename$", "rename", name="The money question", memo="their words")
    act(1, "Adopt as a new code$", "adopt", name="Worth of evidence", code="Funding")
    act(2, "Attach to a code$", "attach", code="Place and access", memo="the same")
    eva.menu("Themes").follow(re.compile(f"^{re.escape(names[3])}$"))
    third = eva.passage()
    eva.write("Search themes by name", "money question").press("Search themes")
    eva.tick(eva.page.locator("ul.pick label").first.inner_text())
    eva.press(re.compile("Merge with another theme$"))
    meant.append((third, "merge", ""))
    act(4, "Reject$", "reject", memo="talk about the tape")
    eva.press(re.compile("^Undo"))
    act(4, "Reject$", "reject", memo="only talk about the tape")
    eva.menu("Themes").follow(re.compile(f"^{re.escape(names[5])}$"))
    fifth = eva.passage()
    eva.follow(re.compile("Split into several codes$")).follow("Into 2 by choosing passages")
    eva.write("Name of code 1", "One part").write("Name of code 2", "Other part")
    belongs = eva.page.locator("main").get_by_label("Belongs to")
    for number in range(4):
        field = belongs.nth(number)
        if way == "keys":
            eva.reach(field, "Belongs to")
            for _ in range(number % 2 + 1):
                eva.page.keyboard.press("ArrowDown")
        else:
            field.select_option(str(number % 2 + 1))
    eva.press(re.compile("Show the parts$")).press(re.compile("Split it so$"))
    meant.append((fifth, "split", ""))
    made = [
        (one["theme"], one["verdict"], one["note"], one["undone"])
        for one in eva.acts("Eva", "theme")
    ]
    undone = next(place for place, one in enumerate(meant) if one[2] == "talk about the tape")
    assert made == [(*one, place == undone) for place, one in enumerate(meant)]
    details = [json.loads(one["detail"]) for one in eva.acts("Eva", "theme")]
    assert details[0]["names"] == ["The money question"]
    assert [len(part["passages"]) for part in details[-1]["parts"]] == [2, 2]
    following = eva.menu("Codebook").text()
    for name in ("Worth of evidence", "One part", "Other part"):
        assert name in following


def code_round(hands, given):
    """Code the passages of a round; ``given`` holds the codes of each in order."""
    hands.menu("First coding").follow(re.compile("^Start coding"))
    for codes in given:
        for code in codes:
            hands.give(code)
        hands.press(re.compile("next passage"))


def coded(hands, who):
    return [
        "finished" if one["kind"] == "coded" else one["code"]
        for one in hands.acts(who, "coding", "coded")
    ]


def flat(given):
    return [one for codes in given for one in (*codes, "finished")]


def test_two_rounds_with_a_revised_codebook(sit, home, way):
    first = {"Amara": [["Funding"], ["Funding"], []], "Ben": [["Funding"], [], []]}
    amara = sit(home, "Amara", way)
    amara.menu("Rounds").write("Name", "Pilot").choose("Purpose", "pilot")
    amara.write("Number of passages", "3").press("Begin the round").hears("The round has begun")
    ben = sit(home, "Ben", way)
    for name, hands in (("Amara", amara), ("Ben", ben)):
        code_round(hands, first[name])
        assert coded(hands, name) == flat(first[name])
    amara.menu("Codebook").follow(re.compile("^Funding$"))
    amara.write("Definition", "Money for projects: who gives it and for how long.")
    amara.press(re.compile("Save the entry$"))
    amara.follow("The codebook that follows").follow(re.compile("^Trust and power$"))
    amara.write("Name", "Trust").press(re.compile("Save the entry$"))
    amara.menu("Rounds")
    assert "renamed: Trust" in amara.text("form.decide")
    amara.write("Name", "Second").choose("Which", "half of each")
    amara.write("Number of passages", "4").press("Begin the round")
    assert "run secondcoder suggest" in amara.text()
    sit.stop(home)
    command("suggest", home)
    amara, ben = sit(home, "Amara", way), sit(home, "Ben", way)
    again = amara.menu("Rounds").follow(re.compile("^Look at")).text()
    assert "Funding" in again
    second = [["Trust"], ["Funding"], [], []]
    for name, hands in (("Amara", amara), ("Ben", ben)):
        code_round(hands, second)
        assert coded(hands, name)[len(flat(first[name])) :] == flat(second)
    said = amara.menu("Rounds").text("[aria-label='Agreement by round']")
    for words in ("Pilot", "Second", "fresh", "repeated", "final"):
        assert words in said
    sit.stop(home)
    with (home / "rounds" / "2" / "codebook.csv").open(encoding="utf-8-sig", newline="") as file:
        names = {row[0] for row in csv.reader(file)}
    assert "Trust" in names
    assert "Trust and power" not in names


def test_two_people_s_records_are_merged(sit, home, tmp_path, way):
    meant = {}
    copies = {name: tmp_path / name for name in ("Amara", "Ben")}
    for name, copy in copies.items():
        shutil.copytree(home, copy)
        hands = sit(copy, name, way)
        hands.follow("List them all").follow(re.compile("^Start with the first"))
        for number in range(5):
            about = hands.passage(), re.search(r"on=(\w+)", hands.page.url)[1]
            answer = ("It applies", "It does not apply")[(number + (name == "Ben")) % 2]
            hands.press(re.compile(answer))
            if "First view: " in hands.text():
                hands.press(re.compile(answer))
            meant[name, *about] = answer.lower().removeprefix("it ")
        sit.stop(copy)
    said = command("merge", home, *copies.values())
    for name in copies:
        assert re.search(rf"^ *{name}: .*\b5 decisions", said, re.MULTILINE), said
    assert "Nothing new" in command("merge", home, *copies.values())
    assert Store(home / "record", read_only=True).faults == []
    held = {}
    for name in copies:
        hands = sit(home, name, way)
        for one in hands.acts(name, "verdict"):
            held[name, one["passage_id"], one["code_id"]] = one["verdict"]
    assert held == meant
