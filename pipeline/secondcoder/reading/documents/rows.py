"""Tables to documents: a row a passage, or in wide tables a cell."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from secondcoder.errors import SecondcoderError
from secondcoder.names import loosely
from secondcoder.non_answers import is_non_answer
from secondcoder.passages.paragraphs import count_words, many
from secondcoder.reading.documents.account import LeftOut
from secondcoder.reading.documents.labels import speaker_key
from secondcoder.reading.documents.reader import Read, about_asking, require_text
from secondcoder.reading.documents.role_words import is_unsure
from secondcoder.reading.documents.roles import NOBODY, NOTHING_TOLD, Asking, Told, who_asks
from secondcoder.reading.documents.row_ids import id_column, refuse_repeated_ids
from secondcoder.reading.documents.turns import Turn, asks_something
from secondcoder.reading.tables.contacts import contact_columns
from secondcoder.reading.tables.tables import Row, Table, read_table
from secondcoder.records.study import Notice
from secondcoder.records.text import Block, Document
from secondcoder.study.schema import Documents

BETWEEN = "\n\n"
EMPTY, SAYS_NOTHING = "there is no text in its row", "its answer was set aside as saying nothing"
WORDLESS = "its answer was set aside as holding no word"
ROLES = ("id", "document", "case", "speaker", "question", "heading")


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell with text and the row it stands in."""

    row: Row
    text: str
    heading: str


@dataclass(slots=True, kw_only=True)
class _SetAside:
    """Cells that are no passages, counted and kept."""

    left: list[LeftOut] = field(default_factory=list)
    empty: int = 0
    wordless: Counter[str] = field(default_factory=Counter)
    """Signs without a word, such as emoji, by what they are."""
    none: Counter[str] = field(default_factory=Counter)
    """Answers that stand for none, such as n/a, by what they are."""
    repeated: int = 0


def read_rows(
    path: Path,
    *,
    source: str,
    columns: Documents,
    coded: frozenset[str] = frozenset(),
    told: Told = NOTHING_TOLD,
) -> Read:
    """Read a table by the columns that a study names.

    Cells without text and answers that stand for none (``n/a``, ``-``) are set aside and counted;
    those that people coded (`coded_cells`) are kept.
    """
    table = read_table(path, name=source, sheet=columns.sheet, encoding=columns.encoding)
    _require_columns(table, columns)
    columns = columns.model_copy(update={"id": id_column(columns, table)})
    if not columns.once:
        refuse_repeated_ids(table, columns.id)
    texts = tuple(columns.headings or [columns.text or ""])
    grouped: defaultdict[str, list[_Cell]] = defaultdict(list)
    aside = _SetAside()
    met: set[tuple[str, str, str]] = set()
    unnamed = 0
    grouping = columns.document or columns.case
    for row in table.rows:
        name = row[grouping] if grouping else path.stem
        unnamed += not name
        cells = [
            cell
            for cell in _cells(row, texts, columns, table)
            if _is_kept(cell, columns, aside, coded) and _is_new(cell, name, columns, met, aside)
        ]
        if cells:
            grouped[name or path.stem] += cells
    left = contact_columns(table) - {*(columns.keep or ())}
    speech = {columns.text, *(columns.headings or ())}
    kept = [column for column in table.columns if column not in speech and column not in left]
    asking = {name: _asking(name, cells, columns, told) for name, cells in grouped.items()}
    documents = tuple(
        _document(name, cells, kept, columns, source=source, asking=asking[name].keys)
        for name, cells in grouped.items()
    )
    _require_answers(documents, aside, source=source)
    notices = (
        *table.notices,
        *_notices(source, aside, unnamed, grouping, path.stem),
        *_contact_notice(table, left),
        *dict.fromkeys(
            notice
            for document, one in zip(documents, asking.values(), strict=True)
            if one.sign == "guess" or one.reason
            for notice in about_asking(document.text, document.blocks, one, source)
        ),
    )
    guessed = next((one for one in asking.values() if one.sign), NOBODY)
    return Read(documents, notices, tuple(aside.left), guessed)


def _asking(name: str, cells: Sequence[_Cell], columns: Documents, told: Told) -> Asking:
    """Return who asks among the speakers of the rows of one document.

    Rows may be no interview at all: ``I`` and ``Q`` ask only where half of their rows do.
    """
    if columns.speaker is None:
        return NOBODY
    turns: list[Turn] = []
    asks: defaultdict[str, list[bool]] = defaultdict(list)
    for cell in cells:
        start = turns[-1].end + len(BETWEEN) if turns else 0
        speaker = cell.row[columns.speaker]
        turns.append(Turn(start=start, end=start + len(cell.text), speaker=speaker))
        asks[speaker].append(asks_something(cell.text))
    answering = frozenset(
        speaker_key(one) for one in asks if is_unsure(one) and 2 * sum(asks[one]) < len(asks[one])
    )
    return who_asks(_text(cells), turns, told=told, answering=answering, about=name)


def _text(cells: Sequence[_Cell]) -> str:
    return BETWEEN.join(cell.text for cell in cells)


