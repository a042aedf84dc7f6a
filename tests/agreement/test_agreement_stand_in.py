"""Simulated studies: who passes the alternative annotator test, and what is said of it."""

import numpy as np
import pytest

from benchmarks.agreement_stand_in import study as simulated
from secondcoder.agreement.chance.nearness import People
from secondcoder.agreement.chance.stand_in import stand_in
from secondcoder.agreement.chance.trivial import COMMONEST, NOTHING

DOCUMENTS = np.repeat(np.arange(20), 20).tolist()
NONE = frozenset()


def coder(truth, generator, hit=0.85):
    def given(codes):
        if codes:
            return codes if generator.random() < hit else NONE
        return frozenset({int(generator.integers(6))}) if generator.random() < 0.01 else NONE

    return [given(codes) for codes in truth]


def study(share, *, hit=0.85, seed=1, people=3):
    generator = np.random.default_rng(seed)
    truth = [
        frozenset({int(generator.integers(6))}) if generator.random() < share else NONE
        for _ in DOCUMENTS
    ]
    humans = [coder(truth, generator, hit) for _ in range(people)]
    return [list(row) for row in zip(*humans, strict=True)], coder(truth, generator, 0.85)


@pytest.mark.parametrize("share", [0.03, 0.08, 0.25])
def test_a_machine_that_codes_nothing_never_stands_for_a_person(share):
    humans, _ = study(share)
    found = stand_in([NONE] * len(humans), humans, epsilon=0.1, documents=DOCUMENTS)
    assert found.stands is False
    assert found.reason
    assert found.test.winning_rate.value == found.rates[NOTHING].value
    if share < 0.1:
        assert found.test.winning_rate.value == 1  # as published


@pytest.mark.parametrize("hit", [0.5, 0.7])
def test_nor_beside_people_who_agree_weakly_without_what_nobody_coded(hit):
    humans, _ = study(0.15, hit=hit)
    kept = [row for row, codes in enumerate(humans) if any(codes)]
    found = stand_in(
        [NONE] * len(kept),
        [humans[row] for row in kept],
        epsilon=0.1,
        documents=[DOCUMENTS[row] for row in kept],
    )
    assert not found.stands


@pytest.mark.parametrize("share", [0.1, 0.25])
def test_a_machine_as_good_as_people_does(share):
    humans, machine = study(share)
    found = stand_in(machine, humans, epsilon=0.1, documents=DOCUMENTS)
    assert found.stands
    assert found.over_best.low > 0
    assert found.rates[COMMONEST].value == 0


def test_a_machine_identical_to_everyone_wins():
    humans = [[row[0]] * 3 for row in study(0.25)[0]]
    found = stand_in([row[0] for row in humans], humans, epsilon=0.1, documents=DOCUMENTS)
    assert found.test.winning_rate.value == 1
    assert found.stands


def test_where_nobody_codes_anything_nothing_is_said_for_the_machine():
    humans = [[NONE] * 3 for _ in DOCUMENTS]
    assert not stand_in([NONE] * 400, humans, epsilon=0.1, documents=DOCUMENTS).stands


def test_people_who_cannot_be_tested_count_against_the_machine():
    humans, machine = study(0.25)
    rows = [[*row, row[0] if place < 20 else None] for place, row in enumerate(humans)]
    found = stand_in(machine, rows, epsilon=0.1, documents=DOCUMENTS)
    assert found.test.coders[3].p.value is None
    assert found.test.winning_rate.value == 3 / 4


def test_no_verdict_below_five_documents_or_three_people():
    humans, machine = study(0.25)
    few = stand_in(machine, humans, epsilon=0.1, documents=[one % 4 for one in range(400)])
    assert few.stands is None
    assert "4 documents" in few.reason
    two = stand_in(machine, [row[:2] for row in humans], epsilon=0.1, documents=DOCUMENTS)
    assert two.stands is None
    assert "three are needed" in two.reason


def test_in_simulated_studies_no_trivial_coder_stands_and_who_codes_as_people_do_may():
    """The short form of the table in docs/agreement-simulations.md."""
    stood = dict.fromkeys(("nothing", "commonest", "random", "as good"), 0)
    kinds = [
        (share, people, hit) for share in (0.03, 0.08) for people in (2, 3) for hit in (0.5, 0.9)
    ]
    for number, (share, people, hit) in enumerate(kinds):
        for one in range(2):
            generator = np.random.default_rng([3, number, one])
            _, found = simulated(generator, share, people, hit, (20, 20))
            for name in stood:
                stood[name] += found[name].stands is True
            assert people > 2 or {each.stands for each in found.values()} == {None}
    assert stood["as good"] >= 2
    assert stood["nothing"] == stood["commonest"] == stood["random"] == 0


def test_sums_of_the_same_closeness_in_another_order_are_equal():
    """To a computer .1 + .2 + .3 is more than .3 + .2 + .1; the coders are equally near."""
    near = {("x", "a"): 0.1, ("x", "b"): 0.2, ("x", "c"): 0.3}
    near |= {("y", "a"): 0.3, ("y", "b"): 0.2, ("y", "c"): 0.1}
    people = People([["x", "a", "b", "c"]], closeness=lambda one, two: near.get((one, two), 0.0))
    found = people.against(["y"])
    assert found.ahead[0, 0]
    assert found.behind[0, 0]


def test_documents_that_only_one_person_read_give_no_verdict():
    humans, machine = study(0.25)
    shared = [place < 4 for place in DOCUMENTS]
    few = [row if both else [row[0], None, None] for row, both in zip(humans, shared, strict=True)]
    found = stand_in(machine, few, epsilon=0.1, documents=DOCUMENTS)
    assert found.stands is None
    assert found.reason.startswith("4 documents")
