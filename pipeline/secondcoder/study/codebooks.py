"""Whether a table is a codebook, and how to read it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from secondcoder.names import loosely, plain
from secondcoder.reading.codes.outline import is_number, split_number, steps_of
from secondcoder.reading.codes.own_form import codebook_source
from secondcoder.reading.tables.headings import LEVEL, WEAK_CODES, WEAK_DEFINITIONS, broadest_first
from secondcoder.study.columns import Column, of_role
from secondcoder.study.schema import CodebookSource
from secondcoder.study.tables import Sheet, name_of

CODEBOOK_NAMES = re.compile(
    r".*\b(code ?books?|codes|coding (frame|scheme|guide|manual|book|system)"
    r"|code (frame|list|system)|framework|derived themes"
    r"|[ck]odierleitfaden|[ck]odierschema|[ck]odierhandbuch|kategoriensystem|kategorienschema"
    r"|[ck]odesystem|[ck]odebuch|[ck]odeliste"
    r"|livre de codes|grille de codage|grille danalyse|guide de codage|liste des codes"
    r"|libro de codigos|lista de codigos|guia de codificacion|manual de codigos"
    r"|sistema de categorias|libro codici|livro de codigos|kodebo[gk]|kodbok|kode?list[ae]"
    r"|codeboek|codelijst|ksi[aą]zka kodow|ksi[eę]ga kodow|lista kodow|koodikirja|koodilista)\b.*"
)
"""Names of files and sheets that hold codebooks."""
_ENTRY = ("definition", "include", "exclude", "examples", "parent")
_NUMBERS = frozenset(
    "no|nr|number|num|nummer|numero|id|key|lfd nr|ziffer|kurzel|abbreviation|abbr|short|shorthand|"
    "code|kode|codigo|code number|code no|code nr|code id|short code|code abbreviation".split("|")
)
"""Headings of a column with the codes' numbers or abbreviations."""
_NAMED = WEAK_CODES | {"label", "code label", "code name", "codename", "full name", "code title"}
"""Headings of the names beside such a column."""
_FEW = 6
"""Most different values of a column that is taken for a facet. Not measured."""


@dataclass(frozen=True, slots=True)
class KnownCodes:
    """What a codebook's codes are called: names loosely spelt, level columns, numbers."""

    names: frozenset[str] = frozenset()
    levels: tuple[str, ...] = ()
    numbers: frozenset[str] = frozenset()

    def knows(self, cell: str) -> bool:
        """Say whether a cell names a code, by its name, its path's last name or its number."""
        steps = steps_of(cell)
        return (
            loosely(cell) in self.names
            or cell in self.numbers
            or (bool(steps) and loosely(steps[-1]) in self.names)
            or split_number(cell)[0] in self.numbers
        )


def as_codebook(sheet: Sheet) -> CodebookSource | None:
    """Return how to read the sheet as a codebook, or nothing if it does not look like one.

    A codebook lists codes, each once (or once for each facet), without coders and passages; a
    table of codes and numbers is a count unless its name or its definitions say otherwise.
    """
    own = codebook_source(sheet.path, sheet.table.columns)
    if own is not None:
        return own.model_copy(update={"sheet": sheet.sheet})
    columns = sheet.columns
    entry = _entry(columns)
    named = is_named_codebook(sheet.name)
    codes = _code_columns(sheet, told=bool(entry) or named)
    quote = of_role(columns, "text")
    if not codes or of_role(columns, "coder"):
        return None
    if quote and ("definition" not in entry or of_role(columns, "document")):
        return None
    if quote:
        entry.setdefault("examples", quote.name)
    if not (entry or named) and any(column.numeric for column in columns):
        return None
    number, codes = _number(columns, codes)
    levels = codes if number and len(codes) == 1 else _levels(sheet, codes)
    if "parent" in entry:
        levels = [next((c for c in codes if c.unique), codes[0])]
    facets = _facets(sheet, levels, number)
    if "parent" not in entry and not _lists_once(sheet, [*levels, *facets]):
        return None
    return CodebookSource(
        path=sheet.path,
        sheet=sheet.sheet,
        levels=[column.name for column in levels] if len(levels) > 1 else None,
        code=levels[0].name if len(levels) == 1 else None,
        number=name_of(number),
        facets=[column.name for column in facets],
        definition=_definition(columns, entry),
        include=entry.get("include"),
        exclude=entry.get("exclude"),
        examples=entry.get("examples"),
        parent=entry.get("parent"),
    )


def is_bare_list(sheet: Sheet) -> bool:
    """Say whether nothing but a column of codes speaks for a codebook: neither name nor entry."""
    return not is_named_codebook(sheet.name) and not _entry(sheet.columns)


def codebook_rank(sheet: Sheet, source: CodebookSource) -> tuple[int, int, int, int]:
    """Return how much speaks for a sheet as the codebook: its form, name, entries, rows.

    One that the tool wrote is a later version of what lies beside it.
    """
    own = int(codebook_source(sheet.path, sheet.table.columns) is not None)
    entries = sum(getattr(source, role) is not None for role in _ENTRY)
    return (own, int(is_named_codebook(sheet.name)), entries, len(sheet.table.rows))


