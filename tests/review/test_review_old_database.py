"""What earlier versions kept in a database is taken into the record; the file stays as it is."""

import sqlite3

import pytest
from made_up_run import make_tables, write_run
from old_form import make_database

from secondcoder.decisions.events import History
from secondcoder.decisions.place import open_record
from secondcoder.decisions.store import StoredPassage
from secondcoder.errors import SecondcoderError
from secondcoder.review.pages import overview
from secondcoder.review.serve import open_review
from secondcoder.review.web import Visit

ABOUT = {"passage": "k", "code": "c"}
EVENTS = (
    {**ABOUT, "verdict": "accept", "machine": 1, "note": "memo", "revealed": 1},
    {**ABOUT, "verdict": "keep", "human": 1, "previous": 1, "seconds": 2.5},
    {**ABOUT, "kind": "undo", "undoes": 2},
    {**ABOUT, "reviewer": "Tom", "verdict": "neither", "machine": 1},
    {**ABOUT, "kind": "adjudication", "reviewer": "Tom", "verdict": "applies", "detail": "Mira"},
    {"kind": "theme", "theme": "t", "verdict": "rename", "detail": '{"names": ["New name"]}'},
)
PASSAGES = (("k", "Group 1", 7, "Words of a passage."),)


@pytest.fixture(params=[1, 2])
def study(tmp_path, request):
    make_database(tmp_path / "review.sqlite3", EVENTS, PASSAGES, form=request.param)
    return tmp_path


@pytest.mark.parametrize("read_only", [False, True])
def test_all_keeps_its_meaning_and_the_file_its_bytes(study, read_only):
    before = (study / "review.sqlite3").read_bytes()
    store = open_record(study / "record", read_only=read_only)
    events = store.events()
    first, second, undo, third, joint, theme = events
    assert (first.answer, third.answer, second.answer) == ("applies", "does not apply", "applies")
    assert (first.note, first.at) == ("memo", "2026-03-01T10:00:00.000+00:00")
    assert (undo.undoes, second.previous, second.seconds) == (second.id, first.id, 2.5)
    assert joint.members == ("Mira", "Tom")
    assert theme.detail == '{"names": ["New name"]}'
    assert History(events).verdict("Mira", "k", "c") == first
    assert store.passages() == {"k": StoredPassage(*PASSAGES[0])}
    assert not store.faults
    assert (study / "review.sqlite3").read_bytes() == before
    assert (study / "record").exists() != read_only


def test_once_however_often_it_is_opened_and_by_whom(study, tmp_path):
    first = open_record(study / "record").events()
    assert open_record(study / "record").events() == first
    assert open_record(study / "record", read_only=True).events() == first
    other = tmp_path / "other"  # another computer took the same file in by itself
    other.mkdir()
    (other / "review.sqlite3").write_bytes((study / "review.sqlite3").read_bytes())
    open_record(other / "record")
    (other / "record").rename(study / "record" / "theirs")
    found = open_record(study / "record").events()
    assert [e.origin for e in found] == [e.origin for e in first]
    assert len(History(found).all_current("verdict")) == 2


def test_what_an_earlier_version_adds_later_is_taken_in_too(study):
    open_record(study / "record")
    db = sqlite3.connect(study / "review.sqlite3")
    db.execute(
        "INSERT INTO event SELECT 7, '2026-03-02T10:00:00.000+00:00', 'undo', 'Mira', run, "
        "passage, code, '', other, '', 0, 0.0, 0, 0, 1, 0, '', '', '' FROM event WHERE id = 1"
    )
    db.commit()
    db.close()
    store = open_record(study / "record")
    assert len(store.events()) == 7
    assert store.events()[-1].undoes == store.events()[0].id
    assert History(store.events()).verdict("Mira", "k", "c") is None
    assert not store.faults


def test_a_file_that_is_no_review_is_refused(tmp_path):
    path = tmp_path / "review.sqlite3"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE theirs (x)")
    other.commit()
    other.close()
    with pytest.raises(SecondcoderError, match="something else"):
        open_record(tmp_path / "record")
    path.write_bytes(b"not a database at all, just words" * 50)
    with pytest.raises(SecondcoderError, match="cannot be read"):
        open_record(tmp_path / "record")
    path.unlink()
    make_database(path, EVENTS, form=9)
    with pytest.raises(SecondcoderError, match="another version"):
        open_record(tmp_path / "record")


def test_decisions_while_anothers_coding_was_shown_as_ones_own_are_listed(tmp_path):
    write_run(tmp_path / "runs" / "one", make_tables())
    key = open_review(tmp_path).material.by_id["p0006"].key
    shown = {"passage": key, "code": "cB", "verdict": "keep", "human": 1}
    make_database(
        tmp_path / "review.sqlite3",
        [{**shown, "reviewer": "New"}, shown, {**shown, "reviewer": "Other", "human": 0}],
        [(key, "Group 1", 0, "text")],
    )
    review = open_review(tmp_path)
    assert [e.passage for e in review.anothers_as_own("New")] == [key]
    assert review.anothers_as_own("Mira") == review.anothers_as_own("Other") == []
    page = overview.carried(Visit(review=review, reviewer="New", place={}, query={}, form={}))
    assert [p.id for _, p in page.context["doubtful"]] == ["p0006"]
