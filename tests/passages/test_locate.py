import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondcoder.passages.locate import REACH, QuoteLocator, locate

TEXT = "“We’re here,” she said – and then…\nwe  left.  We’re here again; we know."


def found(quote, text=TEXT):
    return [text[start:end] for start, end in locate(quote, text)]


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        ("We’re here", ["We’re here", "We’re here"]),
        ("We're here", ["We’re here", "We’re here"]),
        ("we're here again", ["We’re here again"]),
        ("she said - and then...", ["she said – and then…"]),
        ("she said—and then", ["she said – and then"]),
        ("then… we left", ["then…\nwe  left"]),
        ('"we left."', ["we  left"]),
        ("she said … we left", ["she said – and then…\nwe  left"]),
        ("she said [...] We left", ["she said – and then…\nwe  left"]),
        (
            "she said (. . .) we know",
            ["she said – and then…\nwe  left.  We’re here again; we know"],
        ),
        ("… we know …", ["we know"]),
        ("we left … she said", []),
        ("no", ["no"]),
        ("nothing of the kind", []),
        ("  ", []),
        ("…", ["…"]),
        ("?", []),
    ],
)
def test_finds_what_was_meant(quote, expected):
    assert found(quote) == expected


def test_whole_words_are_preferred():
    assert locate("no", "I know, no doubt") == [(8, 10)]


def test_what_has_no_width_is_ignored():
    assert found("education for all", "the edu\u00adca\u200btion for all") == [
        "edu\u00adca\u200btion for all"
    ]


def test_parts_must_stand_near_each_other():
    text = "first part" + " x" * REACH + " second part"
    assert found("first part … second part", text) == []
    near = "first part, then the second part. "
    assert found("first part … second part", near + text) == [near[:-2]]


def test_long_text_is_quick():
    text = "The group met again – “every week” – and talked. " * 6500
    started = time.perf_counter()
    locator = QuoteLocator(text)
    for number in range(100):
        assert locator.locate(f"no such words {number}") == []
    assert len(locator.locate('and talked. The group met again - "every week"')) == 6499
    assert len(locator.locate("the group … every week … talked")) == 6500
    assert time.perf_counter() - started < 5


words = st.text(alphabet="abcXYZé", min_size=1, max_size=6)
marks = st.sampled_from(
    [" ", "  ", "\n", " – ", ", ", ".  ", "… ", " “", "” ", "’s ", "-", " \u2014"]
)


@st.composite
def texts_with_stretches(draw):
    pieces = draw(st.lists(st.tuples(words, marks), min_size=4, max_size=30))
    text = "".join(word + mark for word, mark in pieces)
    bounds = [match.span() for match in re.finditer(r"[^\W\d_]+", text)]
    first = draw(st.integers(0, len(bounds) - 1))
    last = draw(st.integers(first, len(bounds) - 1))
    return text, bounds[first][0], bounds[last][1]


SPELLINGS = [(r"\s+", [" ", "\n", "   "]), ("[“”]", ['"', "«"]), ("’", ["'", "‘"])]
SPELLINGS += [("[–\u2014-]", ["-", "–", "\u2014"]), ("…", ["...", "…"])]


@given(texts_with_stretches(), st.data())
def test_perturbed_stretch_is_found_at_its_place(stretch, data):
    text, start, end = stretch
    quote = text[start:end]
    for pattern, spellings in SPELLINGS:
        quote = re.sub(pattern, data.draw(st.sampled_from(spellings)), quote)
    if data.draw(st.booleans()):
        quote = quote[0].swapcase() + quote[1:]
    places = locate(quote, text)
    # An exact occurrence elsewhere goes before this one, which is then no longer the same spelling.
    assert (start, end) in places or quote in text


@given(texts_with_stretches())
def test_exact_stretch_is_found_at_its_place_and_every_place_fits(stretch):
    text, start, end = stretch
    places = locate(text[start:end], text)
    assert (start, end) in places
    assert all(text[a:b] == text[start:end] for a, b in places)


@given(st.text(max_size=80), st.text(max_size=20))
def test_any_text_gives_places_inside_it(text, quote):
    for start, end in locate(quote, text):
        assert 0 <= start < end <= len(text)
