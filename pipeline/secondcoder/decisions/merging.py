"""Other people's records taken in, as they are, and out again.

Each merging is a folder of its own inside the record, so that it can be taken back as a whole.
Files are copied byte for byte: their chains still prove them.
"""

import zipfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from uuid import uuid4

from secondcoder.decisions.chains import Fault
from secondcoder.decisions.disk import (
    ACTS,
    MERGED,
    TAKEN_BACK,
    WORDS,
    as_bytes,
    explained,
    files_of,
    parse,
    writing,
)
from secondcoder.decisions.erasing import lines_that_go, without
from secondcoder.decisions.events import Event, History
from secondcoder.decisions.old_database import read_old_database
from secondcoder.decisions.place import FOLDER, old_database_of, open_record, record_of
from secondcoder.decisions.store import Store
from secondcoder.errors import SecondcoderError
from secondcoder.publish.files import sync_folder, write_folder
from secondcoder.publish.moves import clear_away, rename

_ANSWERS = frozenset({"verdict", "adjudication", "theme", "synthesis", "query"})
_LARGEST = 1 << 30
"""Bytes of all files of one record that are read from a packed one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What a merging brought."""

    folder: Path | None
    """Where it lies in the record; ``None`` if there was nothing new."""
    events: tuple[Event, ...]
    """The acts that were not known before, in order."""
    left_out: int
    """Texts and memos that were not taken in, since they were erased here."""
    contradictions: tuple[tuple[Event, Event], ...]
    """Acts of one author, or of several together, that say otherwise than an earlier one."""
    faults: tuple[Fault, ...]


def merge(record: Path, others: Sequence[Path], *, study: Path | None = None) -> Merged:
    """Take the records of other folders, studies or packed records in.

    Raises ``SecondcoderError`` if one of them holds no record; then nothing is taken in.
    """
    found = [_files_in(other) for other in others]
    store = open_record(record, study=study)
    before = {event.id for event in store.events()}
    whole = {
        f"{number}/{name}": data
        for number, files in enumerate(found, 1)
        for name, data in files.items()
    }
    parts, left_out = _without_erased(store, whole)
    new = {name: data for name, data in parts.items() if not all(map(store.holds, parse(data)))}
    folder = None
    if new:
        with explained(record), writing(record):
            folder = record / f"{MERGED}{_next_number(record):03}"
            _write_at_once(folder, new)
    after = store.events()
    events = tuple(event for event in after if event.id not in before)
    return Merged(
        folder=folder,
        events=events,
        left_out=left_out,
        contradictions=tuple(contradictions(after, {e.id for e in events})),
        faults=tuple(store.faults),
    )


def _without_erased(store: Store, files: Mapping[str, bytes]) -> tuple[Mapping[str, bytes], int]:
    """Return files without words that were erased here, and how many that were."""
    if not store.erased:
        return files, 0
    lines = chain(store.rows(), *map(parse, files.values()), store.passages().values())
    goes = lines_that_go(store.erased, lines)
    found = {name: without(data, goes) for name, data in files.items()}
    return {name: data for name, (data, _) in found.items()}, sum(n for _, n in found.values())


