"""Every coefficient of a study has its interval, the one that leaving documents out gives."""

import numpy as np
import pytest
import small_study

from secondcoder.agreement.coefficients import binary, distances, overall
from secondcoder.agreement.coefficients.alpha import krippendorff_alpha
from secondcoder.agreement.coefficients.bcubed import bcubed
from secondcoder.agreement.coefficients.counts import count_units
from secondcoder.agreement.coefficients.intervals import jackknife, of_units, within
from secondcoder.agreement.coefficients.labelsets import LabelSets
from secondcoder.agreement.coefficients.omega import omega_index
from secondcoder.agreement.study import patterns
from secondcoder.agreement.study.pairs import carried_by
from secondcoder.agreement.study.patterns import alpha_intervals, grouping_intervals, sets_of
from secondcoder.agreement.study.reconcile import reconcile

DOCUMENTS, UNITS, CODES = 8, 90, 5


@pytest.fixture(scope="module")
def two():
    cut, human, suggestions = small_study.study()[:3]
    return reconcile(
        cut,
        small_study.codebook(),
        human,
        suggestions,
        overlap=0.5,
        sentences=small_study.sentences(cut),
    )


@pytest.fixture(scope="module", params=[2, 3])
def made(request):
    """Codings of two or three coders who agree in part; the third saw two thirds of the units."""
    generator = np.random.default_rng(7)
    document = np.sort(generator.integers(0, DOCUMENTS, UNITS))
    document[:DOCUMENTS] = np.arange(DOCUMENTS)
    truth = generator.random((UNITS, CODES)) < 0.25
    slip = generator.random((UNITS, request.param, CODES)) < 0.12
    seen = np.ones((UNITS, request.param), dtype=bool)
    seen[:, 2:] = generator.random((UNITS, request.param - 2)) < 0.67
    applied = (truth[:, None] ^ slip) & seen[:, :, None]
    return LabelSets(applied, seen), document


def _left_out(sets, document, statistic, *, fisher=True):
    over, documents = of_units(document, statistic)
    carried = carried_by(sets.applied.any(axis=1).sum(axis=1), document, documents)
    return jackknife(over, documents, fisher=fisher, carried=carried)


def _same(found, expected):
    assert found.low is not None
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high), abs=1e-9)


@pytest.mark.parametrize("name", ["alpha, Jaccard", "alpha, MASI"])
def test_alpha_over_sets(made, name):
    sets, document = made
    distance = distances.jaccard if name == "alpha, Jaccard" else distances.masi

    def value(units):
        some = LabelSets(sets.applied[units], sets.seen[units])
        return krippendorff_alpha(some.frozensets(), distance=distance)

    _same(alpha_intervals(sets_of(sets, document))[name], _left_out(sets, document, value))


def test_groupings_of_two_coders(made):
    sets, document = made
    if sets.seen.shape[1] > 2:
        pytest.skip("groupings are of two coders")
    one, two = sets.applied[:, 0], sets.applied[:, 1]
    found = grouping_intervals(sets_of(sets, document))
    plain = _left_out(sets, document, lambda units: bcubed(two[units], one[units]).f, fisher=False)
    _same(found["B-cubed"], within(plain))
    _same(
        found["omega"],
        _left_out(sets, document, lambda units: omega_index(one[units], two[units])),
    )


def test_a_pair_of_sets_that_one_document_alone_holds():
    document = np.repeat(np.arange(6), 4)
    codes = np.eye(3, dtype=bool)[np.arange(24) % 3]
    other = np.roll(codes, 3, axis=0)
    other[20:], codes[20:] = True, False
    codes[21, :2] = True
    found = grouping_intervals(sets_of(_two(codes, other), document))
    plain = _left_out(
        _two(codes, other), document, lambda units: bcubed(other[units], codes[units]).f,
        fisher=False,
    )  # fmt: skip
    _same(found["B-cubed"], within(plain))


def _two(one, other):
    return LabelSets(np.stack([one, other], axis=1), np.ones((len(one), 2), dtype=bool))


def test_the_mean_kappa(made):
    sets, document = made
    one, two = sets.applied[:, 0], sets.applied[:, 1]

    def value(units):
        here = count_units(one[units], two[units], np.zeros(len(units), dtype=np.int64), 1)
        return overall.macro(binary.cohen_kappa(table) for table in here.tables(range(CODES))).mean

    counts = count_units(one, two, document, DOCUMENTS)
    over, documents = of_units(document, value)
    plain = jackknife(over, documents, carried=counts.carried(range(CODES)))
    _same(counts.mean_kappa_interval(range(CODES)), plain)


def test_too_many_different_sets_are_said(made, monkeypatch):
    sets, document = made
    monkeypatch.setattr(patterns, "MOST_SETS", 3)
    for found in alpha_intervals(sets_of(sets, document)).values():
        assert found.low is None
        assert "different sets of codes" in found.reason


def test_every_value_of_the_study_that_varies_has_an_interval(two):
    for pair in (*two.overall, *two.among_humans_overall):
        values = {
            "percent": pair.pooled_percent,
            "positive": pair.positive_agreement,
            "mean_kappa": pair.mean_kappa,
            "jaccard": pair.jaccard_alpha,
            "masi": pair.masi_alpha,
            "bcubed": pair.bcubed,
            "omega": pair.omega,
        }
        for name, value in values.items():
            low, high = pair.intervals[name]
            assert low < value < high, name


def test_stretches_and_means_of_documents_have_intervals(two):
    rows = [row for row in two.by_unit if row.coefficient in {"F1, exact", "F1, overlap"}]
    rows += [row for row in two.by_unit if row.coefficient == "kappa, mean of documents"]
    assert {row.coefficient for row in rows if row.low is not None} == {
        "F1, exact",
        "F1, overlap",
        "kappa, mean of documents",
    }
    for row in rows:
        assert row.low is None or row.low <= row.value <= row.high
        assert row.low is not None or row.note
