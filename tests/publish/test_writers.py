"""Several writers of one result, and writers that are killed: what is there is always whole."""

import os
import random
import shutil
import signal
import stat
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path

import pytest
from writers import FILES, LINES, add_line, publish

from secondcoder.errors import SecondcoderError
from secondcoder.publish.lock import LOCK, NOTE, locked
from secondcoder.publish.manifest import read_manifest
from secondcoder.publish.results import LAST, open_result, results_of
from secondcoder.publish.store import check_target, put_right

HERE = Path(__file__).parent
TRIALS = 30


def started(what, target, who):
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(HERE.parents[1] / "pipeline"), str(HERE)]),
    }
    return subprocess.Popen(
        [sys.executable, str(HERE / "writers.py"), what, str(target), who],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )


def whole(target):
    """Return who wrote a result, after every file of it was held against its hash."""
    open_result(target, [LINES])
    listed = read_manifest(target)
    for name, (_, total) in listed.items():
        assert sha256((target / name).read_bytes()).hexdigest() == total
    parts = [target / name for name in listed if name.endswith(".md")]
    assert len(parts) == FILES
    writers = {part.read_text().split("\n", 1)[0] for part in parts}
    assert len(writers) == 1
    return writers.pop()


def left_over(folder):
    return [
        p.name for p in folder.iterdir() if p.name.startswith(".") and p.name not in {LOCK, LAST}
    ]


def test_a_note_that_was_half_written_is_put_right_and_nothing_of_others(tmp_path):
    runs = tmp_path / "runs"
    publish(runs / "abc", "first")
    (runs / "..last.json.0123456789ab.part").write_text("{")
    (runs / ".mine.part").write_text("mine")
    publish(runs / "abc", "second")
    assert left_over(runs) == [".mine.part"]


@pytest.mark.slow
@pytest.mark.parametrize("same", [True, False], ids=["the same result", "another result"])
def test_two_processes_that_publish_one_result_both_succeed(tmp_path, same):
    for trial in range(TRIALS):
        target = tmp_path / f"{trial}" / "runs" / "abc"
        names = ("one", "one") if same else ("one", "two")
        both = [started("publish", target, who) for who in names]
        assert [process.wait(60) for process in both] == [0, 0]
        assert whole(target) in names
        assert left_over(target.parent) == []


@pytest.mark.slow
def test_two_pages_that_close_together_keep_both_decisions(tmp_path):
    for trial in range(TRIALS):
        target = tmp_path / f"{trial}" / "abc"
        publish(target, "first")
        both = [started("add", target, f"page {n} of {trial}") for n in (1, 2)]
        assert [process.wait(60) for process in both] == [0, 0]
        assert whole(target) == "first"
        lines = {line.who for line in open_result(target, [LINES]).tables[LINES]}
        assert lines == {"first", f"page 1 of {trial}", f"page 2 of {trial}"}


@pytest.mark.parametrize("trials", [4, pytest.param(TRIALS, marks=pytest.mark.slow)])
def test_a_writer_that_is_killed_at_any_moment_leaves_a_whole_result_and_blocks_nothing(
    tmp_path, trials
):
    lots = random.Random(3)  # noqa: S311 - moments, no secret
    for trial in range(trials):
        study = tmp_path / f"{trial}"
        target = study / "runs" / "abc"
        publish(target, "first")
        (target / "my notes.txt").write_text("mine")
        process = started("publish", target, "second")
        while not list(target.parent.glob(".abc.*")) and process.poll() is None:
            time.sleep(0.001)
        time.sleep(lots.random() * 0.03)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert results_of(study, "test") == [target]
        assert whole(target) in {"first", "second"}
        publish(target, "third", wait=5)
        assert whole(target) == "third"
        assert (target / "my notes.txt").read_text() == "mine"
        assert left_over(target.parent) == []


def test_hidden_folders_are_never_taken_for_results(tmp_path):
    publish(tmp_path / "runs" / "abc", "first")
    half = tmp_path / "runs" / ".def.0123456789ab.part"
    (tmp_path / "runs" / "abc").rename(half)
    assert results_of(tmp_path, "test") == []
    assert not half.exists()


def test_a_result_that_was_moved_aside_stands_again(tmp_path):
    target = tmp_path / "runs" / "abc"
    publish(target, "first")
    target.rename(tmp_path / "runs" / ".abc.0123456789ab.old")
    assert results_of(tmp_path, "test") == [target]
    assert whole(target) == "first"


def test_what_others_hide_in_the_folder_is_left_alone(tmp_path):
    theirs = tmp_path / "runs" / ".backup.old"
    theirs.mkdir(parents=True)
    with locked(tmp_path / "runs", task="test"):
        put_right(tmp_path / "runs")
    assert theirs.is_dir()


def test_a_second_writer_is_told_who_is_first(tmp_path):
    said = []
    with (
        locked(tmp_path, task="suggest of My study"),
        pytest.raises(SecondcoderError, match=r"suggest of My study \(process \d+ on .*\)"),
        locked(tmp_path, task="report", wait=0.3, say=said.append),
    ):
        raise AssertionError
    assert len(said) <= 1
    assert not (tmp_path / NOTE).exists()


def test_a_page_adds_to_what_stands(tmp_path):
    publish(tmp_path / "abc", "first")
    add_line(tmp_path / "abc", "page")
    assert {line.who for line in open_result(tmp_path / "abc", [LINES]).tables[LINES]} == {
        "first",
        "page",
    }


def test_the_latest_is_what_a_command_last_made_or_confirmed(tmp_path):
    """Neither the times of files nor copies that people make say which it is."""
    runs = tmp_path / "runs"
    publish(runs / "abc", "first")
    publish(runs / "abc", "first")  # confirmed: nothing is written
    shutil.copytree(runs / "abc", runs / "backup of mine")
    assert results_of(tmp_path, "test") == [runs / "abc"]
    add_line(runs / "abc", "page")
    os.utime(runs / "abc" / "datapackage.json", ns=(0, 0))
    shutil.rmtree(runs / "abc")
    assert results_of(tmp_path, "test") == [runs / "backup of mine"]


def test_a_mount_point_and_the_folder_that_one_is_in_are_refused_at_once(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SecondcoderError, match="the folder that you are in"):
        check_target(tmp_path)
    with pytest.raises(SecondcoderError, match="a disk is mounted"):
        check_target(Path("/proc"))


def test_a_path_out_of_the_result_is_no_manifest(tmp_path):
    publish(tmp_path / "abc", "first")
    manifest = tmp_path / "abc" / "datapackage.json"
    manifest.write_text(manifest.read_text().replace("part1.md", "../../etc/hostname"))
    with pytest.raises(SecondcoderError, match="not a complete result"):
        open_result(tmp_path / "abc", [LINES])


@pytest.mark.skipif(os.name == "nt", reason="rights as POSIX knows them")
def test_the_lock_of_a_shared_folder_is_the_groups_too(tmp_path):
    tmp_path.chmod(0o770)
    with locked(tmp_path, task="test"):
        assert stat.S_IMODE((tmp_path / LOCK).stat().st_mode) == 0o660
