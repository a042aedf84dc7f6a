from dataclasses import replace

import numpy as np
import pytest

from made import code, codebook, coding, passages_of
from secondcoder.agreement.study.coded import CodeFrame, codes_of_passages

# Passages at 0-10, 11-21, 22-32 and 33-43 of one document.
PASSAGES = passages_of(["x" * 10] * 4)


def placed(start, end, *, overlap=0.5, passages=PASSAGES, document="talk"):
    given = coding([("Eva", "A", document, start, end)], seen={"Eva": ()})
    return sorted(codes_of_passages(given, passages, overlap=overlap)["Eva"])


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (0, 10, ["p000"]),
        (2, 4, ["p000"]),  # a short quotation inside
        (0, 43, ["p000", "p001", "p002", "p003"]),  # a long stretch over all
        (5, 16, ["p000", "p001"]),  # half of each
        (6, 21, ["p001"]),  # four of ten characters of the first
        (0, 15, ["p000"]),  # four of ten of the second
        (8, 13, []),  # short and across: two of its five characters lie in each
        (10, 11, []),  # only the line end between
        (43, 60, []),  # beyond the text
    ],
)
def test_which_passages_a_stretch_counts_for(start, end, expected):
    assert placed(start, end) == expected


def test_exactly_half_is_enough_and_less_is_not():
    assert placed(5, 10) == ["p000"]
    assert placed(0, 16) == ["p000", "p001"]
    assert placed(0, 15) == ["p000"]


def test_the_share_can_be_set():
    assert placed(0, 13, overlap=0.2) == ["p000", "p001"]
    assert placed(0, 13, overlap=1.0) == ["p000"]
    assert placed(1, 12, overlap=1.0) == []


def test_another_document_is_another_text():
    two = passages_of(["x" * 10, "y" * 10], documents=["a", "b"])
    assert placed(0, 10, passages=two, document="b") == ["p001"]
    assert placed(0, 10, passages=two, document="c") == []


def test_overlapping_windows_are_all_considered():
    texts = passages_of(["x" * 30])
    windows = [
        replace(texts[0], id=f"w{start}", start=start, end=start + 12, text="x" * 12)
        for start in (0, 6, 12, 18)
    ]
    assert placed(6, 18, passages=windows) == ["w0", "w12", "w6"]


def test_coders_are_kept_apart_and_every_coder_is_there():
    given = coding(
        [("Eva", "A", "talk", 0, 10), ("Eva", "B", "talk", 0, 10), ("Ann", "A", "talk", 11, 21)],
        seen={"Eva": (), "Ann": (), "Idle": ()},
    )
    assert codes_of_passages(given, PASSAGES) == {
        "Ann": {"p001": frozenset({"A"})},
        "Eva": {"p000": frozenset({"A", "B"})},
        "Idle": {},
    }


def test_a_code_implies_those_above_it_also_when_it_lies_outside():
    book = codebook(("A",), ("A", "B"), ("A", "B", "C"), ("D",))
    frame = CodeFrame.of(book, [code("A", "New"), code("Else")])
    held = frame.matrix({"p": frozenset({"A/B/C"}), "q": frozenset({"A/New"})}, ["p", "q", "r"])
    names = [one.id for one in frame.codes]
    assert [names[i] for i in np.flatnonzero(held[0])] == ["A", "A/B", "A/B/C"]
    assert [names[i] for i in np.flatnonzero(held[1])] == ["A", "A/New"]
    assert not held[2].any()
    assert frame.in_codebook == (True, True, True, True, False, False)
