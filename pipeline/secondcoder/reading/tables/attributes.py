"""What a table says of whole documents: their case and their attributes."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from secondcoder.errors import SecondcoderError
from secondcoder.reading.documents.reader import Read
from secondcoder.reading.tables.tables import Row, Table, read_table
from secondcoder.records.study import Notice
from secondcoder.records.text import Document
from secondcoder.study.schema import Documents

NAME, CASE, KIND = "document", "case", "kind"
"""Columns that are no attributes."""


def with_attributes(
    folder: Path, reads: Sequence[tuple[Documents, Read]]
) -> tuple[list[tuple[Documents, Read]], list[Path]]:
    """Return the reads with the attributes their sources name, and the tables these are from."""
    tables = {
        source.attributes: _rows(folder, source.attributes, source.attributes_encoding)
        for source, _ in reads
        if source.attributes is not None
    }
    changed = [
        (source, _described(read, tables[source.attributes]) if source.attributes else read)
        for source, read in reads
    ]
    return [(source, _of_kind(read, source.kind)) for source, read in changed], [
        folder / name for name in tables
    ]


def _of_kind(read: Read, kind: str | None) -> Read:
    """Return the read with its kind of source, if it is stated; it stands over a column's."""
    if kind is None:
        return read
    documents = []
    for document in read.documents:
        blocks = tuple(
            replace(
                block,
                attributes=(*(a for a in block.attributes if a[0] != KIND), (KIND, kind)),
            )
            for block in document.blocks
        )
        documents.append(replace(document, blocks=blocks))
    return replace(read, documents=tuple(documents))


def _rows(folder: Path, name: str, encoding: str | None) -> tuple[Table, dict[str, Row]]:
    table = read_table(folder / name, name=name, encoding=encoding)
    table.require(NAME, key="documents -> attributes")
    rows: dict[str, Row] = {}
    for row in table.rows:
        key = _key(row[NAME])
        if key in rows:
            raise SecondcoderError(
                f"{table.at(row, NAME)}: the document {row[NAME]!r} stands in row "
                f"{rows[key].number} too",
                hint="Keep one row for each document.",
            )
        rows[key] = row
    return table, rows


def _key(name: str) -> str:
    return name.strip().casefold()


def _described(read: Read, described: tuple[Table, dict[str, Row]]) -> Read:
    table, rows = described
    documents = []
    notices = list(read.notices)
    for document in read.documents:
        row = rows.get(_key(document.name)) or rows.get(_key(Path(document.source).name))
        if row is None:
            message = f"{document.name!r} has no row here; it has no attributes"
            notices.append(Notice("attributes", message, table.name))
        documents.append(_with_row(document, table, row) if row else document)
    return replace(read, documents=tuple(documents), notices=tuple(notices))


def _with_row(document: Document, table: Table, row: Row) -> Document:
    own = tuple((name, row[name]) for name in table.columns if name not in {NAME, CASE})
    case = row[CASE] if CASE in table.columns else ""
    blocks = tuple(
        replace(block, attributes=(*block.attributes, *own)) for block in document.blocks
    )
    return replace(document, blocks=blocks, case=case or document.case)
