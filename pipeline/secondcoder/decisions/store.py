"""The decisions on disk: one SQLite file to which events are only ever added.

An event is acknowledged once it is on disk (``synchronous = FULL``).
"""

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path

from secondcoder.decisions.events import Event
from secondcoder.decisions.migrations import MIGRATIONS
from secondcoder.errors import SecondcoderError
from secondcoder.publish.files import new_database

_FIELDS = tuple(f.name for f in fields(Event))
_GIVEN = tuple(name for name in _FIELDS if name not in {"id", "at"})
_INSERT = (
    f"INSERT INTO event (at, {', '.join(_GIVEN)}) VALUES ({', '.join('?' * (len(_GIVEN) + 1))})"  # noqa: S608 - names of our own fields
)
_SELECT = f"SELECT {', '.join(_FIELDS)} FROM event WHERE id > ? ORDER BY id"  # noqa: S608
_BUSY_MS = 10_000
IN_MEMORY = ":memory:"
"""A name that stands for no file."""


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage as it was when someone decided on it."""

    key: str
    document: str
    start: int
    text: str


class Store:
    """One open file. Safe to use from several threads and several processes."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        self.path = path
        self._lock = threading.Lock()
        if read_only:
            with _explained(path):
                self._db = _opened_to_read(path)
                self._check_ours()
            return
        with _explained(path):
            if str(path) != IN_MEMORY:
                new_database(path)
            self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
            self._db.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
            self._check_ours()
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = FULL")
            self._db.execute("PRAGMA foreign_keys = ON")
            self._migrate()

    def add(self, events: Sequence[Event], passages: Iterable[StoredPassage] = ()) -> list[Event]:
        """Store events, all or none; return them with id and time once they are on disk."""
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        with self._lock, _explained(self.path), self._transaction():
            self._db.executemany(
                "INSERT OR IGNORE INTO passage (key, document, start, text) VALUES (?, ?, ?, ?)",
                [astuple(passage) for passage in passages],
            )
            stored = []
            for event in events:
                cells = [_cell(getattr(event, name)) for name in _GIVEN]
                number = self._db.execute(_INSERT, [at, *cells]).lastrowid or 0
                stored.append(replace(event, id=number, at=at))
        return stored

    def events(self, *, after: int = 0) -> list[Event]:
        """Return the events with ids above ``after``, in order."""
        with self._lock, _explained(self.path):
            rows = self._db.execute(_SELECT, [after]).fetchall()
        return [_event(row) for row in rows]

    def passages(self) -> dict[str, StoredPassage]:
        """Return the passages that were decided on, by their key."""
        with self._lock, _explained(self.path):
            rows = self._db.execute("SELECT key, document, start, text FROM passage").fetchall()
        return {row[0]: StoredPassage(*row) for row in rows}

    def sound(self) -> bool:
        """Return whether SQLite finds the file whole."""
        with self._lock:
            return bool(self._db.execute("PRAGMA integrity_check").fetchone()[0] == "ok")

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise

    def _version(self) -> int:
        return int(self._db.execute("PRAGMA user_version").fetchone()[0])

    def _check_ours(self) -> None:
        """Refuse a database of something else, or of a later version of this program."""
        version = self._version()
        tables = {
            row[0] for row in self._db.execute("SELECT name FROM sqlite_master WHERE type='table'")
        }
        if tables and "event" not in tables:
            raise SecondcoderError(
                f"{self.path}: this database holds something else than review decisions",
                hint="Name another file with --db FILE.",
            )
        if version > len(MIGRATIONS):
            raise SecondcoderError(
                f"{self.path}: the file was written by a later version of secondcoder "
                f"(form {version}; this one knows {len(MIGRATIONS)})",
                hint="Use that version, or name another file with --db FILE.",
            )

    def _migrate(self) -> None:
        if self._version() == len(MIGRATIONS):
            return
        if self._version() > 0:
            self._copy_aside()
        with self._transaction():
            version = self._version()  # another process may have been first
            for number in range(version, len(MIGRATIONS)):
                for statement in _statements(MIGRATIONS[number]):
                    self._db.execute(statement)
            self._db.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")

    def _copy_aside(self) -> None:
        aside = self.path.with_name(f"{self.path.name}.before-form-{len(MIGRATIONS)}")
        if not aside.exists():
            new_database(aside)
            with sqlite3.connect(aside) as copy:
                self._db.backup(copy)
            copy.close()


def _opened_to_read(path: Path) -> sqlite3.Connection:
    """Open without a change to the file or its folder.

    A log beside the file tells that it is open elsewhere; without one, no lock is needed, and
    none is left behind.
    """
    in_use = path.with_name(f"{path.name}-wal").exists()
    address = f"{path.resolve().as_uri()}?mode=ro{'' if in_use else '&immutable=1'}"
    db = sqlite3.connect(address, uri=True, check_same_thread=False, isolation_level=None)
    db.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
    return db


def _statements(script: str) -> Iterator[str]:
    held = ""
    for line in script.splitlines():
        held += line + "\n"
        if sqlite3.complete_statement(held):
            yield held
            held = ""


def _cell(value: str | float | bool) -> str | int | float:
    return int(value) if isinstance(value, bool) else value


def _event(row: Sequence[str | int | float]) -> Event:
    values = dict(zip(_FIELDS, row, strict=True))
    truths = {name: bool(values[name]) for name in ("revealed", "human", "machine")}
    return Event(**{**values, **truths})  # type: ignore[arg-type] # the table is STRICT


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise SecondcoderError(
            f"{path}: the decisions cannot be read or written ({error})",
            hint="Nothing that was acknowledged is lost. Make room on the disk, or check that the "
            "file is a review database and that you may write to it.",
        ) from error
