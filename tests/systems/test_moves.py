"""What another program holds is tried again, then said; nothing that was made is lost."""

import os
import stat

import pytest

from secondcoder.errors import SecondcoderError
from secondcoder.exchange.target import check_free, write_target
from secondcoder.exchange.to_study import write_study
from secondcoder.publish import moves
from secondcoder.publish.files import write_whole
from secondcoder.publish.manifest import manifest
from secondcoder.publish.store import put_right, store_result, try_place

FIRST = {"run.json": b"{}", "workbook.xlsx": b"first"}
SECOND = {"run.json": b'{"a": 1}', "workbook.xlsx": b"second"}


def held(path):
    """Return what Windows says of a file that another program holds."""
    error = PermissionError(13, "The process cannot access the file", str(path))
    error.winerror = 32
    return error


@pytest.fixture
def refusing(monkeypatch):
    """Let renaming be refused for so many times; return the places that were asked for."""
    real, asked = os.replace, []

    def refuse(times, of=lambda _: True):
        def replace(old, new):
            if of(str(old)) and len(asked) < times:
                asked.append((str(old), str(new)))
                raise held(old)
            return real(old, new)

        monkeypatch.setattr(os, "replace", replace)
        return asked

    return refuse


def store(target, files):
    store_result(target, files, manifest(files, (), name="run", title="", kind="k", counted=True))


def names(folder):
    return sorted(entry.name for entry in folder.iterdir())


def content(folder):
    return {name: (folder / name).read_bytes() for name in FIRST}


def test_what_is_refused_for_a_moment_is_tried_again(tmp_path, refusing, waited):
    write_whole(tmp_path / "a.csv", b"old")
    asked = refusing(4)
    write_whole(tmp_path / "a.csv", b"new")
    assert len(asked) == 4
    assert waited.slept == [0.05, 0.1, 0.2, 0.4]
    assert (tmp_path / "a.csv").read_bytes() == b"new"


def test_it_is_tried_for_ten_seconds_and_no_longer(tmp_path, refusing, waited):
    write_whole(tmp_path / "a.csv", b"old")
    refusing(10**6)
    with pytest.raises(PermissionError):
        write_whole(tmp_path / "a.csv", b"new")
    assert moves.SECONDS <= waited.time < moves.SECONDS + 1
    assert names(tmp_path) == ["a.csv"]
    assert (tmp_path / "a.csv").read_bytes() == b"old"


def test_nobody_waits_where_a_right_is_lacking(tmp_path, refusing, waited, monkeypatch):
    refusing(10**6)
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(PermissionError):
        moves.rename(tmp_path / "a", tmp_path / "b")
    assert waited.slept == []


@pytest.mark.parametrize("times", [1, 5])
def test_a_result_takes_its_place_once_it_is_let_go(tmp_path, refusing, times):
    store(tmp_path / "run", FIRST)
    refusing(times)
    store(tmp_path / "run", SECOND)
    assert content(tmp_path / "run") == SECOND
    assert names(tmp_path) == ["run"]


def test_a_result_that_cannot_take_its_place_is_kept_beside_it_and_named(tmp_path, refusing):
    store(tmp_path / "run", FIRST)
    (tmp_path / "run" / "~$workbook.xlsx").touch()  # as Excel does where it opens one
    refusing(10**6)
    with pytest.raises(SecondcoderError) as caught:
        store(tmp_path / "run", SECOND)
    assert "kept whole beside it, as run (new)" in caught.value.message
    assert "Close workbook.xlsx in Excel" in caught.value.hint
    assert "The earlier result there is complete." in caught.value.hint
    assert content(tmp_path / "run") == FIRST
    assert content(tmp_path / "run (new)") == SECOND
    assert names(tmp_path) == ["run", "run (new)"]


def test_what_was_kept_beside_goes_once_the_result_is_in_its_place(tmp_path, refusing, monkeypatch):
    store(tmp_path / "run", FIRST)
    with monkeypatch.context() as while_open:
        real = os.replace
        while_open.setattr(os, "replace", lambda old, _: (_ for _ in ()).throw(held(old)))
        with pytest.raises(SecondcoderError):
            store(tmp_path / "run", SECOND)
        assert os.replace is not real
    (tmp_path / "run (new 2)").mkdir()  # somebody's own
    store(tmp_path / "run", SECOND)
    assert names(tmp_path) == ["run", "run (new 2)"]


