import itertools

import numpy as np
import pytest
import small_study
from hypothesis import given
from hypothesis import strategies as st

from secondcoder.agreement.study.calibration import (
    FEWEST_GROUPS,
    MOST_GROUPS,
    STEPS,
    calibration,
    risk_coverage,
    wilson,
)
from secondcoder.agreement.study.reconcile import reconcile
from secondcoder.records.certainty import ANYONE

SURE = np.array([0.9, 0.8, 0.7, 0.6, 0.4, 0.2])
RIGHT = np.array([True, True, False, True, False, False])
FEW = st.lists(
    st.tuples(st.sampled_from([0.1, 0.25, 0.4, 0.7, 0.9, 1.0]), st.booleans()), max_size=300
)


def apart(pairs):
    return np.array([one for one, _ in pairs]), np.array([one for _, one in pairs], dtype=bool)


def test_wilson_is_that_of_statsmodels():
    proportion = pytest.importorskip("statsmodels.stats.proportion")
    for count, total in ((0, 1), (0, 7), (1, 7), (20, 41), (41, 41), (333, 1000)):
        expected = proportion.proportion_confint(count, total, method="wilson")
        assert wilson(count, total) == pytest.approx(expected, abs=1e-12)
    assert wilson(0, 0) is None


def test_groups_and_their_error_as_counted_by_hand():
    *groups, whole = calibration(SURE, RIGHT, coder="Mira")
    told = [(g.group, g.low, g.high, g.passages, g.right, g.share_right) for g in groups]
    assert told == [
        ("1", 0.2, 0.4, 2, 0, 0.0),
        ("2", 0.6, 0.7, 2, 1, 0.5),
        ("3", 0.8, 0.9, 2, 2, 1.0),
    ]
    assert [g.mean_confidence for g in groups] == pytest.approx([0.3, 0.65, 0.85])
    assert [g.error for g in groups] == pytest.approx([0.3, 0.15, 0.15])
    assert (whole.group, whole.passages, whole.right) == ("all", 6, 3)
    assert whole.error == pytest.approx((0.3 + 0.15 + 0.15) / 3)
    assert whole.mean_confidence == pytest.approx(0.6)
    assert (groups[2].share_low, groups[2].share_high) == wilson(2, 2)


def test_the_calibration_error_weighs_groups_by_their_passages():
    sure = np.array([0.1] * 7 + [0.5] * 2 + [0.9] * 1)
    right = np.array([False] * 7 + [True, False] + [False])
    *groups, whole = calibration(sure, right, coder="Mira")
    assert [g.passages for g in groups] == [7, 3]  # equal confidences fill the second group too
    assert whole.error == pytest.approx((7 * 0.1 + 3 * (1.9 / 3 - 1 / 3)) / 10)


def test_about_forty_passages_make_a_group_but_never_more_than_fifteen():
    for total, groups in ((3, 3), (100, 3), (200, 5), (434, 11), (5000, MOST_GROUPS)):
        sure = np.linspace(0, 1, total)
        assert len(calibration(sure, sure > 0.5, coder="Mira")) == groups + 1
    assert calibration(SURE[: FEWEST_GROUPS - 1], RIGHT[:2], coder="Mira") == ()


def test_chances_that_hold_have_next_to_no_error():
    dice = np.random.default_rng(5)
    sure = dice.random(40_000)
    found = calibration(sure, dice.random(40_000) < sure, coder="Mira")
    assert found[-1].error < 0.02
    assert sum(g.share_low <= g.mean_confidence <= g.share_high for g in found[:-1]) >= 12


@given(FEW)
def test_groups_hold_every_passage_once_and_keep_equals_together(pairs):
    sure, right = apart(pairs)
    found = calibration(sure, right, coder="Mira")
    if len(pairs) < FEWEST_GROUPS:
        assert found == ()
        return
    *groups, whole = found
    assert sum(g.passages for g in groups) == whole.passages == len(pairs)
    assert sum(g.right for g in groups) == whole.right == right.sum()
    assert all(a.high < b.low for a, b in itertools.pairwise(groups))
    assert all(g.share_low <= g.share_right <= g.share_high for g in groups)
    assert abs(whole.mean_confidence - whole.share_right) <= whole.error + 1e-9
    turned = calibration(sure[::-1], right[::-1], coder="Mira")
    kept = ("group", "low", "high", "passages", "right")
    for name in kept:
        assert [getattr(g, name) for g in turned] == [getattr(g, name) for g in (*groups, whole)]


