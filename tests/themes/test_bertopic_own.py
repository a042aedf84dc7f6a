from dataclasses import replace

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score
from test_consensus import blobs
from test_discover import QUICK, themes_of

from made import passages_of, topical_texts
from secondcoder.themes.bertopic_own import BertopicsOwn


@pytest.mark.slow  # UMAP is compiled first: half a minute
def test_topics_are_those_of_bertopic_itself_and_the_seed_decides():
    from bertopic import BERTopic
    from umap import UMAP

    rows, _ = blobs([25, 20, 15], noise=0.8)
    texts = [f"word{number % 7} thing{number % 5}" for number in range(len(rows))]
    reduction = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=3)
    theirs, _ = BERTopic(umap_model=reduction).fit_transform(texts, embeddings=rows)
    passages = BertopicsOwn().on(rows)
    labels = passages.labels(seed=3)
    assert adjusted_rand_score(theirs, labels) == 1
    assert np.array_equal(np.array(theirs) == -1, labels == -1)
    assert np.array_equal(labels, passages.labels(seed=3))
    assert len(passages.sample(np.arange(0, 60, 2)).labels(seed=0)) == 30


@pytest.mark.parametrize("count", [0, 1, 19])
def test_too_few_passages_for_two_topics_are_in_none(count):
    rows = np.eye(24, dtype=np.float32)[:count]
    assert BertopicsOwn().on(rows).labels(seed=0).tolist() == [-1] * count


@pytest.mark.slow
def test_its_themes_have_stability_and_names_and_no_subthemes():
    texts, _ = topical_texts(16)
    settings = replace(QUICK, method="bertopic", min_topic_size=8, resamples=2)
    themes = themes_of(passages_of(texts), settings=settings)
    assert themes
    assert {theme.level for theme in themes} == {1}
    for theme in themes:
        assert len(theme.passages) >= 8
        assert theme.label
        assert theme.key_phrases
        assert 0 < theme.stability <= 1
    assert themes == themes_of(passages_of(texts), settings=settings)
