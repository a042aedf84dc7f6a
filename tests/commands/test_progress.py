"""What a stage has taken and may still take, on a terminal; nothing of it anywhere else."""

import io
import json
import sys
import time

import pytest

from secondcoder.terminal import progress
from secondcoder.terminal.progress import TIMES, Bar, time_told


class Terminal(io.StringIO):
    def isatty(self):
        return True


def watched(monkeypatch, screen):
    """Let a screen stand for the terminal, and a hundredth of a second be long."""
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(progress, "LONG", 0.01)
    return screen


@pytest.mark.parametrize(
    ("taken", "last", "told"),
    [
        (4.2, None, "4 s so far"),
        (4.2, 20.0, "about 16 s left"),
        (4.2, 100.0, "about 1 min 36 s left"),
        (21.0, 20.0, "21 s, nearly done"),
    ],
)
def test_time_left_is_told_from_the_last_time(taken, last, told):
    assert time_told(taken, last) == told


def test_a_long_stage_tells_time_and_the_next_run_what_is_left(monkeypatch, tmp_path):
    screen = watched(monkeypatch, Terminal())
    with Bar(times=tmp_path) as bar:
        bar.say("Encoding 434 passages")
        time.sleep(0.1)
    assert "… Encoding 434 passages" in screen.getvalue()
    assert "s so far" in screen.getvalue()
    held = json.loads((tmp_path / TIMES).read_text())
    assert list(held) == ["Encoding passages"]
    (tmp_path / TIMES).write_text(json.dumps({"Encoding passages": 61.0}))
    with Bar(times=tmp_path) as bar:
        bar.say("Encoding 500 passages")
        time.sleep(0.1)
    assert "about 1 min 01 s left" in screen.getvalue()


def stopped(times):
    with Bar(times=times) as bar:
        bar.say("Finding candidate themes")
        time.sleep(0.05)
        raise KeyboardInterrupt


def test_a_stage_that_was_stopped_teaches_nothing(monkeypatch, tmp_path):
    screen = watched(monkeypatch, Terminal())
    with pytest.raises(KeyboardInterrupt):
        stopped(tmp_path)
    assert not (tmp_path / TIMES).exists()
    assert screen.getvalue().endswith("\r")


def test_where_nobody_looks_no_time_is_told_or_kept(monkeypatch, tmp_path):
    screen = watched(monkeypatch, io.StringIO())
    with Bar(times=tmp_path) as bar:
        bar.say("Finding candidate themes")
        time.sleep(0.05)
    assert screen.getvalue() == "… Finding candidate themes\n"
    assert list(tmp_path.iterdir()) == []
