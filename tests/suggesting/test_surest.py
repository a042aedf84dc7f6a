import numpy as np
import pytest

from secondcoder.suggesting.surest import with_surest

SURE = np.zeros(5)
TWO_WAYS = np.array([[1.0, 0.0], [0.9, 0.1], [0.0, 1.0], [0.1, 0.9], [0.8, 0.2]])
"""Passages that are worded in one of two ways; the last is as near to either code."""
BY_ENTRY = np.array([[0.5, 0.1], [0.5, 0.1], [0.1, 0.5], [0.1, 0.5], [0.3, 0.3]])


def unit(rows):
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def test_a_passage_like_those_that_surely_fit_a_code_gets_it():
    found = with_surest(BY_ENTRY, unit(TWO_WAYS), SURE)
    assert found[4, 0] > found[4, 1]
    assert found[:4].argmax(axis=1).tolist() == [0, 0, 1, 1]


def test_passages_that_unrelated_codes_come_as_near_to_teach_nothing():
    found = with_surest(BY_ENTRY, unit(TWO_WAYS), np.ones(5))
    assert found[4, 0] == pytest.approx(found[4, 1])
    order = np.argsort(-BY_ENTRY, axis=1, kind="stable")
    assert np.array_equal(np.argsort(-found, axis=1, kind="stable"), order)


def test_equal_passages_and_none_at_all_are_no_fault():
    equal = with_surest(BY_ENTRY, unit(np.ones((5, 2))), SURE)
    assert np.isfinite(equal).all()
    assert with_surest(np.zeros((0, 2)), np.zeros((0, 2), np.float32), np.zeros(0)).shape == (0, 2)
    assert with_surest(np.zeros((5, 0)), unit(TWO_WAYS), SURE).shape == (5, 0)
