"""Databases as earlier versions made them, by the SQL of those versions."""

import sqlite3

_EVENT = """
CREATE TABLE event (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind <> ''),
  reviewer TEXT NOT NULL CHECK (reviewer <> ''),
  run TEXT NOT NULL,
  passage TEXT NOT NULL,
  code TEXT NOT NULL,
  verdict TEXT NOT NULL,
  other TEXT NOT NULL,
  note TEXT NOT NULL,
  revealed INTEGER NOT NULL CHECK (revealed IN (0, 1)),
  seconds REAL NOT NULL,
  human INTEGER NOT NULL CHECK (human IN (0, 1)),
  machine INTEGER NOT NULL CHECK (machine IN (0, 1)),
  undoes INTEGER NOT NULL,
  previous INTEGER NOT NULL,
  batch TEXT NOT NULL,
  theme TEXT NOT NULL,
  detail TEXT NOT NULL
) STRICT;
CREATE TABLE passage (
  key TEXT PRIMARY KEY,
  document TEXT NOT NULL,
  start INTEGER NOT NULL,
  text TEXT NOT NULL
) STRICT;
"""
_VIEW = "CREATE VIEW decision AS SELECT * FROM event WHERE kind = 'verdict';"
"""The first form had it, the second has not."""
_BLANK = {
    "at": "2026-03-01T10:00:00.000+00:00",
    "kind": "verdict",
    "reviewer": "Mira",
    "run": "run-one",
    **dict.fromkeys(("passage", "code", "verdict", "other", "note"), ""),
    **dict.fromkeys(("batch", "theme", "detail"), ""),
    **dict.fromkeys(("revealed", "human", "machine", "undoes", "previous"), 0),
    "seconds": 0.0,
}


def make_database(path, events, passages=(), *, form=2):
    """Write a database of form 1 or 2; events are what differs from a blank one."""
    db = sqlite3.connect(path)
    db.executescript(_EVENT + (_VIEW if form == 1 else ""))
    for event in events:
        cells = {**_BLANK, **event}
        names, marks = ", ".join(cells), ", ".join("?" * len(cells))
        db.execute(f"INSERT INTO event ({names}) VALUES ({marks})", list(cells.values()))  # noqa: S608 - our own names
    db.executemany("INSERT INTO passage VALUES (?, ?, ?, ?)", passages)
    db.execute(f"PRAGMA user_version = {form}")
    db.commit()
    db.close()
