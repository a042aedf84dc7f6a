"""What a table seems to be: documents, a codebook, a coding, or none of these."""

from collections.abc import Sequence
from dataclasses import dataclass

from secondcoder.names import loosely
from secondcoder.reading.tables.headings import RESPONDENT, plain
from secondcoder.reading.tables.tables import Table
from secondcoder.records.codes import SEPARATOR
from secondcoder.study.columns import (
    Column,
    columns_of,
    of_role,
    respondent,
    text_column,
    wide_columns,
)
from secondcoder.study.schema import CodebookSource, CodingSource, Documents

HUMAN = "human"
"""The coder's name where the table has none."""
_CODEBOOK_NAMES = ("codebook", "code book", "codes", "coding frame", "framework", "derived themes")
_ENTRY = ("definition", "include", "exclude", "examples", "parent")
NAMES_CODES, NAMES_PASSAGES = 0.3, 0.5
"""Share of a column's values that must name codes, and passages, for it to be that column. Not
measured."""
_FEW = 6
"""Most different values of a column that is taken for a facet. Not measured."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of the folder and its columns; ``sheet`` names one of several in a workbook."""

    path: str
    sheet: str | None
    table: Table
    columns: tuple[Column, ...]

    @property
    def name(self) -> str:
        """File and sheet, for messages."""
        return f"{self.path} [{self.sheet}]" if self.sheet else self.path

    @property
    def codes(self) -> tuple[Column, ...]:
        """Columns that name codes."""
        return tuple(c for c in self.columns if c.role == "code" and c.filled and not c.numeric)


def sheet_of(path: str, sheet: str | None, table: Table) -> Sheet:
    """Return a table with its columns described."""
    return Sheet(path, sheet, table, columns_of(table))


def as_documents(sheet: Sheet) -> Documents | None:
    """Return how to read the sheet as documents, or nothing if it holds no prose."""
    columns = sheet.columns
    wide = wide_columns(columns)
    if wide:
        headings = [column.name for column in wide]
        case = _name(respondent(columns))
        return Documents(path=sheet.path, sheet=sheet.sheet, case=case, headings=headings)
    text = text_column(columns)
    if text is None:
        return None
    question = of_role(columns, "question")
    heading = of_role(columns, "heading")
    once = _repeats(sheet, text)
    if question and question.numeric and heading is None:
        question, heading = None, question
    return Documents(
        path=sheet.path,
        sheet=sheet.sheet,
        text=text.name,
        id=_name(_repeated_id(sheet, text) if once else id_column(columns, text)),
        document=_name(of_role(columns, "document")),
        case=_name(of_role(columns, "case")),
        speaker=_name(of_role(columns, "speaker")),
        question=_name(question),
        heading=_name(heading),
        once=True if once else None,
    )


def _repeats(sheet: Sheet, text: Column) -> bool:
    """Say whether rows repeat a text for each coder or code."""
    coded = sheet.codes or of_role(sheet.columns, "coder")
    return bool(coded) and len(text.values) < text.filled


def id_column(columns: Sequence[Column], text: Column) -> Column | None:
    """Return the column with the rows' ids: a respondent's or so headed, or else the first."""
    headed = [c for c in columns if c.role == "id" and c.unique and c is not text]
    if headed:
        order = {name: place for place, name in enumerate(RESPONDENT)}
        return min(headed, key=lambda column: order.get(plain(column.name), len(order)))
    first = columns[0]
    bare = first is not text and first.unique and first.short and not first.role
    return first if bare and not first.times and not first.contact else None


def _repeated_id(sheet: Sheet, text: Column) -> Column | None:
    """Return the column with the ids of texts that several rows repeat."""
    for column in sheet.columns:
        pairs = {(row[column.name], row[text.name]) for row in sheet.table.rows}
        named = column.role == "id" and column.filled == column.rows and column is not text
        if named and len(pairs) == len(column.values):
            return column
    return None


def as_codebook(sheet: Sheet) -> CodebookSource | None:
    """Return how to read the sheet as a codebook, or nothing if it does not look like one.

    A codebook lists codes, each once (or once for each facet), without coders and passages; a
    table of codes and numbers is a count unless its name or its definitions say otherwise.
    """
    columns = sheet.columns
    entry = {c.role: c.name for c in reversed(columns) if c.role in _ENTRY}
    named = _is_named(sheet)
    if not sheet.codes or of_role(columns, "coder") or of_role(columns, "text"):
        return None
    if not (entry or named) and any(column.numeric for column in columns):
        return None
    levels = _levels(sheet)
    if "parent" in entry:
        levels = [next((c for c in sheet.codes if c.unique), sheet.codes[0])]
    facets = _facets(sheet, levels)
    if "parent" not in entry and not _lists_once(sheet, [*levels, *facets]):
        return None
    return CodebookSource(
        path=sheet.path,
        sheet=sheet.sheet,
        levels=[column.name for column in levels] if len(levels) > 1 else None,
        code=levels[0].name if len(levels) == 1 else None,
        facets=[column.name for column in facets],
        **entry,
    )


