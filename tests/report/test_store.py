"""A result on disk: whole or not at all, checked before it is read, others' files left alone."""

import hashlib
import json
import os
import shutil

import fake_run
import pytest

from secondcoder.errors import SecondcoderError
from secondcoder.procedures.second_coder.record import KIND
from secondcoder.procedures.second_coder.tables.agreement import AGREEMENT
from secondcoder.procedures.second_coder.tables.declared import TABLES
from secondcoder.procedures.second_coder.tables.passages import PASSAGES
from secondcoder.publish import files, store
from secondcoder.publish.manifest import MANIFEST, is_complete, read_manifest, verified
from secondcoder.publish.manifest import manifest as manifest_of
from secondcoder.publish.record import FORM, result_id, to_json
from secondcoder.publish.results import (
    latest_result,
    open_result,
    publish_result,
    results_of,
)
from secondcoder.publish.store import check_target, put_right

RECORD = {**fake_run.RUN, "form": FORM, "kind": KIND}
OLD = {"run.json": b"{}", "passages.csv": b"a\n1\n", "figures/one.svg": b"<svg/>"}
NEW = {"run.json": b'{"a":1}', "passages.csv": b"a\n2\n", "report.html": b"<p>"}


class Killed(BaseException):
    """Nothing in the program catches it, as with a kill."""


def store_result(target, held, **more):
    kind = json.loads(held.get("run.json", b"{}")).get("kind", "")
    described = manifest_of(held, (), name="run", title="A study", kind=kind, counted=True)
    store.store_result(target, held, described, **more)


def sources(held):
    """Return what is held against its hash before it is used."""
    return {name: data for name, data in held.items() if name.endswith((".csv", ".json"))}


def _names(folder):
    return sorted(entry.name for entry in folder.iterdir())


def _content(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != MANIFEST
    }


def test_files_are_written_with_their_hashes(tmp_path):
    folder = tmp_path / "deep" / "run"
    store_result(folder, OLD)
    assert _content(folder) == OLD
    sums = {name: (len(data), hashlib.sha256(data).hexdigest()) for name, data in OLD.items()}
    assert read_manifest(folder) == sums
    assert is_complete(folder)
    assert verified(folder) == sources(OLD)
    assert _names(tmp_path / "deep") == ["run"]


def test_a_result_is_replaced_whole_and_cache_and_users_files_stay(tmp_path):
    target = tmp_path / "run"
    store_result(target, OLD)
    (target / ".cache").mkdir()
    (target / ".cache" / "vectors").write_bytes(b"v")
    (target / "memo.docx").write_bytes(b"mine")
    (target / "notes").mkdir()
    (target / "notes" / "one.txt").write_bytes(b"mine too")
    store_result(target, NEW)
    more = {".cache/vectors": b"v", "memo.docx": b"mine", "notes/one.txt": b"mine too"}
    assert _content(target) == {**NEW, **more}
    assert _names(tmp_path) == ["run"]
    assert verified(target) == sources(NEW)


def test_files_of_a_result_from_before_the_manifest_are_not_carried_over(tmp_path):
    target = tmp_path / "run"
    target.mkdir()
    for name in ("run.json", "old.csv", "memo.docx"):
        (target / name).write_bytes(b"{}")
    (target / "SHA256SUMS").write_text(f"{'0' * 64}  old.csv\n{'0' * 64}  run.json\n")
    store_result(target, NEW)
    assert _content(target) == {**NEW, "memo.docx": b"{}"}


def test_the_same_bytes_are_not_touched(tmp_path):
    target = tmp_path / "run"
    store_result(target, OLD)
    before = {p: p.stat().st_mtime_ns for p in (target, *target.rglob("*"))}
    inode = target.stat().st_ino
    store_result(target, OLD)
    assert target.stat().st_ino == inode
    assert {p: p.stat().st_mtime_ns for p in before} == before


