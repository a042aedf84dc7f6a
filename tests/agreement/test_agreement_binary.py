import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score, f1_score
from worked import example

from secondcoder.agreement.coefficients import binary
from secondcoder.agreement.coefficients.binary import TwoByTwo, two_by_two
from secondcoder.agreement.coefficients.values import Value, undefined

CORRECTED = (
    binary.cohen_kappa,
    binary.scott_pi,
    binary.krippendorff_alpha,
    binary.pabak,
    binary.gwet_ac1,
)
OTHER = (
    binary.percent,
    binary.positive_agreement,
    binary.negative_agreement,
    binary.prevalence_index,
    binary.bias_index,
)
TABLES = st.builds(TwoByTwo, *[st.integers(0, 60)] * 4)


def test_qualcoder_number_is_not_cohens_kappa():
    table = TwoByTwo(**example("nvivo_1000_chars")["counts"])
    wanted = example("nvivo_1000_chars")["expected"]["qualcoder_2026_08_kappa_if_split_50_100"]
    assert abs(binary.cohen_kappa(table).value - wanted["is"]) > 0.1


def test_alpha_of_krippendorff_2004_page_224_ten_segments():
    alpha = binary.krippendorff_alpha(TwoByTwo(1, 1, 3, 5))
    assert alpha.value == pytest.approx(0.095, abs=0.0005)


def test_against_scikit_learn_on_random_data():
    generator = np.random.default_rng(20)
    for _ in range(50):
        first, second = generator.random((2, 80)) < generator.random()
        table = two_by_two(first, second)
        if table.applied and table.withheld:
            kappa = binary.cohen_kappa(table).value
            assert math.isclose(kappa, cohen_kappa_score(first, second), abs_tol=1e-9)
            positive = binary.positive_agreement(table).value
            assert math.isclose(positive, f1_score(first, second), abs_tol=1e-9)


@given(TABLES)
def test_value_is_observed_against_expected(table):
    for coefficient in CORRECTED:
        found = coefficient(table)
        if not found.defined:
            continue
        if coefficient is binary.krippendorff_alpha:
            assert math.isclose(found.value, 1 - found.observed / found.expected, abs_tol=1e-9)
        else:
            computed = (found.observed - found.expected) / (1 - found.expected)
            assert math.isclose(found.value, computed, abs_tol=1e-9)


@given(TABLES)
def test_swapping_coders_or_the_codes_meaning_changes_nothing(table):
    swapped = TwoByTwo(table.both, table.second_only, table.first_only, table.neither)
    turned = TwoByTwo(table.neither, table.first_only, table.second_only, table.both)
    for coefficient in CORRECTED:
        value = coefficient(table).value
        assert value == pytest.approx(coefficient(swapped).value, abs=1e-12)
        assert value == pytest.approx(coefficient(turned).value, abs=1e-12)
    assert binary.positive_agreement(table).value == binary.negative_agreement(turned).value


@given(TABLES)
def test_bounds(table):
    for coefficient in CORRECTED + OTHER:
        value = coefficient(table).value
        assert value is None or -1 - 1e-12 <= value <= 1 + 1e-12


@given(st.integers(1, 50), st.integers(1, 50))
def test_identical_coding_that_varies_is_one(applied, withheld):
    for coefficient in CORRECTED:
        assert coefficient(TwoByTwo(applied, 0, 0, withheld)).value == 1


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        (TwoByTwo(0, 0, 0, 0), binary.NO_UNITS),
        (TwoByTwo(0, 0, 0, 9), binary.NEVER_APPLIED),
        (TwoByTwo(9, 0, 0, 0), binary.ALWAYS_APPLIED),
    ],
)
def test_without_variation_a_reason_and_never_one(table, reason):
    for coefficient in CORRECTED:
        found = coefficient(table)
        assert found.value is None
        assert found.reason == reason


def test_specific_agreement_of_an_unused_code_is_undefined():
    assert binary.positive_agreement(TwoByTwo(0, 0, 0, 9)).reason == binary.NEVER_APPLIED
    assert binary.negative_agreement(TwoByTwo(0, 0, 0, 9)).value == 1
    assert binary.negative_agreement(TwoByTwo(9, 0, 0, 0)).reason == binary.ALWAYS_APPLIED
    assert binary.positive_agreement(TwoByTwo(0, 0, 0, 0)).reason == binary.NO_UNITS


def test_units_not_seen_are_missing_and_seen_without_code_is_a_value():
    table = two_by_two([1, 0, 0, 1], [1, 0, 1, 0], seen=[True, True, True, False])
    assert table == TwoByTwo(1, 0, 1, 1)
    with pytest.raises(ValueError, match="differ"):
        two_by_two([1, 0], [1, 0, 1])


def test_negative_counts_are_refused():
    with pytest.raises(ValueError, match="negative"):
        TwoByTwo(1, -1, 0, 0)


def test_a_value_is_a_number_or_a_reason():
    with pytest.raises(ValueError, match="finite"):
        Value(float("nan"))
    with pytest.raises(ValueError, match="either"):
        Value(None)
    with pytest.raises(ValueError, match="either"):
        Value(1.0, "why")
    assert f"{undefined('no units')}" == "undefined (no units)"
    assert f"{Value(0.5):.2f}" == "0.50"
