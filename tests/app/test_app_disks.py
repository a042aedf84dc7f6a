"""Disks that are full or can only be read: said in words, and nothing is left behind."""

import errno
import os
from pathlib import Path

from filelock import FileLock

from secondcoder.app.shelf import Shelf
from secondcoder.app.sources import CODEBOOK, kind_of
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


def test_a_drive_that_does_not_answer_hides_its_studies_alone(pages, tmp_path, monkeypatch):
    pages.make({"a.txt": "We took part in the garden, and it was good for us.\n"}, title="Here")
    away = tmp_path / "away"
    away.mkdir()
    pages.work.shelf.add_elsewhere(away)
    is_dir = Path.is_dir

    def gone(path):
        return refusal(errno.EIO, str(path))() if path == away else is_dir(path)

    monkeypatch.setattr(Path, "is_dir", gone)
    assert [one.title for one in pages.work.shelf.studies()] == ["Here"]
    assert "Here" in pages.get("/")
    Shelf(tmp_path / "settings" / "app.json", folder=away)


def test_a_path_as_windows_copies_it(pages, tmp_path):
    folder = tmp_path / "of mine"
    folder.mkdir()
    (folder / "a.txt").write_text("We took part in the garden, and it was good for us.\n")
    pages.make({}, place=f'"{folder}"')
    assert pages.study == folder.resolve()


def test_what_a_run_printed_is_read_whatever_the_code_page(pages, monkeypatch):
    monkeypatch.setenv("PYTHONIOENCODING", "cp1252")
    pages.make({"a.txt": "We took part in the garden, and it was good for us.\n"})
    (pages.study / "study.toml").write_text("[[documents]]\npath = 'Łódź.txt'\n", "utf-8")
    pages.work.runs.start(pages.study)
    pages.work.runs._started[pages.study].wait()
    state = pages.work.runs.state(pages.study)
    assert "Łódź.txt" in state.log
    assert "\ufffd" not in state.log


def test_a_file_is_known_however_its_name_is_spelt(pages):
    pages.make({"a.txt": "We took part.\n", "Codebook.csv": "code,definition\nGarden,digging\n"})
    toml = pages.study / "study.toml"
    toml.write_text(toml.read_text("utf-8").replace("Codebook.csv", "codebook.CSV"), "utf-8")
    config = pages.understood().loaded.config
    assert kind_of(config, pages.study, "Codebook.csv") == CODEBOOK
