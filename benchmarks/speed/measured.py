"""Runs one measured process: ``python -m benchmarks.speed.measured KIND STUDY STARTED``.

It prints a line of JSON: stages with their seconds, processor seconds and peak memory. ``STARTED``
is the time at which the parent started it, so that the interpreter and imports count.
"""

import json
import os
import resource
import sys
import time
from contextlib import redirect_stdout, suppress
from io import StringIO
from pathlib import Path

START, ALL = "start and imports", "all"


class Clock:
    """Notes when each stage ends."""

    def __init__(self, started: float) -> None:
        self.stages: list[dict[str, str | float]] = []
        self._first = self._since = started
        self._cpu = 0.0
        self._name = START

    def say(self, stage: str) -> None:
        """End the stage that is under way, and begin another."""
        now, cpu = time.time(), _processor()
        self._note(self._name, now - self._since, cpu - self._cpu, _peak())
        self._name, self._since, self._cpu = _plain(stage), now, cpu

    def end(self) -> None:
        """End the last stage, and sum up."""
        self.say("")
        highest = max(float(one["megabytes"]) for one in self.stages)
        self._note(ALL, time.time() - self._first, _processor(), highest)

    def _note(self, stage: str, seconds: float, processor: float, megabytes: float) -> None:
        self.stages.append(
            {
                "stage": stage,
                "seconds": seconds,
                "processor": processor,
                "megabytes": megabytes,
            }
        )


def _plain(stage: str) -> str:
    """Return a stage without numbers, which depend on the study."""
    return " ".join(word for word in stage.split() if not word[:1].isdigit())


def _processor() -> float:
    """Return processor seconds of this process and of those that it started."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    total = time.process_time() + ended.ru_utime + ended.ru_stime
    for child in _children():
        with suppress(OSError):  # it has ended
            fields = (child / "stat").read_text().rpartition(")")[2].split()
            total += sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")
    return total


def _children() -> list[Path]:
    """Return the folders in which the system tells of the processes that this one started."""
    files = Path("/proc/self/task").glob("*/children")
    return [Path("/proc") / number for file in files for number in file.read_text().split()]


def _peak() -> float:
    """Return the peak of memory since the last call, in MB; where it cannot be reset, in all.

    Those of this process and of those it started are added up.
    """
    status = Path("/proc/self/status")
    if not status.exists():
        unit = 2**20 if sys.platform == "darwin" else 2**10
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
    kilobytes = 0
    for process in (status.parent, *_children()):
        with suppress(OSError, StopIteration):  # it has ended
            lines = (process / "status").read_text().splitlines()
            kilobytes += int(next(line for line in lines if line.startswith("VmHWM")).split()[1])
            (process / "clear_refs").write_text("5")
    return kilobytes / 2**10


def tool(study: Path, clock: Clock) -> None:
    """Run the study as the command line does, account of its files included."""
    from secondcoder.libraries import one_thread_for_tables

    one_thread_for_tables()
    from secondcoder.procedures.helped import helped

    with helped(study, None) as beside:
        from secondcoder.procedures.second_coder.run import run_study

        run_study(study, say=clock.say, beside=beside)


def command(study: Path, clock: Clock) -> None:
    """Run ``secondcoder suggest`` as a person does; what it prints goes nowhere."""
    from secondcoder.commands.main import main

    clock.say("the command")
    sys.argv = ["secondcoder", "suggest", str(study), "--quiet"]
    with suppress(SystemExit), redirect_stdout(StringIO()):
        main()


def bertopic(study: Path, clock: Clock) -> None:
    """Run BERTopic's own pipeline, its defaults, with the same encoder on the same passages."""
    from bertopic import BERTopic
    from sentence_transformers import SentenceTransformer

    from secondcoder.embedding.models import find_model

    texts = json.loads((study / "texts.json").read_text("utf-8"))
    encoder = SentenceTransformer(str(find_model("all-MiniLM-L6-v2").folder), device="cpu")
    clock.say("Encoding")
    vectors = encoder.encode(texts, show_progress_bar=False)
    clock.say("Finding topics")
    BERTopic(embedding_model=encoder).fit_transform(texts, embeddings=vectors)


if __name__ == "__main__":
    kind, folder, started = sys.argv[1:]
    running = Clock(float(started))
    {"tool": tool, "command": command, "bertopic": bertopic}[kind](Path(folder), running)
    running.end()
    print(json.dumps(running.stages))
