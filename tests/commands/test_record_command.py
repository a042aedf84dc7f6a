"""What the commands of the record say where something is in the way: in words, with the file."""

import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "review"))
from garden_study import make_study
from test_review_one_name import decide

from secondcoder.decisions.place import recorded_on
from secondcoder.errors import SecondcoderError
from secondcoder.procedures.second_coder.tables.declared import TABLES
from secondcoder.procedures.second_coder.tables.reviewed import DECISIONS
from secondcoder.publish.results import open_result
from secondcoder.review.serve import finish, open_review

PEOPLE = '[review]\npeople = { "M. Kim" = "Mira" }\n'
needs_rights = pytest.mark.skipif(
    os.name == "nt" or os.geteuid() == 0, reason="whoever may do everything is refused nothing"
)


@pytest.fixture
def cli(called):
    """Run the command line as it is; return exit code, output and errors."""
    return called


@pytest.fixture
def study(tmp_path):
    make_study(tmp_path / "study")
    decide(open_review(tmp_path / "study"), "M. Kim", "applies")
    return tmp_path / "study"


def refused(cli, *arguments):
    code, out, errors = cli(*arguments)
    assert (code, out) == (2, "")
    assert errors.startswith("Error: ")
    assert "\nHow to fix it: " in errors
    return errors


@pytest.mark.parametrize("undo", [False, True])
def test_what_the_disk_refuses_is_said_and_nothing_is_half_done(cli, study, monkeypatch, undo):
    away = study.parent / "away"
    make_study(away)
    decide(open_review(away), "Tom", "applies")
    if undo:
        cli("merge", study, away)
    before = sorted(study.rglob("*"))

    def refuse(path, *_):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "replace", refuse)
    errors = refused(cli, "merge", study, "--undo" if undo else away)
    assert str(study / "record") in errors
    assert sorted(study.rglob("*")) == before


def test_any_other_file_that_the_disk_refuses_is_named_too(cli, study, tmp_path, monkeypatch):
    make_study(tmp_path / "away")
    decide(open_review(tmp_path / "away"), "Tom", "applies")
    read = Path.read_bytes

    def refuse(path):
        if "away" in path.parts and path.suffix == ".jsonl":
            raise PermissionError(13, "Permission denied", str(path))
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    errors = refused(cli, "merge", study, tmp_path / "away")
    assert str(tmp_path / "away" / "record") in errors
    assert "access is denied" in errors


def test_a_bug_keeps_its_traceback(cli, study, monkeypatch):
    def fails(*_, **__):
        raise OSError("a library says so")

    monkeypatch.setattr(Path, "is_dir", fails)
    with pytest.raises(OSError, match="a library says so"):
        cli("record", study)


@needs_rights
def test_a_study_that_is_read_only_is_read_and_not_written(cli, study, tmp_path):
    make_study(tmp_path / "away")
    decide(open_review(tmp_path / "away"), "Tom", "applies")
    everything = [study, *study.rglob("*")]
    for path in everything:
        path.chmod(path.stat().st_mode & ~0o222)
    try:
        assert cli("record", study)[0] == 0
        assert str(study / "record") in refused(cli, "merge", study, tmp_path / "away")
        assert str(study / "record") in refused(cli, "record", study, "--erase", "int1")
    finally:
        for path in everything:
            path.chmod(path.stat().st_mode | 0o700)


@pytest.mark.parametrize(
    "command",
    [("record",), ("merge",), ("export", "--record", "--to", "x.zip")],
)
def test_a_folder_that_is_no_study_is_said_to_be_none(cli, study, tmp_path, command):
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "to my aunt.txt").write_text("Dear aunt")
    more = [study] if command == ("merge",) else []
    errors = refused(cli, command[0], tmp_path / "letters", *command[1:], *more)
    assert "this is no study" in errors
    assert [p.name for p in (tmp_path / "letters").iterdir()] == ["to my aunt.txt"]


def test_a_record_can_be_named_itself(cli, study, tmp_path):
    whole = cli("record", study)
    assert cli("record", study / "record")[1] == whole[1]
    (study / "record").rename(tmp_path / "elsewhere")
    elsewhere = cli("record", tmp_path / "elsewhere")[1]
    assert elsewhere.split("\n")[1:] == whole[1].split("\n")[1:]
    assert "M. Kim: 2 acts" in elsewhere
    assert "1 setting, 1 decision" in elsewhere


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_names_hold_however_study_toml_was_saved(cli, study, encoding):
    config = study / "study.toml"
    config.write_text(f"{config.read_text()}# é\n{PEOPLE}", encoding=encoding)
    assert recorded_on(study).events()[-1].reviewer == "Mira"
    assert "  Mira: " in cli("record", study)[1]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[review\n", "study.toml, line"),
        ("[review]\npeople = 3\n", "study.toml, review -> people"),
        ("[review]\npeople = { Mira = 3 }\n", "study.toml, review -> people -> Mira"),
        ("[review]\npersons = {}\n", "study.toml, review -> persons"),
        ("review = 3\n", "study.toml, review"),
    ],
)
def test_names_that_cannot_be_read_are_refused(cli, study, text, said):
    (study / "study.toml").write_text(text)
    assert said in refused(cli, "record", study)


def test_names_hold_where_the_record_is_kept_elsewhere(study, tmp_path):
    (study / "record").rename(tmp_path / "elsewhere")
    with (study / "study.toml").open("a") as file:
        file.write(PEOPLE)
    review = open_review(study, record=tmp_path / "elsewhere")
    assert review.history.reviewers == ["Mira"]
    finish(review)
    result = open_result(review.run, TABLES)
    assert {row.reviewer for row in result.tables[DECISIONS]} == {"Mira"}


def test_the_file_that_was_named_says_who_is_who(study):
    other = study / "other.toml"
    other.write_text((study / "study.toml").read_text() + PEOPLE)
    assert recorded_on(other).events()[-1].reviewer == "Mira"
    assert recorded_on(study).events()[-1].reviewer == "M. Kim"


def test_a_broken_study_toml_opens_no_pages(study):
    (study / "study.toml").write_text("[review\n")
    with pytest.raises(SecondcoderError, match=r"study\.toml, line"):
        open_review(study)


def test_what_is_recorded_is_no_material_of_the_study(study):
    from secondcoder.study.files import study_files

    found = study_files(study, frozenset({".txt"}))
    assert not [path for path in found.files if path.startswith("record/")]
    assert "record/" in [file for _, files in found.over for file in files]
    (study / "record" / "interview.txt").write_text("Mine.")
    assert "record/interview.txt" in study_files(study, frozenset({".txt"})).files


def test_a_record_is_not_written_into_itself_nor_over_a_file(cli, study, tmp_path):
    inside = study / "record" / "mine.zip"
    assert "inside the record itself" in refused(cli, "export", study, "--record", "--to", inside)
    assert not inside.exists()
    outside = tmp_path / "mine.zip"
    outside.write_bytes(b"somebody's")
    assert "exists already" in refused(cli, "export", study, "--record", "--to", outside)
    assert outside.read_bytes() == b"somebody's"
