"""Runs of a study: each a process of its own, that goes on when the page is closed.

What it does is read from the file that it writes; whether it lives, from the lock that it holds.
So a run is found again by whoever opens the page next, and a run that ends badly takes nothing
with it.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from secondcoder.app.history import page_folder
from secondcoder.errors import SecondcoderError, of_the_disk
from secondcoder.publish.files import make_folder, write_whole
from secondcoder.publish.moves import remove_file
from secondcoder.terminal.progress import time_told
from secondcoder.terminal.progress_file import is_alive

NONE, RUNNING, FINISHED, FAILED, STOPPED = "none", "running", "finished", "failed", "stopped"
SUGGEST, CONTENT, SYNTHESISE = "suggest", "content", "synthesise"
"""Commands that the page runs."""
_PROGRESS, _LOG, _STOP = "run.jsonl", "run.log", "run.stopped"
_GONE = (
    "The run ended without a word: the computer may have run out of memory, or the process was "
    "stopped from outside."
)
_AGAIN = "Nothing was half-written. Run it again; what was computed so far is used."
_LAST_LINES = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class RunState:
    """What a run has come to."""

    state: str = NONE
    stages: tuple[str, ...] = ()
    done: int = 0
    total: int = 0
    left: str = ""
    """How long the stage may still take, in words."""
    message: str = ""
    hint: str = ""
    result: str = ""
    """The name of the result's folder."""
    log: str = ""
    """What the command printed, of a run that failed."""


class Runs:
    """Starts, watches and stops runs."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._started: dict[Path, subprocess.Popen[bytes]] = {}

    def start(self, study: Path, *, command: str = SUGGEST, anyway: bool = False) -> None:
        """Begin a run, unless one goes on."""
        with self._turn:
            if self._state(study).state == RUNNING:
                return
            folder = page_folder(study)
            try:
                make_folder(folder)
                remove_file(folder / _STOP)
                write_whole(folder / _PROGRESS, b"")
                write_whole(folder / _LOG, b"")
                with (folder / _LOG).open("ab") as log:
                    line = _line(study, folder / _PROGRESS, command=command, anyway=anyway)
                    self._started[study] = _process(line, log)
            except OSError as error:
                raise of_the_disk(error) from error

    def stop(self, study: Path) -> None:
        """End the run of a study; results are written whole or not at all."""
        with self._turn:
            found = _lines(page_folder(study) / _PROGRESS)
            if self._state(study).state != RUNNING:
                return
            write_whole(page_folder(study) / _STOP, b"")
            process = next((one["process"] for one in found if "process" in one), None)
            own = self._started.get(study)
            if own is not None and own.poll() is None:
                own.terminate()
                own.wait()
            elif isinstance(process, int):
                os.kill(process, signal.SIGTERM)
            else:
                raise SecondcoderError("The run has only just begun", hint="Try again in a moment.")

    def state(self, study: Path) -> RunState:
        """Return what the latest run has come to."""
        with self._turn:
            return self._state(study)

    def _state(self, study: Path) -> RunState:
        file = page_folder(study) / _PROGRESS
        if not file.is_file():
            return RunState()
        own = self._started.get(study)
        alive = is_alive(file) or (own is not None and own.poll() is None)
        return _told(_lines(file), file.parent, alive=alive)


def _line(study: Path, progress: Path, *, command: str, anyway: bool) -> list[str]:
    line = [sys.executable, "-m", "secondcoder", command, str(study)]
    return [*line, "--progress-file", str(progress), *(["--anyway"] if anyway else [])]


def in_utf8() -> dict[str, str]:
    """Return the environment of a command whose words a page reads: Windows has other letters."""
    return {**os.environ, "PYTHONIOENCODING": "utf-8"}


def _process(command: list[str], log: Any) -> subprocess.Popen[bytes]:
    apart: dict[str, Any] = {"start_new_session": True}
    if os.name == "nt":
        flags = ("CREATE_NEW_PROCESS_GROUP", "CREATE_NO_WINDOW")
        apart = {"creationflags": sum(getattr(subprocess, name) for name in flags)}
    return subprocess.Popen(  # noqa: S603 - our own command
        command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=in_utf8(), **apart
    )


def _lines(file: Path) -> list[Mapping[str, Any]]:
    """Return what was written so far; a line that is just being written does not count."""
    found: list[Mapping[str, Any]] = []
    try:
        text = file.read_text("utf-8", "replace")
    except OSError:
        return found
    for line in text.splitlines():
        try:
            held = json.loads(line)
        except ValueError:
            continue
        if isinstance(held, dict):
            found.append(held)
    return found


def _told(lines: list[Mapping[str, Any]], folder: Path, *, alive: bool) -> RunState:
    stages = [one for one in lines if "stage" in one]
    names = tuple(str(one["stage"]) for one in stages)
    ended = next((one for one in reversed(lines) if {"finished", "failed"} & set(one)), None)
    if ended is not None and "finished" in ended:
        return RunState(state=FINISHED, stages=names, result=Path(str(ended["finished"])).name)
    if alive:
        counted = lines[lines.index(stages[-1]) :] if stages else []
        count = next((one for one in reversed(counted) if "done" in one), {"done": 0, "total": 0})
        return RunState(
            state=RUNNING,
            stages=names,
            done=int(count["done"]),
            total=int(count["total"]),
            left=_left(stages[-1]) if stages else "",
        )
    if (folder / _STOP).exists():
        return RunState(state=STOPPED, stages=names)
    message = str(ended["failed"]) if ended else _GONE
    hint = str(ended.get("hint", "")) if ended else _AGAIN
    return RunState(state=FAILED, stages=names, message=message, hint=hint, log=_log(folder / _LOG))


def _left(stage: Mapping[str, Any]) -> str:
    usual = stage.get("usual")
    taken = max(0.0, time.time() - float(stage.get("at", 0)))
    return time_told(taken, float(usual) if usual else None)


def _log(file: Path) -> str:
    try:
        return file.read_text("utf-8", "replace")[-_LAST_LINES:].strip()
    except OSError:
        return ""