def test_an_altered_file_is_put_right_and_what_was_written_into_it_kept(tmp_path):
    target = tmp_path / "run"
    store_result(target, OLD)
    for words in (b"a\n9\n", b"a\n9\n", b"other words"):
        (target / "passages.csv").write_bytes(words)
        (target / "figures" / "one.svg").write_bytes(b"mine")
        store_result(target, OLD)
    assert _content(target) == {
        **OLD,
        "passages (edited).csv": b"a\n9\n",
        "passages (edited 2).csv": b"other words",
        "figures/one (edited).svg": b"mine",
    }


def test_a_damaged_file_is_named(tmp_path):
    target = tmp_path / "run"
    store_result(target, OLD)
    (target / "passages.csv").write_bytes(b"a\n9\n")
    with pytest.raises(SecondcoderError, match=r"passages\.csv is not as it was written") as caught:
        verified(target)
    assert "again" in caught.value.hint
    assert is_complete(target)  # it was written whole: the newest result is not passed over
    (target / "passages.csv").unlink()
    with pytest.raises(SecondcoderError, match=r"passages\.csv is missing"):
        verified(target)
    store_result(target, OLD)
    (target / "figures" / "one.svg").unlink()
    assert verified(target) == sources(OLD)  # a figure can be drawn again


@pytest.mark.parametrize("held", [None, b"", b"[]", b'{"resources": [{"path": "run.json"}]}'])
def test_a_folder_without_a_readable_manifest_is_no_result(tmp_path, held):
    target = tmp_path / "run"
    store_result(target, OLD)
    (target / MANIFEST).unlink()
    if held is not None:
        (target / MANIFEST).write_bytes(held)
    assert not is_complete(target)
    with pytest.raises(SecondcoderError, match="not a complete result"):
        verified(target)


def test_a_folder_that_is_no_result_is_refused_and_left_whole(tmp_path):
    (tmp_path / "thesis.docx").write_bytes(b"mine")
    with pytest.raises(SecondcoderError, match=r"thesis\.docx") as caught:
        store_result(tmp_path, NEW)
    assert "--out DIR" in caught.value.hint
    assert _content(tmp_path) == {"thesis.docx": b"mine"}


def test_an_empty_folder_and_one_with_only_what_is_kept_are_taken(tmp_path):
    (tmp_path / "empty").mkdir()
    store_result(tmp_path / "empty", NEW)
    assert _content(tmp_path / "empty") == NEW
    (tmp_path / "cached" / ".cache").mkdir(parents=True)
    (tmp_path / "cached" / ".cache" / "v").write_bytes(b"v")
    store_result(tmp_path / "cached", NEW)
    assert _content(tmp_path / "cached") == {**NEW, ".cache/v": b"v"}
    (tmp_path / "with").mkdir()
    (tmp_path / "with" / "edits.xlsx").write_bytes(b"e")
    with pytest.raises(SecondcoderError, match=r"edits\.xlsx"):
        check_target(tmp_path / "with")
    store_result(tmp_path / "with", NEW, keep=("edits.xlsx",))
    assert _content(tmp_path / "with") == {**NEW, "edits.xlsx": b"e"}


