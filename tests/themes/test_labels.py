import numpy as np
import pytest

from made import STOPS, BagEncoder
from secondcoder.themes.candidates import FEWEST
from secondcoder.themes.grammar import capital_nouns, noun_phrases
from secondcoder.themes.labels import NO_WORDS, Level, choose_labels, name_levels
from secondcoder.words import stop_words


def every(phrases):
    return [True] * len(phrases)


def level(groups, below=None):
    encoder = BagEncoder()
    centres = []
    for texts in groups:
        mean = encoder.encode(texts).mean(axis=0) if texts else np.ones(96)
        centres.append(mean / np.linalg.norm(mean))
    return Level(groups, np.array(centres, np.float32), below)


def labels(groups, *, can_stand=every):
    one = level(groups)
    return choose_labels(
        one.texts, one.centres, encoder=BagEncoder(), stops=STOPS, can_stand=can_stand
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


def test_a_subtheme_does_not_begin_as_its_theme_does():
    groups = [["soil seeds", "soil seeds"]]
    levels = [level(groups), level(groups, below=(0, 0))]
    (theme,), (part,) = name_levels(levels, encoder=BagEncoder(), stops=STOPS, can_stand=every)
    assert part.first != theme.first


def test_phrases_of_all_levels_are_encoded_together_and_few_of_each_theme():
    many = [" and ".join(f"word{a}{b} thing{b}" for b in range(40)) for a in range(3)]
    encoder = BagEncoder()
    calls = []
    whole = encoder.encode
    encoder.encode = lambda texts: calls.append(list(texts)) or whole(texts)
    levels = [level([many, ["soil", "soil and seeds"]]), level([[one] for one in many], (0, 0))]
    name_levels(levels, encoder=encoder, stops=STOPS, can_stand=every)
    (asked,) = calls
    assert len(asked) == len(set(asked)) <= FEWEST * 5


def test_key_phrases_stand_in_the_theme_and_differ():
    (names,) = name_levels(
        [level([["the evening bus", "no evening bus fares"], ["soil and seeds"]])],
        encoder=BagEncoder(),
        stops=STOPS,
        can_stand=every,
    )
    keys = names[0].key_phrases
    assert len(keys) == len(set(keys)) > 1
    assert all(phrase in "the evening bus no evening bus fares" for phrase in keys)


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
