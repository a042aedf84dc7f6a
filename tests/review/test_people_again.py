"""Coding again, coding together and classes of differences, counted from made-up rows."""

import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from garden_study import make_study

from secondcoder.decisions.events import APPLIES, NOT, Event
from secondcoder.decisions.kinds import DIFFERENCE, ROUND
from secondcoder.procedures.second_coder.page.people_again import again_grids, again_sentences
from secondcoder.procedures.second_coder.reviewed.again import coded_again
from secondcoder.procedures.second_coder.reviewed.frame import frame_of
from secondcoder.procedures.second_coder.reviewed.results import decided_rows
from secondcoder.procedures.second_coder.tables.conclusions import CONCLUSIONS_REVIEWED
from secondcoder.procedures.second_coder.tables.people_again import (
    AGREEMENT_AGAIN,
    AGREEMENT_NEGOTIATED,
    DIFFERENCE_CLASSES,
)
from secondcoder.review.serve import open_review


@pytest.fixture
def review(tmp_path):
    make_study(tmp_path / "study")
    return open_review(tmp_path / "study")


def code_of(review, label):
    return next(one.id for one in review.material.codes.values() if one.label == label)


def act(review, kind, who, place, label="", **more):
    passage = review.material.passages[place]
    code = code_of(review, label) if label else ""
    event = Event(kind=kind, reviewer=who, run="one", passage=passage.key, code=code, **more)
    (stored,) = review.add([event], [passage])
    return stored


def in_round(review, name, who, coded, *, finished):
    review.add([Event(kind=ROUND, reviewer=who, run="one", round=name, codebook="v1")])
    for place, label in coded:
        act(review, "coding", who, place, label, round=name)
    for place in finished:
        act(review, "coded", who, place, round=name)


def again(review, level="level 1"):
    rows = coded_again(review.material, review.history, frame_of(review.material))
    return [row for row in rows if row.scope.startswith(level)]


def test_a_person_against_themselves_on_what_they_finished_twice(review):
    in_round(review, "May", "Lea", [(0, "People"), (1, "Money"), (2, "Plans")], finished=(0, 1, 2))
    in_round(review, "July", "Lea", [(0, "People"), (1, "People")], finished=(0, 1, 3))
    (row,) = again(review)
    assert (row.coder, row.first, row.second, row.units) == ("Lea", "May", "July", 2)
    assert row.f1 == pytest.approx(2 / 4)
    assert row.percent == pytest.approx(4 / 6)
    assert row.days == pytest.approx(0, abs=0.01)
    assert row.shown_between == 0
    assert row.low is None
    assert "1 document; at least 5 are needed" in row.note


def test_imported_coding_is_the_first_time_and_what_was_shown_is_counted(review):
    mira = [(0, "People > Neighbours"), (1, "People"), (2, "Money > Grants"), (5, "Money")]
    act(review, "reveal", "Mira", 1, "People")
    in_round(review, "again", "Mira", mira, finished=range(6))
    (row,) = again(review)
    assert (row.first, row.second, row.days) == ("imported", "again", None)
    assert (row.alpha, row.f1, row.shown_between) == (1.0, 1.0, 1)


def test_weeks_between_are_counted_from_the_dates_of_the_acts(review):
    in_round(review, "May", "Lea", [], finished=(0, 1))
    in_round(review, "July", "Lea", [(0, "Plans")], finished=(0, 1))
    events = review.history.events
    for identity, event in list(events.items()):
        if event.round == "May":
            earlier = datetime.fromisoformat(event.at) - timedelta(days=42)
            events[identity] = replace(event, at=earlier.isoformat())
    assert again(review)[0].days == pytest.approx(42, abs=0.01)


def test_each_passage_is_compared_with_its_latest_coding_before(review):
    in_round(review, "May", "Lea", [(0, "Plans")], finished=(0, 1))
    in_round(review, "June", "Lea", [(1, "Plans")], finished=(1, 2))
    in_round(review, "July", "Lea", [], finished=(0, 1, 2, 3))
    found = {(r.first, r.second): r.units for r in again(review)}
    assert found == {("May", "June"): 1, ("May", "July"): 1, ("June", "July"): 2}


