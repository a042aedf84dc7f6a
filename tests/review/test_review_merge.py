"""Each person codes at home; their records are merged, once each, and can be taken back."""

import io
import zipfile
from dataclasses import replace
from itertools import permutations

import pytest
from click.testing import CliRunner
from made_up_run import make_tables, write_run
from old_form import make_database
from test_review_results import decide

from secondcoder.commands.main import cli
from secondcoder.decisions.disk import files_of
from secondcoder.procedures.second_coder.reviewed.acts import settled
from secondcoder.review.serve import open_review


def run(*arguments):
    done = CliRunner().invoke(cli, [str(one) for one in arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def fails(*arguments):
    from secondcoder.errors import SecondcoderError

    done = CliRunner().invoke(cli, [str(one) for one in arguments])
    assert isinstance(done.exception, SecondcoderError)
    return done.exception.message


def study(folder):
    write_run(folder / "runs" / "one", make_tables())
    return folder


@pytest.fixture
def homes(tmp_path):
    return [study(tmp_path / name) for name in ("lead", "mira", "tom")]


def verdicts(folder):
    review = open_review(folder)
    return {
        (e.reviewer, review.material.by_key[e.passage].id, e.code): e.verdict
        for e in review.history.all_current("verdict")
    }


def state(folder):
    return {f: f.read_bytes() for f in files_of(folder / "record")}


def test_what_everybody_did_comes_together_once(homes):
    lead, mira, tom = homes
    decide(mira, 6, "cB", "applies", note="Mira's reason")
    decide(mira, 7, "cB", "does not apply")
    decide(tom, 6, "cB", "does not apply", reviewer="Tom")
    decide(lead, 8, "cE", "unsure", reviewer="Lea")
    said = run("merge", lead, mira, tom).output
    assert "Mira: 2 decisions" in said
    assert "Tom: 1 decision" in said
    assert "does not apply" not in said
    assert "Mira's reason" not in said
    assert len(verdicts(lead)) == 4
    before = state(lead)
    assert "Nothing new" in run("merge", lead, mira, tom).output
    assert state(lead) == before
    assert run("record", lead).exit_code == 0


def test_a_later_state_of_the_same_record_adds_what_is_new(homes):
    lead, mira, _ = homes
    decide(mira, 6, "cB", "applies")
    run("merge", lead, mira)
    decide(mira, 7, "cB", "applies")
    assert "Mira: 1 decision" in run("merge", lead, mira).output
    assert len(verdicts(lead)) == 2
    assert not open_review(lead).store.faults


def test_it_can_be_taken_back_and_done_again(homes):
    lead, mira, tom = homes
    decide(mira, 6, "cB", "applies")
    decide(tom, 6, "cB", "applies", reviewer="Tom")
    before = verdicts(lead)
    run("merge", lead, mira)
    run("merge", lead, tom)
    assert "merged-002" in run("merge", lead, "--undo").output
    assert {who for who, _, _ in verdicts(lead)} == {"Mira"}
    run("merge", lead, "--undo")
    assert verdicts(lead) == before
    assert "no other record" in fails("merge", lead, "--undo")
    run("merge", lead, mira, tom)
    assert len(verdicts(lead)) == 2


def test_contradictions_are_listed_and_the_later_holds(homes):
    lead, mira, tom = homes
    decide(mira, 6, "cB", "applies")
    decide(tom, 6, "cB", "does not apply")  # Mira again, on Tom's computer
    both = {"kind": "adjudication", "members": ("Mira", "Tom")}
    decide(mira, 7, "cB", "applies", **both)
    decide(tom, 7, "cB", "does not apply", reviewer="Tom", **both)
    said = run("merge", lead, mira, tom).output
    assert "2 acts of one person, or of people together" in said
    assert "joint decision" in said
    assert list(verdicts(lead).values()) == ["does not apply"]


def test_what_two_people_hold_is_no_contradiction(homes):
    lead, mira, tom = homes
    decide(mira, 6, "cB", "applies")
    decide(tom, 6, "cB", "does not apply", reviewer="Tom")
    assert "say otherwise" not in run("merge", lead, mira, tom).output


def test_a_record_is_sent_without_text_and_merged(homes, tmp_path):
    lead, mira, _ = homes
    decide(mira, 6, "cB", "applies", note="The bus lady said so")
    file = tmp_path / "mira.zip"
    said = run("export", mira, "--record", "--without-text", "--to", file).output
    assert "Left out: 2 texts" in said
    with zipfile.ZipFile(file) as archive:
        inside = b"".join(archive.read(name) for name in archive.namelist())
    assert b"bus" not in inside
    assert b"Group 1" in inside
    assert "exists already" in fails("export", mira, "--record", "--to", file)
    again = tmp_path / "again.zip"
    run("export", mira, "--record", "--without-text", "--to", again)
    assert again.read_bytes() == file.read_bytes()
    run("merge", lead, file)
    assert verdicts(lead) == verdicts(mira)
    assert not open_review(lead).store.faults
    with_text = tmp_path / "whole.zip"
    run("export", mira, "--record", "--to", with_text)
    run("merge", lead, with_text)
    (event,) = open_review(lead).history.all_current("verdict")
    assert event.note == "The bus lady said so"


def test_a_database_of_an_earlier_version_is_merged_too(homes):
    lead, mira, _ = homes
    key = open_review(mira).material.by_id["p0006"].key
    make_database(
        mira / "review.sqlite3",
        [{"passage": key, "code": "cB", "verdict": "accept", "machine": 1}],
        [(key, "Group 1", 0, "text")],
    )
    run("merge", lead, mira)
    assert [e.answer for e in open_review(lead).history.all_current("verdict")] == ["applies"]
    assert "Nothing new" in run("merge", lead, mira).output


def test_acts_on_another_cut_codebook_and_run_are_told(homes):
    lead, mira, _ = homes
    decide(mira, 6, "cB", "applies")
    review = open_review(mira)
    from secondcoder.decisions.events import Event
    from secondcoder.decisions.store import StoredPassage

    elsewhere = Event(kind="verdict", reviewer="Mira", run="run-two", passage="gone", code="cX")
    review.add([elsewhere])
    review.store.add([elsewhere], [StoredPassage("gone", "Group 9", 0, "Nobody says this.")])
    said = run("merge", lead, mira).output
    assert "2 acts made on another run (run-two)" in said
    assert "2 acts on codes that the codebook here has not" in said
    assert "2 acts on passages that are not here" in said


def test_a_tampered_record_is_named_and_the_rest_taken_in(homes):
    lead, mira, _ = homes
    for number in (6, 7, 8):
        decide(mira, number, "cB", "applies")
    file = next(f for f in files_of(mira / "record") if ".words." not in f.name)
    lines = file.read_text().splitlines()
    lines[1] = lines[1].replace('"applies"', '"unsure!"')
    file.write_text("\n".join(lines) + "\n")
    said = run("merge", lead, mira).output
    assert "Does not hold: Mira, row 2: it was changed after it was written" in said
    assert len(verdicts(lead)) == 2
    checked = run("record", lead)
    assert checked.exit_code == 1
    assert "Mira, row 2" in checked.output


def test_what_is_no_record_is_refused_and_nothing_taken_in(homes, tmp_path):
    lead, mira, tom = homes
    decide(mira, 6, "cB", "applies")
    assert "no record of coding" in fails("merge", lead, mira, tom)
    assert not state(lead)
    bad = tmp_path / "bad.zip"
    bad.write_bytes(b"PK\x03\x04 not really")
    assert "no record of coding" in fails("merge", lead, bad)
    hostile = io.BytesIO()
    with zipfile.ZipFile(hostile, "w") as archive:
        for path in files_of(mira / "record"):
            archive.writestr(f"../../{path.name}", path.read_bytes())
    bad.write_bytes(hostile.getvalue())
    run("merge", lead, bad)
    assert not list(tmp_path.glob("*.jsonl"))
    assert len(verdicts(lead)) == 1


def test_words_of_a_document_are_erased_and_the_chain_holds(homes):
    lead, *_ = homes
    decide(lead, 6, "cB", "applies", note="She said it")
    decide(lead, 26, "cB", "applies", note="He said it")
    held = verdicts(lead)
    assert "Erased: 2 texts of Group 1" in run("record", lead, "--erase", "Group 1").output
    inside = b"".join(state(lead).values())
    assert b"She said it" not in inside
    assert b"Number 6:" not in inside
    assert b"He said it" in inside
    assert run("record", lead).exit_code == 0
    assert verdicts(lead) == held
    assert "no words" in fails("record", lead, "--erase", "Group 1")


def notes(folder):
    return {e.note for e in open_review(folder).store.events() if e.note}


def everything(folder):
    return b"".join(f.read_bytes() for f in folder.rglob("*") if f.is_file())


def test_erased_words_do_not_come_back_with_a_copy_that_has_them(homes):
    lead, mira, tom = homes
    decide(mira, 6, "cB", "applies", note="She said it")
    decide(mira, 26, "cB", "applies", note="He said it")
    run("merge", lead, mira)
    run("merge", tom, mira)
    run("record", lead, "--erase", "Group 1", "--by", "Lea")
    assert "Erased: the words of Group 1" in run("record", lead).output
    assert "Nothing new" in run("merge", lead, tom).output
    decide(tom, 7, "cB", "unsure", reviewer="Tom", note="Of Group 1, before he knew")
    decide(tom, 27, "cB", "applies", reviewer="Tom", note="Of Group 2")
    said = run("merge", lead, tom).output
    assert "Left out: " in said
    assert "Tom: 2 decisions" in said
    assert notes(lead) == {"He said it", "Of Group 1, before he knew", "Of Group 2"}
    assert len(verdicts(lead)) == 4
    held = everything(lead / "record")
    assert b"She said it" not in held
    assert b"Number 6:" not in held
    assert b"Number 7:" not in held
    assert b"He said it" in held
    assert run("record", lead).exit_code == 0


def test_an_erasure_goes_where_the_record_goes(homes, tmp_path):
    lead, mira, tom = homes
    decide(mira, 6, "cB", "applies", note="She said it")
    run("merge", lead, mira)
    run("record", lead, "--erase", "Group 1")
    run("export", lead, "--record", "--to", tmp_path / "lead.zip")
    said = run("merge", mira, tmp_path / "lead.zip").output
    assert "secondcoder (the program) erased the words of Group 1" in said
    assert notes(mira) == set()
    assert {p.text for p in open_review(mira).store.passages().values()} == {""}
    assert "came back into the files" in run("record", mira).output
    run("export", mira, "--record", "--to", tmp_path / "mira.zip")
    run("merge", tom, tmp_path / "mira.zip")
    assert b"She said it" not in everything(tom / "record")
    assert "Erased: " in run("record", mira, "--erase", "Group 1").output
    assert b"She said it" not in everything(mira / "record")
    assert "came back" not in run("record", mira).output


def test_what_a_synchronised_folder_brings_back_counts_nowhere(homes):
    lead, *_ = homes
    decide(lead, 6, "cB", "applies", note="She said it")
    before = state(lead)
    open_before = open_review(lead)
    run("record", lead, "--erase", "Group 1")
    open_before.catch_up()
    assert open_before.store.events()[0].note == ""
    for file, data in before.items():
        file.with_name(f"copy of {file.name}").write_bytes(data)
    assert notes(lead) == set()
    assert "2 texts of it came back" in run("record", lead).output
    assert "Erased: 2 texts" in run("record", lead, "--erase", "Group 1").output


def test_a_memo_that_is_written_after_an_erasure_stays(homes):
    lead, *_ = homes
    decide(lead, 6, "cB", "applies", note="She said it")
    run("record", lead, "--erase", "Group 1")
    decide(lead, 6, "cB", "unsure", note="Spoke with her again")
    assert notes(lead) == {"Spoke with her again"}
    assert b"Number 6:" not in everything(lead / "record")
    assert "Erased: 1 text" in run("record", lead, "--erase", "Group 1").output
    assert notes(lead) == set()


def test_whoever_only_erases_is_no_reviewer(homes):
    lead, *_ = homes
    decide(lead, 6, "cB", "applies", reviewer="secondcoder")
    run("record", lead, "--erase", "Group 1")
    assert open_review(lead).history.reviewers == ["secondcoder"]
    shown = run("record", lead).output
    assert "  secondcoder: 1 act," in shown
    assert "  secondcoder (the program): 1 act," in shown


def test_an_erasure_that_was_merged_is_taken_back_with_the_merging(homes):
    lead, mira, _ = homes
    decide(lead, 6, "cB", "applies", note="She said it")
    run("merge", mira, lead)
    run("record", mira, "--erase", "Group 1")
    run("merge", lead, mira)
    assert notes(lead) == set()
    run("merge", lead, "--undo")
    assert notes(lead) == {"She said it"}


def test_in_whatever_order_records_are_merged_they_settle_alike(tmp_path):
    homes = [study(tmp_path / name) for name in ("mira", "tom", "ben")]
    decide(homes[0], 6, "cB", "applies")
    decide(homes[1], 6, "cB", "does not apply", reviewer="Tom")
    decide(homes[2], 6, "cB", "unsure", note="Ben's reason")
    both = {"kind": "adjudication", "members": ("Mira", "Tom")}
    decide(homes[1], 7, "cB", "applies", **both)
    decide(homes[0], 7, "cB", "does not apply", **both)
    decide(homes[2], 8, "cE", "applies", reviewer="Ben", note="of Group 1")
    run("record", homes[1], "--erase", "Group 1")
    found = []
    for number, order in enumerate(permutations(homes)):
        one_by_one, at_once = (study(tmp_path / f"{n}{number}") for n in ("lead", "whole"))
        for home in order:
            run("merge", one_by_one, home)
        run("merge", at_once, *order)
        found += [open_review(one_by_one), open_review(at_once)]
    events = [[replace(e, number=0) for e in review.store.events()] for review in found]
    assert events == [events[0]] * len(events)
    assert [settled(review) for review in found] == [settled(found[0])] * len(found)


def test_an_open_page_forgets_a_merging_that_was_taken_back(homes):
    lead, mira, tom = homes
    decide(lead, 8, "cE", "unsure", reviewer="Lea")
    decide(mira, 6, "cB", "applies")
    decide(tom, 7, "cB", "applies", reviewer="Tom")
    run("merge", lead, mira)
    run("merge", lead, tom)
    page = open_review(lead)
    assert page.history.reviewers == ["Lea", "Mira", "Tom"]
    run("merge", lead, "--undo")
    page.catch_up()
    assert page.history.reviewers == ["Lea", "Mira"] == open_review(lead).history.reviewers


def test_words_that_were_changed_or_are_gone_are_named(homes):
    lead, *_ = homes
    decide(lead, 6, "cB", "applies", note="my reason")
    decide(lead, 7, "cB", "applies")
    (words,) = [f for f in files_of(lead / "record") if ".words." in f.name]
    whole = words.read_text()
    words.write_text(whole.replace("my reason", "no reason"))
    said = run("record", lead)
    assert "Mira, row 1: its words were changed" in said.output
    assert said.exit_code == 1
    words.unlink()
    said = run("record", lead)
    assert "Without its words: 1 act." in said.output
    words.write_text(whole)
    said = run("record", lead).output
    assert "its words" not in said
    assert "Every row is as it was written" in said
    run("record", lead, "--erase", "Group 1", "--by", "Lea")
    assert "Without its words" not in run("record", lead).output
