"""A record packed into one file, to be sent to a colleague; and words erased from a record."""

import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path

from secondcoder.decisions.disk import explained, files_of, parse, writing
from secondcoder.decisions.lines import Line
from secondcoder.decisions.place import FOLDER, open_record
from secondcoder.decisions.rows import DETAIL, Row, StoredPassage, Words
from secondcoder.publish.files import write_whole

_ROW = re.compile(rb'"row":"([0-9a-f]+)"')
_WITH_END = re.compile(rb"(?<=\n)|(?<=\r)(?!\n)")
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

    What was decided stays, by place. The chains still prove it. Mergings that were taken back, and
    lines that are not whole, hold words too: they go with the others.
    """
    open_record(record)
    name = unicodedata.normalize("NFC", document)
    with explained(record), writing(record):
        files = list(files_of(record, hidden=True))
        held = [line for path in files for line in parse(path.read_bytes())]
        of_document = {
            line.event.id for line in held if isinstance(line, Row) and _is_of(line.stands, name)
        }
        documents = {line.document for line in held if isinstance(line, StoredPassage)}
        spelt = {json.dumps(one).encode() for one in {*documents, document} if _same(one, name)}

        def goes(raw: bytes, line: Line | None) -> bool:
            if line is None:
                plain = raw.translate(None, b"\x00")
                rows = {found.decode() for found in _ROW.findall(plain)}
                return bool(rows & of_document) or any(b'"document":' + s in plain for s in spelt)
            if isinstance(line, Words):
                return line.row in of_document and line.field != DETAIL
            return isinstance(line, StoredPassage) and _is_of(line, name)

        erased = 0
        for path in files:
            data, without = _without(path.read_bytes(), goes)
            if without:
                write_whole(path, data)
                erased += without
    return erased


def _same(one: str, name: str) -> bool:
    return unicodedata.normalize("NFC", one) == name


def _is_of(passage: StoredPassage | None, name: str) -> bool:
    return passage is not None and _same(passage.document, name)


def _is_text(_: bytes, line: Line | None) -> bool:
    """Say whether a line holds words; one that cannot be read may hold some."""
    if line is None or isinstance(line, StoredPassage):
        return True
    return isinstance(line, Words) and line.field != DETAIL


def _without(data: bytes, goes: Callable[[bytes, Line | None], bool]) -> tuple[bytes, int]:
    """Return a file without the lines that go; all other bytes stay as they are."""
    kept, count = [], 0
    for raw in _WITH_END.split(data):
        if raw.translate(None, b"\x00").strip() and goes(raw, next(parse(raw), None)):
            count += 1
        else:
            kept.append(raw)
    return (b"".join(kept), count) if count else (data, 0)
