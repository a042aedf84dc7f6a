from dataclasses import replace

import numpy as np
import pytest

from made import STOPS, BagEncoder, every_phrase
from secondcoder.themes.candidates import FEWEST, MOST, Level, offers
from secondcoder.themes.grammar import noun_phrases, passage_reader
from secondcoder.themes.labels import NO_WORDS, _line, choose_labels, name_levels
from secondcoder.themes.lines import Clause, mostly_asks, weightiest
from secondcoder.words import stop_words, words_of


def level(groups, below=None):
    encoder = BagEncoder()
    centres = []
    for texts in groups:
        mean = encoder.encode(texts).mean(axis=0) if texts else np.ones(96)
        centres.append(mean / np.linalg.norm(mean))
    return Level(texts=groups, centres=np.array(centres, np.float32), below=below)


def names(groups, *, reader=every_phrase, stops=STOPS, two=False):
    return choose_labels(level(groups), encoder=BagEncoder(), stops=stops, reader=reader, two=two)


def labels(groups, **more):
    return [one.label for one in names(groups, **more)]


def english(groups):
    stops = stop_words("en")
    return names(groups, reader=passage_reader("en", stops), stops=stops)


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
    found = labels(GERMAN, reader=passage_reader("de", stops), stops=stops, two=True)
    assert ["wartezeit" in found[0].lower(), "essen" in found[1].lower()] == [True, True]
    assert not {word for label in found for word in label.lower().split()} & stops


def test_german_nouns_keep_their_capitals_in_names_and_key_phrases():
    stops = stop_words("de")
    found = names(GERMAN, reader=passage_reader("de", stops), stops=stops, two=True)
    said = " ".join(" ".join((one.label, *one.key_phrases)) for one in found)
    assert "Essen kalt" in said
    assert "Klinik" in said
    assert not {"wartezeit", "essen", "klinik"} & set(said.split())


def test_without_a_parser_a_clause_stands_between_two_marks():
    stops = stop_words("de")
    found = names(GERMAN, reader=passage_reader("de", stops), stops=stops, two=True)
    assert found[1].in_vivo.text == "Es gab für uns kein warmes Essen"


def test_names_stand_in_several_passages_of_their_theme():
    groups = [
        ["lack of funding again", "no funding at all", "lack of funding hurt"],
        ["the evening bus", "no evening bus", "evening bus fares"],
    ]
    assert labels(groups) == ["Lack of funding", "Evening bus"]


def test_without_a_parser_a_second_phrase_adds_words_or_is_left_out():
    groups = [["the evening bus", "no evening bus fares", "fares"], ["soil and seeds", "seeds"]]
    for label in labels(groups, two=True):
        first, *more = label.lower().split(", ")
        assert len(more) <= 1
        assert not any(set(first.split()) & set(phrase.split()) for phrase in more)
    assert labels([["evening bus", "evening bus"]], two=True) == ["Evening bus"]


TALK = [
    [
        "She kept ring telling me about the waiting list, and the waiting list only grew.",
        "They dam steps over the side. Waiting lists are what finish people off.",
        "A long waiting list is no list at all, Sandra said.",
    ],
    [
        "I have grown broad beans on the plot for nine years.",
        "The plots went to whoever shouted, and Sandra never shouts.",
        "My plot floods, so I grow nothing but rushes.",
    ],
]


def test_a_name_is_a_noun_chunk_as_parsed_in_its_sentence_and_one_for_both_its_numbers():
    found = english(TALK)
    assert [one.name for one in found] == ["Waiting list", "Plots"]
    keys = " ".join(phrase for one in found for phrase in one.key_phrases)
    assert "telling" not in keys
    assert "sandra" not in keys


def test_what_one_passage_says_is_no_name_and_then_its_line_is_the_label():
    texts = [["I drove the night bus for years.", "Nobody fed the ducks that winter."], TALK[1]]
    alone = english(texts)[0]
    assert alone.name == ""
    assert alone.label == f"“{alone.in_vivo.text}”"


