import math

import numpy as np
import pytest
from scipy.stats import t as student

from secondcoder.agreement.coefficients import intervals, scale
from secondcoder.agreement.coefficients.binary import TwoByTwo, cohen_kappa, percent, two_by_two
from secondcoder.agreement.coefficients.values import Value, undefined
from secondcoder.agreement.study.pairs import notes_of


def counts_of(seed=0, *, documents=12, passages=20):
    """Return 2×2 counts of documents, shape ``(documents, 4)``."""
    generator = np.random.default_rng(seed)
    rate = generator.beta(2, 4, size=documents)
    first = generator.random((documents, passages)) < rate[:, None]
    flipped = generator.random((documents, passages)) < 0.15
    tables = [two_by_two(a, a ^ b) for a, b in zip(first, flipped, strict=True)]
    return np.array([(t.both, t.first_only, t.second_only, t.neither) for t in tables])


def statistic(counts, coefficient=cohen_kappa):
    return lambda times: coefficient(TwoByTwo(*(times @ counts).tolist()))


def test_jackknife_is_the_formula_written_out():
    counts = counts_of()
    found = intervals.jackknife(statistic(counts), len(counts))

    def z(rows):
        value = cohen_kappa(TwoByTwo(*rows.sum(axis=0).tolist())).value
        return math.log((value + 0.04) / (1 - value))

    without = np.array([z(np.delete(counts, k, axis=0)) for k in range(12)])
    apart = without - without.mean()
    error = math.sqrt(11 / 12 * (apart**2).sum())
    kurtosis = 12 * (apart**4).sum() / (apart**2).sum() ** 2
    freedom = min(11, 2 * 12 / (kurtosis - 1))
    reach = student.ppf(0.975, freedom) * error
    for end, sign in ((found.low, -1), (found.high, 1)):
        grown = math.exp(z(counts) + sign * reach)
        assert end == pytest.approx((grown - 0.04) / (1 + grown), abs=1e-12)
    assert found.freedom == pytest.approx(freedom)
    assert (found.documents, found.replicates, found.reason) == (12, 12, "")


def test_below_zero_the_scale_is_plain_and_at_zero_there_is_no_step():
    counts = np.array([[0, k, 9 - k, 3] for k in range(3, 9)] * 2)
    found = intervals.jackknife(statistic(counts), 12)
    value = cohen_kappa(TwoByTwo(*counts.sum(axis=0).tolist())).value
    assert -1 < found.low < found.high < 0
    assert value - found.low == pytest.approx(found.high - value)
    near = scale.scale([-1e-6, 0.0, 1e-6])
    assert near[1] - near[0] == pytest.approx(near[2] - near[1], rel=1e-3)


def test_the_scale_is_put_back_and_ends_at_one_and_minus_one():
    values = np.array([-0.99, -0.3, -0.01, 0.0, 0.01, 0.4, 0.999])
    assert scale.put_back(scale.scale(values)) == pytest.approx(values)
    assert scale.put_back([-1e6, 1e6]).tolist() == [-1.0, 1.0]


def test_degrees_of_freedom_come_from_documents_that_carry_the_code():
    counts = counts_of(2)
    alike = intervals.jackknife(statistic(counts), 12, carried=np.full(12, 5))
    few = intervals.jackknife(statistic(counts), 12, carried=[50, 50, 50, *[1] * 9])
    assert alike == intervals.jackknife(statistic(counts), 12)
    assert few.freedom == pytest.approx(159**2 / (3 * 2500 + 9))
    assert few.low < alike.low < alike.high < few.high


def test_few_units_with_a_code_give_no_interval():
    counts = counts_of(2)[:6]
    none, enough = (
        intervals.jackknife(statistic(counts), 6, carried=[each] * 6) for each in (1.5, 2)
    )
    assert none.reason == "9 units carry a code; at least 10 are needed"
    assert (enough.estimable, enough.covers, enough.said) == (True, 0.95, "")


