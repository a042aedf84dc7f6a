import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_consensus import blobs

from secondcoder.themes.consensus import ConsensusCommunities
from secondcoder.themes.stability import best_overlaps, over_samples, over_seeds

LABELS = st.lists(st.integers(min_value=-1, max_value=4), min_size=1, max_size=30)


def test_hennigs_overlap_by_hand():
    # Groups {0,1,2,3} and {4,5}; the other run has {0,1,2}, {3,4,5}.
    # Best Jaccard: 3 of 4, and 2 of 3.
    first = np.array([0, 0, 0, 0, 1, 1])
    other = np.array([0, 0, 0, 1, 1, 1])
    assert best_overlaps(first, other).tolist() == pytest.approx([3 / 4, 2 / 3])


def test_a_passage_in_no_group_counts_for_the_group_that_has_it():
    # {0,1,2} against {0,1}: two shared of three.
    assert best_overlaps(np.array([0, 0, 0]), np.array([0, 0, -1])).tolist() == [2 / 3]


@given(LABELS, st.randoms())
def test_overlaps_lie_between_0_and_1_and_are_1_with_itself(given_labels, random):
    labels = np.unique(given_labels, return_inverse=True)[1] - 1
    shuffled = labels.copy()
    random.shuffle(shuffled)
    found = best_overlaps(labels, shuffled)
    assert len(found) == labels.max() + 1
    assert np.all((found >= 0) & (found <= 1))
    assert np.all(best_overlaps(labels, labels) == 1)


def test_no_groups_on_either_side():
    none, some = np.array([-1, -1]), np.array([0, 0])
    assert best_overlaps(none, some).tolist() == []
    assert best_overlaps(some, none).tolist() == [0]


def test_separate_groups_are_perfectly_stable():
    rows, truth = blobs([12, 10, 8], noise=0.05)
    clusterer = ConsensusCommunities(neighbours=5, seeds=4)
    assert over_seeds(truth, clusterer.on(rows), seeds=[5, 9]).tolist() == [1, 1, 1]
    assert over_samples(truth, clusterer.on(rows), samples=5, seed=1).tolist() == [1, 1, 1]


def test_a_group_that_is_none_is_less_stable_than_a_real_one():
    rows, truth = blobs([20, 20], noise=0.3)
    labels = truth.copy()
    labels[::4] = 2  # a group across both
    by_sample = over_samples(
        labels, ConsensusCommunities(neighbours=6, seeds=4).on(rows), samples=5, seed=0
    )
    assert by_sample[2] < 0.5 < by_sample[0]


def test_the_last_group_may_be_missing_from_every_sample():
    class NoGroups:
        def __init__(self, count):
            self.count = count

        def sample(self, rows):
            return NoGroups(len(rows))

        def labels(self, *, seed):
            return np.full(self.count, -1)

    labels = np.array([0] * 9 + [1])
    found = over_samples(labels, NoGroups(10), samples=3, seed=0)
    assert found.tolist() == [0, 0]


def test_the_same_seed_draws_the_same_samples():
    rows, truth = blobs([20, 20], noise=0.8)
    clusterer = ConsensusCommunities(neighbours=5, seeds=3)
    runs = [over_samples(truth, clusterer.on(rows), samples=4, seed=7).tolist() for _ in range(2)]
    assert runs[0] == runs[1]
