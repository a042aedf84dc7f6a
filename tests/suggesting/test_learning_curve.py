"""What coding brought: shares, draws, and that nothing is tested on what it was learnt from."""

import numpy as np
import pytest

from secondcoder.suggesting.learning_curve import learning_curve

DOCUMENTS = [f"talk {row // 5}" for row in range(40)]
APPLIED = np.eye(4, dtype=bool)[np.arange(40) % 4]
SEEN = np.arange(40) < 35


def knowing(known):
    """Return confidences that are right where a like passage of another document is known."""
    confidence = np.zeros((40, 4))
    for row in range(40):
        others = known & (np.array(DOCUMENTS) != DOCUMENTS[row])
        confidence[row] = APPLIED[others].sum(axis=0) * APPLIED[row]
    return confidence


def test_points_for_every_share_and_draw():
    asked = []

    def score(known):
        asked.append(known.copy())
        return knowing(known)

    points = learning_curve(DOCUMENTS, APPLIED, SEEN, score=score, seed=1)
    assert [(one.share, one.draw) for one in points] == [
        (0.0, 1),
        *((share, draw) for share in (0.25, 0.5, 0.75) for draw in range(1, 6)),
        (1.0, 1),
    ]
    assert [one.documents for one in points[::5]] == [0, 2, 4, 5]
    assert points[-1].documents == 7
    assert points[-1].passages == 35
    assert {one.tested for one in points} == {35}
    assert points[0].right == pytest.approx((APPLIED[:35].argmax(axis=1) == 0).mean())
    assert points[-1].right == points[-1].right_in_three == 1
    for known in asked:  # whole documents, and only what somebody saw
        assert not known[~SEEN].any()
        for start in range(0, 35, 5):
            assert len(set(known[start : start + 5])) == 1


def test_the_same_seed_gives_the_same_curve():
    one, two = (learning_curve(DOCUMENTS, APPLIED, SEEN, score=knowing, seed=3) for _ in "ab")
    assert one == two


def test_too_few_documents_give_no_curve():
    few = [f"talk {row // 20}" for row in range(40)]
    assert learning_curve(few, APPLIED, SEEN, score=knowing) == ()


def test_one_document_is_drawn_from_by_passage():
    points = learning_curve(["talk"] * 40, APPLIED, SEEN, score=knowing)
    assert [one.passages for one in points[::5]] == [0, 9, 18, 26]


def test_nothing_coded_gives_no_curve():
    assert learning_curve(DOCUMENTS, np.zeros((40, 4), dtype=bool), SEEN, score=knowing) == ()
