import numpy as np
import pytest

from secondcoder.suggesting.pooled import Judged, fit_weights, pool


def planted(count, *, trust, seed=0):
    """Two scorers, of whom people follow the second to the extent of ``trust``."""
    random = np.random.default_rng(seed)
    first, second = random.normal(size=(2, count, 4))
    chances = pool([first, second], np.array([1.0, trust]))
    codes = [random.choice(4, p=row) for row in chances]
    return Judged((first, second), np.eye(4)[codes])


@pytest.mark.parametrize("trust", [0.0, 0.5, 2.0])
def test_the_weights_that_people_follow_are_found_again(trust):
    found = fit_weights(planted(3000, trust=trust), [1.0, 0.7])
    assert found[0] == pytest.approx(1)
    assert found[1] == pytest.approx(trust, abs=0.12)


def test_a_scorer_that_misleads_counts_nothing():
    judged = planted(400, trust=0.0)
    against = Judged((judged.scores[0], -4 * judged.given), judged.given)
    assert fit_weights(against, [1.0, 0.5])[1] == 0


def test_with_hardly_any_coding_the_rule_holds():
    assert fit_weights(planted(1, trust=5.0), [1.0, 0.3])[1] < 1  # planted: 5
    none = Judged((np.zeros((0, 3)), np.zeros((0, 3))), np.zeros((0, 3)))
    assert fit_weights(none, [1.0, 0.3]).tolist() == [1.0, 0.3]


def test_the_scale_of_a_scorer_makes_no_difference():
    judged = planted(500, trust=0.8)
    wide = Judged((judged.scores[0], 40 * judged.scores[1]), judged.given)
    weights, other = fit_weights(judged, [1.0, 0.4]), fit_weights(wide, [1.0, 0.01])
    assert other[1] * 40 == pytest.approx(weights[1], rel=1e-2)
    assert pool(wide.scores, other) == pytest.approx(pool(judged.scores, weights), abs=1e-3)
