"""Intervals by one call: with options, of one's own functions, and as a study gives them."""

from functools import partial

import numpy as np
import pandas as pd
import pytest

from secondcoder.agreement import (
    agreement_interval,
    cohen_kappa,
    gwet_ac1,
    krippendorff_alpha,
    mv_alpha,
    percent_agreement,
)
from secondcoder.agreement.coefficients import binary
from secondcoder.agreement.coefficients.counts import count_units
from secondcoder.agreement.coefficients.labelsets import label_sets
from secondcoder.agreement.study.pairs import mv_alpha_with_interval

DRAWN = np.random.default_rng(4)
FIRST = DRAWN.integers(1, 4, 60)
SECOND = np.where(DRAWN.random(60) < 0.7, FIRST, DRAWN.integers(1, 4, 60))
FRAME = pd.DataFrame({"ana": FIRST, "ben": SECOND})
DOCUMENTS = np.arange(60) % 8


def test_options_of_kappa_come_with_partial():
    weighted = partial(cohen_kappa, weights="linear", categories=[1, 2, 3])
    plain = agreement_interval(cohen_kappa, FRAME, documents=DOCUMENTS)
    found = agreement_interval(weighted, FRAME, documents=DOCUMENTS)
    assert found.low < weighted(FIRST, SECOND).value < found.high
    assert found.low != plain.low


def test_ones_own_function_may_return_a_number():
    def kappa(rows):
        return cohen_kappa(*zip(*rows, strict=True)).value

    found = agreement_interval(kappa, FRAME, documents=DOCUMENTS)
    assert found == agreement_interval(cohen_kappa, FRAME, documents=DOCUMENTS)
    nothing = agreement_interval(lambda rows: float("nan"), FRAME, documents=DOCUMENTS)
    assert nothing.low is None
    assert nothing.reason == "it gives nan"


def test_documents_that_nobody_shares_are_none():
    """Four interviews that two people coded are four, however many one of them coded besides."""
    shared = FRAME.where(pd.DataFrame({"ana": True, "ben": DOCUMENTS < 4}))
    found = agreement_interval(krippendorff_alpha, shared, documents=DOCUMENTS)
    assert found.low is None
    assert found.reason.startswith("4 documents")
    shared = FRAME.where(pd.DataFrame({"ana": True, "ben": DOCUMENTS < 6}))
    both = shared.dropna()
    of_all = agreement_interval(krippendorff_alpha, shared, documents=DOCUMENTS)
    of_both = agreement_interval(krippendorff_alpha, both, documents=DOCUMENTS[both.index])
    assert (of_all.low, of_all.high) == pytest.approx((of_both.low, of_both.high))
    assert of_all.documents == 6


def test_categories_stay_when_the_only_document_with_one_is_left_out():
    rare = FRAME.assign(ana=np.where(np.arange(60) == 0, 4, FIRST))
    found = agreement_interval(gwet_ac1, rare, documents=DOCUMENTS)
    named = agreement_interval(
        partial(gwet_ac1, categories=[1, 2, 3, 4]), rare, documents=DOCUMENTS
    )
    assert found == named


def test_a_share_stays_between_0_and_1():
    almost = FRAME.assign(ben=np.where(np.arange(60) == 7, 9, FIRST))
    found = agreement_interval(percent_agreement, almost, documents=DOCUMENTS)
    assert 0.9 < found.low < found.high == 1


def test_intervals_are_those_of_a_study():
    given = DRAWN.random((60, 3)) < 0.4
    other = np.where(DRAWN.random((60, 3)) < 0.8, given, DRAWN.random((60, 3)) < 0.4)
    counts = count_units(given, other, DOCUMENTS, 8)
    ours = agreement_interval(
        cohen_kappa, np.stack([given[:, 0], other[:, 0]], axis=1), documents=DOCUMENTS
    )
    theirs = counts.kappa_interval(0)
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=1e-12)
    shares = agreement_interval(
        percent_agreement, np.stack([given[:, 0], other[:, 0]], axis=1), documents=DOCUMENTS
    )
    theirs = counts.share_interval([0], binary.percent)
    assert (shares.low, shares.high) == pytest.approx((theirs.low, theirs.high), abs=1e-12)
    sets = [
        [set(np.flatnonzero(row).tolist()) for row in pair]
        for pair in zip(given, other, strict=True)
    ]
    ours = agreement_interval(mv_alpha, sets, documents=DOCUMENTS)
    _, theirs = mv_alpha_with_interval(label_sets(sets), DOCUMENTS)
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=1e-12)


def test_a_code_that_hardly_occurs_has_no_interval():
    rare = pd.DataFrame({"ana": [0] * 60, "ben": [0] * 60})
    rare.loc[[0, 9, 18, 27, 36, 45], "ana"] = 1
    rare.loc[[0, 9, 18, 27], "ben"] = 1
    found = agreement_interval(cohen_kappa, rare, documents=DOCUMENTS)
    assert found.low is None
    assert found.reason == "6 units carry a code; at least 10 are needed"


def test_coders_who_hardly_ever_agree_that_a_code_applies_have_no_interval():
    rare = pd.DataFrame({"ana": [0] * 60, "ben": [0] * 60})
    rare.loc[[*range(0, 54, 9), 59], "ana"] = 1
    rare.loc[[*range(1, 54, 9), 59], "ben"] = 1
    found = agreement_interval(cohen_kappa, rare, documents=DOCUMENTS)
    assert found.reason.startswith("coders agree on one unit alone that a code applies (13 carry")
    rare.loc[58] = 1
    assert agreement_interval(cohen_kappa, rare, documents=DOCUMENTS).estimable
    sets = [[{"x"} if one else set() for one in row] for row in rare.drop(58).to_numpy()]
    several = agreement_interval(mv_alpha, sets, documents=DOCUMENTS[:59])
    assert several.reason.startswith("coders agree on one unit alone")


def test_coders_who_saw_no_unit_together_have_no_interval():
    rows = [[1, None], [None, 0]] * 6
    found = agreement_interval(krippendorff_alpha, rows, documents=[n % 6 for n in range(12)])
    assert found.reason == "0 documents; at least 5 are needed"
