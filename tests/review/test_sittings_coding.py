"""Whole sittings on the demonstration study: who codes, who reviews, who adjudicates, who learns.

Each with a mouse, by keyboard alone and without JavaScript; afterwards the record is compared with
what was meant, act by act.
"""

import re

import pytest
from hands import WAYS

pytestmark = [pytest.mark.slow, pytest.mark.parametrize("way", WAYS)]
ANSWERS = {"1": "applies", "2": "does not apply", "3": "unsure", "4": "other"}
BUTTONS = {"1": "It applies", "2": "It does not apply", "3": "Unsure", "4": "Another code"}


def test_a_first_coder(sit, home, way):
    meant = [
        (["Funding > Short-term grants"], ""),
        ([], ""),
        (["Place and access > Transport", "Trust and power"], "two, and a memo"),
        (["Place and access"], ""),
    ]
    cara = sit(home, "Cara", way, "Further coder")
    assert "You have coded no passage yet" in cara.text()
    cara.menu("First coding").write("Number of passages", "4").press("Draw")
    cara.follow(re.compile("^Start coding"))
    seen = []
    for codes, memo in meant:
        seen.append(cara.passage())
        for number, code in enumerate(codes):
            if memo and not number:
                cara.write("Memo", memo)
            cara.give(code)
        if len(codes) == 2:  # the last was a slip
            cara.press("Take off", last=True)
            cara.give(codes[1])
        cara.press(re.compile("next passage"))
    assert "4 of 4" in cara.menu("First coding").text()
    assert len(set(seen)) == 4
    made = []
    for one in cara.acts("Cara", "coding", "coded"):
        if one["undone"]:
            continue
        if one["kind"] == "coded":
            made.append((one["passage_id"], "finished", ""))
        else:
            made.append((one["passage_id"], one["code"], one["note"]))
    wanted = []
    for place, (codes, memo) in zip(seen, meant, strict=True):
        wanted += [(place, code, memo if memo and not n else "") for n, code in enumerate(codes)]
        wanted.append((place, "finished", ""))
    assert made == wanted


def test_a_second_reviewer(sit, home, way):
    steps = 100 if way == "keys" else 12
    ben = sit(home, "Ben", way)
    ben.follow("List them all").follow(re.compile("^Start with the first"))
    ben.loads.clear()
    meant, firsts, others, presses = {}, {}, {}, 0
    while len(meant) < steps or "First view: " in ben.text():
        place = ben.passage()
        about = place, re.search(r"on=(\w+)", ben.page.url)[1]
        shown = "First view: " in ben.text()
        number = len(meant) if not shown else len(meant) - 1
        key = str((number + (number // 7 if shown else 0)) % 4 + 1)
        note = f"note {number}" if shown and not number % 10 else ""
        if key == "4":
            field = ben.page.get_by_label("Another code fits instead")
            codes = [one.strip() for one in field.locator("option").all_inner_texts()]
            place = 1 + number % (len(codes) - 1)
            others[about] = field.locator("option").nth(place).get_attribute("value")
            if way == "keys":
                ben.page.keyboard.press("4")
                ben.reach(field, "Another code fits instead")
            ben.choose("Another code fits instead", codes[place])
        if note:
            ben.write("Note", note)
        (meant if shown else firsts)[about] = (ANSWERS[key], note)
        if not shown:
            meant[about] = (ANSWERS[key], note)
        ben.press(re.compile(BUTTONS[key]))
        presses += 1
    assert len(ben.loads) <= (0 if way == "keys" else steps * 3)
    assert presses <= 2 * steps
    made = ben.acts("Ben", "verdict")
    assert len(made) == len(meant) == steps
    for one in made:
        about = one["passage_id"], one["code_id"]
        verdict, note = meant[about]
        assert (one["verdict"], one["note"]) == (verdict, note), about
        assert one["other_code_id"] == (others[about] if verdict == "other" else "")
    judged = {(one["passage_id"], one["code_id"]): one["verdict"]
              for one in ben.acts("Ben", "judgement")}  # fmt: skip
    assert judged == {about: verdict for about, (verdict, _) in firsts.items()}
    last = made[-1]
    ben.press(re.compile("^Undo")).hears("Undone")
    (again,) = [one for one in ben.acts("Ben", "verdict") if one["id"] == last["id"]]
    assert again["undone"]
