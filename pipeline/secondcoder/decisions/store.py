"""The record of a study: what all authors did, read from everybody's files; own acts are added.

An act is acknowledged once it is on disk. What others wrote is read and never written.
"""

import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

from secondcoder.decisions.chains import Fault, broken_chains
from secondcoder.decisions.disk import (
    Held,
    add_lines,
    chain_of_here,
    explained,
    files_of,
    pair_of_files,
    read_file,
    was_taken_back,
    writing,
)
from secondcoder.decisions.erasing import Erased
from secondcoder.decisions.events import Event
from secondcoder.decisions.kinds import check
from secondcoder.decisions.known import Known
from secondcoder.decisions.lines import (
    Line,
    line_of_act,
    line_of_passage,
    line_of_words,
)
from secondcoder.decisions.old_database import Old, read_old_database
from secondcoder.decisions.rows import Row, StoredPassage
from secondcoder.errors import SecondcoderError

__all__ = ["Store", "StoredPassage"]


class Store:
    """One open record. Safe to use from several threads and several processes."""

    def __init__(
        self,
        path: Path,
        *,
        read_only: bool = False,
        old: Path | None = None,
        people: Mapping[str, str] | None = None,
    ) -> None:
        self.path = path
        """The folder."""
        self.generation = 0
        """Goes up when events were inserted between others, or their words arrived later."""
        self._people = dict(people or {})
        self._chain = chain_of_here(path)
        self._lock = threading.RLock()
        self._files: dict[Path, Held] = {}
        self._known = Known()
        self._mine: dict[str, list[tuple[str, str]]] = {}
        """What this process wrote, by author: hash and line."""
        self._events: list[Event] = []
        self._placed: list[Row] = []
        """The rows of the events, in the same order."""
        self._places: dict[str, int] = {}
        self._origins: set[str] = set()
        self._from_old: Sequence[Line] = ()
        """What an earlier version kept, where it is only read."""
        if path.exists() and not path.is_dir():
            raise SecondcoderError(
                f"{path}: this is a file, and a record is a folder",
                hint="Name a folder, which may be new.",
            )
        with self._lock, explained(path):
            self._refresh()
            if old is not None:
                self._take_in(read_old_database(old), read_only=read_only)
            if not read_only:
                with writing(path):
                    pass  # says at once if nothing can be written here

    def add(self, events: Sequence[Event], passages: Iterable[StoredPassage] = ()) -> list[Event]:
        """Store events, all or none; return them with id and time once they are on disk."""
        for event in events:
            check(event)
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        with self._lock, explained(self.path), writing(self.path):
            self._refresh()
            stored = self._write([replace(event, at=at) for event in events], list(passages))
            return [self._events[self._places[identity]] for identity in stored]

    def events(self, *, after: int = 0) -> list[Event]:
        """Return the events with numbers above ``after``, in order, with what was added since."""
        with self._lock, explained(self.path):
            self._refresh()
            return self._events[after:]

    def passages(self) -> dict[str, StoredPassage]:
        """Return the passages that were decided on, by their key; without text if it is erased."""
        with self._lock:
            return dict(self._known.passages)

    def documents(self) -> set[str]:
        """Return the documents that anything was recorded on, in NFC."""
        with self._lock:
            return self._known.documents

    @property
    def erased(self) -> Erased:
        """The documents whose words were erased."""
        with self._lock:
            return self._known.erased

    def rows(self) -> list[Row]:
        """Return the acts as rows of their chains, in no order."""
        with self._lock:
            return list(self._known.rows.values())

    def holds(self, line: Line) -> bool:
        """Return whether a line would bring nothing new."""
        with self._lock:
            return self._known.holds(line)

    @property
    def faults(self) -> list[Fault]:
        """What does not hold: lines that were changed or cut, chains with gaps."""
        with self._lock:
            unreadable = [
                fault for held in self._files.values() for fault in (*held.faults, *held.unfinished)
            ]
            reason = "its words were changed after it was written"
            reworded = [
                Fault(row.event.reviewer, row.place, "", reason) for row in self._known.reworded()
            ]
            return [*broken_chains(self._known.rows.values(), unreadable), *reworded]

    @property
    def without_words(self) -> int:
        """How many acts lack their words, which nobody erased."""
        with self._lock:
            return self._known.without_words()

    def name_of(self, author: str, *, chain: str = "") -> str:
        """Return the name to use instead of an author's, in a chain or on this computer."""
        people = self._people
        return people.get(f"{author}@{chain or self._chain}") or people.get(author) or author

    def _refresh(self) -> None:
        """Read what was added since, here or elsewhere."""
        new: list[Line] = []
        for path in files_of(self.path):
            try:
                held, lines = read_file(path, self.path, self._files.get(path))
            except FileNotFoundError:  # renamed meanwhile; its new name is read next time
                continue
            self._files[path] = held
            new.extend(lines)
        gone = [path for path in self._files if not path.exists()]
        for path in gone:
            del self._files[path]
        if any(was_taken_back(path, self.path) for path in gone):
            self._forget()
            self._refresh()
            return
        self._take(new)

    def _forget(self) -> None:
        """Begin anew: a merging was taken back, and what it brought counts no more."""
        self.generation += 1
        self._files, self._known, self._origins = {}, Known(), set()
        self._events, self._placed, self._places = [], [], {}
        self._take(self._from_old)

    def _take(self, lines: Iterable[Line]) -> None:
        """Take lines in; those that are known already change nothing."""
        rows, said = self._known.take(lines)
        self._reword(said)
        self._place(sorted(rows, key=_key))

    def _reword(self, identities: Iterable[str]) -> None:
        """Give events that are in their place already the words that arrived since."""
        for identity in identities:
            place = self._places.get(identity)
            if place is not None:
                self._events[place] = self._event(self._placed[place], place + 1)
                self.generation += 1

    def _place(self, rows: Sequence[Row]) -> None:
        """Put events into their order: at the end, or all anew if that is not their place."""
        if rows and self._placed and _key(rows[0]) < _key(self._placed[-1]):
            self.generation += 1
            self._events, self._placed, self._places = [], [], {}
            self._origins = set()
            rows = sorted(self._known.rows.values(), key=_key)
        for row in rows:
            origin = row.event.origin
            if origin and origin in self._origins:
                continue  # taken in from the same old database by two computers
            self._origins.add(origin)
            self._places[row.event.id] = len(self._placed)
            self._placed.append(row)
            self._events.append(self._event(row, len(self._placed)))

    def _event(self, row: Row, number: int) -> Event:
        """Return a row's act with its words, its place, and the names that are to be used."""
        event, people = row.event, self._people
        note, detail = self._known.note_and_detail(row)
        if event.program:
            return replace(event, note=note, detail=detail, number=number)
        name = self.name_of(event.reviewer, chain=event.chain)
        return replace(
            event,
            note=note,
            detail=detail,
            number=number,
            reviewer=name,
            members=tuple(
                name if one == event.reviewer else people.get(one, one) for one in event.members
            ),
        )

    def _write(self, events: Sequence[Event], passages: Sequence[StoredPassage]) -> list[str]:
        """Add events to the files of their authors; return their ids."""
        stands = {passage.key: passage for passage in passages}
        identities: list[str] = []
        for author, own in groupby(events, key=lambda event: event.reviewer):
            identities += self._write_of(author, list(own), stands)
            self._refresh()
        return identities

    def _write_of(
        self, author: str, events: Sequence[Event], stands: Mapping[str, StoredPassage]
    ) -> list[str]:
        acts: list[tuple[str, str]] = []
        said: list[str] = []
        made = []
        head = self._known.heads.get((author, self._chain))
        place, before = (head.place, head.hash) if head else (0, "")
        order = max(self._last_order(), time.time_ns() // 1_000_000 - 1)
        for event in events:
            place, order = place + 1, order + 1
            one = line_of_act(
                event,
                chain=self._chain,
                place=place,
                before=before,
                order=order,
                stands=stands.get(event.passage),
            )
            before = one.row.hash
            acts.append((before, one.line))
            said += map(line_of_words, self._known.kept(one.row, one.words))
            made.append(one.row.event.id)
        new = [passage for passage in stands.values() if not self.holds(passage)]
        self._down(author, acts, [*map(line_of_passage, new), *said])
        return made

    def _last_order(self) -> int:
        return self._placed[-1].order if self._placed else 0

    def _down(self, author: str, acts: Sequence[tuple[str, str]], words: Sequence[str]) -> None:
        """Write words, then acts; acts of ours that somebody cut off the file are written again."""
        file, beside = pair_of_files(self.path, author, self._chain)
        mine = self._mine.setdefault(author, [])
        held = self._files.get(file)
        lacking = [line for digest, line in mine if held is None or digest not in held.hashes]
        add_lines(beside, words)
        add_lines(file, [*lacking, *(line for _, line in acts)])
        mine.extend(acts)

    def _take_in(self, old: Old, *, read_only: bool) -> None:
        """Take in what an earlier version kept: into the files, or only into memory."""
        had = self._known.rows.values()
        if not old.lacking(had):
            return
        if read_only:
            self._from_old = [*old.lines(had)]
            self._take(self._from_old)
            return
        with writing(self.path):
            self._refresh()
            for author, acts, words in old.files(had):
                file, beside = pair_of_files(self.path, author, old.chain)
                add_lines(beside, words)
                add_lines(file, acts)
            self._refresh()


def _key(row: Row) -> tuple[int, str]:
    return row.order, row.hash
