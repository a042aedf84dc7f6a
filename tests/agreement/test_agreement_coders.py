import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from secondcoder.agreement.coefficients import alpha, fleiss, gwet, weighted

COEFFICIENTS = [gwet.gwet_ac, gwet.fleiss, gwet.conger, gwet.brennan_prediger, gwet.alpha]
ROWS = st.lists(
    st.lists(st.one_of(st.none(), st.sampled_from("abc")), min_size=3, max_size=3), max_size=12
)


def random_rows(seed, *, coders=3, units=40, missing=0.15):
    generator = np.random.default_rng(seed)
    truth = generator.integers(0, 4, size=(units, 1))
    noise = generator.integers(0, 4, size=(units, coders))
    array = np.where(generator.random((units, coders)) < 0.5, truth, noise)
    gone = generator.random((units, coders)) < missing
    return [
        [None if lost else int(value) for value, lost in zip(row, lost_row, strict=True)]
        for row, lost_row in zip(array, gone, strict=True)
    ]


@pytest.mark.parametrize("seed", range(4))
def test_fleiss_and_cohen_against_statsmodels(seed):
    oracle = pytest.importorskip("statsmodels.stats.inter_rater", reason="needs oracles")
    rows = random_rows(seed, missing=0, coders=5)
    counts = np.array([[row.count(value) for value in range(4)] for row in rows])
    wanted = oracle.fleiss_kappa(counts, method="fleiss")
    assert math.isclose(fleiss.fleiss_kappa(counts).kappa.value, wanted, abs_tol=1e-9)
    assert math.isclose(gwet.fleiss(gwet.ratings(rows)).value.value, wanted, abs_tol=1e-9)
    table = np.zeros((4, 4))
    np.add.at(table, ([row[0] for row in rows], [row[1] for row in rows]), 1)
    full = oracle.cohens_kappa(table)
    found = weighted.table_kappa(table)
    assert math.isclose(found.kappa.value, full.kappa, abs_tol=1e-9)
    assert math.isclose(found.error.value, full.std_kappa, abs_tol=1e-9)
    assert math.isclose(weighted.kappa_max(table).value, full.kappa_max, abs_tol=1e-9)


@pytest.mark.parametrize("kind", ["linear", "quadratic"])
@pytest.mark.parametrize("seed", range(4))
def test_weighted_kappa_against_scikit_learn(seed, kind):
    rows = random_rows(seed, missing=0, coders=2, units=80)
    table = np.zeros((4, 4))
    np.add.at(table, ([row[0] for row in rows], [row[1] for row in rows]), 1)
    wanted = cohen_kappa_score(*zip(*rows, strict=True), weights=kind)
    weights = getattr(weighted, f"{kind}_weights")(4)
    found = weighted.table_kappa(table, weights=weights).kappa.value
    assert math.isclose(found, wanted, abs_tol=1e-9)
    conger = gwet.conger(gwet.ratings(rows, categories=range(4), weights=weights))
    assert math.isclose(conger.value.value, wanted, abs_tol=1e-9)


@pytest.mark.parametrize("seed", range(6))
def test_alpha_in_gwets_form_is_krippendorffs(seed):
    rows = random_rows(seed)
    found = gwet.alpha(gwet.ratings(rows)).value.value
    assert math.isclose(found, alpha.krippendorff_alpha(rows).value, abs_tol=1e-9)


@given(ROWS, st.randoms(use_true_random=False))
def test_order_and_names_do_not_matter(rows, random):
    order = random.sample(range(3), 3)
    names = dict(zip("abc", random.sample("xyz", 3), strict=True))
    names[None] = None
    turned = [[names[row[k]] for k in order] for row in random.sample(rows, len(rows))]
    for coefficient in COEFFICIENTS:
        one, other = (coefficient(gwet.ratings(each)) for each in (rows, turned))
        assert one.value.reason == other.value.reason
        if one.value.defined:
            assert math.isclose(one.value.value, other.value.value, abs_tol=1e-9)
            assert one.value.value <= 1 + 1e-12
        if one.error.defined:
            assert math.isclose(one.error.value, other.error.value, abs_tol=1e-9)


@pytest.mark.parametrize("coefficient", COEFFICIENTS)
def test_full_agreement_and_constant_data(coefficient):
    assert coefficient(gwet.ratings([["a", "a"], ["b", "b"]])).value.value == pytest.approx(1)
    constant = coefficient(gwet.ratings([["a", "a"], ["a", "a"]], categories=list("ab")))
    assert constant.value.reason == gwet.ONE_CATEGORY
    assert coefficient(gwet.ratings([["a", None], [None, "b"]])).value.reason == gwet.NO_PAIRS
    assert coefficient(gwet.ratings([])).value.reason == gwet.NO_PAIRS


def test_one_unit_has_a_value_but_no_error():
    found = gwet.gwet_ac(gwet.ratings([["a", "b"]]))
    assert found.value.defined
    assert found.error.reason == "one unit has no standard error"


def test_unused_categories_change_ac1_and_must_be_named():
    rows = [["a", "a"], ["a", "b"], ["b", "b"]]
    two, three = (
        gwet.gwet_ac(gwet.ratings(rows, categories=c)).value.value
        for c in (["a", "b"], ["a", "b", "c"])
    )
    assert two != three
    with pytest.raises(ValueError, match="outside"):
        gwet.ratings(rows, categories=["a"])
    with pytest.raises(ValueError, match="weights"):
        gwet.ratings(rows, weights=np.eye(3))


def test_errors_match_their_spread_in_a_simulation():
    generator = np.random.default_rng(8)
    values, errors = {c: [] for c in COEFFICIENTS}, {c: [] for c in COEFFICIENTS}
    for _ in range(300):
        truth = generator.integers(0, 3, size=(100, 1))
        noise = generator.integers(0, 3, size=(100, 3))
        rows = np.where(generator.random((100, 3)) < 0.7, truth, noise).tolist()
        for coefficient in COEFFICIENTS:
            found = coefficient(gwet.ratings(rows, categories=range(3)))
            values[coefficient].append(found.value.value)
            errors[coefficient].append(found.error.value)
    for coefficient in COEFFICIENTS:
        spread = np.std(values[coefficient])
        assert np.mean(errors[coefficient]) == pytest.approx(spread, rel=0.15)


def test_fleiss_reasons():
    assert fleiss.fleiss_kappa([[2, 0], [1, 0]]).kappa.reason == fleiss.UNEQUAL
    assert "one" not in fleiss.fleiss_kappa([[3, 0], [0, 3]]).kappa.reason
    constant = fleiss.fleiss_kappa([[3, 0], [3, 0]])
    assert constant.kappa.reason == "all values are the same"
    assert [one.reason for one in constant.categories] == [
        "all values are the same",
        "no coder used the category",
    ]
    assert fleiss.fleiss_kappa([[1, 0], [0, 1]]).kappa.reason == "no unit has values of two coders"
    assert fleiss.fleiss_kappa(np.zeros((0, 2))).kappa.reason == "there are no units"


def test_table_kappa_reasons():
    empty = weighted.table_kappa(np.zeros((2, 2)))
    assert empty.kappa.reason == "no unit was seen by both coders"
    constant = weighted.table_kappa([[9, 0], [0, 0]])
    assert constant.kappa.reason == "both coders always agree by chance alone"
    assert constant.kappa.observed == 1
    assert weighted.kappa_max([[9, 0], [0, 0]]).value is None
    with pytest.raises(ValueError, match="square"):
        weighted.table_kappa([[1, 2]])
