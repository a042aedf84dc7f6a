"""Corrections on the page: seen at once, written with their reason, taken back as easily."""

import re
import tomllib

import pytest
from workplace import CODEBOOK, CODING, INTERVIEW, SURVEY, Pages, said

from secondcoder.app.understanding import file_id
from secondcoder.app.ways import ways_out
from secondcoder.records.account import CHECK, Concern

FILES = {"int1.txt": INTERVIEW, "codebook.csv": CODEBOOK, "coding ana.csv": CODING}


def passages(pages):
    return [(one.speaker, one.text[:12]) for one in pages.understood().material.passages]


def file_page(pages, name):
    return pages.get(f"{pages.home}/file/{file_id(name)}")


def test_who_asks_is_corrected_by_a_button_and_by_the_form(pages):
    pages.make(FILES)
    assert {name for name, _ in passages(pages)} == {"S1", "S2"}
    page = pages.get(pages.home)
    button = pages.buttons(page)["S1 asks"]
    pages.correct(**button)
    assert {name for name, _ in passages(pages)} == {"S2"}
    assert 'speakers.S1.role = "interviewer"  # S1 asks, and is not analysed (said on the' in (
        pages.toml
    )
    rows = {
        "label_0": "S1", "role_0": "interviewer", "was_role_0": "interviewer",
        "name_0": "S1", "was_name_0": "S1",
        "label_1": "S2", "role_1": "participant", "was_role_1": "participant",
        "name_1": "Maria", "was_name_1": "S2",
    }  # fmt: skip
    page = pages.correct(do="speakers", file="int1.txt", back="file", why="as she signed", **rows)
    assert {name for name, _ in passages(pages)} == {"Maria"}
    assert "S2 is called Maria: as she signed (said on the page)" in pages.toml
    assert "Maria" in page
    assert "<bdi>S2</bdi>" in page
    pages.undo()
    assert {name for name, _ in passages(pages)} == {"S2"}
    pages.undo()
    assert {name for name, _ in passages(pages)} == {"S1", "S2"}
    assert "speakers" not in pages.toml


def test_one_transcript_or_all_of_a_pattern(pages):
    other = INTERVIEW.replace("bus", "train").replace("Sunday", "Monday")
    pages.make({"int1.txt": INTERVIEW, "int2.txt": other})
    assert 'path = "*.txt"' in pages.toml
    one = {"do": "speaker", "speaker": "S1", "role": "interviewer"}
    pages.correct(file="int1.txt", **one)
    documents = pages.understood().material.passages
    assert {(p.document, p.speaker) for p in documents} == {
        ("int1", "S2"), ("int2", "S1"), ("int2", "S2"),
    }  # fmt: skip
    pages.correct(file="int1.txt", everywhere="yes", **one)
    assert {p.speaker for p in pages.understood().material.passages} == {"S2"}


def test_a_file_is_taken_for_something_else_and_left_out_of_a_pattern(pages):
    other = INTERVIEW.replace("bus", "train")
    pages.make(
        {"int1.txt": INTERVIEW, "int2.txt": other, "int3.txt": INTERVIEW.replace("bus", "ferry")}
    )
    pages.correct(do="take", file="int2.txt", kind="left")
    assert {one.source for one in pages.understood().material.documents} == {"int1.txt", "int3.txt"}
    assert tomllib.loads(pages.toml)["leave_out"] == ["int2.txt"]
    pages.correct(do="take", file="int2.txt", kind="texts")
    assert len(pages.understood().material.documents) == 3
    assert "leave_out" not in pages.toml


def test_columns_are_chosen_from_lists(pages):
    pages.make({"survey.csv": SURVEY, "codebook.csv": CODEBOOK})
    assert len(pages.understood().material.passages) == 4
    assert "kept beside the texts" in file_page(pages, "survey.csv")
    roles = {
        "column_0": "id", "role_0": "case", "column_1": "site", "role_1": "",
        "column_2": "answer", "role_2": "text", "column_3": "more", "role_3": "text",
    }  # fmt: skip
    pages.correct(
        do="columns", file="survey.csv", place="documents 0", why="both are open", **roles
    )
    found = pages.understood().material.passages
    assert len(found) == 8
    assert {dict(one.attributes)["site"] for one in found} == {"North", "South"}
    assert "columns as chosen: both are open (said on the page)" in pages.toml
    pages.undo()
    assert len(pages.understood().material.passages) == 4
    button = pages.buttons(pages.get(pages.home))["“more” holds answers"]
    pages.correct(**button)
    assert len(pages.understood().material.passages) == 8


