import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit, logit

from secondcoder.suggesting.calibrated import Curve, cut_for_risk, fit_curve


def planted(count, *, intercept, slope, seed=0):
    """Shares of three codes and coding drawn with the chances that a known curve gives."""
    random = np.random.default_rng(seed)
    shares = random.dirichlet([2.0, 1.0, 0.5], size=count)
    chances = expit(intercept + slope * logit(shares))
    return shares, random.random(shares.shape) < chances


def test_a_known_curve_is_found_again():
    shares, applied = planted(4000, intercept=-0.7, slope=0.6)
    curve = fit_curve(shares, applied)
    assert curve.intercept == pytest.approx(-0.7, abs=0.1)
    assert curve.slope == pytest.approx(0.6, abs=0.1)


def test_with_hardly_any_coding_the_curve_stays_near_the_identity():
    shares, applied = planted(1, intercept=-3.0, slope=0.2)
    curve = fit_curve(shares, applied)
    assert abs(curve.intercept) < 1  # planted: -3
    assert abs(curve.slope - 1) < 0.6  # planted: 0.2
    assert fit_curve(np.zeros((0, 3)), np.zeros((0, 3), bool)) == Curve()


def test_confidences_mean_what_they_say_on_passages_not_fitted_on():
    curve = fit_curve(*planted(1500, intercept=-1.0, slope=0.5))
    shares, applied = planted(1500, intercept=-1.0, slope=0.5, seed=1)
    first = shares.argmax(axis=1)
    rows = np.arange(len(first))
    chance, right = curve(shares)[rows, first], applied[rows, first]
    raw = abs(shares[rows, first].mean() - right.mean())
    assert raw > 0.1
    for part in np.array_split(np.argsort(chance), 5):
        assert chance[part].mean() == pytest.approx(right[part].mean(), abs=0.08)


@settings(deadline=None)
@given(st.lists(st.floats(0.001, 0.999), min_size=2, max_size=30, unique=True), st.integers(0, 99))
def test_a_curve_keeps_the_order(values, seed):
    shares, applied = planted(60, intercept=0.3, slope=0.4, seed=seed)
    chances = fit_curve(shares, applied)(np.array(sorted(values)))
    assert (np.diff(chances) >= 0).all()


def test_the_cut_for_a_risk_by_hand():
    confidence = np.array([0.9, 0.8, 0.7, 0.6, 0.5])
    right = np.array([True, True, False, True, False])
    assert cut_for_risk(confidence, right, 0.2) == 0.8  # none of two wrong; then one of three
    assert cut_for_risk(confidence, right, 0.25) == 0.6  # one of four wrong
    assert cut_for_risk(confidence, right, 0.5) == 0.5
    assert cut_for_risk(confidence, ~right, 0.1) is None


def test_equal_confidences_are_cut_together():
    confidence = np.array([0.9, 0.9, 0.9, 0.2])
    right = np.array([True, True, False, True])
    assert cut_for_risk(confidence, right, 0.1) is None
    assert cut_for_risk(confidence, right, 0.3) == 0.2


@given(
    st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=40),
    st.floats(0.01, 0.99),
)
def test_above_the_cut_the_risk_is_kept_to(pairs, risk):
    confidence = np.array([one for one, _ in pairs])
    right = np.array([one for _, one in pairs])
    cut = cut_for_risk(confidence, right, risk)
    if cut is not None:
        assert (~right[confidence >= cut]).mean() <= risk
