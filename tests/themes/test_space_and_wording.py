from dataclasses import replace

import numpy as np
import pytest

from made import BagEncoder, every_phrase, passages_of, topical_texts
from secondcoder.themes.consensus import ConsensusCommunities
from secondcoder.themes.discover import DiscoverySettings, Naming, discover
from secondcoder.themes.space import theme_space
from secondcoder.themes.unexplained import LEFT_OVER, POOR, explained, new_themes
from secondcoder.wording import DIMENSIONS, beside, wording_profiles
from secondcoder.words import stop_words

NAMING = Naming(BagEncoder(), stop_words("en"), every_phrase)
QUICK = DiscoverySettings(seeds=4, resamples=2)


def test_profiles_are_unit_rows_in_one_space():
    texts, _ = topical_texts(20)
    own, others = wording_profiles(texts, ["soil and compost", "zzzz qqqq"])
    assert own.shape[0] == len(texts)
    assert own.shape[1] == others.shape[1] <= DIMENSIONS
    assert np.linalg.norm(own, axis=1) == pytest.approx(1, abs=1e-5)
    assert np.linalg.norm(others[1]) == 0  # shares no run of letters with any text


def test_likeness_of_wording_is_likeness_of_letters():
    texts = ["The greenhouse at the allotment", "Greenhouses on an allotment", "A bus timetable"]
    own, _ = wording_profiles([*texts, "Bus timetables again"])
    assert own[0] @ own[1] > own[0] @ own[2]
    assert own[2] @ own[3] > own[0] @ own[3]


@pytest.mark.parametrize("texts", [["One answer"], ["12 34", "56 78"], ["abc", "xyz"], ["", ""]])
def test_too_little_text_has_no_profile(texts):
    own, others = wording_profiles(texts, ["x"])
    assert own.shape[0] == len(texts)
    assert not own.any()
    assert others.shape == (1, own.shape[1])


def test_beside_gives_unit_rows_and_weighs():
    first, second = np.eye(3, dtype=np.float32), np.eye(3, dtype=np.float32)[[0, 0, 0]]
    joined = beside(first, (2.0, second))
    assert np.linalg.norm(joined, axis=1) == pytest.approx(1)
    assert joined[0] @ joined[1] == pytest.approx(4 / 5)


def test_themes_can_lean_on_what_coding_taught():
    """Passages alike in words and meaning are told apart by the codes that coding suggests."""
    texts = [f"We talked about the garden plan number {n % 7}." for n in range(40)]
    passages = passages_of(texts)
    vectors = BagEncoder().encode(texts)
    stance = np.tile([[0.95, 0.05], [0.05, 0.95]], (20, 1))
    leaning = theme_space(texts, vectors, stance)
    themes = discover(passages, vectors, space=leaning, naming=NAMING, settings=QUICK, seed=0)
    even = {passage.id for passage in passages[::2]}
    shares = [len(even & set(t.passages)) / len(t.passages) for t in themes if t.level == 1]
    assert shares
    assert all(share in {0.0, 1.0} for share in shares)


@pytest.fixture(scope="module")
def study():
    texts, topics = topical_texts(12)
    passages = passages_of(texts)
    vectors = BagEncoder().encode(texts)
    space = theme_space(texts, vectors)
    themes = discover(passages, vectors, space=space, naming=NAMING, settings=QUICK, seed=0)
    return passages, vectors, space, themes, topics


def found_in(study, share):
    passages, vectors, space, themes, _ = study
    return new_themes(
        themes, share, passages, vectors, space=space, naming=NAMING, settings=QUICK, seed=0
    )


def test_the_theme_that_no_code_fits_is_new(study):
    passages, _, _, _, topics = study
    share = {p.id: 0.1 if t == "choir" else 0.5 for p, t in zip(passages, topics, strict=True)}
    found = found_in(study, share)
    of_topic = {p.id for p, t in zip(passages, topics, strict=True) if t == "choir"}
    assert found
    for one in found:
        assert len(of_topic & set(one.theme.passages)) * 2 > len(one.theme.passages)
        assert one.explained < 0.72


def test_nothing_is_new_where_all_passages_are_explained_alike(study):
    assert found_in(study, {p.id: 0.4 for p in study[0]}) == ()


def test_a_theme_spread_over_others_comes_together_among_what_is_left_over(study):
    """Every theme is explained on the whole; the choir's passages are least explained."""
    passages, vectors, space, themes, topics = study
    choir = [p.id for p, t in zip(passages, topics, strict=True) if t == "choir"]
    others = [one for one in themes if one.level == 1 and not set(choir) & set(one.passages)]
    assert len(others) >= 3
    spread = [
        replace(one, passages=(*one.passages, *choir[place :: len(others)]))
        for place, one in enumerate(others)
    ]
    share = {p.id: 0.1 if p.id in choir else 0.5 for p in passages}
    found = new_themes(
        spread, share, passages, vectors, space=space, naming=NAMING, settings=QUICK, seed=0
    )
    assert {one.source for one in found} == {"passages that no code fits"}
    for one in found:
        own = set(one.theme.passages)
        assert len(own & set(choir)) * 2 > len(own)


def test_a_group_stands_before_the_theme_that_mixes_it_with_what_codes_fit(study):
    passages, vectors, space, themes, topics = study
    choir = [p.id for p, t in zip(passages, topics, strict=True) if t == "choir"]
    beside_it = [p.id for p in passages if p.id not in choir][: len(choir) // 2]
    share = {p.id: 0.1 if p.id in choir else 0.5 for p in passages}
    mixed = replace(themes[0], level=1, passages=(*choir, *beside_it))
    found = new_themes(
        [mixed], share, passages, vectors, space=space, naming=NAMING, settings=QUICK, seed=0
    )
    assert explained([mixed], share)[mixed.id] < POOR  # the theme alone would be called new
    (one,) = found
    assert one.source == "passages that no code fits"
    assert set(one.theme.passages) <= set(choir)


def test_passages_that_people_coded_do_not_count(study):
    passages, _, _, themes, _ = study
    coded_all_but_two = {p.id: 0.1 for p in passages[:2]}
    assert explained(themes, coded_all_but_two) == {}
    assert found_in(study, {}) == ()
    assert 0 < LEFT_OVER < 1


@pytest.mark.parametrize("most", [2, 4, 60])
def test_there_are_no_more_themes_than_a_person_can_read(most):
    random = np.random.default_rng(0)
    centres = np.eye(12, dtype=np.float32)
    vectors = np.repeat(centres, 12, axis=0) + 0.15 * random.standard_normal((144, 12))
    vectors = beside(vectors.astype(np.float32))
    found = ConsensusCommunities(neighbours=30, resolution=3.0, seeds=4, most=most)
    labels = found.on(vectors).labels(seed=0)
    assert labels.max() + 1 <= most
    assert (labels >= 0).all()
    free = ConsensusCommunities(neighbours=30, resolution=3.0, seeds=4).on(vectors).labels(seed=0)
    assert free.max() + 1 > 4
