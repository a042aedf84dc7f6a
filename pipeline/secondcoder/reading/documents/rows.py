"""Tables to documents: a row a passage, or in wide tables a cell."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from secondcoder.errors import SecondcoderError
from secondcoder.passages.paragraphs import count_words
from secondcoder.reading.documents.reader import Read, require_text
from secondcoder.reading.tables.tables import Row, Table, read_table
from secondcoder.records.study import Notice
from secondcoder.records.text import Block, Document
from secondcoder.study.schema import Documents

BETWEEN = "\n\n"
ROLES = ("id", "document", "case", "speaker", "question", "heading")


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell with text and the row it stands in."""

    row: Row
    text: str
    heading: str


def read_rows(path: Path, *, source: str, columns: Documents) -> Read:
    """Read a table by the columns that a study names; empty cells are skipped and counted."""
    table = read_table(path, name=source, sheet=columns.sheet)
    _require_columns(table, columns)
    _refuse_repeated_ids(table, columns.id)
    texts = tuple(columns.headings or [columns.text or ""])
    grouped: defaultdict[str, list[_Cell]] = defaultdict(list)
    unnamed = empty = 0
    grouping = columns.document or columns.case
    for row in table.rows:
        name = row[grouping] if grouping else path.stem
        unnamed += not name
        cells = [cell for cell in _cells(row, texts, columns) if count_words(cell.text)]
        empty += len(texts) - len(cells)
        if cells:
            grouped[name or path.stem] += cells
    documents = tuple(
        _document(name, cells, table, columns, source=source) for name, cells in grouped.items()
    )
    require_text([block for document in documents for block in document.blocks], source)
    return Read(documents, tuple(_notices(source, empty, unnamed, grouping, path.stem)))


def _require_columns(table: Table, columns: Documents) -> None:
    if columns.text and columns.headings:
        raise SecondcoderError(
            f"documents: {table.name} is given both text and headings",
            hint="`text` is for a row a passage, `headings` for a row a case: keep one of them.",
        )
    if not columns.text and not columns.headings:
        raise SecondcoderError(
            f"documents -> text: which column of {table.name} holds the text is not said",
            hint=f"Its columns are: {', '.join(table.columns)}.",
        )
    for role in ("text", *ROLES):
        column = getattr(columns, role)
        if column is not None:
            table.require(column, key=f"documents -> {role}")
    for column in columns.headings or ():
        table.require(column, key="documents -> headings")


def _refuse_repeated_ids(table: Table, column: str | None) -> None:
    if column is None:
        return
    numbers: defaultdict[str, list[int]] = defaultdict(list)
    for row in table.rows:
        if row[column]:
            numbers[row[column]].append(row.number)
    repeated = [(value, rows) for value, rows in numbers.items() if len(rows) > 1]
    if repeated:
        value, rows = repeated[0]
        more = f"; {len(repeated) - 1} other ids are repeated too" if len(repeated) > 1 else ""
        raise SecondcoderError(
            f"{table.name}, column {column!r}: the id {value!r} stands in rows "
            f"{', '.join(map(str, rows[:5]))}{' and others' if len(rows) > 5 else ''}{more}",
            hint="Give every row an id of its own, or name another column under `id`.",
        )


def _cells(row: Row, texts: Sequence[str], columns: Documents) -> Iterator[_Cell]:
    under = row[columns.heading] if columns.heading else ""
    for column in texts:
        yield _Cell(row, row[column], column if columns.headings else under)


def _document(
    name: str, cells: Sequence[_Cell], table: Table, columns: Documents, *, source: str
) -> Document:
    cases = {cell.row[columns.case] for cell in cells} if columns.case else {""}
    case = next(iter(cases)) if len(cases) == 1 else ""
    speech = {columns.text, *(columns.headings or ())}
    kept = [column for column in table.columns if column not in speech]
    asking = {speaker.casefold().strip() for speaker in columns.moderators or ()}
    blocks: list[Block] = []
    offset = 0
    for cell in cells:
        row = cell.row
        speaker = row[columns.speaker] if columns.speaker else ""
        block = Block(
            start=offset,
            end=offset + len(cell.text),
            speaker=speaker,
            heading=cell.heading,
            question=row[columns.question] if columns.question else "",
            moderator=speaker.casefold() in asking,
            source_id=row[columns.id] if columns.id else "",
            attributes=tuple((column, row[column]) for column in kept),
        )
        own = row[columns.case] if columns.case else ""
        blocks.append(block if own == case else replace(block, case=own))
        offset = block.end + len(BETWEEN)
    text = BETWEEN.join(cell.text for cell in cells)
    return Document(
        name=name, text=text, blocks=tuple(blocks), case=case, source=source, unit="row"
    )


def _notices(
    source: str, empty: int, unnamed: int, grouping: str | None, stem: str
) -> Iterator[Notice]:
    if empty:
        yield Notice("skipped", f"{empty} cells without text were skipped", source)
    if unnamed:
        yield Notice(
            "skipped",
            f"{unnamed} rows have no {grouping!r}; they stand in the document {stem!r}",
            source,
        )
