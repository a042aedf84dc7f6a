import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score

from secondcoder.themes.consensus import ConsensusCommunities, by_size, consensus
from secondcoder.themes.discover import DiscoverySettings, clusterer_for
from secondcoder.themes.graph import shared_neighbour_graph
from secondcoder.themes.louvain import LouvainGraph
from secondcoder.themes.neighbours import nearest


def blobs(sizes, *, noise=0.25, dimensions=24, seed=0):
    """Return unit rows around one centre a group, and the group of each row."""
    random = np.random.default_rng(seed)
    centres = np.eye(dimensions)[: len(sizes)]
    truth = np.repeat(np.arange(len(sizes)), sizes)
    rows = centres[truth] + noise * random.normal(size=(len(truth), dimensions)) / 2
    rows = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return rows, truth


def unit(rows):
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


# graph


def test_nearest_by_hand_with_ties_by_index():
    rows = unit(np.array([[1, 0], [1, 0], [1, 0], [0, 1]], np.float64))
    assert nearest(rows, 2).tolist() == [[1, 2], [0, 2], [0, 1], [0, 1]]


def test_nearest_agrees_with_sorting_in_blocks_too(monkeypatch):
    rows, _ = blobs([20, 20])
    whole = nearest(rows, 5)
    similarity = (rows @ rows.T).astype(np.float64)
    np.fill_diagonal(similarity, -np.inf)
    assert np.array_equal(np.sort(whole), np.sort(np.argsort(-similarity, axis=1)[:, :5]))
    monkeypatch.setattr("secondcoder.themes.neighbours.CELLS", 7 * 40)
    assert np.array_equal(nearest(rows, 5), whole)


@pytest.mark.parametrize(("rows", "width"), [(0, 0), (1, 0), (2, 1), (3, 2)])
def test_few_rows_have_few_neighbours(rows, width):
    assert nearest(np.eye(3, dtype=np.float32)[:rows], 15).shape == (rows, width)


def test_the_graph_is_symmetric_without_loops_and_weighs_by_jaccard():
    rows, _ = blobs([6, 6], noise=0.1)
    graph = shared_neighbour_graph(nearest(rows, 2)).toarray()
    assert np.array_equal(graph, graph.T)
    assert np.all(np.diag(graph) == 0)
    assert graph.max() <= 1
    near = nearest(rows, 2)
    sets = [{row, *near[row].tolist()} for row in range(12)]
    for one, two in np.argwhere(graph):
        expected = len(sets[one] & sets[two]) / len(sets[one] | sets[two])
        assert graph[one, two] == pytest.approx(expected)
        assert two in sets[one] or one in sets[two]


# communities


@pytest.mark.parametrize("sizes", [[10, 10, 10], [40, 20, 10, 8], [60, 30]])
def test_planted_groups_are_found(sizes):
    rows, truth = blobs(sizes)
    labels = clusterer_for(len(rows), DiscoverySettings(), 1.0).on(rows).labels(seed=0)
    assert adjusted_rand_score(truth, labels) == 1


def test_planted_groups_are_nearly_found_in_noise():
    rows, truth = blobs([40, 40, 40], noise=0.6)
    labels = ConsensusCommunities(neighbours=10).on(rows).labels(seed=0)
    assert adjusted_rand_score(truth, labels) > 0.9


@settings(max_examples=15, deadline=None)
@given(st.permutations(range(36)))
def test_the_order_of_rows_does_not_change_separate_groups(order):
    rows, truth = blobs([16, 12, 8])
    labels = ConsensusCommunities(neighbours=5, seeds=5).on(rows[list(order)]).labels(seed=0)
    assert adjusted_rand_score(truth[list(order)], labels) == 1


def test_the_order_of_rows_hardly_changes_groups_in_noise():
    rows, _ = blobs([40, 40, 40], noise=0.6)
    clusterer = ConsensusCommunities(neighbours=10)
    labels = clusterer.on(rows).labels(seed=0)
    order = np.random.default_rng(1).permutation(len(rows))
    assert adjusted_rand_score(labels[order], clusterer.on(rows[order]).labels(seed=0)) > 0.9


def test_the_same_seed_gives_the_same_labels_and_seeds_agree():
    rows, _ = blobs([30, 30, 30], noise=0.6)
    clusterer = ConsensusCommunities(neighbours=10)
    first = clusterer.on(rows).labels(seed=3)
    assert np.array_equal(first, clusterer.on(rows).labels(seed=3))
    assert adjusted_rand_score(first, clusterer.on(rows).labels(seed=100)) > 0.9


def test_identical_vectors_are_one_group():
    rows = np.tile(unit(np.ones((1, 8))), (30, 1))
    for neighbours in (4, 6, 9, 29):
        labels = ConsensusCommunities(neighbours=neighbours).on(rows).labels(seed=0)
        assert set(labels.tolist()) == {0}


def test_an_answer_that_many_gave_is_not_torn_apart():
    rows, _ = blobs([12, 12])
    many = np.concatenate([rows, np.tile(unit(np.ones((1, 24))), (40, 1))])
    labels = ConsensusCommunities(neighbours=6).on(many).labels(seed=0)
    assert labels[24:].tolist() == [0] * 40
    assert 0 not in labels[:24]


def test_duplicates_stay_together():
    rows, _ = blobs([12, 12])
    doubled = np.concatenate([rows, rows])
    labels = ConsensusCommunities(neighbours=6).on(doubled).labels(seed=0)
    assert np.array_equal(labels[:24], labels[24:])


@pytest.mark.parametrize("count", [0, 1, 2])
def test_too_few_rows_are_in_no_group(count):
    labels = ConsensusCommunities().on(np.eye(3, dtype=np.float32)[:count]).labels(seed=0)
    assert labels.tolist() == [-1] * count


def test_a_graph_without_edges_leaves_every_row_alone():
    from scipy import sparse

    graph = LouvainGraph.of(sparse.csr_matrix((5, 5)))
    labels = consensus(graph, first=graph, resolution=1.0, seeds=3, seed=0)
    assert len(set(labels.tolist())) == 5
    assert by_size(labels, min_size=3).tolist() == [-1] * 5


@given(st.lists(st.integers(min_value=-1, max_value=6), min_size=1, max_size=40))
def test_groups_are_numbered_from_the_largest_down(given_labels):
    labels = np.array(given_labels)
    found = by_size(labels, min_size=2)
    sizes = np.bincount(found[found >= 0])
    assert sorted(sizes.tolist(), reverse=True) == sizes.tolist()
    assert all(size >= 2 for size in sizes)
    assert np.all(found[labels == -1] == -1)
    for label in set(given_labels) - {-1}:
        assert len(set(found[labels == label].tolist())) == 1
        assert (found[labels == label][0] == -1) == ((labels == label).sum() < 2)
