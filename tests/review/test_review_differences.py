"""What differences come from: given on a page, for what was decided on, and for nothing else."""

import pytest
from made_up_run import blind_off, make_tables, record
from starlette.testclient import TestClient

from secondcoder.decisions.events import APPLIES, NOT, Event
from secondcoder.decisions.store import Store
from secondcoder.procedures.second_coder.reviewed.classed import classed
from secondcoder.procedures.second_coder.reviewed.material import Material
from secondcoder.procedures.second_coder.reviewed.session import Review
from secondcoder.review.app import build_app
from secondcoder.review.pages import differences, focus
from secondcoder.review.web import Problem, Visit
from secondcoder.serving.entrance import Entrance

MACHINE_ONLY, HUMAN_ONLY, BOTH, NOT_DECIDED = "p0007", "p0054", "p0006", "p0013"
CODE = "cB"


@pytest.fixture
def review(tmp_path):
    tables = make_tables(60, cut=lambda n: f"Number {n} said this.")
    opened = Review(Material(tables, record(seed=3)), Store(tmp_path / "record"))
    blind_off(opened, "Noor")
    for passage, answer in ((MACHINE_ONLY, NOT), (HUMAN_ONLY, APPLIES), (BOTH, APPLIES)):
        focus.decide(at(opened, passage, verdict=answer))
        focus.decide(at(opened, passage, verdict=answer))
    return opened


def at(review, passage="", code=CODE, *, who="Mira", query=None, **form):
    given = {name: [value] for name, value in form.items()}
    place = {"code": code, "passage": passage}
    return Visit(review=review, reviewer=who, place=place, query=query or {}, form=given)


def give(review, passage, kind, **form):
    return differences.give(at(review, passage, **{"class": kind}, **form))


def rows(review):
    return [
        (row.kind, row.person_only, row.machine_only)
        for row in classed(review.material, review.history)
        if not row.code_id
    ]


def test_only_what_was_decided_and_differs_is_listed(review):
    context = differences.of_code(at(review)).context
    listed = {one.item.passage.id: one.person for one, _, _ in context["rows"]}
    assert listed == {MACHINE_ONLY: False, HUMAN_ONLY: True}
    (row,) = differences.show(at(review)).context["rows"]
    assert (row.entry.id, row.person, row.machine, row.classed) == (CODE, 1, 1, 0)
    assert differences.show(at(review, who="Tom")).context["rows"] == []


def test_a_class_is_given_changed_and_taken_back(review):
    give(review, MACHINE_ONLY, "boundary", note="Rather the stop than the times.")
    give(review, HUMAN_ONLY, "negation")
    assert rows(review) == [("boundary", 0, 1), ("negation", 1, 0)]
    give(review, MACHINE_ONLY, "context missed")
    assert rows(review) == [("context missed", 0, 1), ("negation", 1, 0)]
    shown = {one.item.passage.id: one.kind for one, *_ in listed(review)}
    assert shown == {MACHINE_ONLY: "context missed", HUMAN_ONLY: "negation"}
    give(review, HUMAN_ONLY, "none")
    assert rows(review) == [("context missed", 0, 1)]
    decided = review.history.all_current("verdict", "Mira")
    assert [event.verdict for event in decided].count(NOT) == 1


def listed(review):
    return differences.of_code(at(review)).context["rows"]


@pytest.mark.parametrize("passage", [NOT_DECIDED, BOTH])
def test_what_is_not_decided_or_does_not_differ_has_no_class(review, passage):
    with pytest.raises(Problem, match="no difference here"):
        give(review, passage, "boundary")


def test_a_class_is_one_of_those_offered(review):
    with pytest.raises(Problem, match="Choose what"):
        give(review, MACHINE_ONLY, "bias")


def test_a_suggestion_that_was_not_decided_is_not_named(review):
    """The machine's other codes on a passage are a secret until they are decided on."""
    other = sorted(review.material.machine[MACHINE_ONLY] - {CODE})
    names = {review.material.codes[code].label for code in other}
    ((_, _, theirs),) = [row for row in listed(review) if row[0].item.passage.id == MACHINE_ONLY]
    assert not names & set(theirs)


def test_whoever_coded_nothing_differs_by_their_decision(review):
    def verdict(answer):
        event = Event(
            kind="verdict",
            reviewer="Noor",
            run=review.material.run,
            passage=review.material.by_id[MACHINE_ONLY].key,
            code=CODE,
            machine=True,
            verdict=answer,
        )
        review.add([event])

    verdict(APPLIES)
    assert differences.show(at(review, who="Noor")).context["rows"] == []
    verdict(NOT)
    (row,) = differences.show(at(review, who="Noor")).context["rows"]
    assert (row.person, row.machine) == (0, 1)


def test_the_form_works_as_a_browser_sends_it(review):
    entrance = Entrance(address="http://127.0.0.1:5555", port=5555)
    browser = TestClient(
        build_app(review, entrance=entrance, port=5555),
        base_url="http://127.0.0.1:5555",
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    browser.post("/start", data={"key": entrance.key})
    browser.post("/who", data={"new": "Mira"})
    assert 'href="/differences"' in browser.get("/queue").text
    assert f'href="/differences/{CODE}"' in browser.get("/differences").text
    form = {"class": "negation", "note": "“Not” was missed.", "page": "1"}
    answer = browser.post(f"/differences/{CODE}/{MACHINE_ONLY}", data=form)
    assert answer.url.path == f"/differences/{CODE}"
    assert "No decision was changed" in answer.text
    assert 'value="negation" required checked' in answer.text
    assert "“Not” was missed." in answer.text
