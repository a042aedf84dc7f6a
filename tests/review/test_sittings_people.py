"""Whole sittings on the demonstration study with roles, and of several people together.

Each with a mouse, by keyboard alone and without JavaScript; afterwards the record is compared with
what was meant, act by act.
"""

import csv
import json
import re

import pytest
from hands import WAYS

from secondcoder.decisions.store import Store

pytestmark = [pytest.mark.slow, pytest.mark.parametrize("way", WAYS)]
APPLIES, NOT = "It applies", "It does not apply"
SAID = {APPLIES: "applies", NOT: "does not apply"}


def find(hands, words):
    """Go to a passage by its words."""
    hands.search(words)
    hands.follow(re.compile(re.escape(words[:20])))


def first_coding(hands, words, codes=()):
    """Code a passage that a search found."""
    find(hands, words)
    hands.follow("Code it")
    for code in codes:
        hands.give(code)
    hands.press(re.compile("next passage"))


def rows_of(run, table):
    with (run / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def contested(run):
    """Return words of a passage and a code below none that Amara gave there and Ben did not."""
    texts = {row["passage_id"]: row["text"] for row in rows_of(run, "passages")}
    documents = {row["passage_id"]: row["document"] for row in rows_of(run, "passages")}
    held = {}
    for row in rows_of(run, "comparison"):
        if row["beside"] == "machine":
            held[row["passage_id"], row["code"], row["coder"]] = row["human"] == "yes"
    read = {row["passage_id"] for row in rows_of(run, "seen") if row["coder"] == "Ben"}
    for (passage, code, coder), given in held.items():
        words = " ".join(texts[passage].split()[:7])
        alone = sum(words in text for text in texts.values()) == 1 and len(words) < 60
        ben = held.get((passage, code, "Ben"), False)
        if coder == "Amara" and given and passage in read and not ben and alone and words.isascii():
            return passage, documents[passage], words, code
    raise AssertionError("the two coders agree in everything")


def decide_all(hands, answers):
    """Decide on all that is listed until nothing is left; return what was meant."""
    meant = {}
    while hands.page.locator("#decide").count():
        about = hands.passage(), re.search(r"on=(\w+)", hands.page.url)[1]
        meant.setdefault(about, answers[len(meant) % len(answers)])
        hands.press(re.compile(meant[about]))
    return meant


def finish(hands, document, words, answer):
    """Say the same of every code that is listed on a passage; return the passage and the codes."""
    answered = set()
    while True:
        hands.menu("Overview").follow("List them all").choose("Document", document)
        hands.choose("Order", "Order of the text").press("Apply")
        row = re.compile("^" + re.escape(words))
        if not hands.page.get_by_role("link", name=row).count():
            return answered
        hands.follow(row)
        about = hands.passage(), re.search(r"on=(\w+)", hands.page.url)[1]
        assert about not in answered
        hands.press(re.compile(answer))
        if "First view: " in hands.text():
            hands.press(re.compile(answer))
        answered.add(about)


def test_an_adjudicator(sit, home, demo, way):
    passage, _, words, code = contested(demo[1].folder)
    dora = sit(home, "Dora", way, "Adjudicator")
    first_coding(dora, words)
    dora.menu("Overview").follow("List them all")
    assert dora.page.locator("tbody tr").count() >= 2
    dora.follow(re.compile("^Start with the first"))
    meant = decide_all(dora, [APPLIES, NOT])
    assert {about[0] for about in meant} == {passage}
    made = dora.acts("Dora", "verdict")
    assert {(one["passage_id"], one["code_id"]): one["verdict"] for one in made} == {
        about: SAID[answer] for about, answer in meant.items()
    }
    assert len(made) == len(meant)
    assert code in {one["code"] for one in made}
    assert [one["kind"] for one in dora.acts("Dora", "coding", "coded")] == ["coded"]


def test_a_learner(sit, home, way):
    lena = sit(home, "Lena", way, "Learner")
    lena.follow("Go to learning").follow(re.compile("^Start"))
    meant = []
    for codes in (["Funding"], [], ["Trust and power > Who decides", "Funding"]):
        place = lena.passage()
        for code in codes:
            lena.give(code)
        lena.press(re.compile("compare$"))
        assert lena.passage() == place
        said = lena.text()
        assert ("You coded it as others did" in said) != ("Where you and others differ" in said)
        meant += [(place, code) for code in codes] + [(place, "finished")]
        lena.follow(re.compile("^Next passage"))
    made = [
        (one["passage_id"], "finished" if one["kind"] == "coded" else one["code"])
        for one in lena.acts("Lena", "coding", "coded")
    ]
    assert made == meant
    assert "3" in lena.menu("Learning").text(".numbers")


def test_three_people_come_to_joint_decisions(sit, home, demo, way):
    passage, document, words, code = contested(demo[1].folder)
    cara = sit(home, "Cara", way, "Further coder")
    first_coding(cara, words)
    people = {"Cara": cara, "Amara": sit(home, "Amara", way), "Ben": sit(home, "Ben", way)}
    alone = {}
    for name, hands in people.items():
        answer = {"Cara": NOT, "Amara": APPLIES, "Ben": NOT}[name]
        alone |= {(name, *about): SAID[answer] for about in finish(hands, document, words, answer)}
    for name, hands in people.items():
        made = {
            (name, one["passage_id"], one["code_id"]): one["verdict"]
            for one in hands.acts(name, "verdict")
        }
        assert made == {about: said for about, said in alone.items() if about[0] == name}
    cara.menu("Together").tick("Amara").tick("Ben").press("Record who is present")
    cara.follow(re.compile("^Start with the first"))
    meant = []
    while cara.page.locator("#decide").count():
        place = cara.page.url.split("?")[0].rsplit("/", 2)[1:]
        answer = ("The code applies", NOT)[len(meant) % 2]
        agree = ["Amara", "Ben", "Cara"]
        if len(meant) % 2 == 0 and cara.page.get_by_label("Ben", exact=True).count():
            cara.tick("Ben", on=False)
            agree.remove("Ben")
        agree = [name for name in agree if cara.page.get_by_label(name, exact=True).count()]
        cara.write("Why", f"reason {len(meant)}")
        cara.press(re.compile(answer))
        meant.append((place[1], place[0], answer, f"reason {len(meant)}", agree))
    assert meant
    assert all(one[0] == passage for one in meant)
    made = cara.acts("Cara", "adjudication")
    assert [(one["passage_id"], one["code_id"], one["note"]) for one in made] == [
        (one[0], one[1], one[3]) for one in meant
    ]
    record = Store(home / "record", read_only=True).events()
    stored = [one for one in record if one.kind == "adjudication"]
    for one, (_, _, answer, _, agree) in zip(stored, meant, strict=True):
        assert one.verdict == {"The code applies": "applies", NOT: "does not apply"}[answer]
        assert json.loads(one.detail)["present"] == ["Amara", "Ben", "Cara"]
        assert list(one.members) == agree
    assert code in {one["code"] for one in made}
    amara = people["Amara"]
    amara.menu("Together").follow(re.compile(re.escape(words[:20])))
    amara.press(re.compile("^Reopen")).hears("Undone")
    assert len([one for one in cara.acts("Cara", "adjudication") if one["undone"]]) == 1
    log = amara.menu("Together").follow("Adjudicators’ log").text()
    assert "taken back by Amara" in log
    assert log.count("present: Amara, Ben, Cara") == len(meant) - 1