def test_risk_as_counted_by_hand():
    *curve, used = risk_coverage(SURE, RIGHT, SURE >= 0.6, coder="Mira")
    told = [(p.passages, p.wrong, p.confidence) for p in curve]
    assert told == [(1, 0, 0.9), (2, 0, 0.8), (3, 1, 0.7), (4, 1, 0.6), (5, 2, 0.4), (6, 3, 0.2)]
    assert [p.area for p in curve[:-1]] == [None] * 5
    assert curve[-1].area == pytest.approx((0 + 0 + 1 / 3 + 1 / 4 + 2 / 5 + 3 / 6) / 6)
    assert curve[-1].coverage == 1
    assert (used.point, used.passages, used.wrong, used.confidence) == ("in use", 4, 1, 0.6)
    assert (used.risk, (used.low, used.high)) == (0.25, wilson(1, 4))


def test_equally_sure_passages_are_answered_together():
    sure = np.array([0.5, 0.9, 0.5, 0.5])
    found = risk_coverage(sure, np.array([True, True, False, False]), sure > 2, coder="Mira")
    assert [p.passages for p in found] == [1, 4, 0]
    assert found[1].area == pytest.approx((0 + 3 * 0.5) / 4)
    assert (found[2].risk, found[2].low, found[2].confidence) == (None, None, None)


@given(FEW)
def test_the_curve_of_risk_ends_with_every_passage_answered(pairs):
    sure, right = apart(pairs)
    found = risk_coverage(sure, right, sure > 0.3, coder="Mira")
    if not pairs:
        assert found == ()
        return
    *curve, used = found
    assert len(curve) <= STEPS
    assert curve[-1].passages == len(pairs)
    assert curve[-1].wrong == (~right).sum()
    assert used.passages == (sure > 0.3).sum()
    assert 0 <= curve[-1].area <= 1
    assert all(a.passages < b.passages for a, b in itertools.pairwise(curve))
    assert all(a.confidence > b.confidence for a, b in itertools.pairwise(curve))
    for one in curve:
        assert one.wrong == (~right[sure >= one.confidence]).sum()
        assert one.low <= one.risk <= one.high


def _reconciled(people, **more):
    cut, human, suggestions, _ = small_study.study(people=people)
    return reconcile(
        cut, small_study.codebook(), human, suggestions, overlap=0.5, **more
    ), suggestions


def test_every_person_is_compared_and_all_of_them_together():
    found, suggestions = _reconciled(2)
    assert list(dict.fromkeys(g.coder for g in found.calibration)) == [ANYONE, "coder 0", "coder 1"]
    assert list(dict.fromkeys(p.coder for p in found.risk)) == [ANYONE, "coder 0", "coder 1"]
    by_coder = {g.coder: g for g in found.calibration if g.group == "all"}
    assert by_coder[ANYONE].right >= max(by_coder[f"coder {n}"].right for n in (0, 1))
    assert {one.passages for one in by_coder.values()} == {48}
    for comparison in found.comparisons:
        place = {code: column for column, code in enumerate(comparison.codes)}
        row = {passage: number for number, passage in enumerate(comparison.passages)}
        right = sum(
            comparison.human[row[one.passage_id], place[one.code_id]]
            for one in suggestions.ranked
            if one.rank == 1
        )
        assert by_coder[comparison.coder].right == right
    used = [p for p in found.risk if p.point == "in use"]
    answered = sum(one.suggested for one in suggestions.ranked if one.rank == 1)
    assert {one.passages for one in used} == {answered}


def test_one_person_needs_no_company_and_many_are_taken_together():
    alone, _ = _reconciled(1)
    assert {g.coder for g in alone.calibration} == {"coder 0"}
    many, _ = _reconciled(8)
    assert {g.coder for g in many.calibration} == {ANYONE}
    uncounted, _ = _reconciled(2, coefficients=False)
    assert uncounted.calibration == uncounted.risk == ()


def test_only_what_a_person_saw_is_counted():
    cut, *_ = small_study.study()
    saw = {"coder 1": frozenset(one.id for one in cut[:20])}
    cut, human, suggestions, _ = small_study.study(seen=saw)
    found = reconcile(cut, small_study.codebook(), human, suggestions, overlap=0.5)
    counted = {g.coder: g.passages for g in found.calibration if g.group == "all"}
    assert counted == {ANYONE: 48, "coder 0": 48, "coder 1": 20}