def test_only_the_second_rename_is_refused_and_the_earlier_result_stands(tmp_path, refusing):
    store(tmp_path / "run", FIRST)
    refusing(10**6, of=lambda old: old.endswith(".part"))
    with pytest.raises(SecondcoderError, match="kept whole beside it"):
        store(tmp_path / "run", SECOND)
    assert content(tmp_path / "run") == FIRST
    assert content(tmp_path / "run (new)") == SECOND


def test_a_failure_to_clear_away_is_no_failure_to_write(tmp_path, monkeypatch):
    store(tmp_path / "run", FIRST)
    real = os.unlink

    def unlink(path, **more):
        if str(path).endswith("workbook.xlsx"):
            raise held(path)
        return real(path, **more)

    with monkeypatch.context() as patch:
        patch.setattr(os, "unlink", unlink)
        store(tmp_path / "run", SECOND)
        put_right(tmp_path)  # as every later command does
        assert content(tmp_path / "run") == SECOND
        assert len(names(tmp_path)) == 2
    put_right(tmp_path)
    assert names(tmp_path) == ["run"]


def test_a_file_without_the_write_bit_is_removed_as_well(tmp_path, monkeypatch):
    """Windows refuses to remove what is read-only."""
    store(tmp_path / "run", FIRST)
    (tmp_path / "run" / "workbook.xlsx").chmod(0o444)
    real = os.unlink

    def unlink(path, **more):
        if not os.lstat(path).st_mode & stat.S_IWUSR:
            raise held(path)
        return real(path, **more)

    monkeypatch.setattr(os, "unlink", unlink)
    store(tmp_path / "run", SECOND)
    assert names(tmp_path) == ["run"]


def test_links_in_a_folder_are_removed_and_not_what_they_lead_to(tmp_path):
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "a.txt").write_text("a")
    (tmp_path / "gone").mkdir()
    (tmp_path / "gone" / "link").symlink_to(tmp_path / "own")
    moves.remove_folder(tmp_path / "gone")
    assert names(tmp_path) == ["own"]
    assert names(tmp_path / "own") == ["a.txt"]


def test_a_target_that_is_open_is_told_before_the_work(tmp_path, monkeypatch):
    import io

    store(tmp_path / "run", FIRST)
    real = io.open

    def opened(path, mode="r", *rest, **more):
        if "+" in mode and str(path).endswith("workbook.xlsx"):
            raise held(path)
        return real(path, mode, *rest, **more)

    monkeypatch.setattr(io, "open", opened)
    with pytest.raises(SecondcoderError) as caught:
        try_place(tmp_path / "run")
    assert caught.value.message.endswith("workbook.xlsx: another program holds the file")
    assert caught.value.hint.startswith("Close workbook.xlsx in Excel or another spreadsheet")
    with pytest.raises(SecondcoderError):
        check_free(tmp_path / "run" / "workbook.xlsx", replace=True)
    assert content(tmp_path / "run") == FIRST


@pytest.mark.parametrize(("limit", "fits"), [(50, False), (400, True)])
def test_a_path_that_is_too_long_is_told_before_the_work(tmp_path, monkeypatch, limit, fits):
    import io

    real, target = io.open, tmp_path / "new" / "run"

    def opened(path, *rest, **more):
        if len(str(path)) > len(str(tmp_path)) + limit:
            raise FileNotFoundError(2, "No such file or directory", str(path))
        return real(path, *rest, **more)

    monkeypatch.setattr(io, "open", opened)
    monkeypatch.setattr("pathlib.Path.touch", lambda path: opened(path, "w").close())
    if fits:
        try_place(target)
    else:
        with pytest.raises(SecondcoderError, match="too long for this disk or system"):
            try_place(target)
    assert names(tmp_path) == []


def test_an_export_that_is_refused_is_kept_beside_and_named(tmp_path, refusing):
    (tmp_path / "out.xlsx").write_bytes(b"old")
    refusing(10**6)
    with pytest.raises(SecondcoderError) as caught:
        write_target(tmp_path / "out.xlsx", b"new")
    assert "kept as out (new).xlsx beside it" in caught.value.message
    assert (tmp_path / "out.xlsx").read_bytes() == b"old"
    assert (tmp_path / "out (new).xlsx").read_bytes() == b"new"


def test_a_new_study_that_is_refused_is_kept_beside_and_named(tmp_path, refusing):
    refusing(10**6)
    with pytest.raises(SecondcoderError, match=r"kept whole beside it, as study \(new\)"):
        write_study(tmp_path / "study", {"documents/a.txt": b"a"})
    assert (tmp_path / "study (new)" / "documents" / "a.txt").read_bytes() == b"a"
    assert names(tmp_path) == ["study (new)"]