def nobody_agrees(documents):
    counts = np.array([[0, 2, 1, 22], [0, 1, 2, 22], [0, 2, 2, 21]] * (documents // 3))
    return counts, counts[:, :3].sum(axis=1)


def test_where_coders_hardly_ever_agree_that_a_code_applies_there_is_no_interval():
    """Without this such intervals of kappa hold the true value in three quarters of studies."""
    counts, carried = nobody_agrees(6)

    def around(agreed):
        return intervals.jackknife(
            statistic(counts), 6, carried=carried, agreed=agreed, occurs_in=6
        )

    assert around([0] * 6).reason == (
        "coders agree on no unit that a code applies (20 carry one), and at least 2 such units "
        "are needed: too few documents for an interval"
    )
    assert "on one unit alone" in around([1, *[0] * 5]).reason
    assert around([1, 1, *[0] * 4]).estimable
    plain = intervals.jackknife(statistic(counts), 6, fisher=False, carried=carried)
    assert plain.high - plain.low == pytest.approx(2 * (1 - 0.05 ** (1 / 20)))


def test_a_value_not_above_chance_says_how_often_its_interval_holds():
    counts, carried = nobody_agrees(12)
    agreed = [1, 1, *[0] * 10]
    one, several = (
        intervals.jackknife(statistic(counts), 12, carried=carried, agreed=agreed, occurs_in=occurs)
        for occurs in (12, None)
    )
    said = "agreement is not above chance, where such an interval may cover about {}, not 95 %"
    assert one.said == said.format("85 %")
    assert several.said == said.format("72 %")


def test_where_nobody_agrees_what_was_never_seen_is_not_ruled_out():
    """Without this the interval of such a kappa is -.03 to -.02, and hardly ever holds the true."""
    counts, carried = nobody_agrees(12)
    found = intervals.jackknife(statistic(counts), 12, carried=carried)
    unseen = 1 - 0.05 ** (1 / 40)
    assert found.high == pytest.approx(2 * unseen / (1 + unseen))
    assert 0.12 < found.high < 0.25
    assert (
        "agreement is not above chance, where such an interval may cover about 85 %" in found.said
    )


def test_jackknife_of_a_mean_is_the_standard_error_of_the_mean():
    values = np.random.default_rng(1).normal(size=9)

    def mean(times):
        return Value(float(times @ values / times.sum()))

    found = intervals.jackknife(mean, 9, fisher=False, level=0.9)
    apart = values - values.mean()
    freedom = min(8, 2 * 9 / (9 * (apart**4).sum() / (apart**2).sum() ** 2 - 1))
    reach = student.ppf(0.95, freedom) * values.std(ddof=1) / 3
    assert found.low == pytest.approx(values.mean() - reach, abs=1e-12)
    assert found.high == pytest.approx(values.mean() + reach, abs=1e-12)


def test_bootstrap_is_reproducible_and_near_the_jackknife():
    counts = counts_of(3, documents=40)
    one, again, other = (
        intervals.bootstrap(statistic(counts), 40, seed=seed) for seed in (1, 1, 2)
    )
    assert one == again
    assert one != other
    jackknife = intervals.jackknife(statistic(counts), 40)
    assert one.low == pytest.approx(jackknife.low, abs=0.03)
    assert one.high == pytest.approx(jackknife.high, abs=0.03)


def test_fewer_than_2000_samples_are_refused():
    with pytest.raises(ValueError, match="2000"):
        intervals.bootstrap(statistic(counts_of()), 12, seed=1, replicates=1999)


@pytest.mark.parametrize("method", ["jackknife", "bootstrap"])
def test_too_few_documents(method):
    def interval(documents, **options):
        counts = counts_of(documents=documents)
        if method == "bootstrap":
            options["seed"] = 1
        return getattr(intervals, method)(statistic(counts), documents, **options)

    assert interval(4).reason == "4 documents; at least 5 are needed"
    assert interval(1).reason == "1 document; at least 5 are needed"
    assert not interval(4).estimable
    assert interval(8, occurs_in=4).reason == (
        "the code occurs in 4 documents; at least 5 are needed"
    )
    assert interval(8, occurs_in=5).estimable


def test_undefined_values_are_passed_on():
    unused = np.tile([0, 0, 0, 9], (8, 1))
    for found in (
        intervals.jackknife(statistic(unused), 8),
        intervals.bootstrap(statistic(unused), 8, seed=1),
    ):
        assert found.reason == "neither coder applied the code to any unit"
        assert found.low is None
        assert found.high is None


def test_value_that_hangs_on_one_document():
    counts = np.tile([0, 0, 0, 9], (8, 1))
    counts[0] = [3, 1, 0, 5]
    found = intervals.jackknife(statistic(counts), 8)
    assert found.reason == "undefined without one document or another (1 of 8)"
    drawn = intervals.bootstrap(statistic(counts), 8, seed=1)
    assert drawn.reason.startswith("undefined in ")


def test_full_agreement_has_no_interval():
    full = np.tile([3, 0, 0, 6], (8, 1))
    found = intervals.jackknife(statistic(full), 8)
    assert found.reason == "agreement is full, or full without one document"
    same = np.tile([3, 1, 1, 6], (8, 1))
    found = intervals.jackknife(statistic(same, percent), 8, fisher=False)
    assert found.reason == "no document changes the value"


def test_units_are_taken_with_their_document():
    counts = counts_of(5)
    generator = np.random.default_rng(5)
    document = np.repeat([f"d{k:02}" for k in range(12)], 20)
    order = generator.permutation(240)
    cells = np.concatenate(
        [np.repeat([[1, 1], [1, 0], [0, 1], [0, 0]], row, axis=0) for row in counts]
    )
    first, second = cells[order].T
    over_documents, documents = intervals.of_units(
        document[order], lambda units: cohen_kappa(two_by_two(first[units], second[units]))
    )
    assert documents == 12
    assert intervals.jackknife(over_documents, 12) == intervals.jackknife(statistic(counts), 12)


def test_paired_difference():
    counts = counts_of(6)
    other = counts_of(7)
    both = intervals.difference(statistic(counts), statistic(other))
    found = intervals.jackknife(both, 12, fisher=False)
    assert found.low < both(np.ones(12, np.int64)).value < found.high
    swapped = intervals.jackknife(
        intervals.difference(statistic(other), statistic(counts)), 12, fisher=False
    )
    assert (swapped.low, swapped.high) == pytest.approx((-found.high, -found.low))
    same = intervals.difference(statistic(counts), statistic(counts))
    reason = intervals.jackknife(same, 12, fisher=False).reason
    assert reason == "no document changes the value"
    missing = intervals.difference(statistic(counts), lambda _times: undefined("unused"))
    assert missing(np.ones(12, np.int64)).reason == "unused"


def test_notes_of_two_intervals_are_named_where_they_differ():
    counts, carried = nobody_agrees(12)
    noted = intervals.jackknife(statistic(counts), 12, carried=carried)
    plain = intervals.jackknife(statistic(counts_of()), 12)
    assert noted.said
    assert notes_of({"mv-alpha": plain, "pooled kappa": plain}) == ""
    assert notes_of({"mv-alpha": noted, "pooled kappa": noted}) == noted.said
    assert notes_of({"mv-alpha": noted, "pooled kappa": plain}) == f"mv-alpha: {noted.said}"
    assert notes_of({"mv-alpha": plain, "pooled kappa": noted}) == f"pooled kappa: {noted.said}"
