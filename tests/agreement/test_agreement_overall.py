import numpy as np
import pytest
from worked import example

from secondcoder.agreement.coefficients.binary import NO_UNITS, TwoByTwo, cohen_kappa
from secondcoder.agreement.coefficients.overall import macro, pooled_kappa
from secondcoder.agreement.coefficients.values import Value, undefined

NAME = "pooled_kappa_two_items"


def tables():
    return [TwoByTwo(*np.ravel(rows).tolist()) for rows in example(NAME)["tables"]]


def test_pooled_kappa_of_one_code_is_its_kappa():
    table = TwoByTwo(20, 5, 10, 15)
    assert pooled_kappa([table]).value == pytest.approx(cohen_kappa(table).value, abs=1e-12)


def test_unused_codes_and_codes_without_units_change_nothing():
    more = [*tables(), TwoByTwo(0, 0, 0, 100), TwoByTwo(0, 0, 0, 0), TwoByTwo(7, 0, 0, 0)]
    assert pooled_kappa(more).value == pytest.approx(pooled_kappa(tables()).value, abs=1e-12)


def test_pooled_kappa_says_why_it_is_undefined():
    assert pooled_kappa([]).reason == "there are no codes"
    assert pooled_kappa([TwoByTwo(0, 0, 0, 0)]).reason == NO_UNITS
    constant = pooled_kappa([TwoByTwo(0, 0, 0, 5), TwoByTwo(3, 0, 0, 0)])
    assert constant.reason == "no code varies between units"
    assert constant.observed == 1


def test_macro_counts_what_it_leaves_out():
    found = macro([Value(0.2), undefined("unused"), Value(0.6)])
    assert (found.mean.value, found.low.value, found.high.value) == (0.4, 0.2, 0.6)
    assert (found.defined, found.undefined) == (2, 1)
    assert macro([undefined("unused")]).mean.reason == "undefined for every code"
    assert macro([]).low.reason == "there are no codes"
