"""Whether conclusions hold under another coding: planted, counted by hand, and told apart."""

import numpy as np
import pytest
from scipy.stats import binomtest

from secondcoder.agreement.coefficients.intervals import jackknife
from secondcoder.agreement.coefficients.many_intervals import exact_share, jackknife_many
from secondcoder.agreement.coefficients.values import Value
from secondcoder.agreement.study.by_group import Groups
from secondcoder.agreement.study.coded import CodeFrame
from secondcoder.agreement.study.conclusions import (
    FLIPS,
    GROUP,
    HOLDS,
    MAJOR,
    ORDER,
    UNKNOWN,
    TwoCodings,
    conclusions,
)
from secondcoder.records.codes import Code, Codebook

DOCUMENTS, EACH = 24, 20


def study(first, second, *, documents=DOCUMENTS, groups=False, seed=1):
    """Return two codings of codes at these rates, or at rates of the north and of the rest."""
    dice = np.random.default_rng(seed)
    document = np.repeat(np.arange(documents), EACH)
    north = document % 2 == 0
    applied = []
    for rates in (first, second):
        rate = np.array(rates, dtype=float)
        each = rate[np.where(north, 0, 1)] if rate.ndim == 2 else rate[None, :]
        applied.append(dice.random((len(document), rate.shape[-1])) < each)
    codes = tuple(Code(id=f"c{n}", path=(f"c{n}",)) for n in range(applied[0].shape[1]))
    return TwoCodings(
        first="Kim",
        second="machine",
        second_is="machine",
        frame=CodeFrame.of(Codebook(codes)),
        applied=tuple(applied),
        document=document,
        groups=[Groups("region", np.where(north, "north", "south"))] if groups else [],
    )


def by_kind(two, kind):
    return {(r.code_id, r.other_code_id): r for r in conclusions(two) if r.kind == kind}


def test_an_order_that_both_tell_alike_holds_and_a_turned_one_flips():
    same = by_kind(study([0.5, 0.2], [0.45, 0.25]), ORDER)
    assert {key: one.outcome for key, one in same.items()} == {("c0", "c1"): HOLDS}
    turned = by_kind(study([0.5, 0.2], [0.2, 0.5]), ORDER)["c0", "c1"]
    assert turned.outcome == FLIPS
    assert turned.told_first.low > 0 > turned.told_second.high


def test_what_one_coding_does_not_tell_cannot_be_told():
    level = by_kind(study([0.5, 0.2], [0.3, 0.3]), ORDER)["c0", "c1"]
    assert level.outcome == UNKNOWN
    assert level.told_second.low < 0 < level.told_second.high


def test_few_documents_or_rare_codes_tell_nothing():
    few = conclusions(study([0.5, 0.1], [0.5, 0.1], documents=4, groups=True))
    assert {one.outcome for one in few} == {UNKNOWN}
    assert {one.told_first.low for one in few} == {None}
    rare = by_kind(study([0.005, 0.004], [0.5, 0.1], seed=3), ORDER)
    assert {one.outcome for one in rare.values()} == {UNKNOWN}


def test_differences_between_groups_are_those_counted_by_hand():
    two = study([[0.6, 0.3], [0.2, 0.3]], [[0.2, 0.3], [0.6, 0.3]], groups=True)
    rows = by_kind(two, GROUP)
    north = two.groups[0].value == "north"
    for place, code in enumerate(("c0", "c1")):
        row = rows[code, ""]
        assert (row.attribute, row.value) == ("region", "north")
        for told, applied in zip((row.told_first, row.told_second), two.applied, strict=True):
            given = applied[:, place]
            assert told.value == pytest.approx(given[north].mean() - given[~north].mean())
    assert rows["c0", ""].outcome == FLIPS
    assert rows["c1", ""].outcome == UNKNOWN


def test_a_major_code_occurs_in_most_documents_with_an_exact_interval():
    rows = by_kind(study([0.5, 0.01], [0.5, 0.5]), MAJOR)
    assert rows["c0", ""].outcome == HOLDS
    assert rows["c0", ""].told_first.value == 0.5
    assert rows["c1", ""].outcome == FLIPS
    low, high = exact_share(np.array([0, 3, 12]), 12)
    for count, ends in zip((0, 3, 12), zip(low, high, strict=True), strict=True):
        exact = binomtest(count, 12).proportion_ci(method="exact")
        assert ends == pytest.approx((exact.low, exact.high))


def test_many_intervals_are_those_of_the_jackknife_one_by_one():
    dice = np.random.default_rng(5)
    given, units = dice.integers(0, 9, (11, 6)), dice.integers(9, 20, 11)
    whole = given.sum(axis=0) / units.sum()
    without = (given.sum(axis=0) - given) / (units.sum() - units)[:, None]
    low, high = jackknife_many(whole, without)
    for place in range(6):

        def share(times, place=place):
            return Value(float(times @ given[:, place] / (times @ units)))

        one = jackknife(share, 11, fisher=False)
        assert (low[place], high[place]) == pytest.approx((one.low, one.high))


def test_without_a_difference_a_flip_is_rare():
    """Two coders of the same rates, all codes alike: both would have to err in opposite ways."""
    flips = total = 0
    for seed in range(40):
        found = conclusions(study([0.3] * 4, [0.3] * 4, documents=10, groups=True, seed=seed))
        flips += sum(one.outcome == FLIPS for one in found if one.kind != MAJOR)
        total += sum(one.kind != MAJOR for one in found)
    assert total == 40 * (6 + 4)
    assert flips <= 0.01 * total
