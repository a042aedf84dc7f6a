from collections import Counter

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from made import TOPICS, BagEncoder, every_phrase, passages_of, topical_texts
from secondcoder.themes.candidates import Level
from secondcoder.themes.discover import (
    FEWEST_PASSAGES,
    LARGE,
    LARGE_RESAMPLES,
    LARGE_SEEDS,
    DiscoverySettings,
    Naming,
    discover,
    settings_for,
    theme_id,
)
from secondcoder.themes.groups import Groups
from secondcoder.themes.space import theme_space
from secondcoder.words import stop_words, words_of

QUICK = DiscoverySettings(seeds=4, resamples=4)


def themes_of(passages, *, settings=QUICK, seed=0, vectors=None, encoder=None):
    encoder = encoder or BagEncoder()
    if vectors is None:
        vectors = encoder.encode([passage.text for passage in passages])
    return discover(
        passages,
        vectors,
        space=theme_space([passage.text for passage in passages], vectors),
        naming=Naming(encoder, stop_words("en"), every_phrase),
        settings=settings,
        seed=seed,
    )


@pytest.fixture(scope="module")
def material():
    texts, topics = topical_texts(13)
    more, of_garden = topical_texts(4, seed=1, topics=("garden",))
    texts, topics = texts + more, topics + of_garden
    documents = [f"d{number % 3}" for number in range(len(texts))]
    speakers = [("Ann", "Bo", "")[number % 3] for number in range(len(texts))]
    return passages_of(texts, documents=documents, speakers=speakers), topics


@pytest.fixture(scope="module")
def themes(material):
    return themes_of(material[0])


def tops(themes):
    return [theme for theme in themes if theme.level == 1]


def below(themes):
    return [theme for theme in themes if theme.level == 2]


def test_planted_topics_are_found_and_no_passage_is_lost(material, themes):
    passages, topics = material
    counts = Counter(passage for theme in tops(themes) for passage in theme.passages)
    assert set(counts.values()) == {1}
    assert set(counts) <= {passage.id for passage in passages}
    place = {p: number for number, theme in enumerate(tops(themes)) for p in theme.passages}
    found = [place.get(passage.id, -1) for passage in passages]
    assert adjusted_rand_score(topics, found) > 0.95


def test_themes_come_from_the_largest_down(themes):
    sizes = [len(theme.passages) for theme in tops(themes)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] == 17


def test_subthemes_divide_their_theme(themes):
    assert below(themes)
    by_id = {theme.id: theme for theme in themes}
    for theme in tops(themes):
        parts = [part for part in below(themes) if part.parent_id == theme.id]
        members = [passage for part in parts for passage in part.passages]
        assert len(members) == len(set(members))
        assert set(members) <= set(theme.passages)
        assert len(parts) != 1 or 2 * len(members) <= len(theme.passages)
    assert all(by_id[part.parent_id].level == 1 for part in below(themes))


def test_each_theme_is_followed_by_its_own_subthemes(themes):
    last = ""
    for theme in themes:
        last = theme.id if theme.level == 1 else last
        assert theme.level == 1 or theme.parent_id == last


def test_labels_and_key_phrases_stand_in_the_themes_own_passages(material, themes):
    texts = {passage.id: " ".join(words_of(passage.text)) for passage in material[0]}
    for theme in themes:
        own = [texts[passage] for passage in theme.passages]
        for phrase in theme.label.lower().strip("“”").split(", "):
            assert any(phrase in text for text in own)
        assert theme.key_phrases
        for phrase in theme.key_phrases:
            assert any(phrase in text for text in own), (theme.label, phrase)


def test_a_label_is_of_its_topic(material, themes):
    topic_of = dict(zip((p.id for p in material[0]), material[1], strict=True))
    for theme in tops(themes):
        (topic,) = {topic_of[passage] for passage in theme.passages}
        assert set(words_of(theme.label)) & set(TOPICS[topic].split())


def test_labels_differ_within_a_level_of_a_theme(themes):
    for parent in {theme.parent_id for theme in themes}:
        labels = [theme.label.lower() for theme in themes if theme.parent_id == parent]
        assert len(labels) == len(set(labels))


def test_counts_cohesion_exemplars_by_hand(material, themes):
    passages = {passage.id: passage for passage in material[0]}
    encoder = BagEncoder()
    for theme in themes:
        own = [passages[passage] for passage in theme.passages]
        rows = encoder.encode([passage.text for passage in own])
        centre = rows.mean(axis=0)
        centre /= np.linalg.norm(centre)
        near = dict(zip(theme.passages, rows @ centre, strict=True))
        assert theme.documents == len({passage.document for passage in own})
        assert theme.speakers == len({(p.document, p.speaker) for p in own if p.speaker})
        assert theme.cohesion == pytest.approx(np.mean(rows @ centre), abs=1e-5)
        assert len(theme.exemplars) == min(3, len(own))
        assert near[theme.exemplars[0]] == pytest.approx(max(near.values()), abs=1e-5)
        assert 0 <= theme.stability <= 1
        assert theme.stability == pytest.approx(
            (theme.stability_seeds + theme.stability_samples) / 2
        )
    assert all(theme.stability > 0.9 for theme in tops(themes))


