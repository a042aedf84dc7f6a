from dataclasses import replace

import numpy as np
import pytest

from made import passages_of
from secondcoder.themes import leftovers
from secondcoder.themes.leftovers import (
    COHERES,
    FEWEST,
    FITS,
    Chance,
    exemplars,
    is_introduction,
    random_last,
    without_asides,
    without_leftovers,
)


def unit(rows):
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


@pytest.fixture(scope="module")
def vectors():
    """Return forty rows: three tight groups of ten, and ten that are like nothing."""
    random = np.random.default_rng(0)
    centres = random.normal(size=(3, 24))
    near = [centres[group] + random.normal(scale=0.4, size=(10, 24)) for group in range(3)]
    return unit(np.vstack([*near, random.normal(size=(10, 24))]))


def test_chance_is_that_of_groups_drawn_at_random(vectors):
    chance = Chance.of(vectors)
    random = np.random.default_rng(1)
    cosines = vectors.astype(float) @ vectors.T.astype(float)
    others = [row for row in range(len(vectors)) if row != 35]
    drawn = [np.mean(cosines[35, random.choice(others, 9, replace=False)]) for _ in range(4000)]
    rows = np.arange(30, 40)
    own = (cosines[35, rows].sum() - 1) / 9
    assert chance.of_passages(rows)[5] == pytest.approx(
        (own - np.mean(drawn)) / np.std(drawn), abs=0.1
    )
    groups = [random.choice(len(vectors), 10, replace=False) for _ in range(4000)]
    within = [(cosines[np.ix_(group, group)].sum() - 10) / 90 for group in groups]
    mine = (cosines[np.ix_(rows, rows)].sum() - 10) / 90
    far = (mine - np.mean(within)) / np.std(within)
    assert chance.of_group(rows) == pytest.approx(far, rel=0.25, abs=0.2)


def test_chance_is_summed_by_blocks_and_holds_no_wider_copy(vectors, monkeypatch):
    monkeypatch.setattr(leftovers, "BLOCK", 7)
    chance = Chance.of(vectors)
    cosines = vectors.astype(float) @ vectors.T.astype(float)
    others = [np.delete(row, place) for place, row in enumerate(cosines)]
    assert chance.mean == pytest.approx(np.mean(others, axis=1), abs=1e-7)
    assert chance.spread == pytest.approx(np.std(others, axis=1), abs=1e-6)
    assert chance.vectors is vectors


def test_a_heap_does_not_cohere_and_a_group_does(vectors):
    chance = Chance.of(vectors)
    assert chance.coheres(np.arange(10))
    assert not chance.coheres(np.arange(30, 40))
    assert chance.of_group(np.arange(30, 40)) < COHERES < chance.of_group(np.arange(10))


def test_a_passage_that_fits_no_group_is_in_none(vectors):
    labels = np.array([0] * 10 + [1] * 10 + [2] * 10 + [0] + [-1] * 9)
    rows = np.arange(40)
    kept = without_leftovers(labels, rows, Chance.of(vectors), min_size=3)
    assert Chance.of(vectors).of_passages(np.flatnonzero(labels == 0))[-1] < FITS
    assert kept[30] == -1
    assert kept[:30].tolist() == labels[:30].tolist()


def test_groups_that_are_too_small_then_are_dissolved_and_the_others_keep_their_order(vectors):
    labels = np.array([0] * 10 + [-1] * 10 + [2] * 10 + [1] * 10)
    kept = without_leftovers(labels, np.arange(40), Chance.of(vectors), min_size=9)
    assert set(kept[30:]) == {-1}
    assert kept[20:30].tolist() == [1] * 10


def test_with_few_passages_or_all_alike_none_is_left_over():
    for rows in (unit(np.eye(FEWEST - 1)), unit(np.ones((20, 4)))):
        labels = np.zeros(len(rows), dtype=np.int64)
        kept = without_leftovers(labels, np.arange(len(rows)), Chance.of(rows), min_size=2)
        assert kept.tolist() == labels.tolist()
        assert Chance.of(rows).coheres(np.arange(len(rows)))


ASKED = ["And how did you come to it?", "What is it like for you now?", "Is there more to say?"]
SAID = ["I came because my neighbour did.", "It gets me out of the house now.", "No, that is all."]
SHORT = ["Lemon.", "Oh, get her.", "Strong mustard."]


@pytest.mark.parametrize("aside", [ASKED, SHORT])
def test_questions_and_asides_of_talk_are_no_theme(aside):
    texts = [*aside, *SAID]
    talk = passages_of(texts, speakers=["Jo"] * 6)
    labels = np.array([0, 0, 0, 1, 1, 1])
    assert without_asides(labels, talk).tolist() == [-1, -1, -1, 0, 0, 0]
    written = [replace(one, speaker="") for one in talk]
    assert without_asides(labels, written).tolist() == labels.tolist()


@pytest.mark.parametrize(
    ("text", "introduces"),
    [
        ("Well, I'm Dot, I was dragged here.", True),
        ("Dot. I drove buses for years.", True),
        ("I told the nurse that Dot had gone home.", False),
    ],
)
def test_a_speaker_who_says_who_they_are_exemplifies_nothing(text, introduces):
    said, told = passages_of([text, "The long winter emptied the hall."], speakers=["Dot", "Sid"])
    assert is_introduction(said) is introduces
    assert not is_introduction(replace(said, speaker=""))
    assert (said.id in exemplars([said, told], 3)) is not introduces


def test_a_part_of_a_theme_no_more_alike_than_a_random_part_is_no_subtheme(vectors):
    theme = Chance.of(vectors)
    labels = np.repeat([1, 2, 0, 3], 10)
    same, alike = random_last(labels, theme)
    assert (same.tolist(), alike) == (labels.tolist(), 3)
    mixed = np.where(np.arange(40) % 10 == 9, 0, labels + 1)
    ordered, alike = random_last(mixed, theme)
    assert alike == 3
    assert min(ordered[9::10]) == 3
    assert set(ordered[:9]) | set(ordered[10:19]) | set(ordered[20:29]) == {0, 1, 2}
    few = Chance.of(vectors[: FEWEST - 1])
    kept, alike = random_last(np.zeros(FEWEST - 1, np.int64), few)
    assert (set(kept.tolist()), alike) == ({0}, 1)


def test_an_interviewers_question_exemplifies_nothing_unless_there_is_nothing_else():
    texts = ["So what did the long winter do to you all?", "The long winter emptied the hall."]
    asked, told = (replace(one, speaker="A") for one in passages_of(texts))
    assert exemplars([asked, told], 3) == (told.id,)
    assert exemplars([asked], 3) == (asked.id,)
