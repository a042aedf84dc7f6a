"""Together says what the tables say: several groups, codes below, decisions that were undone."""

import pytest
from garden_study import make_study
from made_up_run import blind_off
from starlette.testclient import TestClient

from secondcoder.procedures.second_coder.reviewed.acts import settled
from secondcoder.procedures.second_coder.reviewed.joint import after, cases
from secondcoder.review.app import build_app
from secondcoder.review.serve import open_review
from secondcoder.serving.entrance import Entrance

PLANS = (3, "Plans")
NEIGHBOURS = (0, "People > Neighbours")


class Pages:
    """The pages of a study as its reviewers' browsers ask for them."""

    def __init__(self, study):
        self.review = open_review(study)
        blind_off(self.review, "Tom")
        self.entrance = Entrance(address="http://127.0.0.1:5555", port=5555)
        self.app = build_app(self.review, entrance=self.entrance, port=5555)

    def send(self, who, path, **form):
        browser = TestClient(
            self.app,
            base_url="http://127.0.0.1:5555",
            headers={"Sec-Fetch-Site": "same-origin"},
        )
        browser.post("/start", data={"key": self.entrance.key})
        browser.post("/who", data={"new": who})
        answer = browser.post(path, data=form) if form else browser.get(path)
        assert answer.status_code == 200, answer.text
        return answer.text

    def ids(self, about):
        place, label = about
        material = self.review.material
        code = next(e.id for e in material.codes.values() if e.label == label)
        return material.passages[place].id, code

    def decide(self, who, about, verdict):
        passage, code = self.ids(about)
        self.send(who, f"/code/{code}/passage/{passage}", verdict=verdict)

    def together(self, who, other, about, verdict):
        passage, code = self.ids(about)
        self.send(who, f"/joint/{code}/{passage}", verdict=verdict, **{"with": other})

    def held(self, about):
        """Return what holds for each person, and for all."""
        found, pair = settled(self.review), self.ids(about)
        given = {one.person.name: one.held.get(pair) for one in found.people}
        return {name: one.applies for name, one in given.items() if one}, found.together[pair]


@pytest.fixture
def pages(tmp_path):
    make_study(tmp_path / "study")
    return Pages(tmp_path / "study")


def test_a_joint_decision_of_others_leaves_it_to_the_members_of_the_first(pages):
    for who, verdict in (("Mira", "does not apply"), ("machine", "applies"), ("Tom", "applies")):
        pages.decide(who, PLANS, verdict)
    pages.together("Mira", "machine", PLANS, "applies")
    pages.together("Tom", "machine", PLANS, "does not apply")
    alone, all_of_them = pages.held(PLANS)
    assert alone == {"Mira": True, "machine": False, "Tom": False}
    assert (all_of_them.applies, all_of_them.reason) == (None, "people differ")
    passage, code = pages.ids(PLANS)
    shown = pages.send("Mira", f"/joint/{code}/{passage}?with=machine")
    assert "it applies</h2>" in shown
    shown = pages.send("Tom", f"/joint/{code}/{passage}?with=Mira")
    assert "<bdi>Tom, machine</bdi>: it does not apply" in shown
    (pair,) = [p for p in cases(pages.review, "Mira", among=["Tom"]) if p.code_id == code]
    assert [said.now for said in pair.said] == [True, False]
    assert after([pair]).differ == 1


def test_who_took_no_part_is_not_counted_as_if_they_had(pages):
    for who, verdict in (("Mira", "does not apply"), ("machine", "applies"), ("Tom", "applies")):
        pages.decide(who, PLANS, verdict)
    pages.together("Mira", "machine", PLANS, "does not apply")
    (pair,) = [
        p for p in cases(pages.review, "Mira", among=["Tom"]) if p.code_id == pages.ids(PLANS)[1]
    ]
    assert after([pair]).differ == 1


def test_a_joint_decision_can_be_reopened_after_a_member_took_their_own_back(pages):
    pages.decide("Mira", PLANS, "does not apply")
    pages.decide("Tom", PLANS, "applies")
    pages.together("Mira", "Tom", PLANS, "does not apply")
    for event in pages.review.history.all_current("verdict"):
        pages.send(event.reviewer, "/undo", event=event.id)
    assert pages.held(PLANS)[0] == {"Mira": False, "Tom": False}
    passage, code = pages.ids(PLANS)
    pages.send("Mira", f"/joint/{code}/{passage}/undo", **{"with": "Tom"})
    assert pages.review.history.all_current("adjudication") == []


def test_a_code_decided_against_says_that_one_below_it_holds(pages):
    people = (0, "People")
    for who in ("Mira", "machine"):
        pages.decide(who, NEIGHBOURS, "applies")
    pages.decide("machine", people, "does not apply")
    passage, code = pages.ids(people)
    for who in ("Mira", "machine"):
        for item in list(pages.review.view(who).by_pair.values()):
            if item.differs and not pages.review.history.verdict(who, *item.pair):
                label = pages.review.material.codes[item.code_id].label
                pages.decide(who, (item.passage.row, label), "unsure")
    pages.together("Mira", "machine", people, "does not apply")
    assert pages.held(people)[1].applies is True
    shown = pages.send("Mira", f"/joint/{code}/{passage}?with=machine")
    assert "A code below it applies" in shown
