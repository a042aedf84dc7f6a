"""A code that one person gave and another did not reaches Together once both have finished."""

from garden_study import make_study
from test_review_one_name import decide

from secondcoder.procedures.second_coder.reviewed.joint import cases
from secondcoder.review.serve import open_review


def test_what_only_one_gave_is_a_difference(tmp_path):
    make_study(tmp_path / "study")
    review = open_review(tmp_path / "study")
    for name in ("Mira", "machine"):
        for at in range(len(review.view(name).by_pair)):
            decide(review, name, "applies", at=at)
    shown = {(pair.passage.id, pair.code_id) for pair in cases(review, "Mira", among=["machine"])}
    for name in ("Mira", "machine"):
        given = review.material.human[name].items()
        assert {(passage, code) for passage, codes in given for code in codes} <= shown
