"""The benchmark's figures against values worked out by hand."""

import numpy as np
import pytest

from benchmarks.quality import measures

CONFIDENCE = np.array([[0.7, 0.2, 0.1], [0.1, 0.3, 0.6], [0.4, 0.5, 0.1], [0.2, 0.2, 0.6]])
HELD = np.array([[1, 0, 0], [0, 1, 1], [1, 0, 0], [0, 1, 0]], dtype=bool)


def test_first_and_within_two():
    assert measures.right_in(CONFIDENCE, HELD, 1) == 0.5
    assert measures.right_in(CONFIDENCE, HELD, 2) == 0.75


def test_what_is_not_suggested_is_never_right():
    silent = np.full((2, 2), -np.inf)
    held = np.array([[True, False], [True, True]])
    assert measures.right_in(silent, held, 2) == 0
    best, right = measures.first_suggestions(silent, held)
    assert not right.any()
    assert np.isneginf(best).all()


def test_a_theme_is_as_confident_as_its_best_code():
    found = measures.by_top(CONFIDENCE, [0, 1, 0], 3)
    assert found[:, 0].tolist() == [0.7, 0.6, 0.4, 0.6]
    assert np.isneginf(found[:, 2]).all()


def test_f1_over_all_pairs_and_over_codes():
    applied = np.array([[1, 0, 0], [0, 0, 1], [0, 1, 0], [0, 0, 1]], dtype=bool)
    micro, macro = measures.f1_scores(applied, HELD)
    assert micro == pytest.approx(2 * 2 / (4 + 5))
    assert macro == pytest.approx((2 / 3 + 0 + 2 / 3) / 3)


def test_macro_f1_is_over_the_codes_that_people_used():
    held = np.array([[1, 0], [1, 0]], dtype=bool)
    assert measures.f1_scores(held, held) == (1.0, 1.0)


def test_the_threshold_separates_where_it_can():
    confidence = np.array([[0.9, 0.2], [0.3, 0.8], [0.7, 0.1]])
    held = confidence > 0.5
    chosen = measures.best_threshold(confidence, held)
    assert 0.3 < chosen <= 0.7
    assert measures.f1_scores(confidence >= chosen, held) == (1.0, 1.0)


def test_calibration_error_over_bins_of_equal_mass():
    confidence = np.array([0.2, 0.4, 0.9, 0.7])
    right = np.array([False, True, True, True])
    # two bins: .3 against .5, .8 against 1
    assert measures.calibration_error(confidence, right, bins=2) == pytest.approx(0.2)


def test_risk_and_coverage():
    confidence = np.array([0.9, 0.8, 0.7, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.05])
    right = confidence > 0.35
    curve = measures.risk_coverage(confidence, right)
    assert curve.error == pytest.approx(0.4)
    assert curve.error_at_70 == pytest.approx(1 / 7)
    assert curve.area == pytest.approx((1 / 7 + 2 / 8 + 3 / 9 + 4 / 10) / 10)
    assert curve.area == pytest.approx(measures.lowest_area(right))


def test_equal_confidences_share_their_errors():
    """Otherwise the order of the passages would decide."""
    confidence = np.full(4, 0.5)
    one = measures.risk_coverage(confidence, np.array([True, True, False, False]))
    two = measures.risk_coverage(confidence, np.array([False, False, True, True]))
    assert one == two
    assert one.area == pytest.approx(0.5)


def test_left_out_passages_are_one_group():
    labels = np.array([0, 0, 1, 1, -1, -1])
    assert measures.mutual_information([0, 0, 1, 1, 2, 2], labels) == pytest.approx(1)
    assert measures.left_out(labels) == pytest.approx(1 / 3)


def test_ties_count_against_a_label():
    likeness = np.array([0.5, 0.9, 0.5, 0.1])
    assert measures.rank_of(likeness, 1) == 1
    assert measures.rank_of(likeness, 0) == 3


def test_what_a_theme_is_about():
    held = np.array([[1, 0], [0, 1], [0, 1], [0, 0]], dtype=bool)
    assert measures.theme_code(np.arange(4), held) == (1, pytest.approx(2 / 3))
    assert measures.theme_code(np.array([3]), held) == (-1, 0.0)


def test_kappa_of_people_and_of_the_machine():
    votes = np.array([[2, 0], [0, 2], [1, 1], [2, 0]])
    machine = np.array([0, 1, 0, 1])
    found = measures.kappas(votes, machine)
    # people: agreement .75, shares 5/8 and 3/8; machine: agreement .625, shares 1/2 and 1/2
    chance = (5 / 8) ** 2 + (3 / 8) ** 2
    assert found.human == pytest.approx((0.75 - chance) / (1 - chance))
    assert found.machine == pytest.approx((0.625 - 0.5) / 0.5)
    assert found.ratio == pytest.approx(found.machine / found.human)


def test_two_people_have_the_pi_of_scott():
    """With two coders on every sentence the human kappa is Scott's pi."""
    random = np.random.default_rng(3)
    first, second = random.integers(3, size=(2, 50))
    votes = np.zeros((50, 3), dtype=np.int64)
    np.add.at(votes, (np.arange(50), first), 1)
    np.add.at(votes, (np.arange(50), second), 1)
    shares = np.bincount(np.concatenate([first, second]), minlength=3) / 100
    chance = (shares**2).sum()
    expected = ((first == second).mean() - chance) / (1 - chance)
    assert measures.kappas(votes, first).human == pytest.approx(expected)


def test_the_interval_holds_the_ratio_and_comes_back():
    random = np.random.default_rng(5)
    machine = random.integers(2, size=200)
    votes = np.zeros((200, 2), dtype=np.int64)
    for _ in range(5):
        noisy = np.where(random.random(200) < 0.8, machine, 1 - machine)
        np.add.at(votes, (np.arange(200), noisy), 1)
    low, high = measures.kappa_interval(votes, machine, samples=300, seed=1)
    assert low < measures.kappas(votes, machine).ratio < high
    assert (low, high) == measures.kappa_interval(votes, machine, samples=300, seed=1)
