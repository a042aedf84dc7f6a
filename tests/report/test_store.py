import hashlib
import os

import pytest

from secondcoder.errors import SecondcoderError
from secondcoder.publish import store
from secondcoder.publish.store import SUMS, recover_run, run_id, store_run

OLD = {"run.json": b"{}", "passages.csv": b"a\n1\n", "figures/one.svg": b"<svg/>"}
NEW = {"run.json": b'{"a":1}', "passages.csv": b"a\n2\n", "report.html": b"<p>"}


class Killed(BaseException):
    """Nothing in the program catches it, as with a kill."""


def _names(folder):
    return [entry.name for entry in folder.iterdir()]


def _content(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != SUMS
    }


def test_files_are_written_with_their_sums(tmp_path):
    store_run(tmp_path / "deep" / "run", OLD)
    folder = tmp_path / "deep" / "run"
    assert _content(folder) == OLD
    lines = dict(reversed(line.split("  ")) for line in (folder / SUMS).read_text().splitlines())
    assert lines == {name: hashlib.sha256(data).hexdigest() for name, data in OLD.items()}
    assert _names(tmp_path / "deep") == ["run"]


def test_a_run_is_replaced_whole_and_cache_and_users_files_stay(tmp_path):
    target = tmp_path / "run"
    store_run(target, OLD)
    (target / ".cache").mkdir()
    (target / ".cache" / "vectors").write_bytes(b"v")
    (target / "memo.docx").write_bytes(b"mine")
    store_run(target, NEW)
    assert _content(target) == {**NEW, ".cache/vectors": b"v", "memo.docx": b"mine"}
    assert _names(tmp_path) == ["run"]


def test_the_same_bytes_are_not_touched(tmp_path):
    target = tmp_path / "run"
    store_run(target, OLD)
    before = {p: p.stat().st_mtime_ns for p in (target, *target.rglob("*"))}
    inode = target.stat().st_ino
    store_run(target, OLD)
    assert target.stat().st_ino == inode
    assert {p: p.stat().st_mtime_ns for p in before} == before


def test_an_altered_file_is_put_right(tmp_path):
    target = tmp_path / "run"
    store_run(target, OLD)
    (target / "passages.csv").write_bytes(b"altered")
    store_run(target, OLD)
    assert _content(target) == OLD


def test_a_folder_that_is_no_run_is_refused_and_left_whole(tmp_path):
    (tmp_path / "thesis.docx").write_bytes(b"mine")
    with pytest.raises(SecondcoderError, match=r"thesis\.docx") as caught:
        store_run(tmp_path, NEW)
    assert "--out DIR" in caught.value.hint
    assert _content(tmp_path) == {"thesis.docx": b"mine"}


def test_an_empty_folder_and_one_with_only_a_cache_are_taken(tmp_path):
    (tmp_path / "empty").mkdir()
    store_run(tmp_path / "empty", NEW)
    assert _content(tmp_path / "empty") == NEW
    (tmp_path / "cached" / ".cache").mkdir(parents=True)
    (tmp_path / "cached" / ".cache" / "v").write_bytes(b"v")
    store_run(tmp_path / "cached", NEW)
    assert _content(tmp_path / "cached") == {**NEW, ".cache/v": b"v"}


def test_a_target_that_is_a_file_or_below_one_is_refused(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(SecondcoderError, match="not a folder"):
        store_run(tmp_path / "file", NEW)
    with pytest.raises(SecondcoderError, match="cannot be written") as caught:
        store_run(tmp_path / "file" / "run", NEW)
    assert "--out DIR" in caught.value.hint


def test_a_place_that_cannot_be_written_is_said(tmp_path, monkeypatch):
    def refuse(*_args, **_more):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.mkdir", refuse)
    with pytest.raises(SecondcoderError, match="Permission denied") as caught:
        store_run(tmp_path / "run", NEW)
    assert "--out DIR" in caught.value.hint


@pytest.mark.parametrize("error", [OSError(5, "broken"), Killed()])
@pytest.mark.parametrize("fails", [1, 2, 3])
def test_one_whole_run_survives_a_break_at_any_rename(tmp_path, monkeypatch, error, fails):
    target = tmp_path / "run"
    store_run(target, OLD)
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
    expected = SecondcoderError if isinstance(error, OSError) else Killed
    with pytest.raises(expected):
        store_run(target, NEW)
    monkeypatch.setattr(store.os, "replace", real)
    if isinstance(error, OSError):
        assert _content(target) == {**(OLD if fails < 3 else NEW), ".cache/v": b"v"}
    recover_run(target)
    assert _content(target) == {**(OLD if fails < 3 else NEW), ".cache/v": b"v"}
    store_run(target, NEW)
    assert _content(target) == {**NEW, ".cache/v": b"v"}
    assert _names(tmp_path) == ["run"]


def test_a_break_while_writing_leaves_the_old_run(tmp_path, monkeypatch):
    target = tmp_path / "run"
    store_run(target, OLD)

    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store.os, "fsync", full)
    with pytest.raises(SecondcoderError, match="No space left"):
        store_run(target, NEW)
    assert _content(target) == OLD
    monkeypatch.undo()
    store_run(target, NEW)
    assert _names(tmp_path) == ["run"]


@pytest.mark.parametrize("name", ["/etc/x", "../x", "a/../../x"])
def test_no_file_is_written_outside(tmp_path, name):
    with pytest.raises(ValueError, match="inside the run"):
        store_run(tmp_path / "run", {name: b""})
    assert not (tmp_path / "x").exists()


def test_run_id_depends_on_content_and_not_on_order():
    one = {"inputs": [["a.csv", "00"]], "model": "m", "version": "1"}
    assert run_id(one) == run_id(dict(reversed(one.items())))
    assert run_id(one) != run_id({**one, "version": "2"})
    # sha256 of {"a":1}, as any other program computes it
    assert run_id({"a": 1}) == "015abd7f5cc5"
