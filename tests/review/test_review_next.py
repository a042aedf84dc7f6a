"""First coding in the order that the run proposes."""

import json

import pytest
from made_up_run import make_tables, record

from made_tables import row
from secondcoder.decisions.store import Store
from secondcoder.procedures.second_coder.reviewed.acts import acts_of
from secondcoder.procedures.second_coder.reviewed.material import Material
from secondcoder.procedures.second_coder.reviewed.session import Review
from secondcoder.procedures.second_coder.tables.advice import NEXT_PASSAGES
from secondcoder.review.pages import coding
from secondcoder.review.web import Problem, Visit

LISTED = ("p0030", "p0007", "p0055", "p0012")


def opened(tmp_path, *, listed=LISTED):
    tables = make_tables(60, cut=lambda n: f"Number {n} said this.")
    rows = [
        {"purpose": purpose, "rank": rank, "passage_id": one}
        for purpose, ids in (("model", listed), ("agreement", listed[::-1]))
        for rank, one in enumerate(ids, start=1)
    ]
    tables = tables.having({NEXT_PASSAGES: [row(NEXT_PASSAGES, one) for one in rows]})
    return Review(Material(tables, record(seed=3)), Store(tmp_path / "record"))


def visit(review, place=None, **form):
    return Visit(
        review=review,
        reviewer="Mira",
        place=place or {},
        query={},
        form={name: [value] for name, value in form.items()},
    )


def listed(review):
    return [p.id for p, _, _ in coding.coding(visit(review)).context["rows"]]


def test_a_sample_follows_the_run_in_its_order(tmp_path):
    review = opened(tmp_path)
    coding.draw_sample(visit(review, size="3", how="model"))
    assert listed(review) == list(LISTED[:3])
    page = coding.coding(visit(review)).context
    assert page["chosen"].startswith("most useful for the machine")
    coding.draw_sample(visit(review, size="9", how="agreement"))
    assert listed(review) == list(LISTED[::-1])
    event = list(review.history.events.values())[-1]
    assert json.loads(event.detail)["how"] == "agreement"


def test_finishing_goes_on_in_that_order(tmp_path):
    review = opened(tmp_path)
    coding.draw_sample(visit(review, size="4", how="model"))
    went = []
    place = LISTED[0]
    for _ in LISTED:
        answer = coding.finish(visit(review, {"passage": place}))
        went.append(answer.path)
        place = answer.path.split("/")[-1].split("?")[0]
    assert went[:3] == [f"/coding/{one}?done=finished" for one in LISTED[1:]]
    assert went[3] == "/coding?done=finished"


def test_a_random_sample_stays_in_the_order_of_the_text(tmp_path):
    review = opened(tmp_path)
    coding.draw_sample(visit(review, size="10"))
    assert listed(review) == sorted(listed(review))
    assert coding.coding(visit(review)).context["chosen"].startswith("at random")


def test_what_the_run_does_not_list_cannot_be_chosen(tmp_path):
    review = opened(tmp_path, listed=())
    assert list(coding.coding(visit(review)).context["choices"]) == ["random"]
    with pytest.raises(Problem, match="does not list"):
        coding.draw_sample(visit(review, size="3", how="model"))


def test_what_was_drawn_at_random_is_recorded_with_its_probability(tmp_path):
    review = opened(tmp_path)
    coding.draw_sample(visit(review, size="15", how="random"))
    (first, *_) = listed(review)
    coding.apply(visit(review, {"passage": first}, code="cB"))
    coding.finish(visit(review, {"passage": first}))
    left = next(p.id for p in review.material.passages if p.id not in listed(review))
    coding.apply(visit(review, {"passage": left}, code="cB"))
    events = {(e.kind, e.passage): e for e in review.history.events.values()}
    drawn, other = (review.material.by_id[one].key for one in (first, left))
    assert events["coding", drawn].probability == 0.25
    assert events["coded", drawn].probability == 0.25
    assert events["coding", other].probability is None
    acts = {act.passage: act for act in acts_of(review) if act.role == "coding" and act.at}
    assert (acts[first].came, acts[left].came) == ("drawn at random", "on purpose")
    coding.draw_sample(visit(review, size="4", how="model"))
    coding.apply(visit(review, {"passage": LISTED[0]}, code="cB"))
    assert list(review.history.events.values())[-1].probability is None
