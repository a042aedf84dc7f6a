"""Tables of queries on disk: those of earlier results, and the copies that people edit.

A result is held against its hashes, so nobody writes into it: ``content/queries.xlsx`` in the
study's folder is the copy to fill in, or ``content/queries.csv`` if it was saved as that. Tables
of queries in results are read all the same, also if they were edited by hand, as they had to be
before there was a copy. ``copies.json`` holds a digest of every table as it was when it was last
read or written: what changed since then is newer than what is known.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from secondcoder.errors import SecondcoderError
from secondcoder.procedures.content.steps.decided import Filed
from secondcoder.procedures.content.steps.records import Query, Resolved
from secondcoder.procedures.places import CONTENT
from secondcoder.publish.manifest import kind_of
from secondcoder.publish.results import RUNS
from secondcoder.reading.files.text import decode, read_bytes
from secondcoder.reading.tables.tables import Row, Table, read_table

KIND = CONTENT
PREFIX = f"{KIND}-"
FOLDER = "content"
COPY, SAVED = "queries.xlsx", "queries.csv"
IN_RESULT = "queries.csv"
MARKS = "copies.json"
ID = "query_id"
DECISION = ("decision", "by", "memo")
COLUMNS = (
    *(ID, "kind", "status", "question", "code", "other", "evidence", "text", "document"),
    *("speaker", "passage_id", *DECISION),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A table of queries on disk."""

    path: Path
    filed: Filed
    table: Table
    digest: str
    """Of its cells."""
    changed: bool
    """Whether it is not as it was when it was last read or written."""
    is_copy: bool
    """Whether it is a copy to edit, and no part of a result."""

    @property
    def strange(self) -> str:
        """What it holds that a new copy would not, in words; empty if nothing."""
        further = [name for name in self.table.columns if name not in COLUMNS]
        filled = [name for name in further if any(row[name] for row in self.table.rows)]
        if filled:
            return f"it has a column of its own, {filled[0]!r}"
        nameless = [row.number for row in self.table.rows if not row[ID]]
        if nameless:
            return f"row {nameless[0]} has no {ID}"
        if len({row[ID] for row in self.table.rows}) < len(self.table.rows):
            return f"a {ID} stands there more than once"
        return ""


def sources(study: Path, target: Path, homes: Iterable[Path]) -> list[Source]:
    """Return the tables of queries that may hold decisions; a later one stands over an earlier.

    What changed since it was last read or written comes last; of what did not, the copy that is
    written anew after each run, the last of ``homes``, holds everything and comes last.
    """
    folders = list(homes)
    known = {digest for home in folders for digest in known_digests(home)}
    files = [*_in_results(study, target), *_copies(folders)]
    found = [
        read_source(path, name=name, known=known, is_copy=is_copy) for path, name, is_copy in files
    ]
    written = folders[-1] / COPY

    def order(source: Source) -> tuple[bool, bool, bool, int, str]:
        return (
            source.changed,
            source.is_copy,
            not source.changed and source.path == written,
            source.path.stat().st_mtime_ns,
            source.path.as_posix(),
        )

    return sorted(found, key=order)


def read_source(
    path: Path, *, name: str, known: Iterable[str] = (), is_copy: bool = False
) -> Source:
    """Return a table of queries; one without the columns that make it one is refused."""
    table = read_table(path, name=name)
    lost = [column for column in (ID, *DECISION) if column not in table.columns]
    if lost:
        raise SecondcoderError(
            f"{name}: the column {lost[0]!r} is missing",
            hint="Fill in decision, by and memo and leave the other columns as they are.",
        )
    digest = digest_of(table)
    return Source(
        path=path,
        filed=_filed(table, name),
        table=table,
        digest=digest,
        changed=digest not in set(known),
        is_copy=is_copy,
    )


def digest_of(table: Table) -> str:
    """Return a hash of a table's cells, whatever kind of file it came from."""
    lines = ["\x1f".join(table.columns)]
    lines += ["\x1f".join(row[column] for column in table.columns) for row in table.rows]
    return hashlib.sha256("\x1e".join(lines).encode("utf-8", "surrogatepass")).hexdigest()


def known_digests(home: Path) -> tuple[str, ...]:
    """Return the digests that ``copies.json`` holds; without it every table counts as changed."""
    path = home / MARKS
    if not path.is_file():
        return ()
    name = f"{FOLDER}/{MARKS}"
    try:
        held = json.loads(decode(read_bytes(path, name=name), name=name))
        return tuple(map(str, held["known"]))
    except (ValueError, KeyError, TypeError):
        return ()


def marks(digests: Iterable[str]) -> bytes:
    """Return ``copies.json`` with these digests."""
    return (json.dumps({"known": sorted(set(digests))}, indent=2) + "\n").encode()


def _in_results(study: Path, target: Path) -> Iterator[tuple[Path, str, bool]]:
    runs = study / RUNS
    found = {path.resolve() for path in runs.glob(f"*/{IN_RESULT}") if _is_content(path.parent)}
    for path in sorted(found | {(target / IN_RESULT).resolve()}):
        if path.is_file():
            yield path, f"{path.parent.name}/{path.name}", False


def _is_content(result: Path) -> bool:
    """Return whether a folder is a content analysis, of whatever version and however edited."""
    if result.name.startswith("."):
        return False
    return result.name.startswith(PREFIX) or kind_of(result) == KIND


def _copies(homes: Iterable[Path]) -> Iterator[tuple[Path, str, bool]]:
    for home in homes:
        for name in (SAVED, COPY):
            if (home / name).is_file():
                yield home / name, f"{FOLDER}/{name}", True


def _filed(table: Table, name: str) -> Filed:
    rows = [row for row in table.rows if row[ID]]
    decisions = ((row[ID], Resolved(*(row[column] for column in DECISION))) for row in rows)
    return Filed(
        name=name,
        queries={row[ID]: _query(row) for row in rows},
        decisions={query: one for query, one in decisions if any((one.decision, one.by, one.memo))},
    )


def _query(row: Row) -> Query:
    def cell(name: str) -> str:
        return row.cells.get(name, "")

    return Query(
        id=row[ID],
        kind=cell("kind"),
        passage_id=cell("passage_id"),
        document=cell("document"),
        speaker=cell("speaker"),
        text=cell("text"),
        code=cell("code"),
        other=cell("other"),
        evidence=cell("evidence"),
        question=cell("question"),
        weight=cell("weight"),
    )


def decisions_in(found: Iterable[Source]) -> Mapping[str, Resolved]:
    """Return what tables say of queries, by the query's id; a later one stands over an earlier."""
    return {query: one for source in found for query, one in source.filed.decisions.items()}
