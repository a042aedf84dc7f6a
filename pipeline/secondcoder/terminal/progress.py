"""What goes on, on the terminal's error stream: stages with the time left, a bar for encoding."""

import json
import re
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import click

from secondcoder.publish.files import write_whole
from secondcoder.terminal.progress_file import told_now

SHORT = 300
"""Fewer texts than this are encoded before a bar would be read."""
LONG = 2.0
"""Seconds after which a stage says how long it has taken and may still take."""
TIMES = "times.json"


class Bar:
    """Shows stages, texts done and time left.

    How long a stage may still take is told from the last time that it took more than two seconds
    in this study; ``times`` is the folder where that is kept.
    """

    def __init__(self, *, hidden: bool = False, times: Path | None = None) -> None:
        self._hidden = hidden
        self._file = told_now()
        self._told = not hidden and sys.stderr.isatty()
        """Whether somebody sees how long a stage takes."""
        self._bar: Any = None
        self._times = times / TIMES if times else None
        self._took = _read(self._times)
        self._stage = ""
        self._begun = 0.0
        self._ended = threading.Event()
        self._ticker: threading.Thread | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close()
        self._end(whole=kind is None)
        if (
            kind is None
            and (self._told or self._file)
            and self._times
            and self._times.parent.is_dir()
        ):
            with suppress(OSError):  # then there is no time left to tell the next time
                write_whole(self._times, json.dumps(self._took, sort_keys=True).encode())

    def say(self, stage: str) -> None:
        """Say that a stage begins; the one before has ended."""
        self._end(whole=True)
        self._stage = " ".join(re.sub(r"[\d,]+", "", stage).split())
        self._begun = time.monotonic()
        if self._file:
            self._file.stage(stage, self._took.get(self._stage))
        if self._hidden:
            return
        click.echo(f"… {stage}", file=sys.stderr)
        if self._told:
            self._ended = threading.Event()
            self._ticker = threading.Thread(target=self._tick, args=(self._ended,), daemon=True)
            self._ticker.start()

    def __call__(self, done: int, total: int) -> None:
        """Move to ``done`` of ``total``; a new total begins a new bar."""
        if self._file:
            self._file.count(done, total)
        if self._hidden or total < SHORT:
            return
        if self._bar is None or self._bar.total != total:
            from tqdm import tqdm

            self._close()
            self._bar = tqdm(
                total=total,
                desc="  encoding",
                unit="text",
                file=sys.stderr,
                bar_format="{desc} {bar:24} {n_fmt} of {total_fmt}, {remaining} left",
            )
        self._bar.update(done - self._bar.n)
        if done >= total:
            self._close()

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None

    def _tick(self, ended: threading.Event) -> None:
        wait = LONG
        while not ended.wait(wait):
            wait = 1.0
            if self._bar is None:
                taken = time.monotonic() - self._begun
                shown = time_told(taken, self._took.get(self._stage))
                sys.stderr.write(f"\r  {shown:<50}")
                sys.stderr.flush()

    def _end(self, *, whole: bool) -> None:
        self._ended.set()
        taken = time.monotonic() - self._begun
        if self._ticker is not None:
            self._ticker.join()
            self._ticker = None
            if taken >= LONG:
                sys.stderr.write(f"\r{'':<52}\r")
        if whole and self._stage and taken >= LONG:
            self._took[self._stage] = round(taken, 1)
        self._stage = ""


def time_told(taken: float, last: float | None) -> str:
    """Return how long a stage has taken, and may still take, in words; times are in seconds."""
    if last is None:
        return f"{_clock(taken)} so far"
    left = last - taken
    return f"about {_clock(left)} left" if left >= 1 else f"{_clock(taken)}, nearly done"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02} s" if minutes else f"{rest} s"


def _read(times: Path | None) -> dict[str, float]:
    try:
        held = json.loads(times.read_text("utf-8")) if times else {}
        return {str(stage): float(taken) for stage, taken in held.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
