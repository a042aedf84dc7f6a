import numpy as np
import pytest

from secondcoder.suggesting.how_many import Cuts, PeoplesNumbers, cuts_for, peoples_numbers


def numbers_of(confidence, cuts):
    """Return codes a passage and the share of passages without one, under the cuts."""
    first = confidence.max(axis=1, keepdims=True)
    is_first = np.arange(confidence.shape[1]) == confidence.argmax(axis=1)[:, None]
    given = (first >= cuts.first) & (is_first | (confidence >= cuts.further))
    return given.sum(axis=1).mean(), (~given.any(axis=1)).mean()


@pytest.mark.parametrize("codes", [3, 14, 58, 185])
@pytest.mark.parametrize(("wanted", "uncoded"), [(1.0, 0.0), (0.7, 0.3), (1.8, 0.0), (1.5, 0.4)])
def test_cuts_give_as_many_codes_as_people_whatever_the_scheme(codes, wanted, uncoded):
    confidence = np.random.default_rng(0).dirichlet(np.full(codes, 0.3), size=500)
    found = numbers_of(confidence, cuts_for(confidence, PeoplesNumbers(wanted, uncoded)))
    assert found == pytest.approx((wanted, uncoded), abs=0.01)


def test_the_cuts_by_hand():
    confidence = np.array([[0.9, 0.5], [0.8, 0.1], [0.3, 0.2], [0.2, 0.1]])
    assert cuts_for(confidence, PeoplesNumbers(1.0, 0.0)) == Cuts(0.0, np.inf)
    assert cuts_for(confidence, PeoplesNumbers(1.25, 0.0)) == Cuts(0.0, 0.5)
    assert cuts_for(confidence, PeoplesNumbers(0.75, 0.25)) == Cuts(0.3, np.inf)
    assert cuts_for(confidence, PeoplesNumbers(2.0, 0.0)).further == 0.1


def test_two_coders_numbers_are_those_of_one_of_them():
    share = np.array([[1.0, 0.5], [0.5, 0.0]])  # one gave both codes; one left the second uncoded
    people = peoples_numbers(share, np.array([1.0, 0.5]))
    assert people == PeoplesNumbers(1.0, 0.25)
    assert peoples_numbers(np.zeros((0, 2)), np.zeros(0)) is None


def test_one_code_and_one_passage_are_enough():
    assert cuts_for(np.array([[0.4]]), PeoplesNumbers(1.0, 0.0)) == Cuts(0.0, np.inf)
