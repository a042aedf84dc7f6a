import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from made import STOPS, BagEncoder, code, codebook
from secondcoder.suggesting.confidence import log_shares, shares
from secondcoder.suggesting.entries import family_parts, own_parts
from secondcoder.suggesting.evidence import NearWords, like_passages, shared_words
from secondcoder.suggesting.folds import FOLDS, folds


@given(st.lists(st.sampled_from("abcdefg"), min_size=1, max_size=60), st.integers(0, 5))
def test_folds_keep_documents_together(groups, seed):
    fold, kept = folds(groups, seed=seed)
    names = set(groups)
    assert len(fold) == len(groups)
    if len(names) == 1:
        assert kept == "passage"
        assert np.ptp(np.bincount(fold, minlength=min(FOLDS, len(groups)))) <= 1
        return
    assert kept == "document"
    for name in names:
        assert len({f for f, group in zip(fold, groups, strict=True) if group == name}) == 1
    assert set(fold.tolist()) == set(range(min(FOLDS, len(names))))


def test_folds_are_of_like_size():
    fold, _ = folds([name for name in "abcdefghij" for _ in range(4)], seed=0)
    assert np.bincount(fold).tolist() == [8] * 5


def test_shares_by_hand():
    scores = np.log([[1.0, 2.0, 5.0]])
    assert np.exp(log_shares(scores, 1.0)).tolist() == [pytest.approx([1 / 8, 2 / 8, 5 / 8])]


def test_shares_sum_to_one_and_bear_large_scores():
    found = shares(np.array([[1000.0, -1000.0], [0.3, 0.3]]))
    assert found.tolist() == [[1.0, 0.0], [0.5, 0.5]]


def test_parts_of_an_entry_come_with_the_name_before_them():
    entry = code("Land", "Soil", definition="what it is", include="this", examples=("one", "two"))
    assert [(p.kind, p.text, p.framed) for p in own_parts(entry)] == [
        ("definition", "what it is", "Land: Soil: what it is"),
        ("include", "this", "Land: Soil: this"),
        ("example", "one", "Land: Soil: one"),
        ("example", "two", "Land: Soil: two"),
    ]


def test_what_a_code_excludes_is_no_part_of_it():
    entry = code("Soil", definition="earth", exclude="mud")
    assert "mud" not in " ".join(part.framed for part in own_parts(entry))


def test_a_bare_code_has_its_name_and_a_family_the_names_below():
    book = codebook(("Land",), ("Land", "Soil"), ("Landing",))
    assert [p.kind for p in own_parts(book.codes[1])] == ["name"]
    below = family_parts(book.codes[0], book)
    assert [(p.kind, p.framed) for p in below] == [("below", "Land: Soil")]


@pytest.mark.parametrize(
    ("text", "entry", "expected"),
    [
        ("The Funding ended", "lack of funding", ("funding",)),
        ("volunteers came", "a volunteer", ("volunteers",)),
        ("we dug and dug", "dug", ("dug",)),
        ("fundamental rights", "funding", ()),
        ("it was there", "it was there", ("there",)),
        ("", "soil", ()),
    ],
)
def test_shared_words_by_hand(text, entry, expected):
    assert shared_words(text, entry, STOPS) == expected


def test_near_words_are_the_entrys_and_marked():
    (part,) = own_parts(code("Land", definition="soil and harvest"))
    encoder = BagEncoder()
    near = NearWords([part], encoder=encoder, stops=STOPS)
    found = near.of(0, encoder.encode(["soil"])[0])
    assert found[0] == "~soil"
    assert len(found) == 2


def test_like_passages_leave_out_the_passage_itself_and_its_fold():
    vectors = np.array([[1, 0], [1, 0], [0, 1], [1, 0]], np.float32)
    pools = {7: np.array([0, 1, 3])}
    rows, cosines = like_passages(vectors, pools)[7]
    assert rows[0].tolist() == [1, 3, -1]
    assert cosines[0][:2].tolist() == [1, 1]
    rows, _ = like_passages(vectors, pools, np.array([0, 0, 1, 1]))[7]
    assert rows[0].tolist() == [3, -1, -1]
    assert rows[2].tolist() == [0, 1, -1]
