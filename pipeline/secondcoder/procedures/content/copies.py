"""The copy of the queries that people fill in: ``content/queries.xlsx`` beside the study.

A copy that nobody touched is replaced by the present queries. One that was touched is replaced
only by a copy that keeps every decision in it; otherwise it is left, and a notice says why.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from secondcoder.errors import SecondcoderError, what_to_do, why
from secondcoder.procedures.content.filed import (
    COLUMNS,
    COPY,
    FOLDER,
    MARKS,
    Source,
    decisions_in,
    marks,
    read_source,
)
from secondcoder.procedures.content.steps.decided import Answered, Filed, differing, holds_all
from secondcoder.procedures.content.tables.queries import QueryRow, query_rows
from secondcoder.publish.files import write_whole
from secondcoder.publish.workbook import table_to_edit
from secondcoder.reading.files.text import normalise
from secondcoder.records.study import Notice
from secondcoder.study.toml import CONFIG_NAME

_SHEET = "Queries"
_COMPARED = tuple(name for name in COLUMNS if name != "status")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What becomes of the copy; made before the result is written, which tells the notices."""

    path: Path
    rows: tuple[tuple[str, ...], ...]
    write: bool
    before: bytes | None
    """The file as it was read; ``None`` if there was none."""
    sources: tuple[Source, ...]
    left: bool
    """Whether the file is left because a new copy would lose something of it."""
    notices: tuple[Notice, ...]


def homes_of(path: Path, folder: Path, out: Path | None) -> list[Path]:
    """Return the folders of copies, that which is written to at the end.

    A ``.toml`` of another name than ``study.toml`` has a folder of its own.
    """
    single = path.is_file() and path.name != CONFIG_NAME
    beside = folder / FOLDER / path.stem if single else folder / FOLDER
    return [beside, out / FOLDER] if out else [beside]


def plan(home: Path, found: Sequence[Source], answered: Sequence[Answered]) -> Plan:
    """Say what becomes of the copy in a folder, given all tables and the queries as they stand."""
    path = home / COPY
    rows = tuple(map(_cells, query_rows(answered)))
    old = next((source for source in found if source.path == path), None)
    why = _lost(old, answered) if old and old.changed else ""
    notices = list(_differences(found))
    if why:
        message = (
            f"what is decided in it was read, but it was not written anew, because {why}. Queries "
            f"that are new stand in the result only; move the file out of {FOLDER}/ to get a new "
            "copy"
        )
        notices.append(Notice("copy left", message, f"{FOLDER}/{COPY}"))
    return Plan(
        path=path,
        rows=rows,
        write=not why and (bool(rows) if old is None else not _says(old, rows)),
        before=path.read_bytes() if old else None,
        sources=tuple(found),
        left=bool(why),
        notices=tuple(notices),
    )


def carry_out(made: Plan, *, in_result: Path) -> Path | None:
    """Write the copy and the marks; return the copy's path, or ``None`` if there is none.

    ``in_result`` is the table of queries of the result that was just written. A copy that somebody
    saved while the study was being read is left for the next run.
    """
    unread = _bytes(made.path) != made.before
    try:
        if made.write and not unread:
            write_whole(made.path, table_to_edit(_SHEET, COLUMNS, made.rows))
        if made.path.is_file():
            digests = _known(made, in_result, unread=unread)
            write_whole(made.path.parent / MARKS, marks(digests))
    except OSError as error:
        raise SecondcoderError(
            f"{made.path}: the copy to fill in cannot be written ({why(error)})",
            hint=f"The results are stored. {what_to_do(error, at=made.path)}",
        ) from error
    return made.path if made.path.is_file() else None


def _known(made: Plan, in_result: Path, *, unread: bool) -> Iterator[str]:
    """Yield the digests of all tables that were read, and of those that were written."""
    yield from (source.digest for source in made.sources if source.path != made.path)
    if in_result.is_file():
        yield read_source(in_result, name=in_result.name).digest
    if not made.left and not unread:
        yield read_source(made.path, name=made.path.name).digest


def _lost(old: Source, answered: Sequence[Answered]) -> str:
    """Return what a new copy would lose of a touched one, in words; empty if nothing."""
    if holds_all(answered, old.filed.decisions):
        return old.strange
    return "a decision in it is not the one that now stands"


def _says(old: Source, rows: Iterable[Sequence[str]]) -> bool:
    """Return whether a copy says the same of the same queries; their status is worth no new one."""
    there = [[row.cells.get(name, "").strip() for name in _COMPARED] for row in old.table.rows]
    wanted = (dict(zip(COLUMNS, row, strict=True)) for row in rows)
    return there == [[normalise(row[name]).strip() for name in _COMPARED] for row in wanted]


def _differences(found: Sequence[Source]) -> Iterator[Notice]:
    """Yield a notice for every decision that another one replaces in an unusual way.

    That a person changes the copy is usual. Two changed copies, or a changed table in a result,
    are not.
    """
    changed = [source for source in found if source.changed]
    unchanged = [source for source in found if not source.changed]
    if unchanged:
        known = Filed(name="an earlier table", queries={}, decisions=decisions_in(unchanged))
        for source in changed:
            if not source.is_copy:
                yield from differing(known, source.filed)
    else:
        changed = [source for source in changed if source.is_copy]
    for one, other in combinations(changed, 2):
        yield from differing(one.filed, other.filed)


def _cells(row: QueryRow) -> tuple[str, ...]:
    return tuple(str(getattr(row, name)) for name in COLUMNS)


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
