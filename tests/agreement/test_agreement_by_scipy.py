"""What is written out here because importing scipy.stats takes a second, beside scipy.stats."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, binomtest, false_discovery_control

from secondcoder.agreement.chance.discoveries import corrected
from secondcoder.agreement.coefficients.multivalued import _halves
from secondcoder.agreement.study.calibration import wilson


@given(st.lists(st.floats(0.0001, 1), min_size=1, max_size=30))
def test_benjamini_hochberg(p):
    assert corrected(np.array(p)) == pytest.approx(false_discovery_control(p, method="bh"))
    with_gap = np.array([np.nan, *p])
    assert corrected(with_gap)[1:] == pytest.approx(corrected(np.array(p)))
    assert np.isnan(corrected(with_gap)[0])


@given(st.integers(1, 200).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total))))
def test_wilson(counts):
    found = binomtest(*counts).proportion_ci(0.95, method="wilson")
    assert wilson(*counts) == pytest.approx((found.low, found.high), abs=1e-12)


def test_halves_also_of_many():
    count, taken = np.meshgrid(np.arange(0, 3000, 37), np.arange(0, 40, 3))
    count, taken = count[count >= taken], taken[count >= taken]
    assert _halves(count, taken) == pytest.approx(binom.pmf(taken, count, 0.5), rel=1e-9)
