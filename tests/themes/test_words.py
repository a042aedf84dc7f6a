import pytest
from hypothesis import given
from hypothesis import strategies as st

from made import STOPS
from secondcoder.words import analyser, is_content, phrases, says_something, stop_words, words_of


def test_words_keep_inner_marks_and_drop_figures():
    assert words_of("Don’t re-open it in 2019, Zoë!") == ["don't", "re-open", "it", "in", "zoë"]


def test_a_phrase_may_join_content_words_but_not_start_or_end_with_a_joiner():
    found = set(phrases("lack of funding", STOPS))
    assert found == {"lack", "funding", "lack of funding"}


def test_a_phrase_stays_inside_its_clause_and_repeats_no_word():
    found = set(phrases("soil, seeds. bus bus", STOPS))
    assert found == {"soil", "seeds", "bus"}


def test_addresses_are_no_phrases():
    assert set(phrases("see https://example.org/soil/seeds today", STOPS)) == {"see", "today"}


def test_talk_words_are_stop_words_in_english_only():
    assert {"the", "um", "yeah", "we'll"} <= stop_words("en")
    assert "yeah" not in stop_words("de")


@pytest.mark.parametrize("word", ["it’s", "It's", "of", "ab", "they’ve"])
def test_words_without_meaning_of_their_own(word):
    assert not is_content(word, stop_words("en"))


@given(st.text(max_size=120))
def test_every_phrase_stands_in_the_text(text):
    plain = " ".join(words_of(text))
    for phrase in phrases(text, STOPS):
        assert phrase in plain
    assert all(len(phrase.split()) <= 3 for phrase in analyser(STOPS)(text))


@pytest.mark.parametrize(
    ("text", "language", "says"),
    [
        ("No.", "en", False),
        ("Yes, okay then.", "en", False),
        ("Mm-hm. Uh-huh.", "en", False),
        ("12 34", "en", False),
        ("", "en", False),
        ("A tap.", "en", True),
        ("Nein, gar nicht.", "de", False),
        ("Oui, non.", "fr", False),
        ("No, nada.", "es", False),
        ("Kein Bus.", "de", True),
        ("太贵", "xx", True),
        ("цена", "ru", True),
    ],
)
def test_texts_of_nothing_but_function_words_say_nothing(text, language, says):
    assert says_something(text, stop_words(language)) is says
