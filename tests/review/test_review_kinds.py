"""Frozen plans, rounds, joint sessions, codebook edits: rows of the same chains as all the rest."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from garden_study import make_study
from test_review_merge import everything, run
from test_review_one_name import decide

from secondcoder.decisions.events import Event
from secondcoder.decisions.kinds import DIFFERENCE, ENTRY, KINDS, PLAN, ROUND, SESSION, SHOWN
from secondcoder.errors import SecondcoderError
from secondcoder.procedures.second_coder.reviewed.acts import acts_of, settled
from secondcoder.review.serve import open_review

DOCS = Path(__file__).resolve().parents[2] / "docs" / "record.md"
SAID = {"headline": "mv-alpha", "unit": "passage", "codes": ["a", "b"], "machine": "codebook"}


def event(kind, **more):
    return Event(kind=kind, reviewer="Lea", run="one", codebook="v1", **more)


OF_EACH = {
    PLAN: event(PLAN, detail=json.dumps(SAID)),
    SHOWN: replace(event(SHOWN), program=True, reviewer="secondcoder"),
    ROUND: event(ROUND, round="pilot"),
    SESSION: event(SESSION, members=("Lea", "Tom"), note="In the library"),
    ENTRY: event(ENTRY, code="c", detail='{"field": "definition", "text": "About Berta."}'),
    DIFFERENCE: event(DIFFERENCE, passage="p", code="c", detail='{"class": "negation"}'),
}


@pytest.fixture
def study(tmp_path):
    make_study(tmp_path / "study")
    return tmp_path / "study"


@pytest.mark.parametrize("kind", sorted(OF_EACH))
def test_each_is_kept_listed_merged_and_is_nobodys_coding(study, tmp_path, kind):
    review = open_review(study)
    decide(review, "Mira", "applies")
    before = settled(review)
    (stored,) = review.add([OF_EACH[kind]])
    given = replace(OF_EACH[kind], id=stored.id, number=2, at=stored.at, chain=stored.chain)
    assert stored == replace(given, round=stored.round)
    assert open_review(study).history.of_kind(kind) == [stored]
    assert settled(review) == before
    assert review.history.reviewers == ["Mira"]
    assert f"1 {KINDS[kind].one}" in run("record", study).output
    assert f"1 {KINDS[kind].one}" not in run("record", study).output.split("Mira")[1].split("\n")[1]
    make_study(tmp_path / "lead")
    assert f"1 {KINDS[kind].one}" in run("merge", tmp_path / "lead", study).output
    (merged,) = open_review(tmp_path / "lead").history.of_kind(kind)
    assert replace(merged, number=0) == replace(stored, number=0)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (replace(OF_EACH[PLAN], detail="{}"), "frozen plan: it must say headline"),
        (replace(OF_EACH[PLAN], detail="[1]"), "must be a JSON object"),
        (replace(OF_EACH[PLAN], detail="{"), "must be a JSON object"),
        (replace(OF_EACH[PLAN], codebook=""), "frozen plan: it must say codebook"),
        (replace(OF_EACH[SHOWN], run=""), "it must say run"),
        (replace(OF_EACH[ROUND], round=""), "round begun: it must say round"),
        (replace(OF_EACH[SESSION], members=("Lea",)), "two members"),
        (replace(OF_EACH[ENTRY], code=""), "it must say code"),
        (replace(OF_EACH[ENTRY], detail='{"field": "colour"}'), "one of: name"),
        (replace(OF_EACH[DIFFERENCE], passage=""), "it must say passage"),
        (replace(OF_EACH[DIFFERENCE], detail='{"class": "odd"}'), "boundary, context missed"),
        (event("erasure"), "it must say document"),
        (event("verdcit"), "no act of the kind"),
    ],
)
def test_what_does_not_say_what_its_kind_must_say_is_refused(study, wrong, said):
    review = open_review(study)
    with pytest.raises(SecondcoderError, match=said):
        review.add([OF_EACH[ROUND], wrong])
    assert not review.store.events()


def test_each_act_says_in_which_round_it_was_done(study):
    review = open_review(study)
    decide(review, "Mira", "applies")
    review.add([OF_EACH[ROUND]])
    decide(review, "Mira", "applies", at=1)
    review.add([event(ROUND, round="2")])
    decide(open_review(study), "Mira", "unsure", at=1)
    review.catch_up()
    assert [e.round for e in review.store.events()] == ["", "pilot", "pilot", "2", "2"]
    assert {act.round for act in acts_of(review)} == {"", "2"}


def test_what_an_edit_says_can_be_erased_where_it_is_of_a_passage(study):
    review = open_review(study)
    passage = review.material.passages[0]
    example = event(
        ENTRY,
        code="c",
        passage=passage.key,
        detail=json.dumps({"field": "example", "words": passage.text}),
    )
    review.add([example, OF_EACH[ENTRY]], [passage])
    run("record", study, "--erase", passage.document)
    taken, definition = open_review(study).history.of_kind(ENTRY)
    assert json.loads(taken.detail) == {"field": "example"}
    assert definition.detail == OF_EACH[ENTRY].detail
    assert passage.text.encode() not in everything(study / "record")
    chain = b"".join(f.read_bytes() for f in study.rglob("*.jsonl") if ".words." not in f.name)
    assert b"Berta" not in chain


def test_the_docs_name_every_kind():
    text = DOCS.read_text(encoding="utf-8")
    assert [kind for kind, one in KINDS.items() if f"| {one.one} |" not in text] == []