def _is_kept(cell: _Cell, columns: Documents, aside: _SetAside, coded: frozenset[str]) -> bool:
    """Say whether a cell is a passage; in talk even «None.» is something said."""
    own = cell.row[columns.id] if columns.id else ""
    if not cell.text:
        aside.empty += 1
        aside.left.append(LeftOut(EMPTY, "", own))
        return False
    kept = bool(coded) and (own in coded or loosely(cell.text) in coded)
    if columns.speaker is None and is_non_answer(cell.text) and not kept:
        aside.none[cell.text] += 1
        aside.left.append(LeftOut(SAYS_NOTHING, cell.text, own))
        return False
    if not count_words(cell.text):
        aside.wordless[cell.text] += 1
        aside.left.append(LeftOut(WORDLESS, cell.text, own))
        return False
    return True


def _is_new(
    cell: _Cell, name: str, columns: Documents, met: set[tuple[str, str, str]], aside: _SetAside
) -> bool:
    """Say whether a text is not a repetition, in a table with a row for each code or coder."""
    if not columns.once:
        return True
    key = (name, cell.row[columns.id] if columns.id else "", cell.text)
    if key in met:
        aside.repeated += 1
        aside.left.append(LeftOut("repeated", cell.text))
        return False
    met.add(key)
    return True


def _require_answers(documents: Sequence[Document], aside: _SetAside, *, source: str) -> None:
    if not documents and (aside.none or aside.wordless):
        said = ", ".join(map(repr, [*aside.none, *aside.wordless][:6]))
        raise SecondcoderError(
            f"{source}: no answer says anything: {said}",
            hint="Check which column is named as text, or leave the file out of [[documents]].",
        )
    require_text([block for document in documents for block in document.blocks], source)


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
    for role in ("headings", "keep"):
        for column in getattr(columns, role) or ():
            table.require(column, key=f"documents -> {role}")


def _cells(row: Row, texts: Sequence[str], columns: Documents, table: Table) -> Iterator[_Cell]:
    under = row[columns.heading] if columns.heading else ""
    if not under and columns.text and columns.question is None:
        under = table.labels.get(columns.text, "")
    for column in texts:
        yield _Cell(row, row[column], table.label(column) if columns.headings else under)


def _document(
    name: str,
    cells: Sequence[_Cell],
    kept: Sequence[str],
    columns: Documents,
    *,
    source: str,
    asking: Collection[str],
) -> Document:
    cases = {cell.row[columns.case] for cell in cells} if columns.case else {""}
    case = next(iter(cases)) if len(cases) == 1 else ""
    blocks: list[Block] = []
    offset = 0
    asked = ""
    for cell in cells:
        row = cell.row
        speaker = row[columns.speaker] if columns.speaker else ""
        block = Block(
            start=offset,
            end=offset + len(cell.text),
            speaker=speaker,
            heading=cell.heading,
            question=row[columns.question] if columns.question else asked,
            moderator=bool(speaker) and speaker_key(speaker) in asking,
            source_id=row[columns.id] if columns.id else "",
            attributes=tuple((column, row[column]) for column in kept),
        )
        asked = cell.text if block.moderator else asked
        own = row[columns.case] if columns.case else ""
        if columns.headings and not columns.case and not columns.document:
            own = f"row {row.number}"
        blocks.append(block if own == case else replace(block, case=own))
        offset = block.end + len(BETWEEN)
    return Document(
        name=name, text=_text(cells), blocks=tuple(blocks), case=case, source=source, unit="row"
    )


def _contact_notice(table: Table, left: Collection[str]) -> Iterator[Notice]:
    if left:
        named = ", ".join(repr(column) for column in table.columns if column in left)
        message = f"columns with contact or network data stay out of the results: {named}"
        yield Notice("left out", f"{message}; 'keep' in study.toml brings them in", table.name)


def _notices(
    source: str, aside: _SetAside, unnamed: int, grouping: str | None, stem: str
) -> Iterator[Notice]:
    if aside.empty:
        were = "was" if aside.empty == 1 else "were"
        cells = many(aside.empty, "cell")
        yield Notice("skipped", f"{cells} without text {were} skipped", source)
    if aside.none:
        message = f"{aside.none.total()} set aside as saying nothing: "
        yield Notice("non-answers", message + _counted(aside.none), source)
    if aside.wordless:
        message = f"{aside.wordless.total()} set aside as holding no word: "
        yield Notice("non-answers", message + _counted(aside.wordless), source)
    if aside.repeated:
        repeat = "repeats" if aside.repeated == 1 else "repeat"
        message = f"{many(aside.repeated, 'row')} {repeat} a text for another code or coder"
        yield Notice("repeated", f"{message}; each text is one passage", source)
    if unnamed:
        yield Notice(
            "skipped",
            f"{many(unnamed, 'row')} with no {grouping!r} {'is' if unnamed == 1 else 'are'} put "
            f"in the document {stem!r}",
            source,
        )


def _counted(answers: Counter[str]) -> str:
    shown = [f"{answer[:20]!r} × {times}" for answer, times in answers.most_common(12)]
    return ", ".join([*shown, *["…"] * (len(answers) > 12)])
