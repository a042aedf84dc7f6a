import numpy as np
import pytest

from secondcoder.suggesting.neighbours import REACH, best_weight, mixed


def persistent(count, *, stay, seed=0):
    """Codes that hold on from passage to passage, and weak shares that point to them."""
    random = np.random.default_rng(seed)
    codes = [0]
    for _ in range(count - 1):
        codes.append(codes[-1] if random.random() < stay else int(random.integers(3)))
    applied = np.eye(3, dtype=bool)[codes]
    noise = random.dirichlet([1.0, 1.0, 1.0], size=count)
    return 0.6 * noise + 0.4 * applied, applied


def test_shares_sum_to_one_and_lean_to_the_neighbours():
    shares = np.array([[0.9, 0.1], [0.5, 0.5], [0.9, 0.1]])
    found = mixed(shares, ["a"] * 3, 0.6)
    assert found.sum(axis=1) == pytest.approx(1)
    assert found[1, 0] > 0.5


def test_another_text_and_none_at_all_are_no_neighbours():
    shares = np.array([[0.9, 0.1], [0.5, 0.5], [0.9, 0.1]])
    assert mixed(shares, ["a", "b", "c"], 1.0) == pytest.approx(shares, abs=1e-6)
    assert mixed(shares, ["", "", ""], 1.0) == pytest.approx(shares, abs=1e-6)


def test_the_mean_over_the_neighbours_by_hand():
    shares = np.array([[0.8, 0.2], [0.5, 0.5]])
    expected = 0.8**0.3 / (0.8**0.3 + 0.2**0.3)
    assert mixed(shares, ["a", "a"], 0.3)[1, 0] == pytest.approx(expected)
    far = np.tile([[0.5, 0.5]], (REACH + 2, 1))
    far[0] = [0.9, 0.1]
    assert mixed(far, ["a"] * len(far), 1.0)[-1] == pytest.approx([0.5, 0.5])


@pytest.mark.parametrize(("stay", "pays"), [(0.95, True), (0.0, False)])
def test_neighbours_count_only_where_codes_hold_on(stay, pays):
    shares, applied = persistent(300, stay=stay)
    weight = best_weight([(shares, np.ones(300, bool))], applied, ["a"] * 300)
    assert (weight > 0) == pays
    if pays:
        plain = (shares.argmax(axis=1) == applied.argmax(axis=1)).mean()
        better = mixed(shares, ["a"] * 300, weight).argmax(axis=1) == applied.argmax(axis=1)
        assert better.mean() > plain


def test_without_coding_nothing_is_mixed():
    assert best_weight([], np.zeros((0, 2), bool), []) == 0.0
    shares = np.full((4, 2), 0.5)
    assert best_weight([(shares, np.zeros(4, bool))], np.zeros((4, 2), bool), ["a"] * 4) == 0.0
