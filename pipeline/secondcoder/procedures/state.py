"""All that a result rests on at one moment, as hashes: what a command was asked, a study's files.

Imports nothing that takes time.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from secondcoder.procedures.places import folder_of
from secondcoder.publish.results import RUNS, last_of
from secondcoder.study.walk import COPIES, RESULTS, ROUNDS, walk

MOST_BYTES = 512 * 2**20
"""Of all files that are hashed; larger studies are read each time. Not measured."""
RECORD, OLD_RECORD, _LINES = "record", "review.sqlite3", ".jsonl"
"""Where decisions lie (``decisions/place.py``): they bear on some tables of a result only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a command was asked for."""

    kind: str
    """The kind of result."""
    study: Path
    out: Path | None
    options: Mapping[str, Any]
    """All that decides the result beside the study, as JSON holds it."""
    beside: tuple[str, ...] = ()
    """Patterns of further files that decide it, in the study's folder and in ``out``."""
    given: tuple[Path, ...] = ()
    """Files that the command was given."""
    latest: tuple[str, ...] = ()
    """Kinds of results of which it takes the latest."""

    @property
    def key(self) -> str:
        """What tells commands and their options apart."""
        out = str(self.out.resolve()) if self.out else ""
        return hash_json([self.kind, str(self.study.resolve()), out, dict(self.options)])


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """The files of a study at one moment."""

    listed: tuple[tuple[str, str], ...]
    """Files and why they are passed over, as the account of the study names them."""
    contents: Mapping[Path, str]
    """sha256 of every file that can decide a result."""
    order: tuple[str, ...]
    """Further files, by the time of their last change: which came later can decide."""
    latest: tuple[str, ...]
    """Results that are the latest of the kinds that it takes: which one is noted, not written."""
    decisions: str
    """Of the record of coding."""

    def without(self, paths: Mapping[Path, str], target: Path) -> dict[Path, str]:
        """Return what files hold, but for some and for those of a result."""
        return {
            path: total
            for path, total in self.contents.items()
            if path not in paths and not path.is_relative_to(target)
        }


def state_of(asked: Asked) -> State | None:
    """Return a study's state; ``None`` of a single file, and of what is large or unreadable."""
    folder = folder_of(asked.study)
    if asked.study.is_file() and asked.study.suffix.lower() != ".toml":
        return None
    homes = [folder, *([asked.out.resolve()] if asked.out else [])]
    try:
        listed = [one for one in walk(folder) if one[1] != RESULTS and one[0] not in COPIES]
        files = {folder / path for path, why in listed if not why and not _is_record(path)}
        settings = (folder / "study.toml", asked.study, *folder.glob(f"{ROUNDS}/*/*.csv"))
        config = {path for path in settings if path.is_file()}
        beside = {
            path
            for home in homes
            for pattern in asked.beside
            for path in home.glob(pattern)
            if path.is_file()
        }
        every = sorted({path.resolve() for path in {*files, *config, *beside, *asked.given}})
        if sum(path.stat().st_size for path in every) > MOST_BYTES:
            return None
        contents = {path: hash_of(path) for path in every}
        later = sorted(beside, key=lambda path: (path.stat().st_mtime_ns, path.as_posix()))
        decisions = hash_json([[path.as_posix(), hash_of(path)] for path in _record_files(folder)])
    except OSError:
        return None
    order = tuple(path.as_posix() for path in later)
    latest = tuple(last_of(folder / RUNS, kind) for kind in asked.latest)
    return State(
        listed=tuple(listed), contents=contents, order=order, latest=latest, decisions=decisions
    )


def _is_record(path: str) -> bool:
    return path == OLD_RECORD or (path.startswith(f"{RECORD}/") and path.endswith(_LINES))


def _record_files(folder: Path) -> list[Path]:
    files = [folder / OLD_RECORD, *(folder / RECORD).rglob("*")]
    return sorted(path for path in files if path.is_file())


def has_record(asked: Asked) -> bool:
    """Return whether anything was decided on the study."""
    return bool(_record_files(folder_of(asked.study)))


def digest(state: State) -> str:
    """Return a hash of all but the decisions."""
    contents = [[path.as_posix(), total] for path, total in sorted(state.contents.items())]
    return hash_json([state.listed, contents, state.order, state.latest])


def only_ours(before: State, after: State, target: Path, written: Mapping[Path, str]) -> bool:
    """Say whether the run alone changed files, and only such as were not there before."""
    own = {path: total for path, total in written.items() if path in after.contents}
    return (
        before.listed == after.listed
        and before.latest == after.latest
        and before.decisions == after.decisions
        and not any(path in before.contents and before.contents[path] != own[path] for path in own)
        and all(after.contents[path] == total for path, total in own.items())
        and before.without(own, target) == after.without(own, target)
    )


def hash_of(path: Path) -> str:
    """Return the sha256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def hash_json(value: object) -> str:
    """Return the sha256 of a value as JSON holds it."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