def test_nobody_who_coded_once_stands_there(review):
    in_round(review, "May", "Lea", [(0, "People")], finished=(0,))
    assert again(review) == []


def joint(review, place, label, verdict):
    act(review, "adjudication", "Mira", place, label, verdict=verdict, members=("machine",))


def test_each_coder_against_what_was_decided_together(review):
    """Mira and a person called machine differ on most; two of it are decided together."""
    assert decided_rows(review)[AGREEMENT_NEGOTIATED] == []
    joint(review, 0, "People > Neighbours", APPLIES)
    joint(review, 1, "People", NOT)
    rows = decided_rows(review)[AGREEMENT_NEGOTIATED]
    top = {(r.coder, r.coder_is): r for r in rows if r.scope == "level 1"}
    assert set(top) == {("Mira", "person"), ("machine", "person"), ("machine", "machine")}
    mira, other = top["Mira", "person"], top["machine", "person"]
    bundled = top["machine", "machine"]
    assert mira.members == ("Mira", "machine")
    # on the top level hold: People on 0, Money on 2 (both gave it); People is off 1
    assert (mira.given, mira.agreed, mira.both) == (3, 2, 2)
    assert (other.given, other.agreed, other.both) == (2, 2, 2)
    assert (bundled.given, bundled.agreed, bundled.both) == (3, 2, 1)
    assert mira.f1 == pytest.approx(4 / 5)
    assert mira.decided == 1  # of the codes of this level
    assert mira.undecided == 3  # Plans on 3; Money and People on 5


def test_classes_of_differences_are_counted_and_taken_back(review):
    def said(place, label, kind, **more):
        detail = json.dumps({"class": kind})
        return act(review, DIFFERENCE, "Mira", place, label, detail=detail, **more)

    said(0, "People", "negation", human=True)
    said(1, "Money", "negation", machine=True)
    said(1, "Money", "boundary", machine=True)  # takes the place of the one before
    wrong = said(3, "Plans", "meta-talk", machine=True)
    review.add([Event(kind="undo", reviewer="Mira", run="one", undoes=wrong.id)])
    rows = decided_rows(review)[DIFFERENCE_CLASSES]
    assert [(r.code, r.kind, r.person_only, r.machine_only) for r in rows] == [
        ("", "boundary", 0, 1),
        ("", "negation", 1, 0),
        ("People", "negation", 1, 0),
        ("Money", "boundary", 0, 1),
    ]
    assert {row.reviewer for row in rows} == {"Mira"}


def test_report_and_methods_say_them(review):
    in_round(review, "again", "Mira", [(0, "People")], finished=range(6))
    joint(review, 1, "People", NOT)
    act(review, DIFFERENCE, "Mira", 0, "People", detail='{"class": "negation"}', human=True)
    tables = review.material.tables.having(decided_rows(review))
    assert len(again_grids(tables)) == 3
    said = " ".join(again_sentences(tables))
    assert "Mira coded 6 passages again (imported, then again; level 1" in said
    assert "Against the coding that Mira and machine negotiated" in said
    assert "Mira classed 1 difference from the machine: 1 negation." in said
    assert tables[AGREEMENT_AGAIN]


def test_conclusions_after_review_stand_beside_a_persons_own(review):
    act(review, "verdict", "Mira", 0, "People > Neighbours", verdict=NOT, revealed=True)
    rows = decided_rows(review)[CONCLUSIONS_REVIEWED]
    assert {(row.first, row.second, row.second_is) for row in rows} == {
        ("Mira", "Mira", "reviewed")
    }
    major = next(row for row in rows if row.kind == "major" and row.code == "People > Neighbours")
    assert (major.first_difference, major.second_difference) == (0.5, -0.5)
    assert major.outcome == "cannot be told"
