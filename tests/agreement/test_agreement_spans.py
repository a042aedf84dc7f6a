import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondcoder.agreement.coefficients import spans
from secondcoder.agreement.coefficients.binary import cohen_kappa, two_by_two

SPANS = st.lists(
    st.tuples(st.integers(0, 39), st.integers(1, 12)).map(lambda s: (s[0], min(s[0] + s[1], 40))),
    max_size=6,
)


def characters(found):
    marked = np.zeros(40, bool)
    for start, end in found:
        marked[start:end] = True
    return marked


@given(SPANS, SPANS)
def test_characters_are_counted_as_one_by_one(first, second):
    table = spans.span_characters(first, second, length=40)
    assert table == two_by_two(characters(first), characters(second))


@given(SPANS)
def test_merged_spans_mark_the_same_characters(found):
    for touching in (True, False):
        merged = spans.merge_spans(found, touching=touching)
        assert (characters(merged) == characters(found)).all()
        assert all(a[1] < b[0] + (not touching) for a, b in pairwise(merged))


def test_touching_spans_are_one_unless_told_otherwise():
    assert spans.merge_spans([(5, 9), (0, 5), (12, 14)]) == ((0, 9), (12, 14))
    assert spans.merge_spans([(5, 9), (0, 5)], touching=False) == ((0, 5), (5, 9))


def test_kappa_of_characters():
    table = spans.span_characters([(0, 50), (100, 150)], [(0, 50), (200, 300)], length=1000)
    assert cohen_kappa(table).value == pytest.approx(0.3181818, abs=1e-6)


def test_exact_and_overlapping_matches():
    first, second = [(0, 10), (20, 30), (40, 42)], [(0, 10), (22, 34), (50, 60)]
    assert spans.exact_matches(first, second) == spans.SpanMatches(1, 3, 3)
    found = spans.overlap_matches(first, second)
    assert found == spans.SpanMatches(2, 3, 3)
    assert spans.span_f1(found).value == pytest.approx(2 / 3)
    assert spans.overlap_matches(first, second, least=0.6).matched == 1
    assert spans.span_f1(found + found).value == pytest.approx(2 / 3)


def test_a_span_is_paired_once_and_the_most_pairs_count():
    first, second = [(0, 10), (11, 20)], [(0, 5), (6, 20)]
    assert spans.overlap_matches(first, second, least=0.25).matched == 2
    assert spans.overlap_matches([(0, 10)], [(0, 5), (6, 10)], least=0.1).matched == 1


@given(SPANS, SPANS)
def test_matches_do_not_depend_on_order_and_exact_is_the_strictest(first, second):
    loose, strict = (spans.overlap_matches(first, second, least=x).matched for x in (0.2, 1))
    assert strict == spans.exact_matches(first, second).matched <= loose
    turned = spans.overlap_matches(second[::-1], first[::-1], least=0.2)
    assert turned.matched == loose


def test_holsti():
    assert spans.holsti(8, 10, 12).value == pytest.approx(16 / 22)
    assert spans.holsti(0, 0, 0).reason == "neither coder made a decision"
    with pytest.raises(ValueError, match="agreements"):
        spans.holsti(5, 4, 9)


def test_reasons_and_refusals():
    nothing = spans.exact_matches([], [])
    assert spans.span_f1(nothing).reason == spans.NO_SPANS
    assert spans.span_f1(spans.overlap_matches([(0, 4)], [])).value == 0
    assert math.isclose(spans.span_f1(spans.exact_matches([(0, 4)], [(0, 4)])).value, 1)
    assert cohen_kappa(spans.span_characters([], [], length=9)).value is None
    with pytest.raises(ValueError, match="outside"):
        spans.span_characters([(0, 11)], [], length=10)
    with pytest.raises(ValueError, match="empty"):
        spans.merge_spans([(4, 4)])
    with pytest.raises(ValueError, match="share"):
        spans.overlap_matches([], [], least=0)
