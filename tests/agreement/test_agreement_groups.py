import math

import naive
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score

from secondcoder.agreement.coefficients.bcubed import bcubed
from secondcoder.agreement.coefficients.omega import omega_index
from secondcoder.agreement.study import relations

SETS = st.sets(st.sampled_from([0, 1, 2]))
GROUPS = st.integers(1, 9).flatmap(
    lambda items: st.tuples(*[st.lists(SETS, min_size=items, max_size=items)] * 2)
)


def columns(sets):
    return np.array([[group in one for group in range(3)] for one in sets])


@given(GROUPS)
def test_bcubed_against_its_definition(pair):
    found, given_groups = pair
    assume(any(found) and any(given_groups))
    result = bcubed(columns(found), columns(given_groups))
    precision = naive.bcubed_precision(found, given_groups)
    assert math.isclose(result.precision.value, precision, abs_tol=1e-6)
    recall = naive.bcubed_precision(given_groups, found)
    assert math.isclose(result.recall.value, recall, abs_tol=1e-6)
    assert all(0 <= one.value <= 1 for one in (result.precision, result.recall))


@given(GROUPS)
def test_omega_against_its_definition(pair):
    result = omega_index(*map(columns, pair))
    assume(result.defined)
    assert math.isclose(result.value, naive.omega(*pair), abs_tol=1e-9)
    assert math.isclose(result.value, omega_index(*map(columns, pair[::-1])).value, abs_tol=1e-9)


def test_omega_of_groups_without_overlap_is_the_adjusted_rand_index():
    generator = np.random.default_rng(2)
    for _ in range(10):
        one, other = generator.integers(0, 4, size=(2, 700))
        found = omega_index(np.eye(4)[one], np.eye(4)[other]).value
        assert math.isclose(found, adjusted_rand_score(one, other), abs_tol=1e-9)


def test_blocks_of_rows_give_what_one_block_gives():
    generator = np.random.default_rng(5)
    one, other = generator.random((2, 1200, 5)) < 0.3
    half = bcubed(one[:400], other[:400])
    sets = [[set(np.flatnonzero(row)) for row in each[:400]] for each in (one, other)]
    assert math.isclose(half.precision.value, naive.bcubed_precision(*sets), abs_tol=1e-6)
    assert bcubed(one, one).f.value == pytest.approx(1)


def test_reasons():
    nothing, something = np.zeros((3, 2)), np.ones((3, 1))
    assert bcubed(nothing, something).precision.reason == "no item is in any group that was found"
    assert bcubed(nothing, something).f.value is None
    assert bcubed(something, nothing).recall.reason == "no item is in any group that was given"
    assert omega_index(something[:1], something[:1]).reason == "there are fewer than two items"
    same = omega_index(something, something)
    assert same.reason == "all pairs of items are together equally often"
    assert same.observed == 1
    for function in (bcubed, omega_index):
        with pytest.raises(ValueError, match="differ"):
            function(nothing, something[:2])


THEMES = np.array([[1, 0, 0], [1, 0, 0], [0, 1, 0], [0, 1, 0], [0, 0, 1], [0, 0, 1]])
CODES = np.array([[1, 0, 0], [1, 0, 0], [1, 0, 0], [0, 0, 0], [0, 1, 0], [0, 0, 1]])


def test_containment_in_both_directions():
    found = relations.containment(THEMES, CODES)
    assert found.of_theme.tolist() == [[1, 0, 0], [0.5, 0, 0], [0, 0.5, 0.5]]
    assert found.of_code[:, 0].tolist() == pytest.approx([2 / 3, 1 / 3, 0])


def test_splits_and_merges():
    assert relations.splits(THEMES, CODES) == (relations.Split(0, (0, 1), 1.0),)
    assert relations.splits(CODES, THEMES) == (relations.Split(2, (1, 2), 1.0),)
    assert relations.splits(THEMES, CODES, inside=0.6) == ()


def test_coverage_and_novelty():
    assert relations.coverage(THEMES, CODES).value == 1
    assert relations.coverage(THEMES, CODES, matched=[0]).value == pytest.approx(2 / 5)
    assert relations.novelty(THEMES, CODES).value == pytest.approx(1 / 6)
    assert relations.coverage(THEMES, 0 * CODES).reason == "no passage carries a code"
    assert relations.novelty(0 * THEMES, CODES).reason == "no passage belongs to a theme"
