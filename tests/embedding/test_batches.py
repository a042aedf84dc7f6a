from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from secondcoder.embedding.batches import LEAST, batches, filled, width, windows

LENGTHS = st.lists(st.integers(min_value=0, max_value=600), max_size=60)


@given(LENGTHS, st.integers(min_value=1, max_value=2000), st.integers(min_value=1, max_value=40))
def test_every_text_stands_in_one_batch_of_its_own_width(lengths, tokens, most):
    found = list(batches(lengths, tokens=tokens, most=most))
    assert sorted(place for _, places in found for place in places) == list(range(len(lengths)))
    for wide, places in found:
        assert {width(lengths[place]) for place in places} == {wide}
        assert len(places) == 1 or len(places) * wide <= tokens
        assert len(places) <= most


@given(st.integers(min_value=1, max_value=600), LENGTHS)
def test_the_width_of_a_text_depends_on_its_own_length_alone(length, others):
    assert width(length) >= length
    assert width(length) <= length + 1 + length // 8
    (own,) = [wide for wide, places in batches([length, *others], tokens=500) if 0 in places]
    assert own == width(length)


@given(st.integers(min_value=1, max_value=300), st.integers(min_value=1, max_value=9))
def test_a_batch_is_filled_up_with_its_first_text(wide, count):
    places = filled(range(count), wide, LEAST)
    assert places[:count] == list(range(count))
    assert set(places[count:]) <= {0}
    assert len(places) * wide >= LEAST


@given(
    st.text(alphabet="ab  \n", min_size=1, max_size=300).filter(str.strip),
    st.integers(min_value=1, max_value=40),
)
def test_windows_hold_the_whole_text_once_and_none_is_too_long(text, room):
    offsets = [(at, at + 1) for at, letter in enumerate(text) if not letter.isspace()]
    cuts = windows(text, offsets, room)
    assert cuts[0][0] == 0
    assert cuts[-1][1] == len(text)
    assert all(one[1] == other[0] for one, other in pairwise(cuts))
    held = [sum(start <= at < end for at, _ in offsets) for start, end in cuts]
    assert max(held) <= room


def test_windows_are_about_equal_and_cut_before_words():
    text = " ".join(f"word{number}" for number in range(1000))
    offsets, at = [], 0
    for word in text.split():  # two pieces a word
        offsets += [(at, at + 3), (at + 3, at + len(word))]
        at += len(word) + 1
    cuts = windows(text, offsets, 250)
    assert len(cuts) == 8
    assert all(start == 0 or text[start - 1] == " " for start, _ in cuts)
    held = [sum(start <= first < end for first, _ in offsets) for start, end in cuts]
    assert max(held) - min(held) <= 4
