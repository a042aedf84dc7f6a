"""Disks that are full or can only be read: said in words, and nothing is left behind."""

import errno
import os

from filelock import FileLock

from secondcoder.errors import of_the_disk
from secondcoder.publish import files
from secondcoder.publish.lock import _hint
from secondcoder.terminal.progress_file import ProgressFile, is_alive


def refusal(number, path=None):
    def refuse(*_args, **_more):
        raise OSError(number, os.strerror(number), path)

    return refuse


def test_a_run_on_a_disk_that_can_only_be_read_is_not_looked_for(pages, monkeypatch):
    pages.make({"a.txt": "We took part in the garden, and it was good for us.\n"})
    folder = pages.study / "runs" / ".page"
    folder.mkdir(parents=True)
    for name in ("run.jsonl", "run.jsonl.lock"):
        (folder / name).touch()
    monkeypatch.setattr(FileLock, "acquire", refusal(errno.EROFS))
    assert not is_alive(folder / "run.jsonl")
    assert "ended without a word" in pages.get(f"{pages.home}/run")
    assert "no results yet" in pages.get(f"{pages.home}/results")


def test_progress_that_cannot_be_written_fails_no_run(tmp_path):
    with ProgressFile(tmp_path / "run.jsonl") as told:
        told._file.close()
        told._file = open("/dev/full", "w") if os.path.exists("/dev/full") else told._file  # noqa: PTH123, PTH110, SIM115
        told.stage("Encoding", None)
        told.count(1, 1)
    assert not is_alive(tmp_path / "run.jsonl")


def test_the_demonstration_leaves_nothing_on_a_full_disk(pages, monkeypatch):
    monkeypatch.setattr(files, "write_through", refusal(errno.ENOSPC))
    answer = pages.browser.post("/demonstration")
    assert answer.status_code == 422
    assert "the disk is full" in answer.text
    assert [*pages.work.shelf.folder.iterdir()] == []


def test_messages_name_what_people_know():
    hidden = "/studies/one/runs/.page/.changes.jsonl.0c3cd9d2ecbc.part"
    for error in (
        OSError(errno.EROFS, "", hidden),
        OSError(errno.EROFS, "", hidden, None, "/studies/one/runs/.page/changes.jsonl"),
    ):
        assert of_the_disk(error).message.startswith("/studies/one/runs/.page/changes.jsonl: ")
    assert of_the_disk(OSError(errno.EROFS, "", "C:\\s\\.a.toml.0c3cd9d2ecbc.part")).message == (
        "C:\\s\\a.toml: the disk can only be read"
    )


def test_the_hint_fits_the_cause(tmp_path):
    assert "Make room" in _hint(OSError(errno.ENOSPC, ""), tmp_path)
    assert "writable" in _hint(PermissionError(errno.EACCES, ""), tmp_path)
