"""Published numbers: twelve themes of ten focus groups, and intervals of Newcombe (1998)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondcoder.procedures.content.steps.counting import percent
from secondcoder.procedures.content.steps.describe import describe, standing
from secondcoder.procedures.content.steps.error_bars import bars, wilson
from secondcoder.procedures.content.steps.majority import majority
from secondcoder.procedures.content.steps.records import Comment, Count

PUBLISHED = [52, 40, 33, 32, 32, 30, 23, 19, 18, 16, 16, 12]
"""Codes per theme; six are called major, six minor. Percents below as printed."""


def counts(numbers):
    return [
        Count(path=(f"t{place:02d}",), codes=n, percent=None, documents=1, speakers=0)
        for place, n in enumerate(numbers)
    ]


def test_the_published_description():
    found = describe(PUBLISHED)
    assert (found.themes, found.total, found.spread) == (12, 323, 40)
    assert f"{found.mean:.2f} {found.median:.2f} {found.sd:.2f}" == "26.92 26.50 11.74"
    standings = [standing(number, found)[0] for number in PUBLISHED]
    assert standings == ["major"] * 6 + ["minor"] * 6


@pytest.mark.parametrize(
    ("codes", "printed"), [(52, "16.10"), (33, "10.22"), (32, "9.91"), (23, "7.12"), (12, "3.72")]
)
def test_the_published_percents(codes, printed):
    assert f"{percent(codes, 323):.2f}" == printed


def test_a_theme_at_the_mean_is_minor_and_that_is_said():
    found = describe([1, 2, 3, 0])
    assert standing(2, found) == ("minor", "exactly at the mean")
    assert standing(3, found) == ("major", "")
    assert standing(0, found)[0] == "no code"
    assert found.themes == 3


def test_nothing_coded_has_no_mean_and_one_theme_no_deviation():
    assert describe([]).mean is None
    assert describe([4]).sd is None
    assert percent(0, 0) is None


@pytest.mark.parametrize(
    ("printed", "size"),
    [([18.59, 14.48, 12.36, 11.72, 9.0, 8.0, 7.0], 4), ([32.46, 17.94, 17.0], 2), ([67.43], 1)],
)
def test_the_published_sets_that_make_half(printed, size):
    rest = 10_000 - sum(round(100 * value) for value in printed)
    small = [1] * 0 if rest <= 0 else [rest // 8] * 8
    found = majority(counts([*(round(100 * value) for value in printed), *small]))
    assert len(found.counts) == size


def test_a_theme_as_large_as_the_last_one_taken_is_named():
    found = majority(counts([3, 3]))
    assert [one.label for one in found.counts] == ["t00"]
    assert "t01" in found.note


@given(st.lists(st.integers(0, 30), min_size=1, max_size=12))
def test_no_smaller_set_makes_half(numbers):
    taken = [one.codes for one in majority(counts(numbers)).counts]
    assert 2 * sum(taken) >= sum(numbers)
    largest = sorted(numbers, reverse=True)
    assert not taken or 2 * sum(largest[: len(taken) - 1]) < sum(numbers) or len(taken) == 1


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611)],
)
def test_wilson_as_newcombe_1998_prints_it(part, whole, low, high):
    assert wilson(part, whole) == pytest.approx((100 * low, 100 * high), abs=0.005)


def made(theme, document):
    return Comment(
        path=(theme,),
        code_id=theme,
        document=document,
        case="",
        speaker="",
        passages=("p",),
        text="words",
    )


def test_the_standard_deviation_is_over_documents():
    part = [made("A", "one")] * 3 + [made("B", "one")] + [made("A", "two")] + [made("B", "two")]
    top = bars(part)[0]
    assert (top.path, top.codes, top.total, top.documents) == (("A",), 4, 6, 2)
    assert top.percent == 66.67
    assert top.mean == pytest.approx(62.5)  # of 75 and 50 percent
    assert top.sd == pytest.approx(17.6777, abs=1e-4)
    assert top.se == pytest.approx(12.5)
    assert top.bootstrap is None


def test_one_document_has_no_deviation_and_five_have_a_bootstrap():
    assert bars([made("A", "one")])[0].sd is None
    assert "one document" in bars([made("A", "one")])[0].note
    part = [made(theme, f"d{n}") for n in range(5) for theme in ("A", "B", "B")[: 2 + n % 2]]
    low, high = bars(part)[0].bootstrap
    assert 0 <= low < high <= 100
    assert bars(part) == bars(part[::-1])
