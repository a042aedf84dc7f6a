import math
from itertools import pairwise

import naive
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secondcoder.agreement.coefficients.unitizing import (
    NO_PAIRS,
    Continuum,
    unitize,
    unitizing_alphas,
)


def units_of(generator, length, codes="abc"):
    """Return random units of one coder that do not overlap, some touching."""
    points = np.sort(generator.choice(length + 1, size=generator.integers(2, 12), replace=False))
    return tuple(
        (int(start), int(end), str(generator.choice(list(codes))))
        for start, end in pairwise(points)
        if generator.random() < 0.6
    )


def random_documents(seed, *, documents=3, coders=3):
    generator = np.random.default_rng(seed)
    return [
        (length, [units_of(generator, length) for _ in range(coders)])
        for length in generator.integers(40, 120, size=documents).tolist()
    ]


def alphas(documents):
    continua = [Continuum(length, tuple(coders)) for length, coders in documents]
    return unitizing_alphas(unitize(continua))


@pytest.mark.parametrize("coders", [2, 3, 5])
@pytest.mark.parametrize("seed", range(4))
def test_against_every_single_character(seed, coders):
    documents = random_documents(seed, coders=coders)
    found = alphas(documents)
    u, bar, cu, each = naive.unitizing(documents, ["a", "b", "c"])
    assert math.isclose(found.u_alpha.value, u, abs_tol=1e-9)
    assert math.isclose(found.bar_u_alpha.value, bar, abs_tol=1e-9)
    assert math.isclose(found.cu_alpha.value, cu, abs_tol=1e-9)
    assert each
    for code, value in each.items():
        assert math.isclose(found.k_u_alpha[code].value, value, abs_tol=1e-9)


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
def test_order_names_and_place_do_not_matter(seed, random):
    documents = random_documents(seed)
    one = alphas(documents)
    names = dict(zip("abc", random.sample("xyz", 3), strict=True))
    moved = [
        Continuum(
            length,
            tuple(
                tuple((s + 7, e + 7, names[c]) for s, e, c in random.sample(units, len(units)))
                for units in random.sample(coders, len(coders))
            ),
            start=7,
        )
        for length, coders in random.sample(documents, len(documents))
    ]
    other = unitizing_alphas(unitize(moved))
    for name in ("u_alpha", "bar_u_alpha", "cu_alpha", "cu_coverage"):
        before, after = getattr(one, name), getattr(other, name)
        assert before.reason == after.reason
        if before.defined:
            assert math.isclose(before.value, after.value, abs_tol=1e-9)
            assert before.value <= 1 + 1e-12


def test_identical_units_give_one_only_where_chance_could_differ():
    units = ((0, 4, "a"), (6, 9, "b"))
    found = alphas([(20, [units, units])])
    assert [found.u_alpha.value, found.bar_u_alpha.value, found.cu_alpha.value] == [1, 1, 1]
    one_code = alphas([(20, [units[:1], units[:1]])])
    assert one_code.bar_u_alpha.value == 1
    assert one_code.cu_alpha.reason == "where coders meet there is nothing, or one code only"
    assert one_code.k_u_alpha["a"].reason == "where coders meet there is this code only"


def test_reasons():
    assert alphas([]).u_alpha.reason == NO_PAIRS
    assert alphas([(10, [((0, 3, "a"),)])]).k_u_alpha["a"].reason == NO_PAIRS
    nothing = alphas([(10, [(), ()])])
    assert nothing.u_alpha.value is None
    assert nothing.bar_u_alpha.reason == "there are no gaps, or nothing is marked"
    full = alphas([(10, [((0, 10, "a"),), ((0, 5, "a"), (5, 10, "b"))])])
    assert full.bar_u_alpha.reason == "there are no gaps, or nothing is marked"
    assert full.u_alpha.defined
    apart = alphas([(10, [((0, 3, "a"),), ((5, 8, "a"),)])])
    assert apart.k_u_alpha["a"].reason == "no other coder marked anything where the code is"
    assert apart.k_coverage["a"].value == 0


def test_a_document_that_one_coder_saw_changes_nothing():
    documents = random_documents(9)
    more = [*documents, (500, [((3, 90, "a"),)])]
    assert alphas(more).u_alpha.value == pytest.approx(alphas(documents).u_alpha.value, abs=1e-12)


def test_documents_may_be_taken_more_than_once():
    documents = random_documents(11)
    found = unitize([Continuum(length, tuple(coders)) for length, coders in documents])
    times = np.array([2, 0, 1])
    drawn = alphas([documents[0], documents[0], documents[2]])
    taken = unitizing_alphas(found, times=times)
    assert taken.u_alpha.value == pytest.approx(drawn.u_alpha.value, abs=1e-12)
    assert taken.cu_alpha.value == pytest.approx(drawn.cu_alpha.value, abs=1e-12)


def test_units_that_overlap_or_leave_the_document_are_refused():
    with pytest.raises(ValueError, match="overlap"):
        alphas([(10, [((0, 5, "a"), (4, 6, "b")), ()])])
    with pytest.raises(ValueError, match="outside"):
        alphas([(10, [((8, 12, "a"),), ()])])
    with pytest.raises(ValueError, match="empty"):
        alphas([(10, [((3, 3, "a"),), ()])])
