"""First coding: what was typed and not used yet is there again, the words of a stretch too."""

import json

import pytest
from made_up_run import make_tables, record

from secondcoder.decisions.store import Store
from secondcoder.procedures.second_coder.reviewed.material import Material
from secondcoder.procedures.second_coder.reviewed.session import Review
from secondcoder.review.pages import coding
from secondcoder.review.web import Visit

PASSAGE = "p0005"


@pytest.fixture
def review(tmp_path):
    tables = make_tables(12, cut=lambda n: f"Number {n} said this, by and by.")
    return Review(Material(tables, record(seed=3)), Store(tmp_path / "record"))


def at(review, **form):
    given = {name: [value] for name, value in form.items()}
    place = {"passage": PASSAGE}
    return Visit(review=review, reviewer="Noor", place=place, query={}, form=given)


def fields(review):
    context = coding.code_passage(at(review)).context
    return context["note"], context["words"]


def test_memo_and_words_are_there_again_until_they_are_used(review):
    coding.draft(at(review, note="Why?", words="by and by"))
    assert fields(review) == ("Why?", "by and by")
    coding.draft(at(review, note="Why?", words="by and by"))
    assert len(review.store.events()) == 2  # nothing was typed since
    coding.apply(at(review, code="cF", note="Why?", words="by and by"))
    assert fields(review) == ("", "")
    (event,) = review.history.codings("Noor")
    assert json.loads(event.detail)["words"] == "by and by"


def test_words_that_do_not_stand_there_are_asked_for_again_and_nothing_is_lost(review):
    answer = coding.apply(at(review, code="cF", note="Why?", words="by or by"))
    assert "done=no-words" in answer.path
    assert review.history.codings("Noor") == []
    assert fields(review) == ("Why?", "by or by")
    coding.draft(at(review, note="Why?", words=""))
    assert fields(review) == ("Why?", "")


def test_going_on_keeps_them(review):
    coding.finish(at(review, note="", words="said this"))
    assert fields(review) == ("", "said this")
