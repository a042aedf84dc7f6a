import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from secondcoder.embedding.sentence_transformer import PIECE_WORDS, _average, _pieces

SENTENCES = [
    "The allotment fed the whole street.",
    "No bus runs after six.",
    "They asked for a form of twelve pages.",
]
LONG = " ".join(f"We came to the hall on day {number} and talked." for number in range(100))


@given(st.integers(min_value=1, max_value=2000))
def test_pieces_hold_every_word_once_and_none_is_too_long(count):
    words = [f"w{number}" for number in range(count)]
    pieces = _pieces("  ".join(words))
    assert " ".join(pieces).split() == words
    lengths = [len(piece.split()) for piece in pieces]
    assert max(lengths) <= PIECE_WORDS
    assert max(lengths) - min(lengths) <= 1


def test_the_mean_of_pieces_by_hand():
    rows = np.array([[1, 0], [0, 1], [0, 1]], np.float32)
    half = np.sqrt(0.5)
    np.testing.assert_allclose(_average(rows, [2, 1]), [[half, half], [0, 1]], atol=1e-6)


def test_rows_are_unit_length_and_meaning_counts(bundled):
    rows = bundled.encode([*SENTENCES, "There is no evening bus."])
    assert rows.shape == (4, 384)
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert int(np.argmax(rows[:3] @ rows[3])) == 1


def test_no_part_of_a_long_text_is_ignored(bundled):
    assert len(LONG.split()) >= 1000
    end = " In the end the council sold the land to a supermarket."
    first, changed = bundled.encode([LONG, LONG + end])
    assert first @ changed < 0.999


def test_neither_order_nor_company_of_texts_matters(bundled):
    together = bundled.encode([*SENTENCES, LONG])
    reverse = bundled.encode([LONG, *SENTENCES[::-1]])[::-1]
    alone = np.concatenate([bundled.encode([text]) for text in SENTENCES])
    np.testing.assert_allclose(reverse, together, atol=1e-5)
    np.testing.assert_allclose(alone, together[:3], atol=1e-5)


@pytest.mark.parametrize("text", ["", " ", "\n", "😂", "…"])
def test_odd_texts_have_finite_vectors(bundled, text):
    (row,) = bundled.encode([text])
    assert np.isfinite(row).all()


def test_no_texts_give_no_rows(bundled):
    assert len(bundled.encode([])) == 0


def test_progress_ends_at_the_number_of_texts(bundled):
    steps = []
    bundled.encode(SENTENCES, progress=lambda done, total: steps.append((done, total)))
    assert steps[-1] == (3, 3)
