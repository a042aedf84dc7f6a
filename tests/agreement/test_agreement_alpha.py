import math

import naive
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from secondcoder.agreement.coefficients import alpha, distances
from secondcoder.agreement.coefficients.alpha import krippendorff_alpha

RATINGS = st.integers(2, 4).flatmap(
    lambda coders: st.lists(
        st.lists(st.one_of(st.none(), st.integers(0, 4)), min_size=coders, max_size=coders),
        min_size=2,
        max_size=10,
    )
)


def random_ratings(seed, *, coders=4, units=30, missing=0.2, values=5):
    generator = np.random.default_rng(seed)
    truth = generator.integers(1, values + 1, size=(units, 1))
    noise = generator.integers(1, values + 1, size=(units, coders))
    array = np.where(generator.random((units, coders)) < 0.6, truth, noise).astype(float)
    array[generator.random((units, coders)) < missing] = np.nan
    return array


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval", "ratio"])
@pytest.mark.parametrize("seed", range(5))
def test_against_the_krippendorff_package(level, seed):
    oracle = pytest.importorskip("krippendorff", reason="needs the oracles extra")
    array = random_ratings(seed)
    wanted = oracle.alpha(reliability_data=array.T, level_of_measurement=level)
    found = krippendorff_alpha(array.tolist(), distance=getattr(distances, level)).value
    assert math.isclose(found, wanted, abs_tol=1e-9)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("name", ["jaccard", "masi"])
def test_set_distances_against_nltk(seed, name):
    metrics = pytest.importorskip("nltk.metrics", reason="needs the oracles extra")
    generator = np.random.default_rng(seed)
    rows = [
        [frozenset(generator.choice(list("abcd"), size=n, replace=False)) for n in sizes]
        for sizes in generator.integers(1, 4, size=(25, 3))
    ]
    data = [(coder, unit, row[coder]) for unit, row in enumerate(rows) for coder in range(3)]
    task = metrics.agreement.AnnotationTask(data, distance=getattr(metrics, f"{name}_distance"))
    found = krippendorff_alpha(rows, distance=getattr(distances, name)).value
    assert math.isclose(found, task.alpha(), abs_tol=1e-9)


@given(RATINGS)
def test_against_all_pairs_written_out(rows):
    found = krippendorff_alpha(rows, distance=distances.interval)
    assume(found.defined)
    assert math.isclose(found.value, naive.alpha(rows, lambda c, k: (c - k) ** 2), abs_tol=1e-9)


@given(RATINGS, st.randoms(use_true_random=False))
def test_order_of_units_and_coders_and_names_of_values_do_not_matter(rows, random):
    found = krippendorff_alpha(rows)
    shuffled = random.sample(rows, len(rows))
    turned = [random.sample(row, len(row)) for row in shuffled]
    names = dict(zip(range(5), random.sample("abcde", 5), strict=True))
    renamed = [[None if v is None else names[v] for v in row] for row in turned]
    other = krippendorff_alpha(renamed)
    assert other.reason == found.reason
    if found.defined:
        assert math.isclose(found.value, other.value, abs_tol=1e-9)
        assert found.value <= 1 + 1e-12


@given(RATINGS)
def test_scale_and_origin_do_not_matter_to_the_interval_distance(rows):
    moved = [[None if v is None else 3 * v - 7 for v in row] for row in rows]
    one = krippendorff_alpha(rows, distance=distances.interval)
    other = krippendorff_alpha(moved, distance=distances.interval)
    assert one.defined == other.defined
    assert not one.defined or math.isclose(one.value, other.value, abs_tol=1e-9)


@given(st.lists(st.integers(0, 3), min_size=1, max_size=8))
def test_identical_values_give_one_only_where_they_vary(values):
    found = krippendorff_alpha([[value, value, value] for value in values])
    if len(set(values)) > 1:
        assert found.value == pytest.approx(1, abs=1e-12)
    else:
        assert found.reason == alpha.ONE_VALUE


def test_reasons():
    assert krippendorff_alpha([]).reason == alpha.NO_PAIRS
    assert krippendorff_alpha([["a"], ["b"]]).reason == alpha.NO_PAIRS
    assert krippendorff_alpha([["a", None], [None, "b"]]).reason == alpha.NO_PAIRS
    assert krippendorff_alpha([["a", "a"], ["b", None]]).reason == alpha.ONE_VALUE
    far = krippendorff_alpha([[0, 12], [12, 0]], distance=distances.circular(12))
    assert far.value is None or far.value < 0


def test_a_turn_of_the_circle_is_no_distance():
    near = distances.circular(12)([0, 1, 11, 6], np.ones(4))
    assert near[0, 1] == pytest.approx(near[0, 2])
    assert near[0, 3] == pytest.approx(1)


def test_distances_refuse_what_they_cannot_measure():
    with pytest.raises(ValueError, match="numbers"):
        krippendorff_alpha([["a", "b"]], distance=distances.interval)
    with pytest.raises(ValueError, match="0 or more"):
        krippendorff_alpha([[-1, 2]], distance=distances.ratio)


@pytest.mark.parametrize("distance", [distances.jaccard, distances.dice, distances.masi])
def test_empty_sets_are_equal_and_far_from_others(distance):
    apart = distance([frozenset(), frozenset("a"), frozenset()], np.ones(3))
    assert apart[0, 2] == 0
    assert apart[0, 1] == 1


@pytest.mark.parametrize("name", ["nominal", "ordinal", "interval", "ratio"])
def test_blocks_of_rows_give_what_one_block_gives(monkeypatch, name):
    rows, distance = random_ratings(7, values=40).tolist(), getattr(distances, name)
    whole = krippendorff_alpha(rows, distance=distance)
    monkeypatch.setattr(alpha, "_ROWS", 7)
    found = krippendorff_alpha(rows, distance=distance)
    assert found.value == pytest.approx(whole.value, abs=1e-12)
    assert found.expected == pytest.approx(whole.expected, abs=1e-9)


@pytest.mark.parametrize("name", ["jaccard", "dice", "masi"])
def test_blocks_of_sets_give_what_one_block_gives(monkeypatch, name):
    generator = np.random.default_rng(9)
    rows = [
        [frozenset(np.flatnonzero(row).tolist()) for row in unit]
        for unit in generator.random((40, 2, 6)) < 0.4
    ]
    whole = krippendorff_alpha(rows, distance=getattr(distances, name)).value
    monkeypatch.setattr(alpha, "_ROWS", 5)
    found = krippendorff_alpha(rows, distance=getattr(distances, name)).value
    assert found == pytest.approx(whole, abs=1e-12)
