"""Reviews that were opened from the page, and whose blind look is not finished yet."""

import os
import re
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from secondcoder.app.runs import in_utf8
from secondcoder.decisions.events import Event
from secondcoder.decisions.kinds import SHOWN
from secondcoder.decisions.place import has_record, record_of
from secondcoder.errors import SecondcoderError
from secondcoder.procedures.second_coder.reviewed.items import ALL
from secondcoder.procedures.second_coder.reviewed.session import Review
from secondcoder.publish.results import manifest_time
from secondcoder.review.choosing import first_open
from secondcoder.review.sampling import left_to_code
from secondcoder.review.serve import open_review

_STARTED = re.compile(r"(file://\S+)\n.*?(http://127\.0\.0\.1:\d+)/", re.DOTALL)
_KEY = re.compile(r'name="key" value="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Door:
    """Where a review's page is, and the key that lets one browser in."""

    address: str
    key: str


@dataclass(frozen=True, slots=True)
class _Started:
    process: "subprocess.Popen[str]"
    address: str
    file: Path


class Reviews:
    """Opens reviews, each a process of its own, and knows who has not finished looking."""

    def __init__(self) -> None:
        self._turn = threading.RLock()
        self._started: dict[Path, _Started] = {}
        self._held: dict[Path, tuple[tuple[str, int], Review]] = {}

    def open(self, study: Path, run: Path) -> Door:
        """Return the way into the review of a run; it is started if it is not there."""
        with self._turn:
            started = self._started.get(run)
            if started is None or started.process.poll() is not None:
                started = self._started[run] = _start(study, run)
            found = _KEY.search(started.file.read_text("utf-8"))
            return Door(started.address, found[1] if found else "")

    def close(self, run: Path) -> bool:
        """End a review; its decisions are worked into the results. Say whether one was open."""
        with self._turn:
            started = self._started.pop(run, None)
            if started is None or started.process.poll() is not None:
                return False
            if os.name == "nt":
                started.process.stdin.close()  # type: ignore[union-attr]
            else:
                started.process.send_signal(signal.SIGINT)
            started.process.wait()
            return True

    def is_open(self, run: Path) -> bool:
        """Say whether a review of a run is open."""
        with self._turn:
            started = self._started.get(run)
            return started is not None and started.process.poll() is None

    def of(self, study: Path, run: Path) -> Review | None:
        """Return the review of a run, with all that was recorded so far; ``None`` without any."""
        record = record_of(study)
        if record is None or not has_record(record):
            return None
        with self._turn:
            state = (str(run), manifest_time(run))
            held = self._held.get(study)
            if held is None or held[0] != state:
                held = self._held[study] = (state, open_review(study, run=run))
            held[1].catch_up()
            return held[1]

    def unfinished(self, study: Path, run: Path, person: str, *, looks_on: bool = False) -> bool:
        """Say whether somebody reviews blind, is not done, and has not opened the results.

        Done is who has coded the sample that was drawn and decided on all that is listed. While a
        review is open, whoever gave a name there counts, unless they said that they look on.
        """
        review = self.of(study, run)
        if review is None or not person:
            return bool(person) and self.is_open(run) and not looks_on
        with review.turn:
            name = review.known_as(person)
            if name not in review.history.reviewers:
                return self.is_open(run) and not looks_on
            if not review.blind(name):
                return False
            opened = any(
                event.reviewer == name and event.run == review.material.run
                for event in review.history.of_kind(SHOWN)
            )
            return not opened and not _done(review, name)

    def someone(self, study: Path, run: Path) -> list[str]:
        """Return who reviews a study."""
        review = self.of(study, run)
        return review.history.reviewers if review else []

    def record_shown(self, study: Path, run: Path, person: str) -> None:
        """Record that somebody opened what shows the machine's codes before they were done."""
        review = self.of(study, run)
        if review is None:
            return
        with review.turn:
            saw = tuple(f"{label}, run {review.material.run}" for label in review.material.machines)
            event = Event(
                kind=SHOWN,
                reviewer=review.known_as(person),
                run=review.material.run,
                codebook=review.material.codebook_version,
                revealed=True,
                saw=saw,
            )
            review.add([event])


def _done(review: Review, name: str) -> bool:
    """Say whether a reviewer has coded the sample and decided on all that is listed for them."""
    begun = bool(review.history.coded(name) or review.history.verdicts(name))
    return (
        (begun or bool(review.material.coder_of(name)))
        and first_open(review, name, ALL) is None
        and not left_to_code(review, name)
    )


def _start(study: Path, run: Path) -> _Started:
    command = [sys.executable, "-m", "secondcoder", "review", str(study), "--run", str(run)]
    apart: dict[str, Any] = {"start_new_session": True}
    if os.name == "nt":
        apart = {"creationflags": getattr(subprocess, "CREATE_NO_WINDOW", 0)}
    process = subprocess.Popen(  # noqa: S603 - our own command
        [*command, "--no-open", "--until-closed"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        env=in_utf8(),
        **apart,
    )
    said = ""
    while not (found := _STARTED.search(said)):
        line = process.stdout.readline() if process.stdout else ""
        if not line:
            raise SecondcoderError("The review could not be opened", hint=said.strip()[-2000:])
        said += line
    if process.stdout:  # what it says later is read, so that it never waits for a reader
        threading.Thread(target=process.stdout.read, daemon=True).start()
    return _Started(process, found[2], _file_of(found[1]))


def _file_of(uri: str) -> Path:
    """Return the file that an address means; on Windows one on a network drive as well."""
    parts = urlsplit(uri)
    path = unquote(parts.path)
    if os.name != "nt":
        return Path(path)
    return Path(f"//{parts.netloc}{path}" if parts.netloc else path.removeprefix("/"))
