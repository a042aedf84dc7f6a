import numpy as np
import pytest

from secondcoder.agreement.chance.non_inferiority import non_inferiority
from secondcoder.agreement.coefficients.binary import TwoByTwo, cohen_kappa
from secondcoder.agreement.coefficients.intervals import difference, jackknife


def pairs_of(seed, *, worse, documents=30, passages=25):
    """Return kappa of two people, and of the first with a machine, as statistics of documents."""
    generator = np.random.default_rng(seed)
    truth = generator.random((documents, passages)) < 0.3
    coders = [truth ^ (generator.random(truth.shape) < slips) for slips in (0.08, 0.08, worse)]

    def with_first(other):
        one = coders[0]
        kinds = (one & other, one & ~other, ~one & other, ~one & ~other)
        cells = np.stack([kind.sum(axis=1) for kind in kinds], axis=1)
        return lambda times: cohen_kappa(TwoByTwo(*(times @ cells).tolist()))

    return with_first(coders[1]), with_first(coders[2]), documents


def test_a_machine_as_good_is_not_inferior_and_a_worse_one_is_not_said_to_be():
    as_good = non_inferiority(*pairs_of(1, worse=0.08), margin=0.15)
    assert (as_good.holds, as_good.reason) == (True, "")
    worse = non_inferiority(*pairs_of(1, worse=0.25), margin=0.15)
    assert worse.holds is False
    assert worse.reason == "a difference of 0.15 or less is ruled out"
    assert worse.interval.low > 0.15
    unclear = non_inferiority(*pairs_of(1, worse=0.25), margin=round(worse.difference.value, 2))
    assert unclear.holds is False
    assert unclear.reason.endswith("or more is not ruled out")


def test_it_is_the_upper_end_of_the_90_percent_interval_of_the_difference():
    people, machine, documents = pairs_of(2, worse=0.1)
    around = jackknife(difference(people, machine), documents, level=0.9, fisher=False)
    for margin, holds in ((around.high + 1e-6, True), (around.high - 1e-6, False)):
        found = non_inferiority(people, machine, documents, margin=margin)
        assert found.interval == around
        assert found.holds is holds


def test_too_few_documents_give_no_answer_although_nothing_is_significant():
    found = non_inferiority(*pairs_of(3, worse=0.1, documents=4), margin=0.5)
    assert found.holds is None
    assert found.reason == "4 documents; at least 5 are needed"
    assert found.difference.defined


def test_at_the_margin_few_are_called_not_inferior():
    """Kappa of the two is .607 and .434 in the limit: a machine that is worse by the margin."""
    exact = [value(np.ones(20_000, np.int64)).value for value in
             pairs_of(4, worse=0.18, documents=20_000)[:2]]  # fmt: skip
    margin = exact[0] - exact[1]
    called = [
        non_inferiority(*pairs_of(seed, worse=0.18, documents=15), margin=margin).holds
        for seed in range(120)
    ]
    assert 0 < np.mean(called) < 0.11


def test_a_margin_is_above_zero():
    with pytest.raises(ValueError, match="above 0"):
        non_inferiority(*pairs_of(1, worse=0.1), margin=0)
