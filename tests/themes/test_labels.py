import numpy as np
import pytest

from made import STOPS, BagEncoder
from secondcoder.themes.grammar import capital_nouns, noun_phrases
from secondcoder.themes.labels import NO_WORDS, choose_labels
from secondcoder.words import stop_words


def labels(groups, *, taken=frozenset(), can_stand=None):
    encoder = BagEncoder()
    centres = []
    for texts in groups:
        mean = encoder.encode(texts).mean(axis=0) if texts else np.ones(96)
        centres.append(mean / np.linalg.norm(mean))
    return choose_labels(
        groups,
        np.array(centres, np.float32),
        encoder=encoder,
        stops=STOPS,
        can_stand=can_stand or (lambda phrases: [True] * len(phrases)),
        taken=taken,
    )


GERMAN = [
    [
        "Die Wartezeit war lang und niemand hat uns informiert.",
        "Ich fand, dass die Wartezeit viel zu lang war.",
        "Das war wegen der Wartezeit nicht gut.",
    ],
    [
        "Das Essen war nicht gut und immer kalt.",
        "Ich fand das Essen in der Klinik kalt.",
        "Es gab für uns kein warmes Essen.",
    ],
]


def test_german_themes_are_named_by_nouns_and_by_no_function_word():
    stops = stop_words("de")
    encoder = BagEncoder()
    centres = np.stack([encoder.encode(texts).mean(axis=0) for texts in GERMAN])
    found = choose_labels(
        GERMAN,
        centres / np.linalg.norm(centres, axis=1, keepdims=True),
        encoder=encoder,
        stops=stops,
        can_stand=noun_phrases("de"),
        capitals=capital_nouns("de"),
    )
    assert ["wartezeit" in found[0].lower(), "essen" in found[1].lower()] == [True, True]
    assert not {word for label in found for word in label.lower().split()} & stops


def test_labels_stand_in_the_texts_of_their_theme():
    groups = [
        ["lack of funding again", "no funding at all", "lack of funding hurt"],
        ["the evening bus", "no evening bus", "evening bus fares"],
    ]
    assert labels(groups) == ["Lack of funding, hurt", "Evening bus, fares"]


def test_a_second_phrase_adds_words_or_is_left_out():
    for label in labels([["the evening bus", "no evening bus"], ["soil and seeds", "seeds"]]):
        first, *more = label.lower().split(", ")
        assert len(more) <= 1
        assert not any(set(first.split()) & set(phrase.split()) for phrase in more)
    assert labels([["evening bus", "evening bus"]]) == ["Evening bus"]


def test_a_taken_label_is_not_given_again():
    groups = [["soil seeds", "soil seeds"]]
    (first,) = labels(groups)
    assert labels(groups, taken=frozenset({first.lower()})) != [first]


def test_labels_differ_even_if_the_themes_do_not():
    same = ["soil", "soil"]
    found = labels([same, same, same])
    assert len({label.lower() for label in found}) == 3


@pytest.mark.parametrize("text", ["", "12 34", "of the of"])
def test_themes_without_words_have_labels_that_differ(text):
    found = labels([[text], [text], []])
    assert len(set(found)) == 3
    assert all(found)
    assert found[2].startswith(NO_WORDS)


def test_names_of_people_name_no_theme():
    groups = [["then Sandra helped, and Sandra stayed", "we thanked Sandra for helping"]]
    assert "sandra" not in labels(groups)[0].lower()


def test_too_general_words_stand_only_in_phrases():
    assert labels([["people people", "people and soil"]])[0].lower() != "people"


def test_only_phrases_that_can_stand_are_chosen_while_there_are_any():
    groups = [["digging soil", "digging soil"]]
    only = labels(groups, can_stand=lambda phrases: [p == "soil" for p in phrases])
    assert only == ["Soil"]
    assert labels(groups, can_stand=lambda phrases: [False] * len(phrases)) == ["Digging soil"]


def test_english_noun_phrases_are_told_from_verbs():
    judge = noun_phrases("en")
    assert judge(["lack of funding", "mental health", "volunteer", "went home quickly"]) == [
        True,
        True,
        True,
        False,
    ]


def test_other_languages_pass_every_phrase():
    assert noun_phrases("de")(["schnell gegangen"]) == [True]


def test_function_words_name_no_theme_even_where_nothing_else_is_left():
    silent = labels([["No.", "no", "of the"], ["the soil", "soil and seeds"]])
    assert silent[0].startswith(NO_WORDS)
    assert labels([["it was Sandra", "and it was Sandra"]]) == ["Sandra"]
