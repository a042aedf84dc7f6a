"""A record packed into one file, to be sent to a colleague; and words erased from a record."""

import io
import json
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from secondcoder.decisions.disk import explained, files_of, parse, writing
from secondcoder.decisions.erasing import Erased, lines_that_go, spelt, without
from secondcoder.decisions.events import Event
from secondcoder.decisions.kinds import ERASURE, PROGRAM
from secondcoder.decisions.lines import Line
from secondcoder.decisions.merging import of_old_database
from secondcoder.decisions.place import FOLDER, open_record
from secondcoder.decisions.rows import DETAIL, StoredPassage, Words
from secondcoder.errors import SecondcoderError
from secondcoder.publish.files import write_whole
from secondcoder.publish.zips import as_everywhere

_DAY = (1980, 1, 1, 0, 0, 0)
"""The date of every packed file: the same record gives the same bytes."""


def packed(record: Path, *, with_text: bool) -> tuple[bytes, int]:
    """Return a record as a .zip, and how many texts and memos were left out of it.

    Without text, no words of passages and no memos go out; who said which code of which place in
    which document does, and so do names that reviewers gave to themes. Erased words never go out.
    The record is only read.
    """
    store = open_record(record, read_only=True)
    files = [(f.relative_to(record).as_posix(), f.read_bytes()) for f in files_of(record)]
    files += sorted(of_old_database(record).items())
    held = (line for _, data in files for line in parse(data))
    goes = lines_that_go(store.erased, held) if store.erased else None
    buffer, left_out = io.BytesIO(), 0
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, whole in files:
            data = without(whole, goes)[0] if goes else whole
            if not with_text:
                data, gone = without(data, _is_text)
                left_out += gone
            if any(True for _ in parse(data)):
                entry = zipfile.ZipInfo(f"{FOLDER}/{name}", _DAY)
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, data)
    return as_everywhere(buffer.getvalue()), left_out


def erase(record: Path, document: str, *, by: str = "", study: Path | None = None) -> int:
    """Erase the words of a document's passages, and memos on them; return how many were erased.

    What was decided stays, by place. The chains still prove it. The erasure is an act of its own,
    by the person ``by`` or by the program, so that words which come back with another's record are
    known. Mergings that were taken back, and lines that are not whole, hold words too: they go
    with the others.

    Raises ``SecondcoderError`` if the record holds nothing of the document.
    """
    store = open_record(record, study=study)
    name = spelt(document)
    new = name in store.documents() and name not in store.erased.orders
    if not new and not lines_left(record, Erased({name: sys.maxsize})):
        raise SecondcoderError(
            f"{record}: no words of a document {document!r} are in the record",
            hint="Documents are called as on the pages, mostly like their files without an ending.",
        )
    detail = json.dumps({"document": name})
    erasure = Event(kind=ERASURE, reviewer=by or PROGRAM, program=not by, run="", detail=detail)
    store.add([erasure])
    with explained(record), writing(record):
        goes = lines_that_go(store.erased, _lines(record))
        erased = 0
        for path in files_of(record, hidden=True):
            data, count = without(path.read_bytes(), goes)
            if count:
                write_whole(path, data)
                erased += count
    return erased


def lines_left(record: Path, erased: Erased) -> int:
    """Return how many lines of a record hold erased words, as where copies brought them back."""
    if not erased:
        return 0
    goes = lines_that_go(erased, _lines(record))
    return sum(without(path.read_bytes(), goes)[1] for path in files_of(record, hidden=True))


def _lines(record: Path) -> Iterator[Line]:
    for path in files_of(record, hidden=True):
        yield from parse(path.read_bytes())


def _is_text(_: bytes, line: Line | None) -> bool:
    """Say whether a line holds words; one that cannot be read may hold some."""
    if line is None or isinstance(line, StoredPassage):
        return True
    return isinstance(line, Words) and line.field != DETAIL
