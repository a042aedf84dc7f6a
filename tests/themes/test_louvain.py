import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score
from test_consensus import blobs

from secondcoder.themes import consensus as module
from secondcoder.themes import louvain as louvain_module
from secondcoder.themes.consensus import ConsensusCommunities
from secondcoder.themes.graph import shared_neighbour_graph
from secondcoder.themes.louvain import LouvainGraph, louvain
from secondcoder.themes.neighbours import nearest


def graph_of(sizes, *, neighbours, noise=0.6):
    return shared_neighbour_graph(nearest(blobs(sizes, noise=noise)[0], neighbours))


@pytest.mark.parametrize(("sizes", "neighbours"), [([7, 6], 4), ([40, 40, 40], 10), ([200], 15)])
def test_communities_are_those_of_scikit_networks_own_loop(sizes, neighbours):
    from sknetwork.clustering import Louvain

    graph = graph_of(sizes, neighbours=neighbours).astype(np.float64)
    made = LouvainGraph.of(graph)
    for seed in range(5):
        order = np.random.default_rng(seed).permutation(graph.shape[0])
        own = np.empty(len(order), dtype=np.int64)
        own[order] = Louvain(resolution=1.5).fit_predict(graph[order][:, order].tocsr())
        assert adjusted_rand_score(own, louvain(made, resolution=1.5, seed=seed)) == 1


def test_many_communities_are_summed_up_as_few_are(monkeypatch):
    graph = LouvainGraph.of(graph_of([60, 50, 40], neighbours=5))
    whole = [louvain(graph, resolution=3.0, seed=seed) for seed in range(4)]
    monkeypatch.setattr(louvain_module, "DENSE", 0)
    for seed, labels in enumerate(whole):
        found = louvain(graph, resolution=3.0, seed=seed)
        assert adjusted_rand_score(found, labels) == 1


def test_a_round_whose_first_runs_agree_is_not_run_to_its_end(monkeypatch):
    runs = []

    def counted(graph, *, resolution, seed):
        runs.append(seed)
        return louvain(graph, resolution=resolution, seed=seed)

    monkeypatch.setattr(module, "louvain", counted)
    rows, _ = blobs([30, 30, 30], noise=0.6)
    passages = ConsensusCommunities(neighbours=10, seeds=20).on(rows)
    early = passages.labels(seed=0)
    assert len(runs) < 40
    few = len(runs)
    monkeypatch.setattr(module, "FIRST_RUNS", 1000)
    assert np.array_equal(passages.labels(seed=0), early)
    assert len(runs) - few > few
