"""While one works blind, being on a list says nothing of what the machine says."""

import json

import pytest
from made_up_run import make_tables, record

from secondcoder.decisions.events import APPLIES, NOT, Event, outcome
from secondcoder.decisions.store import Store
from secondcoder.procedures.second_coder.reviewed.items import ALL, NEITHER
from secondcoder.procedures.second_coder.reviewed.material import Material
from secondcoder.procedures.second_coder.reviewed.session import Review
from secondcoder.review.choosing import EVERY, OPEN, Filters, chosen
from secondcoder.review.pages import code_list, export, focus, overview
from secondcoder.review.web import Problem, Visit


def opened(tmp_path, count=200):
    tables = make_tables(count, cut=lambda n: f"Number {n} said this.")
    return Review(Material(tables, record(seed=3)), Store(tmp_path / "record"))


def at(review, item, query=None, **form):
    place = {"code": item.code_id, "passage": item.passage.id}
    return Visit(
        review=review,
        reviewer="Mira",
        place=place,
        query=query or {},
        form={n: [v] for n, v in form.items()},
    )


def blind(review, value):
    review.add(
        [Event(kind="setting", reviewer="Mira", run="run-one", verdict="blind", detail=value)]
    )


def decoy_of(review):
    items = review.view("Mira").by_code["cB"]
    return next(item for item in items if item.decoy)


def test_one_in_five_of_a_list_is_a_decoy_and_the_same_each_time(tmp_path):
    review = opened(tmp_path)
    for code in ("cB", "cE", "cF"):
        listed = [item for item, _ in chosen(review, "Mira", code, Filters(state=OPEN))]
        share = sum(item.decoy for item in listed) / len(listed)
        assert 0.17 <= share <= 0.23
        half = listed[: len(listed) // 2]
        assert any(item.decoy for item in half)  # dealt out, not heaped at the end
    held = review.view("Mira").own.applied
    machine = review.material.machine
    for item in review.view("Mira").by_code[ALL]:
        if item.decoy:
            assert item.code_id not in held.get(item.passage.id, set())
            assert item.code_id not in machine.get(item.passage.id, set())
    again = opened(tmp_path).view("Mira").by_pair
    assert {p for p, i in again.items() if i.decoy} == {
        p for p, i in review.view("Mira").by_pair.items() if i.decoy
    }


@pytest.mark.parametrize("order", ["worth", "text"])
def test_no_place_in_a_list_tells_a_decoy(tmp_path, order):
    """Neither early or late, nor by counting out how three kinds are dealt out in turn."""
    review = opened(tmp_path, 2000)
    for code in ("cB", "cE", "cF"):
        listed = [item for item, _ in chosen(review, "Mira", code, Filters(order=order))]
        among = [item.decoy for item in listed if not item.human]
        places, count = [n for n, one in enumerate(among) if one], len(among)
        middle = sum(places) / len(places) / (count - 1)
        assert abs(middle - 0.5) < 4 / (12 * len(places)) ** 0.5
        in_turn = counted_out(count, decoys=len(listed) // 5)
        hits = len(set(places) & in_turn) / len(in_turn)
        share = len(places) / count
        assert abs(hits - share) < 4 * (share * (1 - share) / len(in_turn)) ** 0.5


def counted_out(count, *, decoys):
    """Return the places that decoys would have if they were dealt out evenly."""
    others = count - decoys
    ranks = [((n + 0.5) / others, False) for n in range(others)]
    ranks += [((n + 0.5) / decoys, True) for n in range(decoys)]
    return {place for place, (_, decoy) in enumerate(sorted(ranks)) if decoy}


def test_without_blind_first_there_are_none_and_the_counts_follow(tmp_path):
    review = opened(tmp_path)
    decoy = decoy_of(review)
    focus.decide(at(review, decoy, verdict=NOT))
    assert review.decided_by_code("Mira")[0]["cB"] == 1
    mixed = review.view("Mira").differences["cB"]
    blind(review, "off")
    found = [item for item, _ in chosen(review, "Mira", "cB", Filters(state=EVERY))]
    assert not any(item.decoy for item in found)
    assert review.view("Mira").differences["cB"] < mixed
    assert review.decided_by_code("Mira")[0]["cB"] == 0


def test_before_the_reveal_no_page_tells_a_decoy_from_a_suggestion(tmp_path):
    review = opened(tmp_path)
    decoy = decoy_of(review)
    other = next(
        item for item in review.view("Mira").by_code["cB"] if item.machine and not item.human
    )
    pages = []
    for item in (decoy, other):
        context = focus.focus(at(review, item)).context
        pages.append(
            {name: context[name] for name in ("shown", "why", "ranked", "answers", "marks")}
        )
    assert pages[0] == pages[1]
    rows = code_list.code_list(at(review, decoy)).context["rows"]
    assert not any(row["shown"] for row in rows)


def test_the_event_says_decoy_and_the_code_can_be_added(tmp_path):
    review = opened(tmp_path)
    decoy = decoy_of(review)
    focus.decide(at(review, decoy, verdict="applies", step="first"))
    focus.decide(at(review, decoy, verdict=APPLIES))
    events = review.store.events()
    assert [json.loads(e.detail) for e in events] == [{"decoy": True}] * 2
    assert outcome(events[-1]) is True
    row = export.decision_rows(review)[0]
    assert (row["applies"], row["decoy"]) == ("yes", True)
    assert not overview.carried(at(review, decoy)).context["gone"]
    other = next(item for item in review.view("Mira").by_code["cB"] if item.kind != NEITHER)
    for item, verdict in ((other, "add"), (decoy_of(review), "keep")):
        with pytest.raises(Problem, match="no such decision"):
            focus.decide(at(review, item, verdict=verdict))
