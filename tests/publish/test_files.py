"""Files that the tool makes: whole, for the user alone or for the study's group."""

import os
import stat

import pytest

from secondcoder.publish import files
from secondcoder.publish.files import make_folder, private_cache, use_private_caches, write_whole

posix = pytest.mark.skipif(os.name == "nt", reason="rights as POSIX knows them")


def rights(path):
    return stat.S_IMODE(path.stat().st_mode)


@posix
def test_what_is_made_is_the_users_alone(tmp_path):
    tmp_path.chmod(0o755)
    write_whole(tmp_path / "runs" / "abc" / "a.csv", b"words")
    assert rights(tmp_path / "runs") == rights(tmp_path / "runs" / "abc") == 0o700
    assert rights(tmp_path / "runs" / "abc" / "a.csv") == 0o600


@posix
def test_in_a_study_that_a_group_shares_it_is_the_groups_too(tmp_path):
    tmp_path.chmod(0o770)
    write_whole(tmp_path / "runs" / "a.csv", b"words")
    assert rights(tmp_path / "runs") == 0o770
    assert rights(tmp_path / "runs" / "a.csv") == 0o660


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "copy.xlsx"
    write_whole(path, b"old")

    def refuse(*_):
        raise PermissionError(13, "held by another program")

    monkeypatch.setattr(files.os, "replace", refuse)
    with pytest.raises(PermissionError):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["copy.xlsx"]


def test_a_write_that_is_interrupted_leaves_nothing_half(tmp_path, monkeypatch):
    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(files.os, "fsync", stop)
    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "new.xlsx", b"new")
    assert list(tmp_path.iterdir()) == []


@posix
def test_caches_are_never_kept_where_others_could_have_put_something(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    own = private_cache("numba")
    assert own == tmp_path / "secondcoder" / "numba"
    assert rights(own) == 0o700
    own.chmod(0o777)
    other = private_cache("numba")
    assert other != own
    assert rights(other) == 0o700


def test_libraries_are_told_of_private_caches_unless_the_user_named_some(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("NUMBA_CACHE_DIR", "mine")
    monkeypatch.delenv("MPLCONFIGDIR", raising=False)
    use_private_caches()
    assert os.environ["NUMBA_CACHE_DIR"] == "mine"
    assert os.environ["MPLCONFIGDIR"] == str(tmp_path / "secondcoder" / "matplotlib")
    monkeypatch.delenv("MPLCONFIGDIR")


def test_folders_that_stand_keep_their_rights(tmp_path):
    tmp_path.chmod(0o755)
    make_folder(tmp_path)
    assert rights(tmp_path) == 0o755