def test_codebook_and_coding_columns(pages):
    pages.make(FILES)
    assert len(pages.understood().material.codebook.codes) == 5
    roles = {"column_0": "theme", "role_0": "", "column_2": "definition", "role_2": ""}
    named = {"column_1": "subtheme", "role_1": "code"}
    pages.correct(do="columns", file="codebook.csv", place="codebook", **roles, **named)
    assert {code.label for code in pages.understood().material.codebook.codes} == {
        "No bus", "Kind driver", "Harvest",
    }  # fmt: skip
    pages.undo()
    page = file_page(pages, "coding ana.csv")
    assert "this was never said by anybody at all" in page
    pages.correct(do="coder", file="coding ana.csv", name="Ana Lima", back="file")
    assert pages.understood().material.coding.coders == ("Ana Lima",)


def test_what_cannot_be_read_afterwards_is_refused_before_it_is_written(pages):
    pages.make(FILES)
    before = pages.toml
    page = said(pages.correct(do="take", file="int1.txt", kind="left", expect=422))
    assert "Nothing was changed" in page
    roles = {"column_0": "theme", "role_0": "", "column_1": "subtheme", "role_1": ""}
    form = {"do": "columns", "file": "codebook.csv", "place": "codebook"}
    page = said(pages.correct(**form, expect=422, **roles))
    assert "no column of codebook.csv would hold the codes" in page
    form = {"do": "columns", "file": "coding ana.csv", "place": "coding 0"}
    roles = {"column_0": "document", "role_0": "document", "column_1": "quote", "role_1": ""}
    page = said(pages.correct(**form, expect=422, **roles))
    assert "no column of coding ana.csv would hold passages or codes" in page
    pages.correct(do="max-words", value="3", expect=422)
    assert pages.toml == before


def test_own_comments_order_and_spelling_stay(pages):
    pages.make(FILES)
    own = (
        '# mine, do not touch\ntitle    = "Own"   # spelt so\n\n[[documents]]\npath = "int1.txt"\n'
    )
    (pages.study / "study.toml").write_text(own + "# the end\n")
    pages.correct(do="speaker", file="int1.txt", speaker="S1", role="interviewer")
    lines = pages.toml.splitlines()
    assert [line for line in lines if "said on the page" not in line] == [
        *own.splitlines(), "# the end",
    ]  # fmt: skip


def test_two_browsers_do_not_undo_each_other(pages, tmp_path):
    pages.make(FILES)
    other = Pages(tmp_path, work=pages.work)
    other.home = pages.home
    seen = pages.get(f"{pages.home}/settings")
    other.post(f"{pages.home}/settings", stance="reflexive", was_stance="codebook")
    assert 'value="codebook"' in seen
    form = {"title": "New", "was_title": "Made up", "stance": "codebook", "was_stance": "codebook"}
    pages.post(f"{pages.home}/settings", **form)
    config = pages.understood().loaded.config
    assert (config.title, config.stance) == ("New", "reflexive")
    mine = pages.latest()
    other.correct(do="speaker", file="int1.txt", speaker="S1", role="interviewer")
    page = pages.post(f"{pages.home}/undo", 422, step=mine, latest=mine).text
    assert "S1 asks, and is not analysed" in page
    assert pages.understood().loaded.config.title == "New"
    assert {name for name, _ in passages(pages)} == {"S2"}
    pages.post(f"{pages.home}/undo", step=mine, latest=pages.latest())
    assert pages.understood().loaded.config.title == "Made up"


def test_a_change_by_hand_is_never_undone(pages):
    pages.make(FILES)
    pages.correct(do="speaker", file="int1.txt", speaker="S1", role="interviewer")
    file = pages.study / "study.toml"
    file.write_text(file.read_text() + "# by hand\n")
    assert 'name="step"' not in pages.get(pages.home)


def test_settings_are_written_with_what_they_are_about(pages):
    pages.make(FILES, how_many="one")
    assert tomllib.loads(pages.toml)["suggest"] == {"codes_a_passage": "one"}
    form = {"suggest_basis": "coding", "was_suggest_basis": "codebook", "suggest_risk": "0.2"}
    pages.post(f"{pages.home}/settings", was_suggest_risk="", **form)
    assert pages.understood().loaded.config.suggest.risk == pytest.approx(0.2)
    assert "# Accepted risk (said on the page)" in pages.toml
    form = {"suggest_basis": "codebook", "was_suggest_basis": "coding"}
    page = pages.post(f"{pages.home}/settings", 422, **form).text
    assert "risk" in page
    form |= {"suggest_risk": "", "was_suggest_risk": "0.2"}
    pages.post(f"{pages.home}/settings", **form)
    assert pages.understood().loaded.config.suggest.risk is None


def test_a_study_that_cannot_be_read_says_why(pages):
    pages.make(FILES)
    (pages.study / "study.toml").write_text("title = nothing quoted\n")
    page = said(pages.get(pages.home))
    assert "This study cannot be read yet" in page
    assert "line 1" in page