def test_a_line_is_a_clause_of_four_to_ten_words_word_for_word_and_no_question():
    asked = [[*TALK[0], "Who put me on the waiting list?"], TALK[1]]
    for one, texts in zip(english(asked), asked, strict=True):
        line = one.in_vivo
        assert line.text in texts[line.passage]
        assert 4 <= len(words_of(line.text)) <= 10
        assert "Who" not in line.text


def test_headings_of_a_form_name_no_theme():
    form = ["Aim: the garden for all", "Aim: a garden of herbs", "Aim: our garden grows"]
    stops = stop_words("en")
    one = level([form, TALK[0]])
    headed = Level(texts=one.texts, centres=one.centres, headings=frozenset({"garden"}))
    reader = passage_reader("en", stops)
    for given, label in ((one, "Garden"), (headed, "")):
        found = choose_labels(given, encoder=BagEncoder(), stops=stops, reader=reader)
        assert found[0].name == label
        assert "aim" not in found[0].key_phrases


def test_a_subtheme_does_not_begin_as_its_theme_does():
    groups = [["soil seeds", "soil seeds"]]
    levels = [level(groups), level(groups, below=(0, 0))]
    (theme,), (part,) = name_levels(levels, encoder=BagEncoder(), stops=STOPS, reader=every_phrase)
    assert part.key != theme.key


def test_phrases_of_all_levels_are_encoded_together_and_few_of_each_theme():
    many = [" and ".join(f"word{a}{b} thing{b}" for b in range(40)) for a in range(3)]
    encoder = BagEncoder()
    calls = []
    whole = encoder.encode
    encoder.encode = lambda texts: calls.append(list(texts)) or whole(texts)
    levels = [level([many, ["soil", "soil and seeds"]]), level([[one] for one in many], (0, 0))]
    name_levels(levels, encoder=encoder, stops=STOPS, reader=every_phrase)
    (asked,) = calls
    assert len(asked) == len(set(asked)) <= FEWEST * 5 < 5 * MOST


