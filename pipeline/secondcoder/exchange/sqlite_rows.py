"""SQLite files from elsewhere: read from memory, tables only, within a limit of work."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

from secondcoder.errors import SecondcoderError
from secondcoder.reading.files.boundary import third_party

_STEPS = 1_000_000
_MOST_CALLS = 2_000
"""Together the virtual-machine steps after which a query is stopped. Against hostile files; not
measured."""

_LONGEST_REASON = 160
"""Characters of what SQLite says that are shown."""
_DAMAGED = "the database is damaged"
_HINT = "Copy the project again from the other software, with that software closed."


class Database:
    """The tables of a file."""

    def __init__(self, connection: sqlite3.Connection, name: str) -> None:
        self._connection, self.name = connection, name
        found = self._found("SELECT name FROM sqlite_master WHERE type = 'table'")
        self.tables = frozenset(_text(row[0]) for row in found)

    def rows(self, table: str, *columns: str) -> list[dict[str, str]]:
        """Return the rows of a table as text; an absent table has none, an absent column is ''."""
        if table not in self.tables:
            return []
        there = {_text(row[1]) for row in self._found(f'PRAGMA table_info("{table}")')}
        asked = [column for column in columns if column in there]
        if not asked:
            return []
        names = ", ".join(f'"{column}"' for column in asked)
        query = f'SELECT {names} FROM "{table}" ORDER BY rowid'  # noqa: S608 - own names only
        blank = dict.fromkeys(columns, "")
        return [
            blank | {c: _text(v) for c, v in zip(asked, row, strict=True)}
            for row in self._found(query)
        ]

    def count(self, table: str) -> int:
        """Return the number of rows of a table; 0 if it is absent."""
        if table not in self.tables:
            return 0
        query = f'SELECT count(*) FROM "{table}"'  # noqa: S608 - own names only
        return int(str(self._found(query)[0][0]))

    def _found(self, query: str) -> list[tuple[object, ...]]:
        with third_party(self.name, _DAMAGED, hint=_HINT):
            return self._connection.execute(query).fetchall()


@contextmanager
def open_database(data: bytes, *, name: str) -> Iterator[Database]:
    """Open a database for reading; a damaged one is refused, so that no row is lost unseen."""
    calls = 0

    def enough() -> int:
        nonlocal calls
        calls += 1
        return int(calls > _MOST_CALLS)

    if not data.startswith(b"SQLite format 3\x00"):
        raise SecondcoderError(
            f"{name}: this is not a database of the kind that is expected (SQLite)",
            hint=_HINT,
        )
    with closing(sqlite3.connect(":memory:")) as connection:
        with third_party(name, _DAMAGED, hint=_HINT):
            connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
            connection.deserialize(_without_log(data))
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.set_progress_handler(enough, _STEPS)
            wrong = connection.execute("PRAGMA quick_check(1)").fetchall()
        if wrong != [("ok",)]:
            reason = " ".join(str(wrong[0][0] if wrong else "").split())[:_LONGEST_REASON]
            raise SecondcoderError(f"{name}: {_DAMAGED} ({reason})", hint=_HINT)
        yield Database(connection, name)


def _without_log(data: bytes) -> bytes:
    """Mark a database as one without write-ahead log, as memory knows none."""
    return data[:18] + b"\x01\x01" + data[20:]


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value)