def test_a_target_that_is_a_file_or_below_one_is_refused(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(SecondcoderError, match="not a folder"):
        store_result(tmp_path / "file", NEW)
    with pytest.raises(SecondcoderError, match="cannot be written") as caught:
        store_result(tmp_path / "file" / "run", NEW)
    assert "--out DIR" in caught.value.hint


def test_a_place_that_cannot_be_written_is_said(tmp_path, monkeypatch):
    def refuse(*_args, **_more):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.mkdir", refuse)
    with pytest.raises(SecondcoderError, match="access is denied") as caught:
        store_result(tmp_path / "run", NEW)
    assert "--out DIR" in caught.value.hint


@pytest.mark.parametrize("error", [OSError(5, "broken"), Killed()])
@pytest.mark.parametrize("fails", [1, 2, 3])
def test_one_whole_result_survives_a_break_at_any_rename(tmp_path, monkeypatch, error, fails):
    """The renames are: the old result aside, the new one in its place, what a user put there."""
    target = tmp_path / "run"
    store_result(target, OLD)
    (target / ".cache").mkdir()
    (target / ".cache" / "v").write_bytes(b"v")
    calls = 0
    real = os.replace

    def replace(source, goal):
        nonlocal calls
        calls += 1
        if calls == fails:
            raise error
        real(source, goal)

    monkeypatch.setattr(store.os, "replace", replace)
    if fails < 3 or isinstance(error, Killed):
        with pytest.raises(SecondcoderError if isinstance(error, OSError) else Killed):
            store_result(target, NEW)
    else:
        store_result(target, NEW)
    monkeypatch.setattr(store.os, "replace", real)
    put_right(tmp_path)
    assert _content(target) == {**(OLD if fails < 3 else NEW), ".cache/v": b"v"}
    assert _names(tmp_path) == ["run"]
    store_result(target, NEW)
    assert _content(target) == {**NEW, ".cache/v": b"v"}


def test_what_killed_processes_left_is_put_right(tmp_path):
    """Killed before the new result stood, after it stood, and while it was written."""
    mark = "0123456789ab"
    store_result(tmp_path / f".alone.{mark}.old", OLD)
    store_result(tmp_path / "both", NEW)
    store_result(tmp_path / f".both.{mark}.old", OLD)
    (tmp_path / f".both.{mark}.old" / "memo.docx").write_bytes(b"mine")
    (tmp_path / f".begun.{mark}.part").mkdir()
    (tmp_path / f".begun.{mark}.part" / "run.json").write_bytes(b"{")
    (tmp_path / ".mine.old").mkdir()  # not one of ours: it bears no mark
    stages = tmp_path / ".cache" / "stages"
    stages.mkdir(parents=True)
    (stages / f".themes-1f.{mark}.part").write_bytes(b"half")
    (stages / "themes-1f").write_bytes(b"whole")
    put_right(tmp_path)
    assert [path.name for path in stages.iterdir()] == ["themes-1f"]
    assert _names(tmp_path) == [".cache", ".mine.old", "alone", "both"]
    assert verified(tmp_path / "alone") == sources(OLD)
    assert _content(tmp_path / "both") == {**NEW, "memo.docx": b"mine"}
    put_right(tmp_path / "absent")


def test_a_break_while_writing_leaves_the_old_result(tmp_path, monkeypatch):
    target = tmp_path / "run"
    store_result(target, OLD)

    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(SecondcoderError, match="the disk is full") as caught:
        store_result(target, NEW)
    assert "The earlier result there is complete." in caught.value.hint
    assert _content(target) == OLD
    monkeypatch.undo()
    store_result(target, NEW)
    assert _names(tmp_path) == ["run"]


@pytest.mark.parametrize("name", ["/etc/x", "../x", "a/../../x"])
def test_no_file_is_written_outside(tmp_path, name):
    with pytest.raises(ValueError, match="inside the folder"):
        store_result(tmp_path / "run", {name: b""})
    assert not (tmp_path / "x").exists()
    assert _names(tmp_path) == []


@pytest.fixture(scope="module")
def tables():
    return fake_run.tables()


@pytest.fixture(scope="module")
def published(tmp_path_factory, tables):
    folder = tmp_path_factory.mktemp("study") / "runs" / "one"
    publish_result(folder, tables=tables, record=RECORD, made={"report.html": b"<p>"})
    return folder


def test_a_published_result_opens_with_its_tables(published, tables):
    opened = open_result(published, TABLES)
    assert opened.record == RECORD
    assert opened.tables.declared == TABLES
    assert not opened.tables.differ(tables, TABLES)


def test_the_manifest_describes_every_column_of_every_table(published, tables):
    resources = json.loads((published / MANIFEST).read_text("utf-8"))["resources"]
    described = {one["path"]: one for one in resources}
    shown = tables.shown(counted=True)
    assert {f"{table.name}.csv" for table in shown} <= set(described)
    for table in shown:
        held = described[f"{table.name}.csv"]
        head = (published / held["path"]).read_text("utf-8-sig").split("\n", 1)[0].split(",")
        assert [field["name"] for field in held["schema"]["fields"]] == head
        assert all(field["description"] for field in held["schema"]["fields"])
    columns = {one["name"]: one for one in described["passages.csv"]["schema"]["fields"]}
    assert columns["text"]["mayHoldWordsOfParticipants"]
    assert columns["Alter"]["type"] == "string"
    assert columns["start"]["type"] == "integer"
    kinds = {one["name"]: one for one in described["codes.csv"]["schema"]["fields"]}
    assert kinds["in_codebook"]["trueValues"] == ["yes"]


def test_a_reflexive_result_has_no_table_of_coefficients_and_still_opens(tmp_path, tables):
    silent = tables.without_counts()
    publish_result(tmp_path / "run", tables=silent, record=RECORD, made={}, counted=False)
    assert not (tmp_path / "run" / "agreement.csv").exists()
    opened = open_result(tmp_path / "run", TABLES)
    assert opened.tables[AGREEMENT] == ()
    assert opened.tables[PASSAGES] == tables[PASSAGES]


def test_a_table_that_was_edited_is_refused_before_it_is_read(tmp_path, published):
    shutil.copytree(published, tmp_path / "run")
    with (tmp_path / "run" / "themes.csv").open("a") as file:
        file.write("a memo\n")
    with pytest.raises(SecondcoderError, match=r"themes\.csv is not as it was written") as caught:
        open_result(tmp_path / "run", TABLES)
    assert "copy what you wrote" in caught.value.hint


def test_a_result_of_an_earlier_form_is_refused(tmp_path):
    record = {key: value for key, value in RECORD.items() if key != "form"}
    store_result(tmp_path / "run", {"run.json": to_json(record)})
    with pytest.raises(SecondcoderError, match=f"form 1, not {FORM}") as caught:
        open_result(tmp_path / "run", TABLES)
    assert "makes it again" in caught.value.hint


def test_results_of_a_study_are_the_complete_ones_of_a_kind_latest_last(tmp_path):
    runs = tmp_path / "runs"
    for place, (name, kind) in enumerate((("b", KIND), ("a", KIND), ("other", "content"))):
        store_result(runs / name, {"run.json": to_json({**RECORD, "kind": kind})})
        os.utime(runs / name / MANIFEST, ns=(place, place))
    (runs / "half").mkdir()
    (runs / "half" / "run.json").write_bytes(to_json(RECORD))
    store_result(runs / ".a.0123456789ab.old", OLD)
    assert results_of(tmp_path, KIND) == [runs / "b", runs / "a"]
    assert not (runs / ".a.0123456789ab.old").exists()
    assert latest_result(tmp_path, KIND, command="suggest") == runs / "a"
    assert latest_result(runs / "b", KIND, command="suggest") == runs / "b"
    with pytest.raises(SecondcoderError, match="no complete result of synthesise") as caught:
        latest_result(tmp_path, "synthesis", command="synthesise")
    assert "secondcoder synthesise" in caught.value.hint
    assert results_of(tmp_path / "absent", KIND) == []


def test_the_id_depends_on_content_and_not_on_order():
    given = {"inputs": [["a.csv", "00"]], "model": "m", "config": {"seed": 1}}
    identity = result_id(given)
    assert identity == result_id(dict(reversed(given.items())))
    assert identity != result_id({**given, "model": "n"})
    assert len(identity) == 12
    assert not set(identity) - set("0123456789abcdef")
    with pytest.raises(ValueError, match="JSON"):
        result_id({"seed": float("nan")})
