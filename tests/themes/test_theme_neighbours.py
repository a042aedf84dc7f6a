import numpy as np
import pytest
from test_consensus import blobs

from secondcoder.themes import neighbours
from secondcoder.themes.consensus import ConsensusCommunities
from secondcoder.themes.neighbours import Neighbourhood, approximate, nearest


def spread(count, *, seed=0, dimensions=24):
    """Return unit rows with no two alike."""
    rows = np.random.default_rng(seed).normal(size=(count, dimensions))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


@pytest.mark.parametrize("share", [0.9, 0.5, 0.1])
def test_a_samples_neighbours_are_those_that_a_search_among_it_finds(share):
    rows = spread(300)
    chosen = np.sort(np.random.default_rng(1).choice(300, size=round(300 * share), replace=False))
    sample = Neighbourhood.of(rows, 15).sample(chosen)
    assert np.array_equal(sample.neighbours, nearest(rows[chosen], 15))


def test_neighbours_are_searched_for_once_for_all_seeds_and_samples(monkeypatch):
    searched = []

    def counted(vectors, count, *, of=None):
        searched.append(len(vectors) if of is None else len(of))
        return nearest(vectors, count, of=of)

    monkeypatch.setattr(neighbours, "nearest", counted)
    passages = ConsensusCommunities(neighbours=5, seeds=2).on(spread(400))
    for seed in range(3):
        passages.labels(seed=seed)
        passages.sample(np.arange(seed, 380)).labels(seed=seed)
    assert searched[0] == 400
    assert sum(searched[1:]) < 40


def test_a_sample_of_a_sample_too_small_for_its_neighbours():
    whole = Neighbourhood.of(spread(40), 15)
    assert whole.sample(np.arange(4)).neighbours.shape == (4, 3)
    assert whole.sample(np.array([7])).neighbours.shape == (1, 0)


def test_beyond_the_size_neighbours_are_looked_for_and_are_nearly_all_found(monkeypatch):
    rows, _ = blobs([300, 300, 300], noise=0.8)
    monkeypatch.setattr(neighbours, "EXACT", 500)
    found = Neighbourhood.of(rows, 15).neighbours
    exact = nearest(rows, 15)
    assert found.shape == exact.shape
    assert not np.any(found == np.arange(900)[:, None])
    shared = np.mean([len(set(one) & set(two)) / 15 for one, two in zip(found, exact, strict=True)])
    assert shared > 0.9
    assert np.array_equal(approximate(rows, 24), approximate(rows, 24))


def test_rows_that_are_all_equal_are_looked_for_too():
    rows = np.tile(spread(1), (200, 1))
    found = approximate(rows, 24)
    assert found.shape == (200, 24)
    assert not np.any(found == np.arange(200)[:, None])