def test_the_same_seed_gives_the_same_themes(material, themes):
    assert themes_of(material[0]) == themes


def test_ids_stand_for_the_grouping_not_for_the_order(material, themes):
    passages = material[0]
    order = np.random.default_rng(4).permutation(len(passages))
    again = themes_of([passages[place] for place in order])
    assert {theme.id for theme in tops(again)} == {theme.id for theme in tops(themes)}
    assert {theme.label for theme in tops(again)} == {theme.label for theme in tops(themes)}
    assert theme_id(["a", "b"], 1) == theme_id(["b", "a"], 1) != theme_id(["a", "b"], 2)


def test_ids_are_unique(themes):
    assert len({theme.id for theme in themes}) == len(themes)


@pytest.mark.parametrize("count", [0, 1, FEWEST_PASSAGES - 1])
def test_fewer_passages_than_can_be_grouped_have_no_themes(material, count):
    assert themes_of(material[0][:count]) == ()


def test_the_fewest_passages_work():
    texts, _ = topical_texts(3, topics=("garden", "bus"))
    found = themes_of(passages_of(texts))
    assert len(texts) == FEWEST_PASSAGES
    assert sorted(len(theme.passages) for theme in tops(found)) == [3, 3]


def test_a_handful_of_passages_comes_apart_by_what_it_is_about():
    texts = [
        "cold room",
        "lunch in the cold room",
        "dear parking",
        "parking far off",
        "clear talks",
    ]
    found = themes_of(passages_of([*texts, "talks were clear", "clear talks again"]))
    assert sorted(len(theme.passages) for theme in tops(found)) == [2, 2, 3]


def test_groups_below_the_least_size_are_no_themes(material):
    assert themes_of(material[0], settings=DiscoverySettings(min_size=50)) == ()


@pytest.mark.parametrize("text", ["Yes, okay then.", "12 34", "…", ""])
def test_texts_without_a_word_of_meaning_are_grouped_without_phrases(text):
    found = themes_of(passages_of([text] * 12))
    assert [theme.key_phrases for theme in found] == [()] * len(found)
    assert all(theme.label for theme in found)


def test_identical_passages_are_one_theme():
    found = themes_of(passages_of(["We dug the soil."] * 20))
    assert [len(theme.passages) for theme in tops(found)] == [20]
    assert found[0].cohesion == pytest.approx(1, abs=1e-5)


def test_passages_that_have_nothing_in_common_do_not_break_it():
    texts = [f"word{number} other{number}" for number in range(20)]
    encoder = BagEncoder()
    vectors = np.eye(20, encoder.encode(["x"]).shape[1], dtype=np.float32)
    found = themes_of(passages_of(texts), vectors=vectors, encoder=encoder)
    members = [passage for theme in tops(found) for passage in theme.passages]
    assert len(members) == len(set(members))


def test_without_resamples_stability_is_that_of_the_seeds(material):
    found = themes_of(material[0], settings=DiscoverySettings(seeds=4, resamples=0))
    assert all(theme.stability == theme.stability_seeds for theme in found)


def test_a_very_large_study_gets_fewer_runs_and_a_small_one_its_own():
    wanted = DiscoverySettings(seeds=20, resamples=20)
    assert settings_for(LARGE, wanted) == wanted
    used = settings_for(LARGE + 1, wanted)
    assert (used.seeds, used.resamples) == (LARGE_SEEDS, LARGE_RESAMPLES)
    modest = DiscoverySettings(seeds=3, resamples=0)
    assert settings_for(LARGE + 1, modest) == modest


def test_key_phrases_are_those_of_their_own_group_also_where_groups_are_of_one_size():
    texts, topics = topical_texts(8)
    names = sorted(set(topics), reverse=True)
    labels = np.array([names.index(topic) for topic in topics])
    encoder = BagEncoder()
    groups = [
        [text for text, at in zip(texts, labels, strict=True) if at == label]
        for label in range(len(names))
    ]
    centres = np.stack([encoder.encode(own).mean(axis=0) for own in groups])
    naming = Naming(encoder, stop_words("en"), every_phrase)
    (named,) = naming.names([Level(texts=groups, centres=centres)])
    phrases = {label: name.key_phrases for label, name in enumerate(named)}
    for label, found in phrases.items():
        own = " ".join(text for text, at in zip(texts, labels, strict=True) if at == label).lower()
        assert found
        assert all(phrase in own for phrase in found)


@pytest.mark.parametrize(
    ("rows", "divide"), [([[0, 1, 2], [3, 4, 5]], True), ([[0, 1, 2]], True), ([[0] * 5], False)]
)
def test_one_part_divides_a_theme_unless_it_is_most_of_it(rows, divide):
    assert Groups(rows=tuple(rows)).divide(8) is divide
    assert not Groups().divide(8)
