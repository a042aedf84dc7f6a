import numpy as np
import pytest

from secondcoder.suggesting.unrelated import NAMES, by_chance


@pytest.mark.parametrize("codes", [3, 14, 58, 185])
def test_codes_that_are_unrelated_too_come_as_near_half_of_the_time(codes):
    random = np.random.default_rng(0)
    unrelated = random.normal(0.1, 0.05, size=(2000, len(NAMES)))
    best = random.normal(0.1, 0.05, size=(2000, codes)).max(axis=1)
    chance = by_chance(best, unrelated, codes)
    assert chance.mean() == pytest.approx(0.5, abs=0.06)
    assert (chance <= 0.05).mean() < 0.13


def test_the_chance_by_hand_and_where_nothing_varies():
    unrelated = np.array([[0.0, 2.0]] * 2)  # mean 1, deviation 1
    assert by_chance(np.array([1.0, 2.0]), unrelated, 1) == pytest.approx([0.5, 0.158655], abs=1e-5)
    assert by_chance(np.array([1.0]), unrelated[:1], 3) == pytest.approx([1 - 0.5**3])
    assert by_chance(np.array([1.0, 0.0]), np.zeros((2, 3)), 2) == pytest.approx([0.0, 0.75])