def test_key_phrases_stand_in_the_theme_and_differ():
    (names,) = name_levels(
        [level([["the evening bus", "no evening bus fares"], ["soil and seeds"]])],
        encoder=BagEncoder(),
        stops=STOPS,
        reader=every_phrase,
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
    assert "sandra" not in " ".join(names(groups)[0].key_phrases)


def test_too_general_words_stand_only_in_phrases():
    assert labels([["people people", "people and soil"]])[0].lower() != "people"


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


def lines_of(text):
    stops = stop_words("en")
    (reading,) = passage_reader("en", stops)([text])
    return [text[start:end] for start, end in reading.clauses]


@pytest.mark.parametrize(
    "text",
    [
        "How do you explain the complex grant rules to them.",  # asks
        "It was the forms that the small charities want to be.",  # breaks off
        "We remember the young volunteers staying until late evening.",  # no verb of its own
        "The kitchen stays shut if the cook misses the early bus.",  # hangs on a word before it
    ],
)
def test_a_line_neither_asks_nor_breaks_off_nor_lacks_a_verb(text):
    broken = (
        "do you explain",
        "the small charities want",
        "the young volunteers staying",
        "the cook misses",
    )
    assert not [line for line in lines_of(text) if line.startswith(broken)]


def test_a_line_keeps_what_its_verb_is_not_complete_without():
    text = "Two years of plain money for rent let the kitchen plan its winter menu for once."
    assert not [line for line in lines_of(text) if line.endswith(" let")]


def test_a_passage_that_mostly_asks_gives_no_line():
    asked = "You spoke about the waiting list. How long was your waiting list?"
    told = "The list was long. It grew. Then they closed it. What happens after this?"
    assert [mostly_asks(text) for text in (asked, told, "Why? Nobody knew.")] == [
        True,
        False,
        False,
    ]
    passages = [(asked, ((0, 32),), frozenset()), (told, ((0, 17),), frozenset())]
    (line,) = weightiest(passages, weight=len, lost=0, banned=(), most=5)
    assert line.passage == 1


def test_a_line_has_lost_no_if():
    texts = [
        "If I'm not in it by seven somebody texts.",
        "If the bus never came and the hall was locked we went home.",
        "I think that the hall closes too early.",
    ]
    first, second, third = map(lines_of, texts)
    assert not first
    assert not any("hall was locked" in line for line in second)
    assert "the hall closes too early" in third


def test_a_line_with_a_number_yields_to_one_without():
    text = "We trained fourteen link workers. The link workers left."
    (reading,) = passage_reader("en", stop_words("en"))([text])
    lines = weightiest(
        [(text, reading.clauses, reading.numbers)], weight=len, lost=0, banned=(), most=9
    )
    assert {one.text: one.counts for one in lines} == {
        "We trained fourteen link workers": True,
        "The link workers left": False,
    }
    plain, counted = (Clause("the link workers left", 0, counts=many) for many in (False, True))
    centres, meaning = np.eye(2, dtype=np.float32), {plain.text: np.array([1, 0], np.float32)}
    assert _line([counted, plain], centres, 0, meaning) is plain


def test_no_line_is_taken_from_what_a_speaker_says_who_they_are_in():
    one = level(TALK)
    stops = stop_words("en")
    reader = passage_reader("en", stops)
    told = choose_labels(one, encoder=BagEncoder(), stops=stops, reader=reader)[0].in_vivo
    where = TALK[0][told.passage]
    apart = replace(one, introductions=frozenset([where]))
    found = choose_labels(apart, encoder=BagEncoder(), stops=stops, reader=reader)[0].in_vivo
    assert found is None or TALK[0][found.passage] != where


def test_a_clause_that_points_back_yields_to_one_that_stands_by_itself():
    assert Clause("it's a waiting list for plots", 0).points_back
    assert not Clause("the waiting list for plots", 0).points_back


def test_what_is_a_verb_elsewhere_counts_for_no_noun():
    texts = ["A new fund opened.", "I'd fund the kitchen first.", "They fund the garden."]
    (found,) = english([texts])
    assert found.name != "Fund"


def test_a_name_is_no_part_of_that_of_the_theme_above_or_of_one_beside_it():
    above = ["link workers came", "our link workers left", "link workers stayed"]
    part = ["link workers came", "workers stayed", "workers left"]
    levels = [level([above, ["soil", "soil"]]), level([part, ["seeds", "seeds"]], below=(0, 0))]
    named = name_levels(levels, encoder=BagEncoder(), stops=STOPS, reader=every_phrase)
    assert named[0][0].name == "Link workers"
    assert named[1][0].name != "Workers"
    boxes = [["bird box", "bird box shop", "bird box"], ["box of eggs", "eggs in box", "box"]]
    first, second = names(boxes)
    assert {first.key, second.key} != {"bird box", "box"}


def test_one_word_is_widely_held_from_the_square_root_of_the_passages_on():
    texts = [*["kettle"] * 3, *["gate"] * 2, "bed", "fog", "mud", "hay"]
    ((offer,),) = offers([level([texts])], reader=every_phrase, stops=STOPS)
    widely = {one.phrase: one.widely for one in offer.names}
    assert (widely["kettle"], widely["gate"]) == (True, False)


def test_what_one_of_several_documents_says_is_not_widely_held():
    one = level([["bird box", "bird box", "soil"]])
    apart = Level(texts=one.texts, centres=one.centres, sources=[["a", "a", "b"]])
    for given, widely in ((one, True), (apart, False)):
        ((offer,),) = offers([given], reader=every_phrase, stops=STOPS)
        assert next(c for c in offer.names if c.phrase == "bird box").widely is widely


def test_a_subtheme_has_another_line_than_its_theme():
    whole = level(TALK)
    part = level([TALK[0], TALK[1][:1]], below=(0, 0))
    stops = stop_words("en")
    reader = passage_reader("en", stops)
    above, below = name_levels([whole, part], encoder=BagEncoder(), stops=stops, reader=reader)
    assert above[0].in_vivo
    assert below[0].in_vivo != above[0].in_vivo


def test_an_abbreviation_keeps_its_capitals():
    wards = ["The NHS staff were kind.", "NHS staff stayed late.", "Our NHS staff left."]
    assert english([wards, TALK[1]])[0].name == "NHS staff"


def test_what_is_said_of_anything_names_no_theme():
    texts = ["The project began.", "Our project grew.", "A project needs a garden."]
    assert english([texts, TALK[1]])[0].name != "Project"
