"""A learner's agreement over time has counts and intervals, and says where no change is seen."""

import numpy as np
import pytest
from made_up_run import make_tables, record
from starlette.testclient import TestClient

from secondcoder.decisions.events import Event
from secondcoder.decisions.store import Store
from secondcoder.procedures.second_coder.reviewed.learning import (
    Compared,
    settled_codes,
    to_learn_on,
)
from secondcoder.procedures.second_coder.reviewed.learning_course import (
    FEWEST,
    Change,
    Share,
    by_code,
    change,
    over_time,
)
from secondcoder.procedures.second_coder.reviewed.material import Material
from secondcoder.procedures.second_coder.reviewed.session import Review
from secondcoder.review.app import build_app
from secondcoder.serving.entrance import Entrance


def row(*, same, code="a"):
    held = frozenset({code})
    none = frozenset()
    return Compared(
        passage=None, both=held if same else none, mine=none, theirs=none if same else held
    )


def test_newcombe_s_interval_is_that_of_the_literature():
    """Newcombe 1998, example a: 56 of 70 and 48 of 80 differ by .0524 to .3339."""
    found = Change(Share(48, 80), Share(56, 70)).ends
    assert found == pytest.approx((0.0524, 0.3339), abs=1e-4)
    assert Change(Share(48, 80), Share(0, 0)).ends is None


def test_blocks_count_and_the_last_may_be_short():
    found = over_time([row(same=n % 2 == 0) for n in range(23)])
    assert [(b.first, b.last, b.same.same, b.same.of) for b in found] == [
        (1, 10, 5, 10),
        (11, 20, 5, 10),
        (21, 23, 2, 3),
    ]
    assert found[0].same.ends == pytest.approx((0.2366, 0.7634), abs=1e-4)


def test_a_change_is_told_only_where_the_interval_leaves_0():
    assert change([row(same=True)] * (FEWEST - 1)) is None
    better = [row(same=n >= 15) for n in range(30)]
    assert change(better).told == "more"
    assert change(better[::-1]).told == "less"
    assert change([row(same=n % 3 > 0) for n in range(30)]).told == ""
    codes = by_code([*better[:15], *(row(same=True, code="b") for _ in range(15))])
    assert codes["a"].ends is None  # in one half only
    assert codes["a"].earlier == Share(0, 15)


def test_who_does_not_learn_is_seldom_told_of_a_change():
    """At one look: 30 passages, six in ten of them the same, as often later as earlier."""
    rng = np.random.default_rng(7)
    told = [change([row(same=one) for one in rng.random(30) < 0.6]).told for _ in range(2000)]
    assert sum(map(bool, told)) / len(told) < 0.06


@pytest.mark.parametrize(("right_from", "said"), [(0, "no change"), (15, "more than at first")])
def test_the_page_says_it(tmp_path, right_from, said):
    tables = make_tables(120, cut=lambda n: f"Number {n} said this.", coders=("Anna", "Tom"))
    review = Review(Material(tables, record(seed=3)), Store(tmp_path / "record"))
    about = {"reviewer": "Lea", "run": review.material.run, "detail": '{"training": true}'}
    settled = settled_codes(review)
    for number, passage in enumerate(to_learn_on(review)[:30]):
        codes = settled[passage.id] if number >= right_from else {"cD"}
        coded = [Event(kind="coding", passage=passage.key, code=code, **about) for code in codes]
        review.add([*coded, Event(kind="coded", passage=passage.key, **about)], [passage])
    text = " ".join(page(review, "/learning").split())
    assert f"<strong>{'You agree ' if right_from else 'This cannot be told from '}{said}" in text
    assert "15 of 15: 100 % (80 % to 100 %)" in text
    assert text.count("10 of 10: 100 % (72 % to 100 %)") == (1 if right_from else 3)
    assert "Code by code" in text


def page(review, address):
    """Return a page as a learner's browser gets it."""
    entrance = Entrance(address="http://127.0.0.1:5555", port=5555)
    browser = TestClient(
        build_app(review, entrance=entrance, port=5555),
        base_url="http://127.0.0.1:5555",
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    browser.post("/start", data={"key": entrance.key})
    browser.post("/who", data={"new": "Lea", "role": "learner"})
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.text
