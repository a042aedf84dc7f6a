"""What is chosen on, what is reported and what is learnt from never overlap."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_corpus import WORDS, made_folder

from benchmarks.quality.corpora import DEV, REPORT, development, load_corpus, part_of
from benchmarks.quality.sampling import choose_examples, folds


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    return load_corpus(made_folder(tmp_path_factory.mktemp("made") / "made"))


def test_a_corpus_is_read_as_a_study(corpus):
    assert [code.name for code in corpus.codes] == list(WORDS)
    assert corpus.held.sum(axis=0).tolist() == [30] * 4
    assert corpus.by_document
    assert len(set(corpus.groups)) == 12
    assert np.array_equal(corpus.top_held, corpus.held)


def test_the_most_frequent_code_of_several_coders_is_taken(tmp_path):
    crowd = load_corpus(made_folder(tmp_path / "crowd", coders=("ann", "bob", "cyd")))
    assert crowd.votes.sum(axis=1).tolist() == [3] * 120
    assert crowd.held.sum(axis=1).tolist() == [1] * 120
    assert crowd.held[5].tolist() == [False, True, False, False]
    assert crowd.votes[5].tolist() == [1, 2, 0, 0]


def test_halves_share_no_document(corpus):
    dev, report = part_of(corpus, DEV), part_of(corpus, REPORT)
    assert not set(dev.groups) & set(report.groups)
    assert len(dev.passages) + len(report.passages) == len(corpus.passages)
    assert len(dev.passages) == 60


@given(st.lists(st.text(max_size=4), min_size=1, max_size=40))
def test_the_split_depends_on_names_alone(groups):
    chosen = development(groups)
    assert chosen.tolist() == development(groups[::-1])[::-1].tolist()
    inside = {group for group, dev in zip(groups, chosen, strict=True) if dev}
    assert len(inside) == len(set(groups)) // 2
    assert all((group in inside) == dev for group, dev in zip(groups, chosen, strict=True))


def test_without_documents_equal_texts_stay_together(tmp_path):
    folder = made_folder(tmp_path / "flat", documents=1, each=40)
    flat = load_corpus(folder)
    assert not flat.by_document
    assert flat.groups == tuple(flat.texts)


@settings(deadline=None)  # the first call imports scikit-learn
@given(st.integers(0, 20))
def test_folds_test_every_row_once_and_keep_documents_whole(seed):
    groups = [f"d{number % 7}" for number in range(30)]
    tested = []
    for train, test in folds(groups, seed=seed):
        assert not {groups[row] for row in train} & {groups[row] for row in test}
        tested += test.tolist()
    assert sorted(tested) == list(range(30))


@given(st.integers(0, 20), st.sampled_from([1, 3, 5]))
def test_examples_come_from_the_pool_and_are_enough_but_no_more_than_half(seed, per_code):
    held = np.zeros((40, 3), dtype=bool)
    held[:30, 0] = True
    held[28:34, 1] = True
    held[34, 2] = True
    pool = np.arange(0, 40, 2)
    chosen = choose_examples(held, pool, per_code, seed=seed)
    assert set(chosen.tolist()) <= set(pool.tolist())
    counts = held[chosen].sum(axis=0)
    assert counts[1] == min(per_code, 3)
    assert per_code <= counts[0] <= per_code + counts[1]
    assert counts[2] == 0
    assert chosen.tolist() == choose_examples(held, pool, per_code, seed=seed).tolist()


def test_all_there_is():
    held = np.array([[1], [0], [1], [1]], dtype=bool)
    assert choose_examples(held, np.array([0, 1, 2]), None, seed=0).tolist() == [0, 2]
