"""A record packed into one file, to be sent to a colleague; and words erased from a record."""

import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from secondcoder.decisions.disk import files_of, parse
from secondcoder.decisions.place import FOLDER, open_record
from secondcoder.decisions.rows import DETAIL, Row, StoredPassage, Words
from secondcoder.publish.files import write_whole

_DAY = (1980, 1, 1, 0, 0, 0)
"""The date of every packed file: the same record gives the same bytes."""


def packed(record: Path, *, with_text: bool) -> tuple[bytes, int]:
    """Return a record as a .zip, and how many texts and memos were left out of it.

    Without text, no words of passages and no memos go out; who said which code of which place in
    which document does, and so do names that reviewers gave to themes.
    """
    open_record(record)  # takes in what an earlier version kept
    buffer, left_out = io.BytesIO(), 0
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in files_of(record):
            data = path.read_bytes()
            if not with_text:
                data, without = _without(data, _is_text)
                left_out += without
            if any(True for _ in parse(data)):
                name = f"{FOLDER}/{path.relative_to(record).as_posix()}"
                entry = zipfile.ZipInfo(name, _DAY)
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, data)
    return buffer.getvalue(), left_out


def erase(record: Path, document: str) -> int:
    """Erase the words of a document's passages, and memos on them; return how many were erased.

    What was decided stays, by place. The chains still prove it.
    """
    open_record(record)
    of_document = _acts_on(record, document)

    def goes(line: StoredPassage | Words) -> bool:
        if isinstance(line, Words):
            return line.row in of_document and line.field != DETAIL
        return line.document == document

    erased = 0
    for path in list(files_of(record)):
        data, without = _without(path.read_bytes(), goes)
        if without:
            write_whole(path, data)
            erased += without
    return erased


def _acts_on(record: Path, document: str) -> set[str]:
    """Return the ids of acts on passages of a document."""
    return {
        line.event.id
        for path in files_of(record)
        for line in parse(path.read_bytes())
        if isinstance(line, Row) and line.stands is not None and line.stands.document == document
    }


def _is_text(line: StoredPassage | Words) -> bool:
    return not (isinstance(line, Words) and line.field == DETAIL)


def _without(data: bytes, goes: Callable[[StoredPassage | Words], bool]) -> tuple[bytes, int]:
    """Return a file without the lines of words that go; all other bytes stay as they are."""
    kept, count = [], 0
    for raw, line in _with_raw(data):
        if isinstance(line, StoredPassage | Words) and goes(line):
            count += 1
        else:
            kept.append(raw)
    return (b"\n".join(kept), count) if count else (data, 0)


def _with_raw(data: bytes) -> Iterator[tuple[bytes, Row | Words | StoredPassage | None]]:
    for raw in data.split(b"\n"):
        yield raw, next(parse(raw), None)
