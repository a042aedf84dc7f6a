"""What was changed in a ``study.toml`` from the page, step by step: each can be taken back.

The steps lie beside the results (``runs/.page``): what holds is ``study.toml`` alone. A step is
noted before it is made; one that was never made, or that somebody changed by hand since, leads
nowhere and is passed over.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from secondcoder.errors import of_the_disk
from secondcoder.publish.files import write_whole
from secondcoder.publish.results import RUNS

PAGE = ".page"
_FILE = "changes.jsonl"
MOST = 200
"""Steps that are kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One change."""

    what: str
    before: str
    after: str

    @property
    def id(self) -> str:
        """What addresses call it."""
        said = f"{self.what}\n{self.before}\n{self.after}"
        return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def page_folder(study: Path) -> Path:
    """Return where the page keeps what is no result."""
    return study / RUNS / PAGE


def note_step(study: Path, step: Step) -> None:
    """Note a change that is about to be made."""
    kept = [*_read(study), step][-MOST:]
    lines = "".join(json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in kept)
    try:
        write_whole(page_folder(study) / _FILE, lines.encode("utf-8", "surrogatepass"))
    except OSError as error:
        raise of_the_disk(error) from error


def steps_to(study: Path, text: str) -> list[Step]:
    """Return the changes that led to the text, the latest first."""
    found = []
    for step in reversed(list(_read(study))):
        if step.after == text and step.before != text:
            found.append(step)
            text = step.before
    return found


def _read(study: Path) -> Iterator[Step]:
    try:
        lines = (page_folder(study) / _FILE).read_text("utf-8", "surrogatepass").splitlines()
    except OSError:
        return
    for line in lines:
        try:
            held = json.loads(line)
            yield Step(what=held["what"], before=held["before"], after=held["after"])
        except (ValueError, KeyError, TypeError):
            continue
