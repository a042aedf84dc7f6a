"""The database in which earlier versions kept decisions: read, never changed."""

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path, PurePath

from secondcoder.decisions.events import Event
from secondcoder.decisions.lines import (
    Line,
    line_of_act,
    line_of_passage,
    line_of_words,
    read_line,
)
from secondcoder.decisions.rows import (
    Row,
    StoredPassage,
)
from secondcoder.errors import SecondcoderError

FORMS = (1, 2)
"""``PRAGMA user_version`` of the databases that are read."""
_TEXT = ("kind", "reviewer", "run", "passage", "code", "verdict", "other", "note")
_MORE = ("batch", "theme", "detail")
_COLUMNS = ("id", "at", *_TEXT, *_MORE, "seconds", "revealed", "human", "machine", "undoes")
_SELECT = f"SELECT {', '.join(_COLUMNS)}, previous FROM event ORDER BY id"  # noqa: S608 - own names
_BUSY_MS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Old:
    """What a database held."""

    chain: str
    """By which its rows are known in the record."""
    events: tuple[Event, ...]
    """In order; ``origin`` says where each stood, ``undoes`` and ``previous`` are numbers there."""
    passages: dict[str, StoredPassage]

    def lacking(self, had: Iterable[Row]) -> list[Event]:
        """Return the events that are not among the rows of a record yet."""
        taken = {row.event.origin for row in had}
        return [event for event in self.events if event.origin not in taken]

    def files(self, had: Iterable[Row]) -> Iterator[tuple[str, list[str], list[str]]]:
        """Yield for each author the lines of acts and of words that a record lacks.

        ``had`` are the record's rows, some of which may have come from this database before.
        """
        had = list(had)
        acts: dict[str, list[str]] = {}
        words: dict[str, list[str]] = {}
        now = {}
        heads: dict[str, Row] = {}
        for row in had:
            if row.event.origin.startswith(f"{self.chain}:"):
                now[row.event.origin] = row.event.id
                last = heads.get(row.event.reviewer)
                if last is None or last.place < row.place:
                    heads[row.event.reviewer] = row
        order = max((row.order for row in heads.values()), default=0)
        told: set[str] = set()
        for event in self.lacking(had):
            order = max(order + 1, _milliseconds(event.at))
            last = heads.get(event.reviewer)
            stands = self.passages.get(event.passage)
            made = line_of_act(
                self._pointing(event, now),
                chain=self.chain,
                place=last.place + 1 if last else 1,
                before=last.hash if last else "",
                order=order,
                stands=stands,
            )
            heads[event.reviewer], now[event.origin] = made.row, made.row.event.id
            acts.setdefault(event.reviewer, []).append(made.line)
            beside = words.setdefault(event.reviewer, [])
            if stands is not None and stands.key not in told:
                told.add(stands.key)
                beside.append(line_of_passage(stands))
            beside += map(line_of_words, made.words)
        for author, lines in acts.items():
            yield author, lines, words[author]

    def lines(self, had: Iterable[Row]) -> list[Line]:
        """Return what a record lacks as lines that are written nowhere."""
        return [
            read_line(line.encode("ascii"))
            for _, acts, words in self.files(had)
            for line in (*words, *acts)
        ]

    def _pointing(self, event: Event, now: dict[str, str]) -> Event:
        """Return the event with rows of the record in the place of the database's numbers."""
        return replace(
            event,
            undoes=now.get(f"{self.chain}:{event.undoes}", ""),
            previous=now.get(f"{self.chain}:{event.previous}", ""),
        )


def read_old_database(path: Path) -> Old:
    """Read a database without a change to it or its folder.

    Raises ``SecondcoderError`` if it holds something else, or was written by a later version.
    """
    with _explained(path), closing(_opened(path)) as db:
        _check(path, db)
        rows = db.execute(_SELECT).fetchall()
        kept = db.execute("SELECT key, document, start, text FROM passage").fetchall()
    first = "".join(map(str, rows[0])) if rows else ""
    chain = "before-" + _digest(first)
    return Old(
        chain=chain,
        events=tuple(_event(row, chain) for row in rows),
        passages={row[0]: StoredPassage(*row) for row in kept},
    )


def _event(row: Sequence[str | int | float], chain: str) -> Event:
    cells = dict(zip((*_COLUMNS, "previous"), row, strict=True))
    text = {name: str(cells[name]) for name in (*_TEXT, *_MORE)}
    joint = text["kind"] == "adjudication" and text["detail"]
    return Event(
        kind=text["kind"],
        reviewer=text["reviewer"],
        run=text["run"],
        passage=text["passage"],
        code=text["code"],
        verdict=text["verdict"],
        other=text["other"],
        note=text["note"],
        batch=text["batch"],
        theme=text["theme"],
        detail=text["detail"],
        at=str(cells["at"]),
        seconds=float(cells["seconds"]),
        revealed=bool(cells["revealed"]),
        human=bool(cells["human"]),
        machine=bool(cells["machine"]),
        undoes=str(cells["undoes"]),
        previous=str(cells["previous"]),
        members=tuple(sorted({text["reviewer"], text["detail"]})) if joint else (),
        origin=f"{chain}:{cells['id']}",
    )


def _check(path: Path, db: sqlite3.Connection) -> None:
    tables = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type='table'")}
    if not {"event", "passage"} <= tables:
        raise SecondcoderError(
            f"{path}: this database holds something else than review decisions",
            hint="Move it out of the study's folder, or give it another name.",
        )
    wrong = db.execute("PRAGMA quick_check(1)").fetchall()
    if wrong != [("ok",)]:
        raise sqlite3.DatabaseError(" ".join(str(wrong[0][0]).split()) if wrong else "damaged")
    version = int(db.execute("PRAGMA user_version").fetchone()[0])
    if version not in FORMS:
        raise SecondcoderError(
            f"{path}: the file was written by another version of secondcoder (form {version}; "
            f"this one reads {FORMS[0]} and {FORMS[-1]})",
            hint="Open the study once with that version, or move the file out of the way.",
        )


def _opened(path: Path) -> sqlite3.Connection:
    """Open to read only.

    A log beside the file tells that it is open elsewhere, or was left when a program was killed;
    without one, no lock is needed, and none is left behind.
    """
    log = path.with_name(f"{path.name}-wal").exists()
    address = f"{address_of(path.resolve())}?mode=ro{'' if log else '&immutable=1'}"
    db = sqlite3.connect(address, uri=True)
    db.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
    return db


def address_of(path: PurePath) -> str:
    """Return the address of a file as SQLite wants it, with no computer's name before the path.

    A file on a network drive of Windows is ``//server/share/…``, and its address has that name.
    """
    address = path.as_uri()
    return address if address.startswith("file:///") else f"file:////{address[len('file://') :]}"


def _milliseconds(at: str) -> int:
    try:
        return int(datetime.fromisoformat(at).timestamp() * 1000)
    except ValueError:
        return 0


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise SecondcoderError(
            f"{path}: the decisions of an earlier version cannot be read ({error})",
            hint="Close other programs that have it open, check that it is a review database and "
            "that you may read it, or move it out of the study's folder.",
        ) from error
