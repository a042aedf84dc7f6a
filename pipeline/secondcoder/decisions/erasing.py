"""Words that were erased, and which lines hold them wherever they turn up again. Pure.

An erasure is an act of the record like any other. What stands in a passage of the document stays
erased for good: the passages, the stretches that were coded, the passages taken as examples. Memos
are erased that were written before it; whoever writes one later knows what they do.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from secondcoder.decisions.disk import parse
from secondcoder.decisions.kinds import ERASURE
from secondcoder.decisions.lines import Line
from secondcoder.decisions.rows import NOTE, STRETCH, Row, StoredPassage, Words

Goes = Callable[[bytes, Line | None], bool]
"""Says whether a line goes: its bytes, and what it says if it can be read."""
_ROW = re.compile(rb'"row":"([0-9a-f]+)"')
_WITH_END = re.compile(rb"(?<=\n)|(?<=\r)(?!\n)")


@dataclass(frozen=True, slots=True)
class Erased:
    """Documents whose words were erased."""

    orders: Mapping[str, int]
    """The place in the order of acts of the latest erasure, by document in NFC."""

    def __bool__(self) -> bool:
        """Return whether there are any."""
        return bool(self.orders)

    def text(self, passage: StoredPassage) -> bool:
        """Return whether a passage's words are erased."""
        return spelt(passage.document) in self.orders

    def words(self, row: Row, document: str, field: str) -> bool:
        """Return whether words of an act that stands in a document are erased."""
        order = self.orders.get(spelt(document))
        if order is None:
            return False
        return field == STRETCH or (field == NOTE and row.order < order)


def spelt(document: str) -> str:
    """Return a document's name in the one spelling by which names are compared."""
    return unicodedata.normalize("NFC", document)


def erasures(rows: Iterable[Row]) -> Erased:
    """Return what was erased by these acts."""
    orders: dict[str, int] = {}
    for row in rows:
        if row.event.kind == ERASURE:
            name = spelt(document_erased(row.event.detail))
            orders[name] = max(row.order, orders.get(name, 0))
    return Erased(orders)


def document_erased(detail: str) -> str:
    """Return which document an erasure is about."""
    try:
        return str(json.loads(detail)["document"])
    except (ValueError, KeyError, TypeError):  # written by something else; it erases nothing
        return ""


def document_of(row: Row, passages: Mapping[str, StoredPassage]) -> str:
    """Return the document in which an act's passage stands; empty if it is about none."""
    stands = row.stands or passages.get(row.event.passage)
    return stands.document if stands else ""


def lines_that_go(erased: Erased, known: Iterable[Line]) -> Goes:
    """Return what says of a line whether it holds erased words.

    ``known`` are all lines that may say in which document an act stands. A line that cannot be
    read goes if it names such a document, or an act that stands in one.
    """
    lines = list(known)
    passages = {line.key: line for line in lines if isinstance(line, StoredPassage)}
    rows = {line.event.id: line for line in lines if isinstance(line, Row)}
    documents = {identity: document_of(row, passages) for identity, row in rows.items()}
    names = {*documents.values(), *(passage.document for passage in passages.values())}
    named = [json.dumps(n).encode() for n in {*names, *erased.orders} if spelt(n) in erased.orders]

    def goes(raw: bytes, line: Line | None) -> bool:
        if line is None:
            plain = raw.translate(None, b"\x00")
            about = {documents.get(found.decode(), "") for found in _ROW.findall(plain)}
            return any(spelt(one) in erased.orders for one in about) or any(
                b'"document":' + name in plain for name in named
            )
        if isinstance(line, Words):
            row = rows.get(line.row)
            return row is not None and erased.words(row, documents[line.row], line.field)
        return isinstance(line, StoredPassage) and bool(line.text) and erased.text(line)

    return goes


def without(data: bytes, goes: Goes) -> tuple[bytes, int]:
    """Return a file without the lines that go, and their number; other bytes stay as they are."""
    kept, count = [], 0
    for raw in _WITH_END.split(data):
        if raw.translate(None, b"\x00").strip() and goes(raw, next(parse(raw), None)):
            count += 1
        else:
            kept.append(raw)
    return (b"".join(kept), count) if count else (data, 0)
