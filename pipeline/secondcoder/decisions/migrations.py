"""The shape of ``review.sqlite3``, step by step; a step that was released is never edited."""

_COLUMNS = """
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
"""

_FIRST = f"""
CREATE TABLE event (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL,
  {_COLUMNS}
) STRICT;
CREATE INDEX event_about ON event (kind, reviewer, passage, code, id);
CREATE INDEX event_undoes ON event (undoes) WHERE undoes > 0;
CREATE TABLE passage (
  key TEXT PRIMARY KEY,
  document TEXT NOT NULL,
  start INTEGER NOT NULL,
  text TEXT NOT NULL
) STRICT;
CREATE TRIGGER event_stays BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'events are never changed: add a new one'); END;
CREATE TRIGGER event_kept BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'events are never deleted: add one that undoes it'); END;
CREATE TRIGGER passage_stays BEFORE UPDATE ON passage
BEGIN SELECT RAISE(ABORT, 'passages are kept as they were decided on'); END;
CREATE TRIGGER passage_kept BEFORE DELETE ON passage
BEGIN SELECT RAISE(ABORT, 'passages are kept as they were decided on'); END;
CREATE VIEW decision AS
SELECT e.* FROM event AS e
WHERE e.kind = 'verdict' AND e.id = (
  SELECT max(f.id) FROM event AS f
  WHERE f.kind = 'verdict' AND f.reviewer = e.reviewer
    AND f.passage = e.passage AND f.code = e.code
    AND NOT EXISTS (SELECT 1 FROM event AS u WHERE u.undoes = f.id)
);
"""  # noqa: S608 - our own column names, no values

_SECOND = "DROP VIEW decision;\n"
"""Nothing read it: what holds now is computed by ``events``."""

MIGRATIONS: tuple[str, ...] = (_FIRST, _SECOND)
"""Number n takes a file from version n to n + 1 (``PRAGMA user_version``)."""