def _write_at_once(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write a folder whole or not at all: it is hidden until all of it is there."""
    hidden = folder.with_name(f".{folder.name}.{uuid4().hex[:12]}.part")
    try:
        write_folder(hidden, files)
        rename(hidden, folder)
    except BaseException:
        clear_away(hidden)
        raise
    sync_folder(folder.parent)


def take_back(record: Path) -> str:
    """Set the latest merging aside, without deleting it; return its name.

    Raises ``SecondcoderError`` if there is none.
    """
    merged = sorted(p for p in record.glob(f"{MERGED}*") if p.is_dir()) if record.is_dir() else []
    if not merged:
        raise SecondcoderError(
            f"{record}: no other record was merged into this one",
            hint="Only a merging that was done with `secondcoder merge` can be taken back.",
        )
    latest = merged[-1]
    with explained(record), writing(record):
        number = len(list(record.glob(f"{TAKEN_BACK}*"))) + 1
        rename(latest, record / f"{TAKEN_BACK}{number:03}-{latest.name}")
    return latest.name


def contradictions(events: Iterable[Event], new: set[str]) -> list[tuple[Event, Event]]:
    """Return pairs of acts, one of them new, of which the later takes the place of the earlier.

    They are of one author who answered otherwise on another computer or under another name, or of
    people who decided together, or on a theme, otherwise than others had. What two people hold
    for themselves is no contradiction: that is what the page *Together* is for.
    """
    listed = list(events)
    history = History(listed)
    found = []
    last: dict[object, Event] = {}
    for event in listed:
        if event.kind not in _ANSWERS:
            continue
        if event.id in history.undone:
            continue
        earlier = last.get(event.key)
        if earlier is not None and {earlier.id, event.id} & new and _differ(earlier, event):
            found.append((earlier, event))
        last[event.key] = event
    return found


def counted(events: Iterable[Event]) -> Mapping[str, Counter[str]]:
    """Return how many acts of each kind there are, by author."""
    found: dict[str, Counter[str]] = {}
    for event in events:
        found.setdefault(event.author, Counter())[event.kind] += 1
    return found


def _differ(one: Event, two: Event) -> bool:
    """Return whether two acts on the same, that were not one after the other, say otherwise."""
    apart = (one.chain, one.reviewer) != (two.chain, two.reviewer)
    return apart and (one.verdict, one.other, one.detail) != (two.verdict, two.other, two.detail)


def _files_in(other: Path) -> dict[str, bytes]:
    """Return the files of a record: of a study's folder, of the record's own, or packed."""
    if other.is_file():
        found = _packed(other)
    else:
        own = record_of(other) or other
        found = {f.relative_to(own).as_posix(): f.read_bytes() for f in files_of(own)}
        found |= of_old_database(own)
    kept = {name: data for name, data in found.items() if any(True for _ in parse(data))}
    if not kept:
        raise SecondcoderError(
            f"{other}: there is no record of coding here",
            hint="Name a study's folder in which somebody reviewed, or the file that "
            "`secondcoder export STUDY --record --to FILE.zip` wrote.",
        )
    return kept


def _packed(path: Path) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if sum(entry.file_size for entry in entries) > _LARGEST:
                raise SecondcoderError(f"{path}: what is packed in it is too large for a record")
            found: dict[str, bytes] = {}
            for entry in entries:
                parts = [p for p in entry.filename.replace("\\", "/").split("/") if p]
                above, name = [p for p in parts[:-1] if p != FOLDER], parts[-1:]
                safe = [p for p in (*above, *name) if p != ".." and ":" not in p]
                if safe and not any(p.startswith(".") for p in safe):
                    found["/".join((str(len(found)), *safe))] = archive.read(entry)
            return found
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError) as error:
        raise SecondcoderError(
            f"{path}: this is no record of coding ({error})",
            hint="Name a study's folder, or the file that "
            "`secondcoder export STUDY --record --to FILE.zip` wrote.",
        ) from error


def of_old_database(record: Path) -> dict[str, bytes]:
    """Return what a database of an earlier version holds that its study's record does not yet."""
    path = old_database_of(record)
    if path is None:
        return {}
    old = read_old_database(path)
    found = {}
    for number, (_, acts, words) in enumerate(old.files(Store(record, read_only=True).rows()), 1):
        found[f"{old.chain}-{number}{WORDS}"] = as_bytes(words)
        found[f"{old.chain}-{number}{ACTS}"] = as_bytes(acts)
    return {name: data for name, data in found.items() if data}


def _next_number(record: Path) -> int:
    names = [p.name for p in record.glob("*") if MERGED in p.name]
    return 1 + max((int(n.rpartition("-")[2]) for n in names if n[-3:].isdecimal()), default=0)
