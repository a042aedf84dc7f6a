"""Words are found as people type them; quotations without a place get one."""

import json
import unicodedata
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up_run import make_tables, record

from made_tables import row
from secondcoder.decisions.store import Store
from secondcoder.procedures.second_coder.reviewed.acts import settled
from secondcoder.procedures.second_coder.reviewed.material import Material
from secondcoder.procedures.second_coder.reviewed.session import Review
from secondcoder.procedures.second_coder.tables.unplaced import UNPLACED
from secondcoder.review.pages import code_list, search, unplaced
from secondcoder.review.spelling import plain, where
from secondcoder.review.web import Problem, Visit

TEXT = "She said it’s “fine”  at the Café –\nŁódź, naïve Zoë…"


@pytest.mark.parametrize(
    "typed",
    [
        "it's",
        "IT\u2019S",
        "cafe",
        "CAFE\u0301",
        "cafe -",
        "at   the",
        '"fine" at',
        "lodz",
        "zoe...",
    ],
)
def test_words_are_found_as_people_type_them(typed):
    start, end = where(TEXT, plain(typed))
    assert plain(TEXT[start:end]) == plain(typed)


def test_what_is_not_there_is_not_found():
    assert where(TEXT, plain("teacake")) is None
    assert where(TEXT, "") is None


words = st.text(st.sampled_from("aAéÉe\u0301 \n\t’'“\"–-…ßﬁŁ\u00ad漢😀"), max_size=30)


@given(words, st.data())
def test_every_stretch_is_found_where_it_stands(text, data):
    low = data.draw(st.integers(0, len(text)))
    wanted = plain(text[low : data.draw(st.integers(low, len(text)))])
    assert plain(plain(text)) == plain(text) == plain(unicodedata.normalize("NFD", text))
    if wanted:
        start, end = where(text, wanted)
        assert wanted in plain(text[start:end]) or plain(text[start:end]) in wanted


def opened(tmp_path):
    tables = make_tables(30, cut=lambda n: f"Number {n} paid for the café’s new roof.")
    rows = [
        row(UNPLACED, {"coder": coder, "code": code, "quote": quote, "source": source,
                       "reason": "the quotation was not found", "coder_is": "person"})
        for coder, code, quote, source in (
            ("Mira", "Money", "number 17 payed for a cafe roof", "coding.csv, row 4"),
            ("Mira", "No such code", "quite another thing", "coding.csv, row 5"),
            ("Tom", "Money", "number 3 paid", "coding.csv, row 6"),
        )
    ]  # fmt: skip
    return Review(
        Material(tables.having({UNPLACED: rows}), record(seed=3)), Store(tmp_path / "record")
    )


def visit(review, **form):
    given = {name: [value] for name, value in form.items()}
    return Visit(review=review, reviewer="Mira", place={}, query={}, form=given)


def test_the_page_finds_them_too(tmp_path):
    review = opened(tmp_path)
    asked = Visit(review=review, reviewer="Mira", place={}, query={"q": "CAFE'S  new"}, form={})
    context = search.search(asked).context
    assert context["count"] == 30
    assert context["found"][0]["hit"] == "café’s new"


def test_a_blind_reviewer_gets_from_every_passage_to_what_its_document_holds_to_decide(tmp_path):
    review = opened(tmp_path)
    linked = {}
    for passage in review.material.passages:
        asked = Visit(
            review=review, reviewer="Mira", place={"passage": passage.id}, query={}, form={}
        )
        context = search.passage(asked).context
        assert context["blind"]
        linked.setdefault(passage.document, set()).add(context["listed"])
    assert all(len(links) == 1 for links in linked.values())  # of the passage it says nothing
    for document, (link,) in linked.items():
        given = dict(parse_qsl(urlsplit(link).query))
        asked = Visit(review=review, reviewer="Mira", place={"code": "all"}, query=given, form={})
        rows = code_list.code_list(asked).context["rows"]
        assert rows
        assert {row["item"].passage.document for row in rows} == {document}


def test_a_quotation_without_a_place_is_placed_by_who_coded_it(tmp_path):
    review = opened(tmp_path)
    first, second = unplaced.show(visit(review)).context["rows"]
    assert first.offered[0].id == "p0017"
    assert first.entry.id == "cF"
    assert second.entry is None
    unplaced.accept(visit(review, number="0", passage="p0017", code="cF"))
    (event,) = review.store.events()
    assert event.kind == "coding"
    assert json.loads(event.detail)["source"] == "coding.csv, row 4"
    mira = next(one for one in settled(review).people if one.person.name == "Mira")
    assert "cF" in mira.independent["p0017"]
    assert unplaced.waiting(visit(review)) == 1
    with pytest.raises(Problem, match="already"):
        unplaced.accept(visit(review, number="0", passage="p0018", code="cF"))
    with pytest.raises(Problem, match="Choose the passage"):
        unplaced.accept(visit(review, number="1", passage="nope", code="cF"))
    with pytest.raises(Problem, match="no such quotation"):
        unplaced.accept(visit(review, number="2", passage="p0003", code="cF"))
    unplaced.undo(visit(review, event=event.id))
    assert unplaced.waiting(visit(review)) == 2