def codebook_rank(sheet: Sheet, source: CodebookSource) -> tuple[int, int, int]:
    """Return how much speaks for a sheet as the codebook: its name, its entries, its rows."""
    entries = sum(getattr(source, role) is not None for role in _ENTRY)
    return (int(_is_named(sheet)), entries, len(sheet.table.rows))


def code_names(sheet: Sheet, source: CodebookSource) -> frozenset[str]:
    """Return the names of a codebook's codes, loosely spelt."""
    columns = source.levels or [source.code or ""]
    return frozenset(loosely(row[name]) for row in sheet.table.rows for name in columns)


def _is_named(sheet: Sheet) -> bool:
    return any(name in loosely(sheet.name) for name in _CODEBOOK_NAMES)


def _levels(sheet: Sheet) -> list[Column]:
    """Return the columns that name the tree: a heading left of the theme is a level too."""
    codes = sheet.codes
    first = sheet.columns.index(codes[0])
    before = [c for c in sheet.columns[:first] if c.role == "heading" and c.short]
    return [*before, *codes]


def _facets(sheet: Sheet, levels: Sequence[Column]) -> list[Column]:
    """Return short columns of few values that stand between or beside the levels."""
    return [
        column
        for column in sheet.columns
        if column not in levels
        and not column.role
        and column.short
        and not column.numeric
        and 1 < len(column.values) <= _FEW
        and len(column.values) * 3 <= column.filled
    ]


def _lists_once(sheet: Sheet, columns: Sequence[Column]) -> bool:
    rows = [tuple(row[column.name] for column in columns) for row in sheet.table.rows]
    return len(set(rows)) == len(rows)


def as_coding(
    sheet: Sheet,
    *,
    code_names: frozenset[str],
    levels: Sequence[str],
    ids: Sequence[frozenset[str]],
) -> CodingSource | None:
    """Return how to read the sheet as a coding, or nothing if it names no code or no passage.

    ``code_names`` are the codebook's, loosely spelt; ``levels`` its columns; ``ids`` the ids of
    each table of documents.
    """
    columns = sheet.columns
    code = _code(sheet, code_names, levels)
    passage = _by_ids(columns, ids) or text_column(columns)
    if not code or passage is None or passage.name in code:
        return None
    coder = of_role(columns, "coder")
    memo = of_role(columns, "memo") or of_role(columns, "comment")
    document = of_role(columns, "document") or of_role(columns, "case")
    return CodingSource(
        path=sheet.path,
        sheet=sheet.sheet,
        coder=None if coder else HUMAN,
        coder_column=_name(coder),
        passage=passage.name,
        document=_name(document) if passage is not document else None,
        code=code if len(code) > 1 else code[0],
        memo=_name(memo) if memo is not passage else None,
    )


def _code(sheet: Sheet, code_names: frozenset[str], levels: Sequence[str]) -> list[str]:
    """Return the columns that name the code: the codebook's levels, or the best fitting one."""
    present = [column.name for column in sheet.columns if column.name in levels]
    if len(levels) > 1 and len(present) == len(levels):
        return present
    if not code_names:
        return [column.name for column in sheet.codes]
    named = [c for c in sheet.columns if c.filled and c.role in {"", "code"} and not c.numeric]
    share = {column: _share(column, code_names) for column in named}
    best = max(share, key=lambda column: (share[column], column.role == "code"), default=None)
    return [best.name] if best and share[best] >= NAMES_CODES else [c.name for c in sheet.codes]


def _share(column: Column, code_names: frozenset[str]) -> float:
    """Return the share of a column's cells that name a code of the codebook."""
    named = [
        any(loosely(part) in code_names for part in (value, *_parts(value)))
        for value in column.values
    ]
    return sum(named) / len(named)


def _parts(value: str) -> list[str]:
    return [step for part in value.split(";") for step in (part, part.split(SEPARATOR)[-1])]


def _by_ids(columns: Sequence[Column], ids: Sequence[frozenset[str]]) -> Column | None:
    """Return the column whose values are ids of a table of documents, if half of them are."""

    def share(column: Column) -> float:
        return max((len(known.intersection(column.values)) for known in ids), default=0) / max(
            1, len(column.values)
        )

    best = max(columns, key=lambda column: (share(column), column.role == "id"), default=None)
    return best if best and share(best) >= NAMES_PASSAGES else None


def _name(column: Column | None) -> str | None:
    return column.name if column else None