def test_a_file_that_is_gone_is_gone_on_without_and_brought_back(pages):
    pages.make({**FILES, "answers.csv": SURVEY})
    before = pages.toml
    held = (pages.study / "answers.csv").read_bytes()
    (pages.study / "answers.csv").unlink()
    page = pages.get(pages.home)
    assert "cannot be read yet" in said(page)
    assert "Go on without answers.csv" in said(page)
    assert 'type="file"' in page
    pages.post(f"{pages.home}/unread", gone="answers.csv")
    assert "answers.csv" not in {one.source for one in pages.understood().material.documents}
    assert 'path = "answers.csv"' not in pages.toml
    pages.post(f"{pages.home}/unread", 422, gone="codebook.csv")
    (pages.study / "answers.csv").write_bytes(held)
    pages.undo()
    assert pages.toml == before


def test_a_study_file_that_is_no_use_is_begun_anew(pages):
    pages.make(FILES, title="Kept", stance="reflexive")
    (pages.study / "study.toml").write_text('title = "Kept"\nstance = "reflexive"\nnonsense = 1\n')
    assert "cannot be read yet" in said(pages.get(pages.home))
    pages.post(f"{pages.home}/unread")
    assert {one.source for one in pages.understood().material.documents} == {"int1.txt"}
    assert pages.understood().loaded.config.title == "Kept"
    assert pages.understood().loaded.config.stance == "reflexive"
    (pages.study / "study.toml").write_text("[[documents")
    pages.post(f"{pages.home}/unread")
    assert pages.understood().material.passages


def test_files_are_added_to_a_study_that_cannot_be_read(pages):
    pages.make({**FILES, "answers.csv": SURVEY})
    (pages.study / "answers.csv").unlink()
    answer = pages.browser.post(
        f"{pages.home}/files", files=[("files", ("answers.csv", SURVEY.encode()))]
    )
    assert "answers.csv: read with the others" in said(answer.text)
    assert pages.understood().material.passages
    (pages.study / "codebook.csv").unlink()
    sent = [("files", ("more.txt", INTERVIEW.replace("bus", "tram").encode()))]
    answer = pages.browser.post(f"{pages.home}/files", files=sent)
    assert "more.txt: copied. The study cannot be read yet." in said(answer.text)
    assert (pages.study / "more.txt").exists()


def test_no_button_takes_a_table_away_for_two_equal_rows(pages):
    said_by_all = [*(line.split(",")[2] for line in SURVEY.splitlines()[1:])] * 2
    rows = [f"{n},{one} {one}" for n, one in enumerate(said_by_all, 1)]
    pages.make({"answers.csv": "\n".join(["Respondent,Why do you come?", *rows]) + "\n"})
    page = pages.get(pages.home)
    assert "4 texts stand in several documents of answers.csv: 1 and 5; 2 and 6" in said(page)
    assert "Leave answers.csv out" not in pages.buttons(page)
    pages.make({"a.txt": INTERVIEW, "b.txt": INTERVIEW.replace("bus", "tram")})
    same = Concern(kind=CHECK, about="twice", names=("a", "b"), message="same", way_out="")
    assert [way.label for way in ways_out(same, pages.understood())] == ["Leave b.txt out"]


def test_saving_settings_changes_no_value_that_is_none_of_the_choices(pages):
    pages.make(FILES)
    file = pages.study / "study.toml"
    more = "[suggest]\nbasis = 'coding'\nrisk = 0.15\n"
    file.write_text(file.read_text().split("[suggest]")[0] + more + "[model]\nlanguage = 'no'\n")
    page = pages.get(f"{pages.home}/settings")
    assert '<option value="0.15" selected>' in page
    assert '<option value="no" selected>' in page
    names = re.findall(r"<option[^>]*>([^<]+)</option>", page.split('id="model-language"')[1])
    names = names[: names.index("another") + 1]
    assert len(set(names)) == len(names)
    assert "all-mpnet-base-v2" not in page.split("Installed:")[1].split(".")[0]


def test_a_guess_of_who_asks_is_confirmed_by_a_button(pages):
    talk = "".join(
        f"MK: What about the {one}?\n\nAnn: The {one} is where we meet every week of the year.\n\n"
        for one in ("garden", "bus", "street", "school", "market")
    )
    pages.make({"talk.txt": talk, "codebook.csv": CODEBOOK})
    page = file_page(pages, "talk.txt")
    assert "this is a guess" in said(page)
    assert "under [[documents]]" not in said(page.split("What you changed")[0])
    button = pages.buttons(page)["MK does ask: that is right"]
    assert "MK takes part" in pages.buttons(page)
    pages.correct(**button)
    page = file_page(pages, "talk.txt")
    assert "this is a guess" not in said(page)
    assert {name for name, _ in passages(pages)} == {"Ann"}
