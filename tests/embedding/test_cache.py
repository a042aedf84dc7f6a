import numpy as np
import pytest

from made import BagEncoder
from secondcoder.embedding import cache
from secondcoder.embedding.cache import CachedEncoder
from secondcoder.errors import SecondcoderError

TEXTS = ["the soil", "a bus fare", "the soil", "a choir sang"]


class Failing(BagEncoder):
    """Stops like a user at the keyboard, after some calls."""

    def __init__(self, calls):
        super().__init__()
        self.calls = calls

    def encode_with_parts(self, texts, parts, *, progress=None):
        if self.calls == 0:
            raise KeyboardInterrupt
        self.calls -= 1
        return super().encode_with_parts(texts, parts)


def test_rows_come_in_the_order_of_the_texts(bag, tmp_path):
    rows = CachedEncoder(bag, tmp_path).encode(TEXTS)
    np.testing.assert_array_equal(rows, BagEncoder().encode(TEXTS))


def test_a_second_call_encodes_nothing_and_gives_the_same_bytes(bag, tmp_path):
    first = CachedEncoder(bag, tmp_path)
    rows = first.encode(TEXTS)
    assert first.encoded == 3  # two of the four texts are the same
    again = CachedEncoder(BagEncoder(), tmp_path)
    assert again.encode(TEXTS[::-1]).tobytes() == rows[::-1].tobytes()
    assert again.encoded == 0


def test_only_what_is_missing_is_encoded(bag, tmp_path):
    CachedEncoder(bag, tmp_path).encode(TEXTS)
    bag.asked.clear()
    CachedEncoder(bag, tmp_path).encode([*TEXTS, "new words"])
    assert bag.asked == ["new words"]


def test_another_model_has_vectors_of_its_own(bag, tmp_path):
    CachedEncoder(bag, tmp_path).encode(TEXTS)
    other = CachedEncoder(BagEncoder("bag-2"), tmp_path)
    other.encode(TEXTS)
    assert other.encoded == 3


def test_other_versions_of_what_computes_them_have_vectors_of_their_own(tmp_path, monkeypatch):
    CachedEncoder(BagEncoder(), tmp_path).encode(TEXTS)
    versions = {**cache.made_by()["versions"], "torch": "99.0"}
    monkeypatch.setattr(cache, "made_by", lambda: {"versions": versions})
    newer = CachedEncoder(BagEncoder(), tmp_path)
    newer.encode(TEXTS)
    assert newer.encoded == 3


def test_an_interruption_keeps_what_was_done(tmp_path, monkeypatch):
    monkeypatch.setattr(cache, "CHUNK", 2)
    texts = [f"text {number}" for number in range(6)]
    with pytest.raises(KeyboardInterrupt):
        CachedEncoder(Failing(2), tmp_path).encode(texts)
    going_on = CachedEncoder(BagEncoder(), tmp_path)
    going_on.encode(texts)
    assert going_on.encoded == 2


def test_progress_counts_to_the_number_of_missing_texts(bag, tmp_path, monkeypatch):
    monkeypatch.setattr(cache, "CHUNK", 2)
    steps = []
    CachedEncoder(bag, tmp_path, progress=lambda done, total: steps.append((done, total))).encode(
        ["one", "two", "three"]
    )
    assert steps == [(2, 3), (3, 3)]


def test_a_missing_vector_is_refused_where_encoding_is_not_allowed(bag, tmp_path):
    CachedEncoder(bag, tmp_path).encode(TEXTS)
    bag.asked.clear()
    strict = CachedEncoder(bag, tmp_path, encoder_allowed=False)
    assert len(strict.encode(TEXTS)) == 4
    with pytest.raises(SecondcoderError, match="have no vector yet") as caught:
        strict.encode(["unheard of"])
    assert "secondcoder suggest" in caught.value.hint
    assert bag.asked == []


def test_a_broken_cache_file_is_written_anew(bag, tmp_path):
    rows = CachedEncoder(bag, tmp_path).encode(TEXTS)
    (file,) = tmp_path.glob("*.vectors")
    file.write_bytes(b"no vectors at all" * 100)
    again = CachedEncoder(bag, tmp_path)
    np.testing.assert_array_equal(again.encode(TEXTS), rows)
    assert again.encoded == 3
    assert CachedEncoder(bag, tmp_path, encoder_allowed=False).encode(TEXTS).shape == rows.shape


def test_a_damaged_vector_is_computed_again(bag, tmp_path):
    rows = CachedEncoder(bag, tmp_path).encode(TEXTS)
    (file,) = tmp_path.glob("*.vectors")
    data = bytearray(file.read_bytes())
    data[-1] ^= 1
    file.write_bytes(data)
    for lacking in (1, 0):
        again = CachedEncoder(bag, tmp_path)
        np.testing.assert_array_equal(again.encode(TEXTS), rows)
        assert again.encoded == lacking


def test_parts_are_kept_beside_their_texts(bag, tmp_path):
    parts = [[(0, 3), (4, 8)], [], [], [(2, 7)]]
    rows, of_parts = CachedEncoder(bag, tmp_path).encode_with_parts(TEXTS, parts)
    again = CachedEncoder(BagEncoder(), tmp_path, encoder_allowed=False)
    kept, kept_parts = again.encode_with_parts(TEXTS, parts)
    assert (kept.tobytes(), kept_parts.tobytes()) == (rows.tobytes(), of_parts.tobytes())
    np.testing.assert_array_equal(of_parts, BagEncoder().encode(["the", "soil", "choir"]))
    np.testing.assert_array_equal(again.encode(TEXTS), rows)


def test_a_part_is_not_taken_for_a_text_of_the_same_words(bag, tmp_path):
    class Marked(BagEncoder):
        def encode_with_parts(self, texts, parts, *, progress=None):
            rows, own = super().encode_with_parts(texts, parts)
            return rows, -own

    cached = CachedEncoder(Marked(), tmp_path)
    _, part = cached.encode_with_parts(["a bus fare"], [[(2, 5)]])
    assert float((cached.encode(["bus"]) @ part.T)[0, 0]) == pytest.approx(-1)


def test_a_folder_that_is_a_file_is_a_clear_error(bag, tmp_path):
    (tmp_path / "taken").write_text("")
    with pytest.raises(SecondcoderError, match="cache of vectors cannot be used"):
        CachedEncoder(bag, tmp_path / "taken").encode(TEXTS)


def test_the_file_holds_no_text(bag, tmp_path):
    CachedEncoder(bag, tmp_path).encode(["a secret that nobody may read"])
    (file,) = tmp_path.glob("*.vectors")
    assert b"secret" not in file.read_bytes()


def test_no_texts_give_no_rows(bag, tmp_path):
    assert len(CachedEncoder(bag, tmp_path).encode([])) == 0
