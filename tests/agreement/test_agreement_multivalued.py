import math

import naive
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from secondcoder.agreement.coefficients.alpha import NO_PAIRS, ONE_VALUE, krippendorff_alpha
from secondcoder.agreement.coefficients.labelsets import LabelSets, label_sets
from secondcoder.agreement.coefficients.multivalued import (
    TOO_FEW,
    multivalued_parts,
    mv_alpha,
    mv_alpha_of,
    pair_weights,
)

SETS = st.one_of(st.none(), st.sets(st.sampled_from("abcde"), max_size=4))
ROWS = st.integers(2, 3).flatmap(
    lambda coders: st.lists(st.lists(SETS, min_size=coders, max_size=coders), max_size=7)
)


@settings(deadline=None, max_examples=60)
@given(ROWS)
def test_against_enumeration_of_all_pairs_of_sets(rows):
    found = mv_alpha(label_sets(rows))
    assume(found.defined)
    assert math.isclose(found.value, naive.mv_alpha(rows), abs_tol=1e-9)


@settings(deadline=None)
@given(ROWS, st.randoms(use_true_random=False))
def test_order_and_names_do_not_matter(rows, random):
    names = dict(zip("abcde", random.sample("vwxyz", 5), strict=True))
    turned = [
        [None if v is None else {names[x] for x in v} for v in random.sample(row, len(row))]
        for row in random.sample(rows, len(rows))
    ]
    one, other = mv_alpha(label_sets(rows)), mv_alpha(label_sets(turned))
    assert one.reason == other.reason
    if one.defined:
        assert math.isclose(one.value, other.value, abs_tol=1e-9)
        assert one.value <= 1


def test_single_labels_and_no_empty_sets_come_near_nominal_alpha():
    generator = np.random.default_rng(3)
    truth = generator.integers(0, 4, size=(400, 1))
    noise = generator.integers(0, 4, size=(400, 2))
    values = np.where(generator.random((400, 2)) < 0.7, truth, noise).tolist()
    nominal = krippendorff_alpha(values).value
    found = mv_alpha(label_sets([[{value} for value in row] for row in values])).value
    assert found == pytest.approx(nominal, abs=1e-9)


def test_identical_sets_give_one_only_where_they_vary():
    assert mv_alpha(label_sets([[{"a"}, {"a"}], [{"b", "c"}, {"b", "c"}]])).value == 1
    assert mv_alpha(label_sets([[{"a"}, {"a"}], [{"a"}, {"a"}]])).reason == ONE_VALUE
    assert mv_alpha(label_sets([[set(), set()], [set(), set()]])).reason == ONE_VALUE


def test_reasons():
    assert mv_alpha(label_sets([])).reason == NO_PAIRS
    assert mv_alpha(label_sets([[{"a"}]])).reason == NO_PAIRS
    assert mv_alpha(label_sets([[{"a"}, None], [None, {"b"}]])).reason == NO_PAIRS
    assert TOO_FEW != ONE_VALUE


def test_parts_by_document_add_up_and_can_be_taken_more_than_once():
    generator = np.random.default_rng(4)
    applied = generator.random((60, 3, 8)) < 0.25
    seen = generator.random((60, 3)) < 0.85
    sets = LabelSets(applied & seen[:, :, None], seen)
    document = np.repeat(np.arange(6), 10)
    parts = multivalued_parts(sets).by_group(document, 6)
    assert mv_alpha_of(parts).value == pytest.approx(mv_alpha(sets).value, abs=1e-12)
    times = np.array([0, 2, 1, 1, 0, 3])
    units = np.repeat(np.arange(60), times[document])
    drawn = mv_alpha(LabelSets(sets.applied[units], sets.seen[units])).value
    assert mv_alpha_of(parts, times=times).value == pytest.approx(drawn, abs=1e-12)


def test_large_codebooks_and_sets_stay_in_range():
    weight = np.stack(list(pair_weights(np.full(200, 4000.0), 60)), axis=2)
    assert np.isfinite(weight).all()
    assert weight[60, 60].sum() > 0


def test_a_code_on_a_unit_that_was_not_seen_is_refused():
    with pytest.raises(ValueError, match="did not see"):
        LabelSets(np.ones((1, 2, 1), bool), np.array([[True, False]]))
    with pytest.raises(ValueError, match="shapes"):
        LabelSets(np.ones((1, 2, 1), bool), np.ones((2, 2), bool))
    with pytest.raises(ValueError, match="row 1"):
        label_sets([[{"a"}, {"b"}], [{"a"}]])


def test_frozensets_keep_missing_and_empty_apart():
    assert label_sets([[{"b"}, None], [[], {"a"}]]).frozensets() == [
        [frozenset({1}), None],
        [frozenset(), frozenset({0})],
    ]