def known_codes(sheet: Sheet, source: CodebookSource) -> KnownCodes:
    """Return what the codes of a codebook's table are called."""
    columns = source.levels or [source.code or ""]
    cells = [row[name] for row in sheet.table.rows for name in columns if row[name]]
    split = [split_number(cell) for cell in cells]
    spelt = {step for cell in cells for step in (cell, *steps_of(cell))}
    spelt |= {name for number, name in split if number}
    numbers = {number for number, _ in split if number}
    if source.number:
        numbers |= {row[source.number].rstrip(".") for row in sheet.table.rows}
    return KnownCodes(
        names=frozenset(map(loosely, spelt)),
        levels=tuple(source.levels or ()),
        numbers=frozenset(numbers - {""}),
    )


def is_named_codebook(name: str) -> bool:
    """Say whether a file or sheet is called as codebooks are."""
    stem = re.sub(r"\.(csv|tsv|xlsx|docx|txt|md|rtf|odt)\b", "", name)
    return bool(CODEBOOK_NAMES.fullmatch(plain(stem)))


def _entry(columns: Sequence[Column]) -> dict[str, str]:
    """Return the columns of a code's entry by role."""
    entry = {c.role: c.name for c in reversed(columns) if c.role in _ENTRY}
    brief = of_role(tuple(columns), "brief")
    if brief is not None:
        entry.setdefault("definition", brief.name)
    return entry


def _definition(columns: Sequence[Column], entry: dict[str, str]) -> str | list[str] | None:
    """Return the column of definitions, a brief one before the full one, or else of memos."""
    found = entry.get("definition")
    brief = of_role(tuple(columns), "brief")
    if found and brief is not None and brief.name != found:
        return [brief.name, found]
    filled = any(column.name == found and column.filled for column in columns)
    if filled:
        return found
    weak = [of_role(tuple(columns), role) for role in WEAK_DEFINITIONS]
    return next((column.name for column in weak if column and not column.numeric), found)


def _code_columns(sheet: Sheet, *, told: bool) -> list[Column]:
    """Return the columns that name codes; NVivo's ``Name`` does in what else is a codebook."""
    strong = [
        column
        for column in sheet.columns
        if column.filled
        and (
            (column.role == "code" and not column.numeric)
            or (LEVEL.fullmatch(plain(column.name)) and not column.numeric)
        )
    ]
    if not told:
        return strong
    weak = [
        column
        for column in sheet.columns
        if plain(column.name) in WEAK_CODES and column.filled and not column.numeric
    ]
    abbreviated = bool(strong) and all(is_number(v) or len(v) <= _FEW for v in strong[0].values)
    return [*strong, *weak[:1]] if not strong or (len(strong) == 1 and abbreviated) else strong


def _number(
    columns: Sequence[Column], codes: Sequence[Column]
) -> tuple[Column | None, list[Column]]:
    """Return the column of the codes' numbers, and the columns of their names.

    Of two columns that name every code, the one with the shorter names holds abbreviations.
    """
    if len(codes) == 2 and all(column.unique for column in codes):
        short, long = sorted(codes, key=lambda column: sum(map(len, column.values)))
        named = plain(long.name) in _NAMED and plain(short.name) in _NUMBERS
        if short.words == 1 and (named or all(map(_is_abbreviation, short.values))):
            return short, [long]
    for column in columns:
        told = plain(column.name) in _NUMBERS or column.role == "id"
        if told and column not in codes and column.unique and all(map(is_number, column.values)):
            return column, list(codes)
    return None, list(codes)


def _is_abbreviation(value: str) -> bool:
    return is_number(value) or (value.isupper() and len(value) <= _FEW)


def _levels(sheet: Sheet, codes: Sequence[Column]) -> list[Column]:
    """Return the columns that name the tree: a heading left of the theme is a level too."""
    first = min(map(sheet.columns.index, codes))
    before = [c for c in sheet.columns[:first] if c.role == "heading" and c.short]
    order = broadest_first([column.name for column in codes])
    return [*before, *sorted(codes, key=lambda column: order.index(column.name))]


def _facets(sheet: Sheet, levels: Sequence[Column], number: Column | None) -> list[Column]:
    """Return short columns of few values that stand between or beside the levels."""
    return [
        column
        for column in sheet.columns
        if column not in levels
        and column is not number
        and not column.role
        and column.short
        and not column.numeric
        and not column.administrative
        and 1 < len(column.values) <= _FEW
        and len(column.values) * 3 <= column.filled
    ]


def _lists_once(sheet: Sheet, columns: Sequence[Column]) -> bool:
    rows = [tuple(row[column.name] for column in columns) for row in sheet.table.rows]
    filled = [row for row in rows if any(row)]
    if len(columns) > 1 and any(not row[0] for row in filled):
        return len(filled) > 0  # merged cells: the empty upper level is that of the row above
    return len(set(filled)) == len(filled)
