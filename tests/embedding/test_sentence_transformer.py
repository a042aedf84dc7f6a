import os
import platform
import sys

import numpy as np
import pytest

from secondcoder.embedding.loading import loaded
from secondcoder.embedding.models import find_model
from secondcoder.embedding.sentence_transformer import SentenceTransformerEncoder
from secondcoder.errors import SecondcoderError

SENTENCES = [
    "The allotment fed the whole street.",
    "No bus runs after six.",
    "They asked for a form of twelve pages.",
]
LONG = " ".join(f"We came to the hall on day {number} and talked." for number in range(100))


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
    np.testing.assert_allclose(reverse, together, atol=1e-6)
    np.testing.assert_allclose(alone, together[:3], atol=1e-6)


@pytest.mark.skipif(
    not (sys.platform == "linux" and platform.machine() == "x86_64"),
    reason="measured with the library that computes there",
)
def test_no_bit_of_a_vector_depends_on_company_or_threads(bundled, monkeypatch):
    texts = [" ".join(LONG.split()[:length]) for length in (1, 2, 3, 5, 5, 9, 17, 40, 41, 150, 500)]
    texts += [" ".join(LONG.split()[start : start + 12]) for start in range(30)]
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    together = bundled.encode(texts)
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    np.testing.assert_array_equal(bundled.encode(texts[::-1])[::-1], together)
    np.testing.assert_array_equal(bundled.encode(texts[::3]), together[::3])
    np.testing.assert_array_equal(bundled.encode(texts[3:4]), together[3:4])


def test_vectors_are_those_of_the_library_for_texts_in_its_window(bundled):
    from sentence_transformers import SentenceTransformer

    library = SentenceTransformer(str(find_model("all-MiniLM-L6-v2").folder), device="cpu")
    own = library.encode(SENTENCES, normalize_embeddings=True)
    np.testing.assert_allclose(bundled.encode(SENTENCES), own, atol=1e-6)


def test_a_text_just_beyond_the_window_is_read_to_its_end(bundled):
    words = LONG.split()[:260]
    first, changed = bundled.encode([" ".join(words), " ".join([*words[:-1], "supermarket"])])
    assert first @ changed < 1 - 1e-5


def test_writing_without_spaces_is_read_whole(bundled):
    first, changed = bundled.encode(["食べ物" * 400, "食べ物" * 399 + "水道水"])
    assert first @ changed < 1 - 1e-6


def test_parts_are_read_in_their_text(bundled):
    text = "The bank was steep. We sat there and watched the river."
    rows, parts = bundled.encode_with_parts(
        [text, SENTENCES[0], LONG], [[(0, 19), (20, len(text))], [], [(0, len(LONG)), (300, 301)]]
    )
    np.testing.assert_array_equal(rows, bundled.encode([text, SENTENCES[0], LONG]))
    assert parts.shape == (4, 384)
    np.testing.assert_allclose(np.linalg.norm(parts, axis=1), 1, atol=1e-5)
    bank, money = bundled.encode(["A steep river bank.", "The bank lends money."])
    assert parts[0] @ bank > parts[0] @ money
    assert parts[2] @ rows[2] > 0.95  # all of a long text, over its windows
    assert parts[0] @ rows[0] > bundled.encode([text[:19]])[0] @ rows[0]  # the other sentence shows


def test_a_part_without_words_stands_for_its_text(bundled):
    rows, parts = bundled.encode_with_parts(["The river. "], [[(10, 11)]])
    np.testing.assert_array_equal(rows, parts)


def test_device_and_precision_are_part_of_the_fingerprint_and_batch_size_is_not():
    files = find_model("all-MiniLM-L6-v2")
    plain = SentenceTransformerEncoder(files).fingerprint
    assert SentenceTransformerEncoder(files, batch_size=3).fingerprint == plain
    others = {
        SentenceTransformerEncoder(files, device="cuda").fingerprint,
        SentenceTransformerEncoder(files, precision="bf16").fingerprint,
    }
    assert len({plain, *others}) == 3


def test_fewer_texts_at_once_change_no_vector(bundled):
    few = SentenceTransformerEncoder(find_model("all-MiniLM-L6-v2"), batch_size=1)
    np.testing.assert_allclose(few.encode(SENTENCES), bundled.encode(SENTENCES), atol=1e-6)


def test_bf16_is_near_single_precision():
    half = SentenceTransformerEncoder(find_model("all-MiniLM-L6-v2"), precision="bf16")
    single = SentenceTransformerEncoder(find_model("all-MiniLM-L6-v2"))
    cosines = (half.encode(SENTENCES) * single.encode(SENTENCES)).sum(axis=1)
    assert (cosines > 0.999).all()
    assert (cosines < 1 - 1e-7).any()


def test_a_device_that_is_not_there_is_said():
    encoder = SentenceTransformerEncoder(find_model("all-MiniLM-L6-v2"), device="cuda:77")
    with pytest.raises(SecondcoderError, match="model -> device"):
        encoder.encode(SENTENCES)


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


def test_few_ways_to_multiply_are_kept_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    # Each batch has another shape: kept for a thousand of them, they outweigh the model.
    name = "ONEDNN_PRIMITIVE_CACHE_CAPACITY"
    monkeypatch.delenv(name, raising=False)
    loaded(find_model("all-MiniLM-L6-v2").folder, device="cpu", half=False)
    assert int(os.environ[name]) < 100
    monkeypatch.setenv(name, "500")
    loaded(find_model("all-MiniLM-L6-v2").folder, device="cpu", half=False)
    assert os.environ[name] == "500"
